import { expect, test, vi } from 'vitest';
import { isFiltered, JobPages, useJobList, type JobCondition } from '../../../renderer/runs/job-list-store.ts';

test('the list asks for a status, or for what stands still for a person', () => {
  const asked: unknown[] = [];
  const pages = new JobPages({
    call: (_name: string, params: unknown) => {
      asked.push(params);
      return new Promise<never>(() => {});
    },
  } as never);
  for (const status of ['failed', 'passive', 'incident', 'held', null] as (JobCondition | null)[])
    pages.setFilter({ status });
  expect(asked).toEqual([
    { limit: 200, status: 'failed' },
    { limit: 200, status: 'passive', stands: 'neither' },
    { limit: 200, stands: 'incident' },
    { limit: 200, stands: 'held' },
    { limit: 200 },
  ]);
  useJobList.setState({ loading: false });
});

test('the list leaves out jobs that others called, where that is asked for, and then it is filtered', () => {
  const asked: unknown[] = [];
  const pages = new JobPages({
    call: (_name: string, params: unknown) => {
      asked.push(params);
      return new Promise<never>(() => {});
    },
  } as never);
  pages.setFilter({ roots: true });
  expect(isFiltered(useJobList.getState().filter)).toBe(true);
  pages.clearFilter();
  expect(isFiltered(useJobList.getState().filter)).toBe(false);
  expect(asked).toEqual([{ limit: 200, roots: true }, { limit: 200 }]);
  useJobList.setState({ loading: false });
});

test('answers that take longer than news come are shown: the next one is asked for after them', async () => {
  const answers: ((page: unknown) => void)[] = [];
  const pages = new JobPages({
    call: () =>
      new Promise((answer) => {
        answers.push(answer);
      }),
  } as never);
  const page = (id: string) => ({ jobs: [{ id }], counts: {}, incidents: {}, held: {}, more: false });
  pages.renew();
  pages.renew();
  pages.renew();
  expect(answers).toHaveLength(1);
  answers[0]?.(page('first'));
  await vi.waitUntil(() => answers.length === 2);
  expect(useJobList.getState().jobs).toEqual([{ id: 'first' }]);
  answers[1]?.(page('second'));
  await vi.waitUntil(() => useJobList.getState().jobs[0]?.id === 'second');
  expect(answers).toHaveLength(2);
});

test('how many jobs a process has is known of the one that is asked for, and of no other', async () => {
  const ofProcess = { counts: { passive: 3 }, incidents: {}, held: {} };
  const answers: ((page: unknown) => void)[] = [];
  const pages = new JobPages({
    call: () =>
      new Promise((answer) => {
        answers.push(answer);
      }),
  } as never);
  pages.setFilter({ definition: 'shelf' });
  answers[0]?.({ jobs: [], counts: {}, incidents: {}, held: {}, more: false, ofProcess });
  await vi.waitUntil(() => useJobList.getState().ofProcess !== null);
  expect(useJobList.getState().ofProcess).toEqual(ofProcess);
  pages.setFilter({ status: 'failed' });
  expect(useJobList.getState().ofProcess).toEqual(ofProcess);
  pages.setFilter({ definition: 'lorry' });
  expect(useJobList.getState().ofProcess).toBeNull();
  pages.clearFilter();
});
