/** Questions about jobs. Asking never starts an engine, takes a lease or moves a job. */
import { decodeJob, originIn } from '../core/job-codec.ts';
import type { JobStatus } from '../core/job-state.ts';
import type { DiffView, HistoryView, JobList, ResultDocument } from '../protocol/views.ts';
import { holderOf } from '../store/liveness.ts';
import type { JobRow } from '../store/rows.ts';
import { openReader } from '../store/sqlite-reader.ts';
import { HistoryMissing, type StoreReader } from '../store/store.ts';
import type { Context } from './context.ts';
import { diffOf } from './diff-view.ts';
import { Boundaries, EngineLives } from './engine-lives.ts';
import { NotFound } from './failure.ts';
import { joinsExplained } from './joins-explained.ts';
import { instantOf } from './plain.ts';
import { checkpointsOf, checkpointView, jobHead, latestResult, resultAt } from './result-view.ts';
import { mustExist } from './store-place.ts';
import { waitsExplained } from './waits-explained.ts';

/** Asks `question` of the store, and closes it again. */
export function browse<T>(context: Context, question: (reader: StoreReader) => T): T {
  mustExist(context.storeDir);
  const reader = openReader(context.storeDir);
  try {
    return question(reader);
  } catch (error) {
    if (error instanceof HistoryMissing) throw new NotFound(error.message);
    throw error;
  } finally {
    reader.close();
  }
}

/**
 * The job of that id or extId.
 * @throws BadRequest
 */
export function jobOf(reader: StoreReader, idOrExtId: string): JobRow {
  const job = reader.job(idOrExtId);
  if (job === null) throw new NotFound(`there is no job ${idOrExtId} in this store`);
  return job;
}

export interface JobFilter {
  readonly status?: JobStatus | undefined;
  readonly definition?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export function listJobs(context: Context, filter: JobFilter): JobList {
  return browse(context, (reader) => {
    const { status, definition, limit } = filter;
    const wanted = {
      ...(status === undefined ? {} : { status }),
      ...(definition === undefined ? {} : { definitionKey: definition }),
    };
    const rows = reader.jobs(wanted, { limit: limit + 1 });
    const jobs = jobViews(reader, rows.slice(0, limit));
    const counts = { ...reader.counts() };
    const abandoned = holderOf(reader.lease()) === null ? counts.active : 0;
    return { jobs, counts, more: rows.length > limit, abandoned };
  });
}

/** Lines of a list. */
export function jobViews(reader: StoreReader, rows: readonly JobRow[]): JobList['jobs'] {
  const incidents = reader.incidentCounts(rows.map(({ id }) => id));
  return rows.map((row) => ({
    ...jobHead(row),
    parent: row.parentJob,
    seq: row.seq,
    startedAt: instantOf(row.startedAt),
    endedAt: row.endedAt === null ? null : instantOf(row.endedAt),
    incidents: incidents.get(row.id) ?? 0,
    origin: originIn(row),
    recoveries: row.incarnation - (reader.restores({ job: row.id }, 1)[0]?.incarnation ?? 1),
  }));
}

/** The job as it is, or as one of its checkpoints left it. */
export async function showJob(context: Context, job: string, at: number | null): Promise<ResultDocument> {
  const { document, stored, definition } = browse(context, (reader) => {
    const row = jobOf(reader, job);
    return {
      document: at === null ? latestResult(reader, row) : resultAt(reader, row, at),
      stored: at === null ? reader.latest(row.id) : reader.stateAt(row.id, at),
      definition: reader.definition(row.definitionKey, row.definitionVersion),
    };
  });
  return waitsExplained(await joinsExplained(document, stored, definition), definition);
}

export function historyOf(context: Context, job: string): HistoryView {
  const lives = new EngineLives(context.storeDir);
  return browse(context, (reader) => {
    const row = jobOf(reader, job);
    const boundaries = new Boundaries();
    const checkpoints = [...checkpointsOf(reader, row.id)].map((checkpoint) => {
      boundaries.passed(checkpoint);
      return checkpointView(checkpoint);
    });
    boundaries.ended(row);
    const recoveries = checkpoints.flatMap(({ seq, incarnation }, index) => {
      // A restored job goes on counting where the one that it comes from stood.
      const before = checkpoints[index - 1]?.incarnation ?? incarnation;
      return incarnation > before ? [{ before: seq, incarnation }] : [];
    });
    const marks = lives.marksOf(reader, row, boundaries.found, (checkpoints[0]?.seq ?? 1) - 1);
    return { job: jobHead(row), origin: originIn(row), clock: row.clock, checkpoints, recoveries, marks };
  });
}

/** What changed from one checkpoint to another; either may be the later one. */
export function diffJob(context: Context, job: string, from: number, to: number): DiffView {
  return browse(context, (reader) => {
    const row = jobOf(reader, job);
    const [left, right] = [from, to].map((seq) => {
      const stored = reader.stateAt(row.id, seq);
      return decodeJob(stored.job, stored.rows);
    });
    if (left === undefined || right === undefined) throw new Error('two states were asked for');
    return { job: jobHead(row), from, to, ...diffOf(left, right) };
  });
}
