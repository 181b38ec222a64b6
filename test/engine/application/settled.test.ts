import { describe, expect, it } from 'vitest';
import { isSettled } from '../../../engine/application/settled.ts';
import type { JobRow, JobStatus } from '../../../engine/store/rows.ts';
import type { StoreReader } from '../../../engine/store/store.ts';

/** The questions that are asked, over jobs given as id → [status, parent]. */
function readerOf(jobs: Record<string, [JobStatus, string | null]>, undecided: string[] = []): StoreReader {
  const rows = Object.entries(jobs).map(([id, [status, parentJob]]) => ({ id, status, parentJob }) as JobRow);
  const partial: Pick<StoreReader, 'job' | 'jobs' | 'undecided'> = {
    undecided: () => undecided.map((job) => ({ job, since: 0, decision: 'waits' })),
    job: (id) => rows.find((row) => row.id === id) ?? null,
    jobs: ({ status }, { limit, before }) => {
      const found = rows.filter((row) => row.status === status && (before === undefined || row.id < before));
      return found.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
    },
  };
  return partial as StoreReader;
}

describe('a job is at rest', () => {
  it('when it, its callers and its called jobs are not active', () => {
    expect(isSettled(readerOf({ a: ['passive', null], b: ['passive', 'a'], x: ['active', null] }), 'a')).toBe(true);
    expect(isSettled(readerOf({ a: ['completed', null] }), 'a')).toBe(true);
  });

  it.each([
    ['it is active', { a: ['active', null] }, 'a'],
    ['a job that it called is active', { a: ['passive', null], b: ['passive', 'a'], c: ['active', 'b'] }, 'a'],
    ['its caller is active', { a: ['active', null], b: ['completed', 'a'] }, 'b'],
    ['its sibling is active', { a: ['passive', null], b: ['completed', 'a'], c: ['active', 'a'] }, 'b'],
  ] as [string, Record<string, [JobStatus, string | null]>, string][])('not while %s', (_, jobs, job) => {
    expect(isSettled(readerOf(jobs), job)).toBe(false);
  });

  it('while it, or who called it, waits for a decision after a restart', () => {
    const jobs: Record<string, [JobStatus, string | null]> = { a: ['passive', null], b: ['active', 'a'] };
    expect(isSettled(readerOf(jobs, ['a']), 'b')).toBe(true);
    expect(isSettled(readerOf(jobs, ['x']), 'b')).toBe(false);
  });

  it('among many active strangers', () => {
    const strangers = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`x${String(n).padStart(3, '0')}`, ['active', null] as [JobStatus, null]]),
    );
    expect(isSettled(readerOf({ ...strangers, a: ['passive', null] }), 'a')).toBe(true);
    expect(isSettled(readerOf({ ...strangers, a: ['passive', null], b: ['active', 'a'] }), 'a')).toBe(false);
  });
});
