import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  commonEnds,
  differences,
  differingParts,
  lineRows,
  type LineRow,
} from '../../../renderer/ui/line-difference.ts';

/** `a|a`, `b≠B`, `c≠` (only left), `≠d` (only right). */
function rowsOf(left: string, right: string): string[] {
  const [one, other] = [left, right].map((text) => text.split(''));
  return lineRows(one ?? [], other ?? []).map(
    (row) => `${one?.[row.left ?? -1] ?? ''}${row.same ? '|' : '≠'}${other?.[row.right ?? -1] ?? ''}`,
  );
}

it('puts what is the same into one row, and what was written over each other beside each other', () => {
  expect(rowsOf('abcd', 'aBcd')).toEqual(['a|a', 'b≠B', 'c|c', 'd|d']);
  expect(rowsOf('ad', 'abcd')).toEqual(['a|a', '≠b', '≠c', 'd|d']);
  expect(rowsOf('abcde', 'aBcDde')).toEqual(['a|a', 'b≠B', 'c|c', '≠D', 'd|d', 'e|e']);
});

it('never takes a line for the beginning and for the end', () => {
  expect(rowsOf('aa', 'aaa')).toEqual(['a|a', 'a|a', '≠a']);
});

it('loses no line, repeats none, and calls only equal lines the same', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const rows = lineRows(left, right);
      const side = (of: (row: LineRow) => number | null): number[] => rows.map(of).filter((each) => each !== null);
      expect(side((row) => row.left)).toEqual(left.map((_, index) => index));
      expect(side((row) => row.right)).toEqual(right.map((_, index) => index));
      for (const row of rows.filter(({ same }) => same)) expect(left[row.left ?? -1]).toBe(right[row.right ?? -1]);
    }),
  );
});

it('aligns long texts by the lines that each has once', () => {
  const left = Array.from({ length: 3_000 }, (_, index) => `line ${index}`);
  const right = ['begin', ...left.map((line, index) => (index % 1_000 === 500 ? `${line}, changed` : line)), 'end'];
  left.unshift('start');
  left.push('stop');
  const rows = lineRows(left, right);
  expect(rows.filter(({ same }) => !same)).toHaveLength(5);
  expect(rows).toHaveLength(3_002);
});

it('keeps the others of a long text in their rows where a line has moved far', () => {
  const left = Array.from({ length: 3_000 }, (_, index) => (index % 3 === 2 ? '</flow>' : `line ${index}`));
  const right = [...left.slice(1), 'line 0', 'end'];
  const differing = lineRows(left, right).filter(({ same }) => !same);
  expect(differing).toEqual([
    { left: 0, right: null, same: false },
    { left: null, right: 2_999, same: false },
    { left: null, right: 3_000, same: false },
  ]);
});

it('aligns what comes after the last line that each has once', () => {
  const own = (name: string): string[] => Array.from({ length: 200 }, (_, index) => `${name} ${index}`);
  const repeated = Array.from({ length: 900 }, (_, index) => `repeated ${index % 7}`);
  const left = [...own('left'), 'once', ...repeated, 'stop'];
  const right = [...own('right'), 'once', 'inserted', ...repeated, 'end'];
  expect(lineRows(left, right).filter(({ same }) => !same)).toHaveLength(202);
});

it('shows differences with three lines around them, and counts the rest', () => {
  const same = (count: number, from: number): LineRow[] =>
    Array.from({ length: count }, (_, index) => ({ left: from + index, right: from + index, same: true }));
  const rows = [...same(10, 0), { left: 10, right: 10, same: false }, ...same(2, 11)];
  expect(differingParts(rows)).toEqual([
    { kind: 'folded', count: 7 },
    { kind: 'rows', rows: rows.slice(7) },
  ]);
  expect(differingParts(same(4, 0))).toEqual([{ kind: 'folded', count: 4 }]);
});

it('finds what two lines begin and end with, and cuts no word', () => {
  expect(commonEnds('name="Pack mine"', 'name="Pack theirs"')).toEqual({ head: 11, tail: 1 });
  expect(commonEnds('Pack mine.', 'Pack elsewhere.')).toEqual({ head: 5, tail: 1 });
  expect(commonEnds('aa', 'aaa')).toEqual({ head: 0, tail: 0 });
  expect(commonEnds('a b', 'a b c')).toEqual({ head: 3, tail: 0 });
  expect(commonEnds('\u{1F600}', '\u{1F601}')).toEqual({ head: 0, tail: 0 });
});

it('counts a difference for each run of rows that differ', () => {
  const rows = lineRows(['a', 'b', 'c', 'd', 'e'], ['a', 'B', 'B2', 'c', 'd', 'e', 'f']);
  expect(differences(rows).map((run) => run.map(({ left, right }) => [left, right]))).toEqual([
    [
      [1, 1],
      [null, 2],
    ],
    [[null, 6]],
  ]);
  expect(differences(lineRows(['a'], ['a']))).toEqual([]);
});
