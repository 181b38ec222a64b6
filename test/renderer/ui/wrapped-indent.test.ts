import { expect, it } from 'vitest';
import { indentOf } from '../../../renderer/ui/wrapped-indent.ts';

it.each([
  ['{', 0],
  ['    "a": 1', 4],
  ['\t"a": 1', 4],
  ['  \t"a": 1', 4],
  [' '.repeat(60), 24],
])('tells how far what is broken of a line is set in: %j', (line, columns) => {
  expect(indentOf(line, 4)).toBe(columns);
});
