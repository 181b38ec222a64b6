import { expect, test } from 'vitest';
import { failedAgain, retryAsked, retryRefused } from '../../../renderer/runs/retries.ts';

const job = { id: 'j' } as Parameters<typeof failedAgain>[0]['job'];
const incident = (attempts: number, message = 'no x') => ({
  element: 'sum',
  instance: 'sum#1',
  message,
  attempts,
  at: '2026-01-01T00:00:00.000Z',
});

test('a retry that failed again is told once, when its attempt is there, and whether the error is the same', () => {
  expect(failedAgain({ job, incidents: [incident(2)] })).toEqual([]);
  retryAsked('j', incident(2));
  expect(failedAgain({ job, incidents: [incident(2)] })).toEqual([]);
  expect(failedAgain({ job, incidents: [] })).toEqual([]);
  expect(failedAgain({ job, incidents: [incident(3)] })).toEqual([{ incident: incident(3), same: true }]);
  expect(failedAgain({ job, incidents: [incident(3)] })).toEqual([]);
  retryAsked('j', incident(3));
  expect(failedAgain({ job, incidents: [incident(4, 'no y')] })).toMatchObject([{ same: false }]);
});

test('a retry of a called job is told where it is shown, and a refused one is not', () => {
  const called = { ...incident(1), job: 'child' };
  retryAsked('j', called);
  expect(failedAgain({ job, incidents: [{ ...called, attempts: 2 }] })).toHaveLength(1);
  retryAsked('j', incident(1));
  retryRefused('j', incident(1));
  expect(failedAgain({ job, incidents: [incident(2)] })).toEqual([]);
});
