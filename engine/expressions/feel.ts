/**
 * FEEL, evaluated by feelin.
 *
 * feelin reads a text anew at every evaluation, which costs a hundred times the evaluation. So a text is wrapped into a
 * FEEL function of the variables that it names, and that function is kept and called. FEEL lets variables have names
 * such as `order total` or `a-b`, and then needs to know them to read the text at all: where such a name is in sight,
 * the text is read with the variables at hand, every time.
 *
 * Time and chance: `now()`, `today()` and `random number()` answer from the moment given, never from the machine.
 *
 * What counts as failed, where FEEL itself would say null: see {@link judge}.
 */
import {
  FeelRange,
  evaluate as feelinEvaluate,
  isFunction,
  parseDate,
  parseDateTime,
  parseExpression,
  parseUnaryTests,
  unaryTest as feelinUnaryTest,
} from 'feelin';
import type { Evaluation, Moment } from '../core/evaluation.ts';
import { UnsupportedValue, type Value, type Variables } from '../core/value.ts';
import { BoundedCache } from './bounded-cache.ts';
import { fromFeel, isPlainName, prepare, toFeel } from './feel-values.ts';
import { quote } from './quote.ts';
import { seededRandom } from './seeded-random.ts';

/** Longer and deeper texts are refused: nobody writes them, and reading them takes seconds. */
const MAX_TEXT = 65_536;
const MAX_BRACKETS = 100;

interface Warning {
  readonly type: string;
  readonly message: string;
  readonly position: { readonly from: number; readonly to: number };
  readonly details: { readonly values: Record<string, unknown> };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A text as a function of the variables that it names. */
interface Compiled {
  readonly call: (...values: unknown[]) => unknown;
  readonly names: readonly string[];
  /** feelin appends to this list while the function runs. */
  readonly warnings: Warning[];
  /** Arguments of `is defined(…)`. */
  readonly guarded: readonly Span[];
}

/** `reason`: why the text is not FEEL as far as can be told without the variables; `final`: and with them. */
type Reading = { readonly compiled: Compiled } | { readonly reason: string; readonly final: boolean };

const readings = new BoundedCache<Reading>(5_000);

// The evaluation under way: evaluation is synchronous, so there is one at a time.
let moment: Moment = { now: 0, seed: 0 };
let random: (() => number) | null = null;
/** Numbers that ranges have been walked through for. */
let walked = 0;
let running: { readonly warnings: Warning[]; readonly guarded: readonly Span[] } = { warnings: [], guarded: [] };

/** Functions beside feelin's own. feelin takes the names of parameters from `$args`. */
const FUNCTIONS: Readonly<Record<string, unknown>> = {
  now: Object.assign(() => parseDateTime(new Date(moment.now).toISOString()), { $args: [] }),
  today: Object.assign(() => parseDate(new Date(moment.now).toISOString().slice(0, 10)), { $args: [] }),
  'random number': Object.assign(
    () => {
      random ??= seededRandom(moment.seed);
      return random();
    },
    { $args: [] },
  ),
  'is defined': Object.assign(isDefined, { $args: ['value'] }),
};

/**
 * Whether the argument exists, if only as null. Its evaluation has just ended: where something was missing, the latest
 * warning says so, and is answered by this.
 */
function isDefined(value: unknown): boolean {
  if (value !== null && value !== undefined) return true;
  const { warnings, guarded } = running;
  let missing = false;
  for (let latest = warnings.at(-1); latest !== undefined && MISSING.has(latest.type); latest = warnings.at(-1)) {
    const { from, to } = latest.position;
    if (!guarded.some((span) => from >= span.from && to <= span.to)) break;
    warnings.pop();
    missing = true;
  }
  return !missing;
}

/** Most numbers that one evaluation may walk through, all its ranges taken together. */
const MAX_WALK = 100_000;

// feelin walks through a range number by number until it meets the end: for ever where it never does (`1..2.5`), and
// past all memory in `1..1000000000`. One mistyped expression would take the engine with it.
const walk = FeelRange.prototype.map;
FeelRange.prototype.map = function <T>(this: FeelRange, visit: (value: never) => T): T[] {
  const { start, end } = this as { start: unknown; end: unknown };
  if (typeof start === 'number' && typeof end === 'number') {
    const steps = Math.abs(end - start);
    if (!Number.isInteger(steps)) throw new Error(`the range ${start}..${end} does not go in whole steps`);
    walked += steps + 1;
    if (walked > MAX_WALK) throw new Error(`it walks through more than ${MAX_WALK} numbers`);
  }
  return walk.call(this, visit as (value: unknown) => unknown) as T[];
};

// feelin compares what cannot be compared as equal, so that `"five" >= 0` and NaN `>= 0` would be true. By DMN 1.5, table
// 53, such a comparison is null.
const holds = FeelRange.prototype.includes;
FeelRange.prototype.includes = function (this: FeelRange, value: unknown): boolean | null {
  const { start, end } = this as { start: unknown; end: unknown };
  const bound = start ?? end;
  if (bound !== null && value !== null && !areComparable(bound, value)) return null;
  return holds.call(this, value as never);
};

function areComparable(left: unknown, right: unknown): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  const isNumber = (it: unknown): boolean => typeof it === 'number' || typeof it === 'bigint';
  if (isNumber(left) && isNumber(right)) return true;
  if (typeof left !== typeof right) return false;
  return typeof left !== 'object' || (left as object).constructor === (right as object).constructor;
}

const MISSING = new Set(['NO_VARIABLE_FOUND', 'NO_CONTEXT_ENTRY_FOUND', 'NO_PROPERTY_FOUND']);

function begin(at: Moment): void {
  moment = at;
  random = null;
  walked = 0;
}

const PATH = /^\s*[\p{L}_$][\p{L}\p{N}_$]*(?:\s*\.\s*[\p{L}_$][\p{L}\p{N}_$]*)*\s*$/u;

/** FEEL computes in doubles: an integer that no double holds can be handed on, but not computed with. */
function largeInteger(text: string, context: Variables): string | null {
  for (const [name, value] of Object.entries(context)) {
    if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value)) && text.includes(name) && !PATH.test(text))
      return name;
  }
  return null;
}

/** Evaluates a FEEL expression. */
export function evaluateFeel(text: string, context: Variables, at: Moment): Evaluation {
  begin(at);
  const large = largeInteger(text, context);
  if (large !== null) {
    const reason = `${large} is an integer beyond 2^53, which FEEL cannot compute with; use a script`;
    return { ok: false, message: `expression ${quote(text)} failed: ${reason}` };
  }
  try {
    const reading = readings.get(text, read);
    if ('compiled' in reading && !needsContext(context)) {
      const { compiled } = reading;
      return answer(
        text,
        compiled,
        compiled.names.map((name) => (Object.hasOwn(context, name) ? toFeel(context[name] as Value) : undefined)),
      );
    }
    if ('reason' in reading && reading.final) return failure(text, reading.reason);
    // Read with the variables at hand: their names may be what makes it FEEL.
    const known = { ...FUNCTIONS, ...feelContext(context) };
    const again = compile(text, known, []);
    return 'compiled' in again ? answer(text, again.compiled, []) : failure(text, again.reason);
  } catch (reason) {
    return failure(text, `failed: ${messageOf(reason)}`);
  }
}

/** Most answers that are kept for one unary test. */
const MAX_ANSWERS = 1_000;

/**
 * Unary tests that look at nothing but their input, like `> 5` or `"a", "b"`, with the answers they gave: feelin reads a
 * unary test anew at every evaluation, and a table asks the same ones again and again. Null: a test that looks at more.
 */
const closedTests = new BoundedCache<TestReading>(20_000);

interface TestReading {
  readonly answers: Map<Value, boolean> | null;
  /** Why the text is not read at all. */
  readonly reason: string | null;
}

function readTest(text: string): TestReading {
  const reason = oversized(text);
  if (reason !== null) return { answers: null, reason };
  let closed = true;
  parseUnaryTests(text, {}, undefined).iterate({
    enter: (node) => {
      if (OPEN.has(node.name) || node.type.isError) closed = false;
    },
  });
  return { answers: closed ? new Map() : null, reason: null };
}

const OPEN = new Set(['VariableName', 'FunctionInvocation', 'DateTimeLiteral']);

/** Evaluates a unary test of a decision table on `input`. The answer is true or false. */
export function evaluateFeelTest(text: string, input: Value, context: Variables, at: Moment): Evaluation {
  const { answers, reason } = closedTests.get(text, readTest);
  if (reason !== null) return failure(text, reason);
  if (answers === null || (typeof input === 'object' && input !== null)) return testOnce(text, input, context, at);
  const known = answers.get(input);
  if (known !== undefined) return { ok: true, value: known };
  const evaluation = testOnce(text, input, {}, at);
  if (evaluation.ok && answers.size < MAX_ANSWERS) answers.set(input, evaluation.value === true);
  return evaluation;
}

function testOnce(text: string, input: Value, context: Variables, at: Moment): Evaluation {
  begin(at);
  try {
    const known = { ...FUNCTIONS, ...feelContext(context), '?': toFeel(input) };
    const { value, warnings } = feelinUnaryTest(text, known);
    const reason = judge(warnings, value ?? false);
    return reason === null ? { ok: true, value: value === true } : failure(text, reason);
  } catch (reason) {
    return failure(text, describeError(reason));
  }
}

/** Why a text cannot be FEEL, whatever the variables are; null if it can. */
export function parsesFeel(text: string): string | null {
  const reading = readings.get(text, read);
  return 'reason' in reading ? `FEEL ${quote(text)} ${reading.reason}` : null;
}

/** Why a text cannot be a unary test; null if it can. */
export function parsesFeelTest(text: string): string | null {
  const { reason: size } = closedTests.get(text, readTest);
  if (size !== null) return `FEEL ${quote(text)} ${size}`;
  if (!hasError(parseUnaryTests(text, {}, undefined))) return null;
  try {
    feelinUnaryTest(text, {});
  } catch (reason) {
    return `FEEL ${quote(text)} ${describeError(reason)}`;
  }
  return `FEEL ${quote(text)} is not a unary test`;
}

function oversized(text: string): string | null {
  if (text.length > MAX_TEXT) return `is longer than ${MAX_TEXT} characters`;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '(' || unit === '[' || unit === '{') depth += 1;
    else if (unit === ')' || unit === ']' || unit === '}') depth -= 1;
    if (depth > MAX_BRACKETS) return `is nested deeper than ${MAX_BRACKETS} levels`;
  }
  return null;
}

function read(text: string): Reading {
  const reason = oversized(text);
  if (reason !== null) return { reason, final: true };
  try {
    return compile(text, FUNCTIONS, null);
  } catch (reason) {
    return { reason: `failed: ${messageOf(reason)}`, final: false };
  }
}

/**
 * Reads a text.
 * @param known What FEEL knows besides parameters.
 * @param parameters Null: the variables that the text names.
 */
function compile(text: string, known: Record<string, unknown>, parameters: readonly string[] | null): Reading {
  const named = new Set<string>();
  const guarded: Span[] = [];
  const tree = parseExpression(text, known, undefined);
  tree.iterate({
    enter: (node) => {
      if (node.name === 'VariableName') {
        const name = text.slice(node.from, node.to);
        if (isPlainName(name) && !Object.hasOwn(FUNCTIONS, name)) named.add(name);
      } else if (node.name === 'FunctionInvocation' && /^is\s+defined\s*\(/.test(text.slice(node.from, node.to))) {
        guarded.push({ from: node.from, to: node.to });
      }
    },
  });
  const names = parameters ?? [...named];
  const prefix = `function(${names.join(', ')}) (\n`;
  // The text is checked alone first: inside the wrapping, `1) + (2` would be FEEL.
  const whole = !hasError(tree);
  let result;
  try {
    result = feelinEvaluate(`${prefix}${text}\n)`, known);
  } catch (reason) {
    return { reason: text.trim() === '' ? 'is empty' : describeError(reason), final: false };
  }
  if (!whole || !isFunction(result.value)) return { reason: 'is not one FEEL expression', final: false };
  const shifted = guarded.map(({ from, to }) => ({ from: from + prefix.length, to: to + prefix.length }));
  return { compiled: { call: result.value.fn, names, warnings: result.warnings, guarded: shifted } };
}

function hasError(tree: ReturnType<typeof parseExpression>): boolean {
  let found = false;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) found = true;
    },
  });
  return found;
}

function answer(text: string, compiled: Compiled, values: unknown[]): Evaluation {
  const { warnings } = compiled;
  warnings.length = 0;
  running = compiled;
  let result: unknown;
  try {
    result = compiled.call(...values);
  } catch (reason) {
    return failure(text, describeError(reason));
  }
  const reason = judge(warnings, result);
  if (reason !== null) return failure(text, reason);
  try {
    return { ok: true, value: fromFeel(result, 'the result') };
  } catch (refusal) {
    if (refusal instanceof UnsupportedValue) return failure(text, `cannot be used: ${refusal.message}`);
    throw refusal;
  }
}

/**
 * FEEL answers null wherever something is wrong. Here a mistake is told from an ordinary null:
 * - an unknown variable or function, a call with wrong parameters, a property of a number or text, and arithmetic on
 *   values of different types fail always;
 * - arithmetic with null, and a built-in function that rejects its argument, fail when the answer as a whole is null:
 *   `x != null and x + 1 > 5` and `if date(s) = null then …` are ordinary FEEL;
 * - a key that a context lacks, and any property of null, are null.
 */
function judge(warnings: readonly Warning[], result: unknown): string | null {
  for (const warning of warnings) {
    switch (warning.type) {
      case 'NO_CONTEXT_ENTRY_FOUND':
        break;
      case 'NO_PROPERTY_FOUND':
        if (!isNull(warning.details.values['target'])) return `failed: ${warning.message}`;
        break;
      case 'INVALID_TYPE':
        if (result === null || !(isNull(warning.details.values['left']) || isNull(warning.details.values['right']))) {
          return `failed: ${warning.message}`;
        }
        break;
      case 'INVALID_ARGUMENTS':
      case 'NOT_COMPARABLE':
        if (result === null) return `failed: ${warning.message}`;
        break;
      default:
        return `failed: ${warning.message}`;
    }
  }
  return null;
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Words that mean something else once a variable has them as its name. */
const RESERVED = new Set(
  'and or not in between if then else for return some every satisfies instance of function external true false null now today'.split(
    ' ',
  ),
);

/** Whether FEEL must know the variables to read a text. */
function needsContext(context: Variables): boolean {
  for (const name in context) {
    if (!isPlainName(name) || RESERVED.has(name)) return true;
    const value = context[name] as Value;
    if (value !== null && typeof value === 'object' && prepare(value).odd) return true;
  }
  return false;
}

function feelContext(context: Variables): Record<string, unknown> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, toFeel(value)]));
}

function describeError(reason: unknown): string {
  if (reason instanceof RangeError) return 'failed: it is nested or repeats itself too deeply';
  if (reason instanceof Error && 'input' in reason && typeof reason.input === 'string') {
    const at = reason.input.trim();
    const where = at === '' || at === ')' ? '' : ` at ${quote(at)}`;
    return `is not FEEL: ${reason.message.charAt(0).toLowerCase()}${reason.message.slice(1)}${where}`;
  }
  return `failed: ${messageOf(reason)}`;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function failure(text: string, reason: string): Evaluation {
  // feelin quotes values, however long they are.
  if (reason.length > 300) reason = `${reason.slice(0, 300)}…`;
  return { ok: false, message: `FEEL ${quote(text)} ${reason}` };
}
