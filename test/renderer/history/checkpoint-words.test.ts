import { expect, it } from 'vitest';
import { markText } from '../../../renderer/history/checkpoint-words.ts';

it('says of a job that only waited that it lost nothing, and that nobody took it over', () => {
  expect(markText({ kind: 'killed', waiting: true }).word).toBe('engine killed while the job waited: nothing lost');
  expect(markText({ kind: 'killed', waiting: false }).word).toBe('killed');
  expect(markText({ kind: 'recovered', waiting: true }).meaning).toContain('went on waiting');
});
