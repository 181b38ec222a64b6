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
  evaluate as feelinEvaluate,
  isFunction,
  parseExpression,
  parseUnaryTests,
  unaryTest as feelinUnaryTest,
} from 'feelin';
import type { Evaluation, Moment } from '../core/evaluation.ts';
import { UnsupportedValue, type Value, type Variables } from '../core/value.ts';
import { BoundedCache } from './bounded-cache.ts';
import { aliases, unshadowed } from './feel-called.ts';
import { withCharacters } from './feel-escapes.ts';
import { FUNCTIONS } from './feel-functions.ts';
import { asksItems, guardLoops, LOOP_FUNCTIONS } from './feel-loops.ts';
import { EXACT_FUNCTION, guardNumbers, isLarge } from './feel-numbers.ts';
import { halfComparison } from './feel-misplaced.ts';
import type { FeelScope } from './feel-scope.ts';
import { guardMembership, MEMBERSHIP_FUNCTION } from './feel-membership.ts';
import { conditionOf, guardTruth, TRUTH_FUNCTIONS } from './feel-truth.ts';
import { underway, type Frame, type Span, type Warning } from './feel-underway.ts';
import { fromFeel, isPlainName, lookAt, toFeel } from './feel-values.ts';
import { quote } from './quote.ts';

/** Longer and deeper texts are refused: nobody writes them, and reading them takes seconds. */
const MAX_TEXT = 65_536;
const MAX_BRACKETS = 100;
/** Operators between two commas, each of which is a level of the tree; and commas: the parser takes the longer the more there are. */
const MAX_OPERATORS = 500;
const MAX_COMMAS = 1_000;
const OPERATORS =
  /"(?:[^"\\]|\\.)*"|[-+*/=<>[(]|\.(?=\s*\p{L})|\b(?:and|or|if|for|some|every|function|in|instance)\b|,/gu;

/** A text as a function of the variables that it names. */
interface Compiled extends Frame {
  readonly call: (...values: unknown[]) => unknown;
  readonly names: readonly string[];
  /** It names nothing, so that no variable changes how it is read. */
  readonly closed: boolean;
}

/** `reason`: why the text is not FEEL as far as can be told without the variables; `final`: and with them. */
type Reading = { readonly compiled: Compiled } | { readonly reason: string; readonly final: boolean };

const readings = new BoundedCache<Reading>(5_000);
/** The same where a variable is too large to compute with, see {@link guardNumbers}. */
const readingsWithLarge = new BoundedCache<Reading>(1_000);

/** Nodes whose answer depends on what is around the text. */
const OPEN = new Set(['VariableName', 'FunctionInvocation', 'DateTimeLiteral']);

const KNOWN: Readonly<Record<string, unknown>> = {
  ...FUNCTIONS,
  ...aliases(FUNCTIONS),
  ...EXACT_FUNCTION,
  ...MEMBERSHIP_FUNCTION,
  ...LOOP_FUNCTIONS,
  ...TRUTH_FUNCTIONS,
};

/** The same for unary tests, which begin with a `not` of their own. */
const { not: _not, ...KNOWN_TO_TESTS } = KNOWN;

/** An answer in FEEL's own values, functions and ranges among them, or why there is none. */
export type RawEvaluation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly missing?: true };

/** Evaluates a FEEL expression. */
export function evaluateFeel(text: string, context: Variables, at: Moment): Evaluation {
  const { odd, large } = lookAt(context);
  const raw = underway.at(at, () =>
    run(text, {
      odd,
      large,
      all: () => feelContext(context),
      get: (name) => (Object.hasOwn(context, name) ? toFeel(context[name] as Value) : undefined),
    }),
  );
  if (!raw.ok) return raw;
  try {
    return { ok: true, value: fromFeel(raw.value, 'the result') };
  } catch (refusal) {
    if (refusal instanceof UnsupportedValue) return failure(text, `cannot be used: ${refusal.message}`);
    throw refusal;
  }
}

/** Evaluates a FEEL expression on FEEL's own values. */
export function evaluateFeelIn(scope: FeelScope, text: string, at: Moment): RawEvaluation {
  return underway.at(at, () => run(text, scope));
}

/** What is known to an expression. */
type Sight = Pick<FeelScope, 'odd' | 'large' | 'all' | 'get'>;

function run(text: string, sight: Sight): RawEvaluation {
  try {
    const reading = sight.large ? readingsWithLarge.get(text, (key) => read(key, true)) : readings.get(text, read);
    if ('compiled' in reading && (!sight.odd || reading.compiled.closed) && !mayBePosition(text, sight)) {
      return answer(
        text,
        reading.compiled,
        reading.compiled.names.map((name) => meaningOf(name, sight)),
      );
    }
    if ('reason' in reading && reading.final) return failure(text, reading.reason);
    // Read with the variables at hand: their names may be what makes it FEEL.
    const again = compile(text, { ...KNOWN, ...sight.all() }, [], sight.large);
    return 'compiled' in again ? answer(text, again.compiled, []) : failure(text, again.reason);
  } catch (reason) {
    return failure(text, `failed: ${messageOf(reason)}`);
  }
}

/** Whether `[item]` may be a position, because a variable is called so. */
function mayBePosition(text: string, sight: Sight): boolean {
  const from = text.indexOf('[');
  return from >= 0 && /\bitem\b/.test(text.slice(from)) && sight.get('item') !== undefined;
}

/** A variable may have the name of a function, such as `min`; where there is none, the name is the function's. */
function meaningOf(name: string, sight: Sight): unknown {
  const given = sight.get(name);
  return given === undefined && Object.hasOwn(KNOWN, name) ? KNOWN[name] : given;
}

/** Most answers that are kept for one unary test. */
const MAX_ANSWERS = 1_000;

/**
 * Unary tests that look at nothing but their input, like `> 5` or `"a", "b"`, with the answers they gave: feelin reads a
 * unary test anew at every evaluation, and a table asks the same ones again and again. Null: a test that looks at more.
 */
const closedTests = new BoundedCache<TestReading>(20_000);

interface TestReading {
  readonly answers: Map<unknown, boolean> | null;
  /** Why the text is not read at all. */
  readonly reason: string | null;
}

function readTest(text: string): TestReading {
  const reason = oversized(text);
  if (reason !== null) return { answers: null, reason };
  const tree = parseUnaryTests(text, {}, undefined);
  const half = hasError(tree) ? null : halfComparison(text, tree);
  if (half !== null) return { answers: null, reason: half };
  let closed = true;
  tree.iterate({
    enter: (node) => {
      if (OPEN.has(node.name) || node.type.isError) closed = false;
    },
  });
  return { answers: closed ? new Map() : null, reason: null };
}

/** Evaluates a unary test of a decision table on `input`. The answer is true or false. */
export function evaluateFeelTest(text: string, input: Value, context: Variables, at: Moment): Evaluation {
  return answeredTest(text, input, (closed) =>
    underway.at(at, () =>
      testOnce(text, toFeel(input), closed ? {} : feelContext(context), !closed && lookAt(context).large),
    ),
  );
}

/** The same on FEEL's own values. */
export function evaluateFeelTestIn(scope: FeelScope, text: string, input: unknown, at: Moment): Evaluation {
  return answeredTest(text, input, (closed) =>
    underway.at(at, () => testOnce(text, input, closed ? {} : scope.all(), !closed && scope.large)),
  );
}

function answeredTest(text: string, input: unknown, test: (closed: boolean) => Evaluation): Evaluation {
  const { answers, reason } = closedTests.get(text, readTest);
  if (reason !== null) return failure(text, reason);
  if (answers === null || (typeof input === 'object' && input !== null)) return test(answers !== null);
  const known = answers.get(input);
  if (known !== undefined) return { ok: true, value: known };
  const evaluation = test(true);
  if (evaluation.ok && answers.size < MAX_ANSWERS) answers.set(input, evaluation.value === true);
  return evaluation;
}

function testOnce(text: string, input: unknown, context: Record<string, unknown>, large: boolean): Evaluation {
  if (isLarge(input))
    return failure(text, `failed: ${String(input)} is an integer beyond 2^53, which FEEL cannot test`);
  try {
    const known = { ...KNOWN_TO_TESTS, ...context, '?': input };
    const asks = Array.isArray(input) || /\b(?:in|if)\b/.test(text);
    const spelled = withCharacters(text);
    const bound = asks
      ? guardMembership(spelled, parseUnaryTests(spelled, known, undefined), Array.isArray(input))
      : spelled;
    const computes = large || /[-+*/(]|\d{16}|\d[eE]/.test(text);
    const decides = /\b(?:if|some|every)\b|\[/.test(text);
    const decided = decides
      ? guardTruth(bound, parseUnaryTests(bound, known, undefined), Object.hasOwn(known, 'item'))
      : bound;
    const loops = /\b(?:for|some|every)\b/.test(text);
    const looped = loops ? guardLoops(decided, parseUnaryTests(decided, known, undefined), true) : decided;
    const guarded = computes ? guardNumbers(looped, parseUnaryTests(looped, known, undefined), large) : looped;
    const frame: Frame = { warnings: [], guarded: [], asked: [] };
    const clear = guarded.includes('(')
      ? unshadowed(guarded, parseUnaryTests(guarded, known, undefined), KNOWN, known)
      : guarded;
    const { value, warnings } = underway.within(frame, () => feelinUnaryTest(clear, known));
    const reason = judge([...warnings, ...frame.warnings], value ?? false);
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
  const tree = parseUnaryTests(text, {}, undefined);
  try {
    if (!hasError(tree)) {
      guardNumbers(text, tree, false);
      return null;
    }
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
  if (text.length <= MAX_OPERATORS) return null;
  let operators = 0;
  let commas = 0;
  for (const [token] of text.matchAll(OPERATORS)) {
    if (token === ',') {
      operators = 0;
      commas += 1;
    } else if (!token.startsWith('"')) operators += 1;
    if (operators > MAX_OPERATORS) return `has more than ${MAX_OPERATORS} operators between two commas`;
    if (commas > MAX_COMMAS) return `has more than ${MAX_COMMAS} commas`;
  }
  return null;
}

function read(text: string, large: boolean | string = false): Reading {
  const reason = oversized(text);
  if (reason !== null) return { reason, final: true };
  try {
    return compile(text, KNOWN, null, large === true);
  } catch (reason) {
    return { reason: `failed: ${messageOf(reason)}`, final: false };
  }
}

/**
 * Reads a text.
 * @param known What FEEL knows besides parameters.
 * @param parameters Null: the variables that the text names.
 * @param large Whether a variable in sight is too large to compute with.
 */
function compile(
  written: string,
  known: Record<string, unknown>,
  parameters: readonly string[] | null,
  large: boolean,
): Reading {
  const text = withCharacters(written);
  const original = parseExpression(text, known, undefined);
  // The text is checked alone first: inside the wrapping, `1) + (2` would be FEEL.
  const whole = !hasError(original);
  const half = whole ? halfComparison(text, original) : null;
  if (half !== null) return { reason: half, final: false };
  const bound = whole ? guardMembership(text, original) : text;
  const read = bound === text ? original : parseExpression(bound, known, undefined);
  const decided = whole ? guardTruth(bound, read, Object.hasOwn(known, 'item')) : bound;
  const asked = decided === bound ? read : parseExpression(decided, known, undefined);
  const looped = whole ? guardLoops(decided, asked, parameters !== null) : decided;
  const counted = looped === decided ? asked : parseExpression(looped, known, undefined);
  const numbered = whole ? guardNumbers(looped, counted, large) : looped;
  const rewritten = numbered === looped ? counted : parseExpression(numbered, known, undefined);
  const exact = whole ? unshadowed(numbered, rewritten, KNOWN, parameters === null ? null : known) : numbered;
  const tree = exact === numbered ? rewritten : parseExpression(exact, known, undefined);
  const named = new Set<string>();
  const guarded: Span[] = [];
  const filters: Span[] = [];
  let closed = true;
  tree.iterate({
    enter: (node) => {
      if (OPEN.has(node.name)) closed = false;
      if (node.name === 'VariableName') {
        const name = exact.slice(node.from, node.to);
        if (isPlainName(name) && !(Object.hasOwn(KNOWN, name) && isCalled(node.node))) named.add(name);
      } else if (node.name === 'FilterExpression') {
        const condition = asksItems(node.node) ? conditionOf(node.node) : null;
        if (condition !== null) filters.push({ from: condition.from, to: condition.to });
      } else if (node.name === 'FunctionInvocation') {
        const [called] = /^(?:is\s+defined|get\s+or\s+else)\s*\(/.exec(exact.slice(node.from, node.to)) ?? [];
        const first = node.node.getChild('PositionalParameters')?.firstChild;
        const span = called?.startsWith('get') === true ? first : node;
        if (called !== undefined && span) guarded.push({ from: span.from, to: span.to });
      }
    },
  });
  const names = parameters ?? [...named];
  const prefix = `function(${names.join(', ')}) (\n`;
  let result;
  try {
    result = feelinEvaluate(`${prefix}${exact}\n)`, known);
  } catch (reason) {
    return { reason: text.trim() === '' ? 'is empty' : describeError(reason), final: false };
  }
  if (!whole || !isFunction(result.value)) return { reason: 'is not one FEEL expression', final: false };
  const shifted = ({ from, to }: Span): Span => ({ from: from + prefix.length, to: to + prefix.length });
  const { warnings } = result;
  const spans = { guarded: guarded.map(shifted), asked: filters.map(shifted) };
  return { compiled: { call: result.value.fn, names, warnings, ...spans, closed } };
}

/** Whether a name is what an invocation calls. */
function isCalled(node: ReturnType<ReturnType<typeof parseExpression>['resolve']>): boolean {
  return node.parent?.name === 'FunctionInvocation' && node.parent.from === node.from;
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

function answer(text: string, compiled: Compiled, values: unknown[]): RawEvaluation {
  const { warnings } = compiled;
  // A function of a decision may come back to the text that called it.
  const outer = warnings.splice(0);
  try {
    const value = underway.within(compiled, () => compiled.call(...values));
    const reason = judge(warnings, value ?? null, compiled.asked);
    if (reason === null) return { ok: true, value };
    const failed = failure(text, reason);
    return warnings.some(({ type }) => type === 'NO_VARIABLE_FOUND') ? { ...failed, missing: true } : failed;
  } catch (reason) {
    return failure(text, describeError(reason));
  } finally {
    warnings.splice(0, warnings.length, ...outer);
  }
}

/**
 * FEEL answers null wherever something is wrong. Here a mistake is told from an ordinary null:
 * - an unknown variable or function, a call with wrong parameters, a property of a number or text, and arithmetic on
 *   values of different types fail always;
 * - arithmetic with null, and a built-in function that rejects its argument, fail when the answer as a whole is null:
 *   `x != null and x + 1 > 5` and `if date(s) = null then …` are ordinary FEEL;
 * - a key that a context lacks, and any property of null, are null; in a filter it is lacking where other items have it.
 */
function judge(warnings: readonly Warning[], result: unknown, asked: readonly Span[] = []): string | null {
  for (const warning of warnings) {
    switch (warning.type) {
      case 'NO_CONTEXT_ENTRY_FOUND':
        break;
      case 'NO_VARIABLE_FOUND':
        if (!isEntryOfOthers(warning, asked)) return `failed: ${functionMissing(warning, warnings) ?? warning.message}`;
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

/** What is called as a function is no variable that somebody has forgotten to set. */
function functionMissing({ message, position }: Warning, warnings: readonly Warning[]): string | null {
  const name = missingName(message);
  const isCalled = warnings.some(
    (other) =>
      other.type === 'NO_FUNCTION_FOUND' && other.position.from === position.from && other.position.to > position.to,
  );
  return name !== undefined && isCalled ? `there is no function ${name}` : null;
}

const missingName = (message: string): string | undefined => /^Variable '(.*)' not found$/.exec(message)?.[1];

/** Whether a name that an item of a filtered list lacks is an entry of another one (10.3.2.5). */
function isEntryOfOthers({ message, position }: Warning, asked: readonly Span[]): boolean {
  const name = missingName(message);
  const inside = asked.some(({ from, to }) => from <= position.from && position.to <= to);
  return name !== undefined && inside && underway.hasEntry(name);
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

function feelContext(context: Variables): Record<string, unknown> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, toFeel(value)]));
}

function describeError(reason: unknown): string {
  if (reason instanceof RangeError) return 'failed: it is nested or repeats itself too deeply';
  if (reason instanceof Error && 'input' in reason && typeof reason.input === 'string') {
    const at = reason.input.trim();
    const where = at === '' || at === ')' ? '' : ` at ${quote(at)}`;
    return `is not valid FEEL: ${parserWords(reason.message)}${where}`;
  }
  return `failed: ${messageOf(reason)}`;
}

/** `Incomplete <ParenthesizedExpression>` → `the parenthesized expression is not complete`. */
function parserWords(message: string): string {
  const part = /^Incomplete <(\w+)>$/.exec(message)?.[1];
  if (part === undefined) return message.charAt(0).toLowerCase() + message.slice(1);
  return `the ${part.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()} is not complete`;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function failure(text: string, reason: string): { readonly ok: false; readonly message: string } {
  // feelin quotes values, however long they are.
  if (reason.length > 300) reason = `${reason.slice(0, 300)}…`;
  return { ok: false, message: `FEEL ${quote(text)} ${reason}` };
}
