import { expect, it } from 'vitest';
import { wholeRows } from '../../../renderer/jobs/whole-rows.ts';

it('cuts no row at the end of a list, however high the rows are', () => {
  expect(wholeRows([24, 40, 24, 40], 100)).toBe(88);
  expect(wholeRows([24, 40, 24, 40], 88)).toBe(88);
  expect(wholeRows([24, 40, 24, 40], 87)).toBe(64);
});

it('takes all of the room where every row fits, or not even one', () => {
  expect(wholeRows([24, 40], 100)).toBe(100);
  expect(wholeRows([], 100)).toBe(100);
  expect(wholeRows([24, 40], 20)).toBe(20);
});

it('is as high as the row that is to be seen and whole rows above it, where that one is too far down', () => {
  expect(wholeRows([24, 24, 40, 40], 72, 2)).toBe(64);
  expect(wholeRows([24, 24, 40, 40], 72, 1)).toBe(48);
  expect(wholeRows([24, 24, 40, 40], 128, 3)).toBe(128);
});
