/** Whether a job has come to rest: it, whoever called it, and whatever they called. */
import type { StoreReader } from '../store/store.ts';

const pageSize = 200;

/** Asks only about active jobs: of passive ones there may be a million. */
export function isSettled(reader: StoreReader, job: string): boolean {
  const root = rootOf(reader, job);
  // It waits for a person's decision after a restart.
  if (reader.undecided().some((row) => row.job === root)) return true;
  const roots = new Map<string, string>();
  for (let before: string | undefined; ;) {
    const page = reader.jobs({ status: 'active' }, { limit: pageSize, ...(before === undefined ? {} : { before }) });
    if (page.some(({ id }) => rootOf(reader, id, roots) === root)) return false;
    before = page.at(-1)?.id;
    if (page.length < pageSize) return true;
  }
}

/** The job at the top of its tree of calls. */
export function rootOf(reader: StoreReader, job: string, known = new Map<string, string>()): string {
  const path: string[] = [];
  let at = job;
  for (;;) {
    const root = known.get(at);
    const parent = root ?? reader.job(at)?.parentJob ?? null;
    path.push(at);
    if (root !== undefined || parent === null) {
      for (const each of path) known.set(each, root ?? at);
      return root ?? at;
    }
    at = parent;
  }
}
