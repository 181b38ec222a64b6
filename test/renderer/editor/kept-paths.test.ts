import { expect, test } from 'vitest';
import { keptFiles, readKept } from '../../../renderer/editor/kept-paths.ts';

test('what is open is kept in the order of its tabs, with the one in view, and before what is still to be opened', () => {
  expect(keptFiles(['a', 'b'], 'a', [])).toEqual({ paths: ['a', 'b'], front: 'a' });
  expect(keptFiles(['a'], 'a', ['a', 'b', 'c'])).toEqual({ paths: ['a', 'b', 'c'], front: 'a' });
  expect(keptFiles([], null, ['b'])).toEqual({ paths: ['b'], front: 'b' });
});

test('what was kept is read again, in its former form too, without what is gone', () => {
  const there = (path: string): boolean => path !== 'gone';
  expect(readKept(JSON.stringify({ paths: ['a', 'b', 'c'], front: 'b' }), there)).toEqual({
    paths: ['a', 'b', 'c'],
    front: 'b',
  });
  expect(readKept('["a","gone","b"]', there)).toEqual({ paths: ['a', 'b'], front: 'b' });
  expect(readKept(JSON.stringify({ paths: ['a', 'gone'], front: 'gone' }), there)).toEqual({
    paths: ['a'],
    front: 'a',
  });
  for (const broken of [undefined, 7, '', '{}', '{"paths":7,"front":1}', '[1]'])
    expect(readKept(broken, there)).toEqual({ paths: [], front: null });
});
