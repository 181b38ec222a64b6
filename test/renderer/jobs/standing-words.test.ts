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

it('says why a job does nothing in the words of the list of jobs', () => {
  const job = { status: 'active', held: false, incidents: 0 } as const;
  expect(standingWord(job, 'dead')).toBe('engine gone');
  expect(standingWord(job, 'absent')).toBe('not running');
  expect(standingWord({ ...job, status: 'passive' }, 'dead')).toBe('waiting, engine gone');
  expect(standingWord({ ...job, held: true }, 'dead')).toBe('paused, engine gone');
  expect(standingWord({ ...job, incidents: 1 }, 'dead')).toBe('incident, engine gone');
  expect(standingWord({ ...job, status: 'passive' }, 'absent')).toBe('waiting');
  expect(standingWord({ ...job, status: 'passive', held: true }, 'open')).toBe('undecided');
  expect(standingWord({ ...job, status: 'completed' }, 'dead')).toBe('completed');
});

it('counts to a job its own incidents only', () => {
  const job = { status: 'active', held: false };
  const standing = (...incidents: readonly { readonly job?: string }[]): string =>
    standingWord(standingIn({ job, incidents } as unknown as JobDocument));
  expect(standing()).toBe('active');
  expect(standing({})).toBe('incident');
  expect(standing({ job: 'one that it called' })).toBe('active');
});
