/** Which lines of two texts differ. */

export interface LineDifference {
  /** The first line that differs, counted from 0. */
  readonly from: number;
  /** Lines of the one text that the other lacks thereabouts. */
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Null: they are the same, but for white space at their ends. What stands in both between two differences counts for neither. */
export function differingLines(left: string, right: string): LineDifference | null {
  const [one, other] = [left.trimEnd().split('\n'), right.trimEnd().split('\n')];
  const shorter = Math.min(one.length, other.length);
  let from = 0;
  while (from < shorter && one[from] === other[from]) from += 1;
  if (from === one.length && from === other.length) return null;
  let tail = 0;
  while (tail < shorter - from && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  return { from, left: lacking(one, other, from, tail), right: lacking(other, one, from, tail) };
}

function lacking(lines: readonly string[], others: readonly string[], from: number, tail: number): number[] {
  const there = new Set(others.slice(from, others.length - tail));
  return lines.flatMap((line, index) =>
    index >= from && index < lines.length - tail && !there.has(line) ? [index] : [],
  );
}
