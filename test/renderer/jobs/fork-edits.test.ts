import { expect, it } from 'vitest';
import { forkEdits } from '../../../renderer/jobs/fork-edits.ts';

const scope = 'process';

it('tells which variables a fork was made with, from what to what', () => {
  expect(
    forkEdits([
      { name: 'total', scope, change: 'changed', from: 239, to: 250 },
      { name: 'note', scope, change: 'added', to: 'call first' },
    ]),
  ).toEqual({
    text: 'total 239 → 250, note added "call first"',
    lines: ['total 239 → 250', 'note added "call first"'],
  });
});

it('shortens values in a line and says where nothing was edited', () => {
  const long = 'x'.repeat(100);
  const edits = forkEdits([{ name: 'text', scope, change: 'changed', from: '', to: long }]);
  expect(edits.text).toBe(`text "" → "${long.slice(0, 23)}…`);
  expect(edits.lines).toEqual([`text "" → "${long}"`]);
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, scope, change: 'removed' as const }));
  expect(forkEdits(many).text).toBe('a removed, b removed, c removed, 2 more');
  expect(forkEdits([])).toEqual({ text: 'no variable', lines: [] });
});
