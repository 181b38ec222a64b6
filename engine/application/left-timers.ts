/** Timers that a run under a scenario left behind: it gives up on one in which nothing but timers goes on. */
import { decodeJob } from '../core/job-codec.ts';
import type { Store } from '../store/store.ts';

/** One sentence for the job and each that it called, directly or through others. */
export function leftTimers(job: string, store: Pick<Store, 'load' | 'children'>): string[] {
  const stored = store.load(job);
  const timers = stored === null ? [] : [...decodeJob(stored.job, stored.rows).timers.values()];
  const [first] = timers.toSorted((left, right) => left.due - right.due);
  const left =
    first === undefined
      ? []
      : [
          `the run was given up, since nothing but timers fired any more: ${first.node} is due at ${new Date(first.due).toISOString()}`,
        ];
  return [...left, ...store.children(job).flatMap((child) => leftTimers(child.id, store))];
}
