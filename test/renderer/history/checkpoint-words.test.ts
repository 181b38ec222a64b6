import { expect, it } from 'vitest';
import { differenceWords, markText, reasonWords } from '../../../renderer/history/checkpoint-words.ts';

it('says of a job that only waited that it lost nothing, and that nobody took it over', () => {
  expect(markText({ kind: 'killed', waiting: true }).word).toBe('engine killed while the job waited: nothing lost');
  expect(markText({ kind: 'killed', waiting: false }).word).toBe('killed');
  expect(markText({ kind: 'recovered', waiting: true }).meaning).toContain('went on waiting');
});

it('counts tokens beside variables, as the tab does', () => {
  const token = { token: 't', change: 'moved' as const, from: null, to: null };
  const variable = { name: 'x', scope: 'p', change: 'changed' as const, cut: false };
  expect(differenceWords({ variables: [], tokens: [] })).toBe('no variable differs');
  expect(differenceWords({ variables: [], tokens: [token, token] })).toBe('no variable differs; 2 tokens moved');
  expect(differenceWords({ variables: [variable], tokens: [token] })).toBe('1 variable differs; 1 token moved');
});

it('says of a job that somebody cancelled that it was, not that it ended', () => {
  const tokens = (['went', 'moved'] as const).map((change) => ({ token: change, change, from: null, to: null }));
  expect(reasonWords(['end'], true)).toBe('cancelled');
  expect(reasonWords(['end'])).toBe('end');
  expect(differenceWords({ variables: [], tokens }, true)).toBe('no variable differs; 1 token cancelled, 1 moved');
});

it('says of each token what the changes say of it', () => {
  const token = (change: 'came' | 'went' | 'moved' | 'turned') => ({ token: change, change, from: null, to: null });
  const words = (...changes: Parameters<typeof token>[0][]) =>
    differenceWords({ variables: [], tokens: changes.map((change) => token(change)) });
  expect(words('went', 'went')).toBe('no variable differs; 2 tokens ended');
  expect(words('came')).toBe('no variable differs; 1 token came');
  expect(words('moved', 'turned', 'went', 'turned')).toBe(
    'no variable differs; 1 token moved, 2 changed state, 1 ended',
  );
});
