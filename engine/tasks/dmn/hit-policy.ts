/** From the rules that hit to the result of a table (DMN 1.5, 8.2.10). */
import { sameValue, setOwn, type Value } from '../../core/value.ts';
import { isLess } from '../../expressions/feel-ranges.ts';
import { kindOf, toFeel } from '../../expressions/feel-scope.ts';
import type { Aggregator, DecisionTable } from './decision-graph.ts';

/** A rule that hit. */
export interface Hit {
  /** From 1. */
  readonly rule: number;
  /** One for each output. */
  readonly outputs: readonly Value[];
}

/** The rules that hit do not go together; the message says how. */
export class HitConflict extends Error {}

/**
 * The result of a table.
 * @param priorities Values of each output from the highest priority down, null where none are given.
 * @param standard The outputs when no rule hits, whatever the hit policy, null where there are none. Of a policy that makes
 * lists they are the result as they are written, no list of one.
 * @throws HitConflict
 */
export function settle(
  table: DecisionTable,
  hits: readonly Hit[],
  priorities: readonly (readonly Value[] | null)[],
  standard: readonly Value[] | null,
): Value {
  const result = (outputs: readonly Value[]): Value => resultOf(table, outputs);
  if (hits.length === 0 && standard !== null) return result(standard);
  const [first, second] = hits;
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (second !== undefined) throw new HitConflict(`the hit policy is unique, but rules ${list(hits)} hit`);
      return first === undefined ? null : result(first.outputs);
    case 'ANY': {
      if (first === undefined) return null;
      const other = hits.find((hit) => !sameValue(hit.outputs, first.outputs));
      if (other !== undefined) {
        throw new HitConflict(
          `the hit policy is any, but rules ${first.rule} and ${other.rule} hit with different outputs`,
        );
      }
      return result(first.outputs);
    }
    case 'PRIORITY': {
      const [best] = byPriority(hits, priorities);
      return best === undefined ? null : result(best.outputs);
    }
    case 'FIRST':
      return first === undefined ? null : result(first.outputs);
    case 'RULE ORDER':
      return hits.map((hit) => result(hit.outputs));
    case 'OUTPUT ORDER':
      return byPriority(hits, priorities).map((hit) => result(hit.outputs));
    case 'COLLECT':
      if (table.aggregator === null) return hits.map((hit) => result(hit.outputs));
      return aggregate(table.aggregator, hits);
  }
}

/** One output is its value, several are a context. */
function resultOf({ outputs }: DecisionTable, values: readonly Value[]): Value {
  if (outputs.length === 1) return values[0] ?? null;
  const context: { [name: string]: Value } = {};
  outputs.forEach(({ name }, index) => setOwn(context, name ?? '', values[index] ?? null));
  return context;
}

function byPriority(hits: readonly Hit[], priorities: readonly (readonly Value[] | null)[]): Hit[] {
  if (priorities.every((values) => values === null)) {
    if (hits.length <= 1) return [...hits];
    throw new HitConflict('the order of its outputs counts, but no output has a list of values');
  }
  const ranked = hits.map((hit) => ({
    hit,
    ranks: priorities.map((values, index) => (values === null ? 0 : rank(hit, index, values))),
  }));
  return ranked
    .sort(
      (a, b) => a.ranks.map((each, index) => each - (b.ranks[index] ?? 0)).find((difference) => difference !== 0) ?? 0,
    )
    .map(({ hit }) => hit);
}

function rank(hit: Hit, output: number, values: readonly Value[]): number {
  const value = hit.outputs[output] ?? null;
  const at = values.findIndex((each) => sameValue(each, value));
  if (at < 0) throw new HitConflict(`output ${output + 1} of rule ${hit.rule} is not in the list of its values`);
  return at;
}

function aggregate(aggregator: Aggregator, hits: readonly Hit[]): Value {
  if (aggregator === 'COUNT') return hits.length;
  if (aggregator === 'MIN') return extreme(hits, aggregator, (value, least) => isLess(value, least));
  if (aggregator === 'MAX') return extreme(hits, aggregator, (value, most) => isLess(most, value));
  const numbers = hits.map(({ rule, outputs: [value = null] }) => {
    if (typeof value !== 'number')
      throw new HitConflict(`the output of rule ${rule} is not a number, so there is no ${aggregator}`);
    return value;
  });
  return numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0);
}

/** What has an order in FEEL, and an extreme therefore. */
const ORDERED = new Set([
  ...['number', 'string', 'date', 'time', 'date and time'],
  ...['days and time duration', 'years and months duration'],
]);

/** As FEEL's `min` and `max` have it (DMN 1.5, 10.3.4.4): of numbers, texts, dates, times or durations, all of one kind. */
function extreme(
  hits: readonly Hit[],
  aggregator: Aggregator,
  isBefore: (value: unknown, found: unknown) => boolean,
): Value {
  let found: { readonly hit: Hit; readonly value: unknown; readonly kind: string } | null = null;
  for (const hit of hits) {
    const value = toFeel(hit.outputs[0] ?? null);
    const kind = typeof value === 'bigint' ? 'number too large to compute with' : kindOf(value);
    if (!ORDERED.has(kind))
      throw new HitConflict(`the output of rule ${hit.rule} is a ${kind}, so there is no ${aggregator}`);
    if (found !== null && found.kind !== kind)
      throw new HitConflict(
        `the output of rule ${found.hit.rule} is a ${found.kind} and that of rule ${hit.rule} a ${kind}, so there is no ${aggregator}`,
      );
    if (found === null || isBefore(value, found.value)) found = { hit, value, kind };
  }
  return found?.hit.outputs[0] ?? null;
}

function list(hits: readonly Hit[]): string {
  return `${hits
    .slice(0, -1)
    .map(({ rule }) => rule)
    .join(', ')} and ${hits.at(-1)?.rule}`;
}
