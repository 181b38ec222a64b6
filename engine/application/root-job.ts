/** The job at the top of the calls that led to another. */
import type { JobRow } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';

/** The job itself where nothing called it, or where its caller is not kept any more. */
export function rootJob(reader: StoreReader, job: JobRow): JobRow {
  let root = job;
  for (let { parentJob } = root; parentJob !== null; { parentJob } = root)
    root = reader.job(parentJob) ?? { ...root, parentJob: null };
  return root;
}
