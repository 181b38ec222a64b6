import { expect, it } from 'vitest';
import { homelessElements, savedMarks, targetMarks } from '../../../renderer/saves/move-marks.ts';

const plan = {
  tokens: [
    { id: 't', element: 'a', state: 'waiting' },
    { id: 'u', element: 'b', state: 'running' },
    { id: 'v', element: 'c', state: 'ready' },
  ],
  moves: [
    { what: 'token' as const, id: 't', from: 'a', to: 'x' },
    { what: 'timer' as const, id: 'm', from: 'b', to: 'b' },
  ],
  dropped: [{ what: 'token' as const, id: 'u', element: 'b' }],
  noHome: [
    { what: 'token' as const, id: 'u', element: 'b', reason: 'gone' },
    { what: 'timer' as const, id: 'n', element: 'b', reason: 'gone' },
  ],
};

it('shows the worst that happens to what stands at an element, and the state of a token where nothing does', () => {
  expect([...savedMarks(plan, 'b')]).toEqual([
    ['c', ['token', 'ready']],
    ['a', ['moves']],
    ['b', ['no-home', 'current']],
  ]);
  const asItWas = savedMarks({ ...plan, moves: [], dropped: [], noHome: [] }, null);
  expect(asItWas.get('a')).toEqual(['token', 'waiting']);
});

it('shows where things arrive', () => {
  expect([...targetMarks(plan)]).toEqual([
    ['x', ['arrives']],
    ['b', ['arrives']],
  ]);
});

it('asks for a home of each element once', () => {
  expect(homelessElements(plan)).toEqual([{ element: 'b', reason: 'gone' }]);
});
