import { expect, it } from 'vitest';
import { toolsShown } from '../../../renderer/editor/toolbar-room.ts';

it.each([
  ['all beside the names, where they have room there', [], 'all'],
  ['few, where only few have', ['all'], 'few'],
  ['all on a line of their own, where not even few have', ['all', 'few'], 'all'],
])('%s', (_, needing, shown) => {
  expect(toolsShown((tools) => needing.includes(tools))).toBe(shown);
});
