import { expect, it } from 'vitest';
import { standingWord, tokenWord } from '../../../renderer/jobs/standing-words.ts';

it('says of a job what its sign says, and of a token the same', () => {
  const job = { status: 'passive', held: false, incidents: 0 } as const;
  expect(standingWord(job)).toBe('waiting');
  expect(standingWord({ ...job, held: true })).toBe('paused');
  expect(standingWord({ ...job, held: true, incidents: 1 })).toBe('incident');
  expect(standingWord({ ...job, status: 'failed', held: true })).toBe('failed');
  expect([tokenWord('held'), tokenWord('waiting')]).toEqual(['paused', 'waiting']);
});
