/** Functions of FEEL that are not feelin's own. */
import { parseDate, parseDateTime } from 'feelin';
import { BUILT_IN, modulo } from './feel-builtins.ts';
import { CAMUNDA_FUNCTIONS } from './feel-camunda.ts';
import { CALLED } from './feel-called.ts';
import { POSITIONED } from './feel-positions.ts';
import { rangeOf } from './feel-range.ts';
import { RANGE_FUNCTIONS } from './feel-ranges.ts';
import { rejected, underway } from './feel-underway.ts';
import { quote } from './quote.ts';
import { PatternMistake, extract, matches, replace, split } from './regular-expression/regular-expression.ts';

const MISSING = new Set(['NO_VARIABLE_FOUND', 'NO_CONTEXT_ENTRY_FOUND', 'NO_PROPERTY_FOUND']);

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

/** Camunda's `get or else`: what is missing in its first argument is null, as what is there and null is. */
function orElse(value: unknown, otherwise: unknown): unknown {
  if (value !== null && value !== undefined) return value;
  const { warnings, guarded } = underway.frame;
  const forgiven = warnings.filter(
    ({ type, position: { from, to } }) =>
      MISSING.has(type) && guarded.some((span) => from >= span.from && to <= span.to),
  );
  for (const warning of forgiven) warnings.splice(warnings.indexOf(warning), 1);
  return otherwise;
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

function checkedModulo(dividend: unknown, divisor: unknown): number | null {
  if (typeof dividend !== 'number' || typeof divisor !== 'number' || divisor === 0)
    return rejected('modulo takes two numbers, of which the second is not 0', { dividend, divisor });
  return modulo(dividend, divisor);
}

/** By name. feelin takes the names of parameters from `$args`. */
export const FUNCTIONS: Readonly<Record<string, unknown>> = {
  ...CALLED,
  ...BUILT_IN,
  ...POSITIONED,
  ...RANGE_FUNCTIONS,
  ...CAMUNDA_FUNCTIONS,
  now: named([], () => parseDateTime(new Date(underway.moment.now).toISOString())),
  today: named([], () => parseDate(new Date(underway.moment.now).toISOString().slice(0, 10))),
  'random number': named([], () => underway.random()),
  modulo: named(['dividend', 'divisor'], checkedModulo),
  range: named(['from'], rangeOf),
  'is defined': named(['value'], isDefined),
  'get or else': named(['value', 'default'], orElse),
  matches: named(['input', 'pattern', 'flags'], (input: string, pattern: string, flags: string | null = null) =>
    withPattern(pattern, [input, flags ?? ''], () => matches(input, pattern, flags ?? '')),
  ),
  replace: named(
    ['input', 'pattern', 'replacement', 'flags'],
    (input: string, pattern: string, replacement: string, flags: string | null = null) =>
      withPattern(pattern, [input, replacement, flags ?? ''], () => replace(input, pattern, replacement, flags ?? '')),
  ),
  extract: named(['string', 'pattern'], (text: string, pattern: string) =>
    withPattern(pattern, [text], () => extract(text, pattern)),
  ),
  split: named(['string', 'delimiter'], (text: string, delimiter: string) =>
    withPattern(delimiter, [text], () => split(text, delimiter)),
  ),
};
