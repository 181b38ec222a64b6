import { expect, test } from 'vitest';
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
