import { expect, test } from 'vitest';
import { earlierAttempts } from '../../../renderer/history/earlier-attempts.ts';

const job = '01999999-0000-7000-8000-00000000abcd';
const fork = { how: 'fork' as const, job, seq: 4 };
const again = [
  { instance: 'book#1', attempt: 1 },
  { instance: 'charge#1', attempt: 2 },
  { instance: 'charge#1', attempt: 3 },
];

test('a fork whose activity does not begin with its first attempt says from where it counts on', () => {
  expect(earlierAttempts(fork, again)).toBe(
    'What was under way at checkpoint 4 of …0000abcd, where this job was forked, goes on counting its attempts here.',
  );
  expect(earlierAttempts({ ...fork, how: 'restore' }, again)).toContain('where this job was restored,');
});

test('nothing is explained where every activity begins with its first attempt, or the job at a start event', () => {
  const own = [...again, { instance: 'charge#1', attempt: 1 }];
  expect(earlierAttempts(fork, own)).toBeNull();
  expect(earlierAttempts(null, again)).toBeNull();
});
