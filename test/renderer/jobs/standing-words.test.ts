import { expect, it } from 'vitest';
import type { JobDocument } from '../../../engine/protocol/window-views.ts';
import { standingIn, standingWord, tokenWord } from '../../../renderer/jobs/standing-words.ts';

it('says of a job what its sign says, and of a token the same', () => {
  const job = { status: 'passive', held: false, incidents: 0 } as const;
  expect(standingWord(job)).toBe('waiting');
  expect(standingWord({ ...job, held: true })).toBe('paused');
  expect(standingWord({ ...job, held: true, incidents: 1 })).toBe('incident');
  expect(standingWord({ ...job, status: 'failed', held: true })).toBe('failed');
  expect([tokenWord('held'), tokenWord('waiting')]).toEqual(['paused', 'waiting']);
});

it('counts to a job its own incidents only', () => {
  const job = { status: 'active', held: false };
  const standing = (...incidents: readonly { readonly job?: string }[]): string =>
    standingWord(standingIn({ job, incidents } as unknown as JobDocument));
  expect(standing()).toBe('active');
  expect(standing({})).toBe('incident');
  expect(standing({ job: 'one that it called' })).toBe('active');
});
