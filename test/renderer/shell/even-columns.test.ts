import { expect, it } from 'vitest';
import { evenColumns } from '../../../renderer/shell/even-columns.ts';

it('fills columns to about the same height, the longest first', () => {
  const columns = evenColumns([2, 17, 6, 15, 7, 6, 5, 4, 6], 3, (height) => height);
  expect(columns.flat().toSorted((one, other) => one - other)).toEqual([2, 4, 5, 6, 6, 6, 7, 15, 17]);
  const heights = columns.map((column) => column.reduce((sum, each) => sum + each, 0));
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(3);
  expect(columns[0]?.[0]).toBe(17);
});

it('leaves empty what there is nothing for', () => {
  expect(evenColumns(['a'], 2, () => 1)).toEqual([['a'], []]);
});
