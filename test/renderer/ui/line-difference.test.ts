import { expect, it } from 'vitest';
import { differingLines } from '../../../renderer/ui/line-difference.ts';

it('finds the lines that each text has for itself', () => {
  expect(differingLines('a\nb\nc\nd', 'a\nB\nc\nd')).toEqual({ from: 1, left: [1], right: [1] });
  expect(differingLines('a\nd', 'a\nb\nc\nd')).toEqual({ from: 1, left: [], right: [1, 2] });
});

it('leaves out what both have between two differences', () => {
  expect(differingLines('a\nb\nc\nd\ne', 'a\nB\nc\nD\ne')).toEqual({ from: 1, left: [1, 3], right: [1, 3] });
});

it('never counts a line for the beginning and for the end', () => {
  expect(differingLines('a\na', 'a\na\na')).toEqual({ from: 2, left: [], right: [2] });
});

it('finds nothing in the same text, however it ends', () => {
  expect(differingLines('a\nb', 'a\nb')).toBeNull();
  expect(differingLines('a\nb\n', 'a\nb')).toBeNull();
});
