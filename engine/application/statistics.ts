/** Statistics of checkpoints in Flink's shape, computed from the store by whoever reads: they outlive every engine. */
import type { CheckpointEntry, CheckpointStatistics, LatestCheckpoint } from '../protocol/savepoint-views.ts';
import { checkpointPath, savepointsOf } from '../savepoints/places.ts';
import type { CheckpointRow, CommittedCheckpoint, FailureRow, JobRow, SavepointRow, Spread } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';
import { join } from 'node:path';
import { browse, jobOf } from './browse.ts';
import type { Context } from './context.ts';
import { NotFound } from './failure.ts';

/** Jobs whose latest checkpoints make the history of all. */
const latestJobs = 100;

/** Of one job, or of all. The history is the latest `limit`. */
export function checkpointStatistics(context: Context, job: string | null, limit = 100): CheckpointStatistics {
  return browse(context, (reader) => {
    const row = job === null ? null : jobOf(reader, job);
    const id = row?.id ?? null;
    const figures = reader.checkpointFigures(id);
    const { completed, failed, restored, inProgress, measured } = figures;
    const jobs = row === null ? reader.jobs({}, { limit: latestJobs }) : [row];
    const committed = committedIn(reader, row, jobs, limit);
    const checkpoints = committed.map(({ job: of, clock, checkpoint }) => entryOf({ id: of, clock }, checkpoint));
    const savepoints = reader
      .savepoints(id === null ? {} : { job: id }, limit)
      .map((each) => savepointEntry(context, each));
    // Of several of one checkpoint, the latest.
    const taken = new Map(savepoints.toReversed().map((each) => [`${each.job} ${each.id ?? ''}`, each]));
    const failures = reader.failures(id, limit).map(failureEntry);
    const onWall = new Set(committed.filter(({ clock }) => clock === 'wall').map(({ job: of }) => of));
    const located = checkpoints.map((each) => {
      const savepoint = taken.get(`${each.job} ${each.id ?? ''}`);
      return savepoint === undefined ? each : asTaken(each, savepoint);
    });
    const history = between(located, failures, onWall);
    return {
      counts: { restored, total: completed + failed + inProgress, in_progress: inProgress, completed, failed },
      summary: { state_size: figures.bytes, end_to_end_duration: inMilliseconds(figures.micros) },
      latest: {
        completed: located[0] ?? null,
        savepoint: savepoints[0] ?? null,
        failed: failures[0] ?? null,
        restored: restoredOf(reader, row === null ? withLatestRestored(reader, jobs) : jobs, committed),
      },
      history: history.slice(0, limit),
      measured,
    };
  });
}

/** @throws NotFound when there is none. */
export function latestCheckpointOf(context: Context, job: string): LatestCheckpoint {
  return browse(context, (reader) => {
    const row = jobOf(reader, job);
    const checkpoint = reader.latestCheckpoint(row.id);
    if (checkpoint === null) throw new NotFound(`job ${row.id} has no checkpoint`);
    const entry = entryOf(row, checkpoint);
    // Nothing goes on from a job's end: there it is the one before.
    const ended = row.status !== 'active' && row.status !== 'passive';
    const seq = ended ? Math.max(1, checkpoint.seq - 1) : checkpoint.seq;
    return {
      id: row.id,
      name: row.definitionKey,
      completed_location: checkpointPath(row.id, seq),
      checkpoint: entry,
    };
  });
}

/** The latest first, in order of the commits: a job's own clock says nothing about another's. */
function committedIn(
  reader: StoreReader,
  job: JobRow | null,
  jobs: readonly JobRow[],
  limit: number,
): readonly CommittedCheckpoint[] {
  const all = job === null ? reader.latestCommitted(limit) : null;
  if (all !== null) return all;
  return jobs
    .flatMap((each) =>
      latestOf(reader, each, limit).map((checkpoint) => ({ job: each.id, clock: each.clock, checkpoint })),
    )
    .sort(
      (a, b) =>
        (a.job === b.job ? b.checkpoint.seq - a.checkpoint.seq : 0) ||
        b.checkpoint.at + b.checkpoint.micros / 1000 - (a.checkpoint.at + a.checkpoint.micros / 1000),
    );
}

/** Failures, which are told by the wall clock, among checkpoints that keep their order. */
function between(
  checkpoints: readonly CheckpointEntry[],
  failures: readonly CheckpointEntry[],
  onWall: ReadonlySet<string>,
): CheckpointEntry[] {
  const left = [...failures];
  const merged: CheckpointEntry[] = [];
  for (const each of checkpoints) {
    while (onWall.has(each.job) && left[0] !== undefined && left[0].latest_ack_timestamp >= each.latest_ack_timestamp)
      merged.push(left.shift() as CheckpointEntry);
    merged.push(each);
  }
  return [...merged, ...left];
}

function latestOf(reader: StoreReader, { id, seq }: JobRow, limit: number): CheckpointRow[] {
  return reader.checkpoints(id, { from: Math.max(1, seq - limit + 1), limit });
}

function entryOf({ id, clock }: Pick<JobRow, 'id' | 'clock'>, row: CheckpointRow): CheckpointEntry {
  const took = row.micros / 1000;
  return {
    job: id,
    id: row.seq,
    status: 'COMPLETED',
    is_savepoint: row.kind === 'savepoint',
    trigger_timestamp: row.at,
    latest_ack_timestamp: row.at + took,
    state_size: row.bytes,
    end_to_end_duration: took,
    external_path: checkpointPath(id, row.seq),
    clock,
  };
}

function savepointEntry(context: Context, row: SavepointRow): CheckpointEntry {
  const took = row.micros / 1000;
  return {
    job: row.job,
    id: row.seq,
    status: 'COMPLETED',
    is_savepoint: true,
    trigger_timestamp: row.at - took,
    latest_ack_timestamp: row.at,
    state_size: row.bytes,
    end_to_end_duration: took,
    external_path: join(savepointsOf(context.storeDir), row.location),
    clock: 'wall',
  };
}

/** A person took it: it is told with the savepoint's own place and times, wherever it is told. */
function asTaken(checkpoint: CheckpointEntry, savepoint: CheckpointEntry): CheckpointEntry {
  const { external_path: path, trigger_timestamp: trigger, latest_ack_timestamp: ack, clock } = savepoint;
  if (!checkpoint.is_savepoint) return { ...checkpoint, external_path: path };
  return {
    ...checkpoint,
    external_path: path,
    trigger_timestamp: trigger,
    latest_ack_timestamp: ack,
    clock,
    ...(checkpoint.clock === 'virtual' ? { own_timestamp: checkpoint.trigger_timestamp } : {}),
  };
}

function failureEntry({ job, kind, at, reason }: FailureRow): CheckpointEntry {
  return {
    job,
    id: null,
    status: 'FAILED',
    is_savepoint: kind === 'savepoint',
    trigger_timestamp: at,
    latest_ack_timestamp: at,
    state_size: 0,
    end_to_end_duration: 0,
    external_path: null,
    failure_message: reason,
    clock: 'wall',
  };
}

function inMilliseconds({ min, max, avg, p99 }: Spread): Spread {
  return { min: min / 1000, max: max / 1000, avg: avg / 1000, p99: p99 / 1000 };
}

/** However many jobs were started after it, the one that was restored last counts. */
function withLatestRestored(reader: StoreReader, jobs: readonly JobRow[]): readonly JobRow[] {
  const [latest] = reader.restores({}, 1);
  const job = latest === undefined || jobs.some(({ id }) => id === latest.job) ? null : reader.job(latest.job);
  return job === null ? jobs : [...jobs, job];
}

/** A restored job began at one; a job that a later engine took over went on from the last one before. */
function restoredOf(
  reader: StoreReader,
  jobs: readonly JobRow[],
  committed: readonly CommittedCheckpoint[],
): CheckpointStatistics['latest']['restored'] {
  const ranks = new Map(committed.map(({ job, checkpoint }, index) => [`${job} ${checkpoint.seq}`, index]));
  // Those that went on too long ago to be among them come after all that are.
  const rankOf = (job: string, seq: number): number => ranks.get(`${job} ${seq}`) ?? committed.length;
  const found = jobs.flatMap((job) => {
    const [row] = reader.restores({ job: job.id }, 1);
    const first = row?.incarnation ?? 1;
    if (job.incarnation > first) {
      const taken = latestOf(reader, job, 1000);
      const at = taken.findIndex(({ incarnation }) => incarnation === job.incarnation);
      const before = at < 0 ? taken.at(-1) : taken[at - 1];
      if (before !== undefined)
        return [
          {
            rank: rankOf(job.id, taken[at]?.seq ?? job.seq),
            entry: {
              job: job.id,
              id: before.seq,
              restore_timestamp: taken[at]?.at ?? job.now,
              is_savepoint: before.kind === 'savepoint',
              external_path: checkpointPath(job.id, before.seq),
              clock: job.clock,
            },
          },
        ];
    }
    if (row === undefined) return [];
    const { seq, at, kind, path } = row;
    return [
      {
        rank: rankOf(job.id, 1),
        entry: {
          job: job.id,
          id: seq,
          restore_timestamp: at,
          is_savepoint: kind === 'savepoint',
          external_path: path,
          clock: 'wall' as const,
        },
      },
    ];
  });
  const [latest] = found.toSorted((a, b) => a.rank - b.rank || b.entry.restore_timestamp - a.entry.restore_timestamp);
  return latest?.entry ?? null;
}
