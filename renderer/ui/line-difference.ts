/** Two texts line by line beside each other: what is the same in both stands in one row. */

/** Lines of one row, counted from 0; null: the text has none here. */
export interface LineRow {
  readonly left: number | null;
  readonly right: number | null;
  readonly same: boolean;
}

/** Up to so many pairs of lines are all compared; beyond, only lines that each text has once hold others in place. */
const mostPairs = 1_000_000;

/** The rows of two texts, in order: every line of each is in one of them. */
export function lineRows(left: readonly string[], right: readonly string[]): LineRow[] {
  const rows: LineRow[] = [];
  align(left, right, { left: 0, right: 0 }, { left: left.length, right: right.length }, rows);
  return rows;
}

interface At {
  readonly left: number;
  readonly right: number;
}

function align(left: readonly string[], right: readonly string[], from: At, to: At, rows: LineRow[]): void {
  let head = 0;
  const most = Math.min(to.left - from.left, to.right - from.right);
  while (head < most && left[from.left + head] === right[from.right + head]) head += 1;
  let tail = 0;
  while (tail < most - head && left[to.left - 1 - tail] === right[to.right - 1 - tail]) tail += 1;
  same(from, head, rows);
  const begin = { left: from.left + head, right: from.right + head };
  const end = { left: to.left - tail, right: to.right - tail };
  const isSmall = (end.left - begin.left) * (end.right - begin.right) <= mostPairs;
  const pairs = isSmall ? longestCommon(left, right, begin, end) : onlyOnce(left, right, begin, end);
  const between = isSmall || pairs.length === 0 ? differ : align.bind(null, left, right);
  let at = begin;
  for (const each of pairs) {
    between(at, each, rows);
    same(each, 1, rows);
    at = { left: each.left + 1, right: each.right + 1 };
  }
  between(at, end, rows);
  same(end, tail, rows);
}

function same(from: At, count: number, rows: LineRow[]): void {
  for (let index = 0; index < count; index += 1)
    rows.push({ left: from.left + index, right: from.right + index, same: true });
}

/** One was written over the other: the first beside the first, and so on. */
function differ(from: At, to: At, rows: LineRow[]): void {
  const [wide, other] = [to.left - from.left, to.right - from.right];
  for (let index = 0; index < Math.max(wide, other); index += 1) {
    rows.push({
      left: index < wide ? from.left + index : null,
      right: index < other ? from.right + index : null,
      same: false,
    });
  }
}

/** As many lines that both have, in order, as there can be. */
function longestCommon(left: readonly string[], right: readonly string[], from: At, to: At): At[] {
  const [high, wide] = [to.left - from.left, to.right - from.right];
  const lengths = Array.from({ length: high + 1 }, () => new Uint32Array(wide + 1));
  const length = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  const isSame = (row: number, column: number): boolean => left[from.left + row] === right[from.right + column];
  for (let row = high - 1; row >= 0; row -= 1) {
    const line = lengths[row];
    for (let column = wide - 1; column >= 0 && line !== undefined; column -= 1) {
      line[column] = isSame(row, column)
        ? length(row + 1, column + 1) + 1
        : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  const pairs: At[] = [];
  let [row, column] = [0, 0];
  while (row < high && column < wide) {
    if (isSame(row, column)) pairs.push({ left: from.left + row++, right: from.right + column++ });
    else if (length(row + 1, column) >= length(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** Lines that each of the texts has once: as many as there can be in the same order. */
function onlyOnce(left: readonly string[], right: readonly string[], from: At, to: At): At[] {
  const lines = left.slice(from.left, to.left);
  const others = right.slice(from.right, to.right);
  const count = (list: readonly string[]): Map<string, number> =>
    new Map([...Map.groupBy(list, (line) => line)].map(([line, all]) => [line, all.length]));
  const [counts, otherCounts] = [count(lines), count(others)];
  const places = new Map(others.map((line, index) => [line, from.right + index]));
  return longestRising(
    lines.flatMap((line, index) => {
      const right = places.get(line);
      if (right === undefined || counts.get(line) !== 1 || otherCounts.get(line) !== 1) return [];
      return [{ left: from.left + index, right }];
    }),
  );
}

interface Chain {
  readonly pair: At;
  readonly before: Chain | null;
}

/** Of pairs that go down in the left text, most of those that go down in the right one, too: one that moved far keeps no other away. */
function longestRising(pairs: readonly At[]): At[] {
  /** By length, the chain that ends highest up on the right. */
  const chains: Chain[] = [];
  for (const pair of pairs) {
    let [low, high] = [0, chains.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((chains[middle]?.pair.right ?? 0) < pair.right) low = middle + 1;
      else high = middle;
    }
    chains[low] = { pair, before: chains[low - 1] ?? null };
  }
  const found: At[] = [];
  for (let chain = chains.at(-1) ?? null; chain !== null; chain = chain.before) found.push(chain.pair);
  return found.toReversed();
}

export type LinePart =
  | { readonly kind: 'rows'; readonly rows: readonly LineRow[] }
  /** Lines that are the same in both and far from any difference. */
  | { readonly kind: 'folded'; readonly count: number };

/** So many lines around a difference say where it is. */
const around = 3;

/** The rows that differ, with what is around them; what lies far from any is only counted. */
export function differingParts(rows: readonly LineRow[]): LinePart[] {
  const isNear = new Uint8Array(rows.length);
  rows.forEach((row, index) => {
    if (!row.same) isNear.fill(1, Math.max(0, index - around), index + around + 1);
  });
  const parts: LinePart[] = [];
  for (let at = 0; at < rows.length;) {
    let end = at;
    while (end < rows.length && isNear[end] === isNear[at]) end += 1;
    if (isNear[at] === 1) parts.push({ kind: 'rows', rows: rows.slice(at, end) });
    else parts.push({ kind: 'folded', count: end - at });
    at = end;
  }
  return parts;
}

/** The runs of rows that differ, in order. */
export function differences(rows: readonly LineRow[]): LineRow[][] {
  const runs: LineRow[][] = [];
  for (const [index, row] of rows.entries()) {
    if (row.same) continue;
    if (rows[index - 1]?.same === false) runs.at(-1)?.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** What two lines have in common at their beginnings and at their ends, in whole words; between lies what differs. */
export function commonEnds(left: string, right: string): { readonly head: number; readonly tail: number } {
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head += 1;
  while (head > 0 && (splits(left, head) || splits(right, head))) head -= 1;
  let tail = 0;
  while (tail < most - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  while (tail > 0 && (splits(left, left.length - tail) || splits(right, right.length - tail))) tail -= 1;
  return { head, tail };
}

/** Whether a cut there is one through a word, or through a character that takes two units. */
const splits = (text: string, at: number): boolean =>
  /[\p{L}\p{N}_\uD800-\uDBFF]$/u.test(text.slice(Math.max(0, at - 1), at)) &&
  /^[\p{L}\p{N}_\uDC00-\uDFFF]/u.test(text.slice(at, at + 1));
