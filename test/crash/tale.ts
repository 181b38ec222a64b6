/** All that a store tells of its jobs, read at one moment by somebody who only reads. */
import type {
  CheckpointRow,
  ExecutionRow,
  JobRow,
  LedgerRow,
  MessageRow,
  StateChange,
} from '../../engine/store/rows.ts';
import type { StoreReader } from '../../engine/store/store.ts';

export interface JobTale {
  readonly row: JobRow;
  /** Latest state. */
  readonly state: readonly StateChange[];
  readonly executions: readonly ExecutionRow[];
  readonly ledger: readonly LedgerRow[];
  readonly checkpoints: readonly CheckpointRow[];
}

export interface Tale {
  /** Callers before those they called, in order of creation. */
  readonly jobs: readonly JobTale[];
  /** Oldest first. */
  readonly messages: readonly MessageRow[];
}

const MOST = 10_000;

export function readTale(reader: StoreReader): Tale {
  const jobs: JobTale[] = [];
  const walk = (row: JobRow): void => {
    jobs.push(jobTale(reader, row));
    for (const child of reader.children(row.id)) walk(child);
  };
  for (const root of reader.jobs({ parentJob: null }, { limit: MOST }).toReversed()) walk(root);
  return { jobs, messages: reader.messages({}, MOST).toReversed() };
}

function jobTale(reader: StoreReader, row: JobRow): JobTale {
  const latest = reader.latest(row.id);
  if (latest === null) throw new Error(`job ${row.id} has no latest state`);
  return {
    row: latest.job,
    state: latest.rows,
    executions: reader.executions(row.id),
    ledger: reader.ledger(row.id),
    checkpoints: reader.checkpoints(row.id, { limit: MOST }),
  };
}

export function jobOf(tale: Tale, id: string): JobTale | undefined {
  return tale.jobs.find(({ row }) => row.id === id);
}

/** How messages name a job: its definition, and which one of that it is. */
export function nameOf(tale: Tale, id: string): string {
  const job = jobOf(tale, id);
  if (job === undefined) return `job ${id}`;
  const same = tale.jobs.filter(({ row }) => row.definitionKey === job.row.definitionKey);
  return same.length === 1 ? job.row.definitionKey : `${job.row.definitionKey} ${same.indexOf(job) + 1}`;
}
