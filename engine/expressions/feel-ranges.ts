/** How ranges lie to each other (DMN 1.5, 10.3.4.8): the relations that feelin does not have. */
import { evaluate, isRange } from 'feelin';

type Compare = (left: unknown, right: unknown) => boolean;

const comparing = (operator: string): Compare => {
  const { value, warnings } = evaluate(`function(a, b) a ${operator} b`) as {
    value: { readonly fn: (left: unknown, right: unknown) => unknown };
    warnings: unknown[];
  };
  return (left, right) => {
    const answer = value.fn(left, right) === true;
    // What has no order is not less; nobody reads what feelin says of it, and the list would grow for ever.
    warnings.length = 0;
    return answer;
  };
};
/** FEEL's own order. */
export const isLess = comparing('<');
export const isSame = comparing('=');

/** A range as the relations read it; a point is a range of one. */
interface Extent {
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
}

function extentOf(value: unknown): Extent | null {
  if (value === null || value === undefined) return null;
  if (!isRange(value)) return { start: value, end: value, startIncluded: true, endIncluded: true };
  const { start, end } = value as { start: unknown; end: unknown };
  return { start, end, startIncluded: value['start included'], endIncluded: value['end included'] };
}

/** Where they end, the first does not reach beyond the second. */
function endsWithin(a: Extent, b: Extent): boolean {
  return isLess(a.end, b.end) || (isSame(a.end, b.end) && (!a.endIncluded || b.endIncluded));
}

function startsWithin(a: Extent, b: Extent): boolean {
  return isLess(b.start, a.start) || (isSame(a.start, b.start) && (!a.startIncluded || b.startIncluded));
}

const startTogether = (a: Extent, b: Extent): boolean =>
  isSame(a.start, b.start) && a.startIncluded === b.startIncluded;
const endTogether = (a: Extent, b: Extent): boolean => isSame(a.end, b.end) && a.endIncluded === b.endIncluded;

type Relation = (a: Extent, b: Extent) => boolean;

const starts: Relation = (a, b) => startTogether(a, b) && endsWithin(a, b);
const finishes: Relation = (a, b) => endTogether(a, b) && startsWithin(a, b);
const overlapsBefore: Relation = (a, b) =>
  (isLess(a.start, b.start) || (isSame(a.start, b.start) && a.startIncluded && !b.startIncluded)) &&
  (isLess(b.start, a.end) || (isSame(a.end, b.start) && a.endIncluded && b.startIncluded)) &&
  endsWithin(a, b);
const flipped =
  (relation: Relation): Relation =>
  (a, b) =>
    relation(b, a);

const RELATIONS: readonly (readonly [string, readonly [string, string], Relation])[] = [
  ['during', ['value', 'range'], (a, b) => startsWithin(a, b) && endsWithin(a, b)],
  ['starts', ['value', 'range'], starts],
  ['started by', ['range', 'value'], flipped(starts)],
  ['finishes', ['value', 'range'], finishes],
  ['finished by', ['range', 'value'], flipped(finishes)],
  ['coincides', ['range1', 'range2'], (a, b) => startTogether(a, b) && endTogether(a, b)],
  ['overlaps before', ['range1', 'range2'], overlapsBefore],
  ['overlaps after', ['range1', 'range2'], flipped(overlapsBefore)],
];

/** The relations as functions of FEEL; null where something is missing. */
export const RANGE_FUNCTIONS: Readonly<Record<string, unknown>> = Object.fromEntries(
  RELATIONS.map(([name, parameters, relation]) => [
    name,
    Object.assign(
      (left: unknown, right: unknown) => {
        const [a, b] = [extentOf(left), extentOf(right)];
        return a === null || b === null ? null : relation(a, b);
      },
      { $args: parameters },
    ),
  ]),
);
