import { expect, it } from 'vitest';
import { keptPaths } from '../../../renderer/editor/kept-paths.ts';

it('keeps the tabs that are still to be opened, as while somebody is asked about a draft', () => {
  expect(keptPaths(['a', 'b'], 'a', [])).toEqual(['b', 'a']);
  expect(keptPaths(['a'], 'a', ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  expect(keptPaths([], null, ['b'])).toEqual(['b']);
});
