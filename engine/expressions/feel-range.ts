/** A range of FEEL: what is walked through, what lies in it, and how one is made of a text. */
import { FeelDate, FeelDateTime, FeelDuration, FeelRange, FeelTime, evaluate } from 'feelin';
import { isLess } from './feel-ranges.ts';
import { rejected, underway } from './feel-underway.ts';
import { quote } from './quote.ts';

const KINDS = [
  [FeelDate, 'date'],
  [FeelTime, 'time'],
  [FeelDateTime, 'date time'],
  [FeelDuration, 'duration'],
] as const;

/** The kind of a bound, as feelin names it; null for what cannot be one. */
function kindOf(bound: unknown): string | null {
  if (typeof bound === 'number' || typeof bound === 'string') return typeof bound;
  return KINDS.find(([kind]) => bound instanceof kind)?.[1] ?? null;
}

/** The kind of both bounds, of which one may be missing; null where they do not go together. */
function kindOfBoth(start: unknown, end: unknown): string | null {
  const [first, last] = [start ?? end, end ?? start].map(kindOf);
  return first === last ? (first ?? null) : null;
}

interface Walk {
  readonly count: number;
  readonly at: (step: number) => unknown;
}

/** The steps from one bound to the other, both included (DMN 1.5, 10.3.2.14). */
function stepsOf(range: FeelRange): Walk | null {
  const { start, end } = range as { start: unknown; end: unknown };
  if (typeof start === 'number' && typeof end === 'number') {
    const steps = Math.abs(end - start);
    if (!Number.isInteger(steps)) throw new Error(`the range ${start}..${end} does not go in whole steps`);
    return { count: steps + 1, at: (step) => (start <= end ? start + step : start - step) };
  }
  if (start instanceof FeelDate && end instanceof FeelDate) {
    const first = start.unwrap();
    const { days } = first.until(end.unwrap());
    return {
      count: Math.abs(days) + 1,
      at: (step) => new FeelDate(first.add({ days: Math.sign(days) * step })),
    };
  }
  return null;
}

// feelin walks through a range number by number until it meets the end: for ever where it never does (`1..2.5`, `(1..1]`),
// and past all memory in `1..1000000000`. One mistyped expression would take the engine with it. Dates it does not walk
// through at all.
const walkThrough = FeelRange.prototype.map;
FeelRange.prototype.map = function <T>(this: FeelRange, visit: (value: never) => T): T[] {
  const { start, end } = this as { start: unknown; end: unknown };
  const walk = stepsOf(this);
  if (walk === null) {
    if (typeof start === 'string' && typeof end === 'string')
      return walkThrough.call(this, visit as (value: unknown) => unknown) as T[];
    throw new Error(`the range ${String(this)} cannot be walked through: only whole numbers and dates have a next one`);
  }
  underway.walk(walk.count);
  const visited: T[] = [];
  const last = this['end included'] ? walk.count : walk.count - 1;
  for (let step = this['start included'] ? 0 : 1; step < last; step += 1) visited.push(visit(walk.at(step) as never));
  return visited;
};

// feelin compares what cannot be compared as equal, so that `"five" >= 0` and NaN `>= 0` would be true. By DMN 1.5, table
// 53, such a comparison is null.
const holds = FeelRange.prototype.includes;
FeelRange.prototype.includes = function (this: FeelRange, value: unknown): boolean | null {
  const { start, end } = this as { start: unknown; end: unknown };
  const bound = start ?? end;
  if (bound !== null && value !== null && !areComparable(bound, value)) return null;
  // `x in [9..1]` is `x >= 9 and x <= 1` (table 55); feelin takes the bounds for each other.
  if (value !== null && isBackwards(start, end)) return false;
  return holds.call(this, value as never);
};

/** Whether a range ends before it begins, so that nothing is in it. */
export function isBackwards(start: unknown, end: unknown): boolean {
  if (start === null || end === null) return false;
  return typeof start === 'number' && typeof end === 'number' ? end < start : isLess(end, start);
}

function areComparable(left: unknown, right: unknown): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  const isNumber = (it: unknown): boolean => typeof it === 'number' || typeof it === 'bigint';
  if (isNumber(left) && isNumber(right)) return true;
  if (typeof left !== typeof right) return false;
  return typeof left !== 'object' || (left as object).constructor === (right as object).constructor;
}

/**
 * What `for x in a..b` walks through. feelin itself takes `5..0` for 5 alone.
 * @throws Error where the two do not go together.
 */
export function span(start: unknown, end: unknown): FeelRange | null {
  if (isNothing(start) || isNothing(end)) return null;
  const kind = kindOfBoth(start, end);
  if (kind === null) throw new Error(`${String(start)}..${String(end)} is no range: its bounds do not go together`);
  return new FeelRange({ start, end, 'start included': true, 'end included': true, valueType: kind });
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

const BOUND = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)|@?"(?:[^"\\]|\\.)*"|(?:date(?:\s+and\s+time)?|time|duration)\s*\((?:\s*"[^"]*"\s*|[\d\s,-]*)\)`;
const RANGE = new RegExp(String.raw`^\s*([[(\]])\s*(${BOUND})?\s*\.\.\s*(${BOUND})?\s*([\])[])\s*$`, 'u');

/** A range of a text such as `[18..21)` (DMN 1.5, 10.3.4.1): its bounds are literals, and one of them may be missing. */
export function rangeOf(from: unknown): FeelRange | null {
  const made = typeof from === 'string' ? read(from) : null;
  const given = typeof from === 'string' ? quote(from) : String(from);
  return made ?? rejected(`range(from) expects a range such as "[18..21)", got ${given}`, { from });
}

function read(text: string): FeelRange | null {
  const [, opening, from, to, closing] = RANGE.exec(text) ?? [];
  const [start, end] = [from, to].map((bound) => (bound === undefined ? null : evaluate(bound).value));
  const kind = kindOfBoth(start, end);
  // A bound that is written but is none, such as `date("tomorrow")`.
  const broken = (from !== undefined && isNothing(start)) || (to !== undefined && isNothing(end));
  if (kind === null || broken || isLess(end, start)) return null;
  const [startIncluded, endIncluded] = [opening === '[', closing === ']'];
  if ((start === null && startIncluded) || (end === null && endIncluded)) return null;
  const made = { start, end, 'start included': startIncluded, 'end included': endIncluded, valueType: kind };
  return new FeelRange(made);
}
