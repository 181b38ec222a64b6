/** Functions of FEEL that are not feelin's own, and the evaluation under way that they answer from. */
import { parseDate, parseDateTime } from 'feelin';
import type { Moment } from '../core/evaluation.ts';
import { BUILT_IN, modulo } from './feel-builtins.ts';
import { RANGE_FUNCTIONS } from './feel-ranges.ts';
import { quote } from './quote.ts';
import { PatternMistake, matches, replace, split } from './regular-expression/regular-expression.ts';
import { seededRandom } from './seeded-random.ts';

export interface Warning {
  readonly type: string;
  readonly message: string;
  readonly position: { readonly from: number; readonly to: number };
  readonly details: { readonly values: Record<string, unknown> };
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What an evaluation hands to the functions that it calls. */
export interface Frame {
  /** feelin appends to this list while it evaluates. */
  readonly warnings: Warning[];
  /** Arguments of `is defined(…)`. */
  readonly guarded: readonly Span[];
}

/** Most numbers that one evaluation may walk through, all its ranges taken together. */
const MAX_WALK = 100_000;
/** Most items of lists that the loops and filters of one evaluation may visit. */
const MAX_VISITS = 1_000_000;

/** Evaluation is synchronous, so there is one at a time; functions of decisions evaluate within another. */
class Underway {
  #moment: Moment = { now: 0, seed: 0 };
  #random: (() => number) | null = null;
  #walked = 0;
  #visited = 0;
  #depth = 0;
  #frame: Frame = { warnings: [], guarded: [] };

  get moment(): Moment {
    return this.#moment;
  }
  get frame(): Frame {
    return this.#frame;
  }

  /** Begins an evaluation at a moment, or goes on with the one that it is part of. */
  at<T>(moment: Moment, evaluation: () => T): T {
    if (this.#depth === 0) {
      this.#moment = moment;
      this.#random = null;
      this.#walked = 0;
      this.#visited = 0;
    }
    this.#depth += 1;
    try {
      return evaluation();
    } finally {
      this.#depth -= 1;
    }
  }

  within<T>(frame: Frame, evaluation: () => T): T {
    const outer = this.#frame;
    this.#frame = frame;
    try {
      return evaluation();
    } finally {
      this.#frame = outer;
    }
  }

  random(): number {
    this.#random ??= seededRandom(this.#moment.seed);
    return this.#random();
  }

  walk(steps: number): void {
    this.#walked += steps;
    if (this.#walked > MAX_WALK) throw new Error(`it walks through more than ${MAX_WALK} numbers`);
  }

  /** Counts items that a loop or filter is about to visit. @throws Error when they are too many. */
  visit(items: number): void {
    this.#visited += items;
    if (this.#visited > MAX_VISITS) throw new Error(`its loops visit more than ${MAX_VISITS} items of lists`);
  }
}

/** The evaluation under way. */
export const underway = new Underway();

export const MISSING = new Set(['NO_VARIABLE_FOUND', 'NO_CONTEXT_ENTRY_FOUND', 'NO_PROPERTY_FOUND']);

/**
 * Whether the argument exists, if only as null. Its evaluation has just ended: where something was missing, the latest
 * warning says so, and is answered by this.
 */
function isDefined(value: unknown): boolean {
  if (value !== null && value !== undefined) return true;
  const { warnings, guarded } = underway.frame;
  let missing = false;
  for (let latest = warnings.at(-1); latest !== undefined && MISSING.has(latest.type); latest = warnings.at(-1)) {
    const { from, to } = latest.position;
    if (!guarded.some((span) => from >= span.from && to <= span.to)) break;
    warnings.pop();
    missing = true;
  }
  return !missing;
}

const named = (parameters: readonly string[], body: (...given: never[]) => unknown): unknown =>
  Object.assign(body, { $args: parameters });

const areTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string');

/** Null for an argument that is not text, as FEEL has it; a pattern that cannot be used is a mistake. */
function withPattern(pattern: unknown, texts: readonly unknown[], search: () => unknown): unknown {
  if (!areTexts([pattern, ...texts])) return null;
  try {
    return search();
  } catch (reason) {
    if (reason instanceof PatternMistake) throw new Error(`the pattern ${quote(String(pattern))} ${reason.message}`);
    throw reason;
  }
}

/** Null, which is a mistake where the answer as a whole is null because of it, as with functions of feelin's own. */
function rejected(message: string, values: Readonly<Record<string, unknown>>): null {
  underway.frame.warnings.push({
    type: 'INVALID_ARGUMENTS',
    message,
    position: { from: 0, to: 0 },
    details: { values },
  });
  return null;
}

function checkedModulo(dividend: unknown, divisor: unknown): number | null {
  if (typeof dividend !== 'number' || typeof divisor !== 'number' || divisor === 0)
    return rejected('modulo takes two numbers, of which the second is not 0', { dividend, divisor });
  return modulo(dividend, divisor);
}

/** By name. feelin takes the names of parameters from `$args`. */
export const FUNCTIONS: Readonly<Record<string, unknown>> = {
  ...BUILT_IN,
  ...RANGE_FUNCTIONS,
  now: named([], () => parseDateTime(new Date(underway.moment.now).toISOString())),
  today: named([], () => parseDate(new Date(underway.moment.now).toISOString().slice(0, 10))),
  'random number': named([], () => underway.random()),
  modulo: named(['dividend', 'divisor'], checkedModulo),
  'is defined': named(['value'], isDefined),
  matches: named(['input', 'pattern', 'flags'], (input: string, pattern: string, flags: string | null = null) =>
    withPattern(pattern, [input, flags ?? ''], () => matches(input, pattern, flags ?? '')),
  ),
  replace: named(
    ['input', 'pattern', 'replacement', 'flags'],
    (input: string, pattern: string, replacement: string, flags: string | null = null) =>
      withPattern(pattern, [input, replacement, flags ?? ''], () => replace(input, pattern, replacement, flags ?? '')),
  ),
  split: named(['string', 'delimiter'], (text: string, delimiter: string) =>
    withPattern(delimiter, [text], () => split(text, delimiter)),
  ),
};
