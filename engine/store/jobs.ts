/** The rows of jobs. What names a job is written once; the rest with every part. */
import type { Connection } from './connection.ts';
import type { Chain } from './history.ts';
import { extIdTaken, UnitRefused } from './part.ts';
import type { JobRow, JobStatus } from './rows.ts';
import type { Sink } from './sink.ts';

interface Stored {
  job_key: number;
  id: string;
  ext_id: string;
  lineage: string;
  definition_key: string;
  definition_version: number;
  parent_job: string | null;
  status: JobStatus;
  held: number;
  seq: number;
  incarnation: number;
  clock: JobRow['clock'];
  now: number;
  message_id: string | null;
  started_at: number;
  ended_at: number | null;
  data: string;
}

/** Columns of JobRow, with the key. */
const columns = `job_key, id, ext_id, lineage, definition_key, definition_version, parent_job, status, held, seq, incarnation,
  clock, now, message_id, started_at, ended_at, data`;

function jobRow(row: Stored): JobRow {
  return {
    id: row.id,
    extId: row.ext_id,
    lineage: row.lineage,
    definitionKey: row.definition_key,
    definitionVersion: row.definition_version,
    parentJob: row.parent_job,
    status: row.status,
    held: row.held !== 0,
    seq: row.seq,
    incarnation: row.incarnation,
    clock: row.clock,
    now: row.now,
    messageId: row.message_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    data: row.data,
  };
}

/** A job's row and its integer key. */
export interface KeyedJob {
  readonly key: number;
  readonly row: JobRow;
}

export function jobById(db: Connection, id: string): KeyedJob | null {
  const row = db.row<Stored>(`SELECT ${columns} FROM job WHERE id = ?`, id);
  return row === undefined ? null : { key: row.job_key, row: jobRow(row) };
}

/** Those that are there, in no order, each with where it stands. */
export function jobsById(db: Connection, ids: readonly string[]): { row: JobRow; position: Position }[] {
  return db
    .rows<Stored & StoredPosition>(
      `SELECT ${columns}, history, oldest, base_bytes, delta_bytes, deltas FROM job WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    )
    .map((row) => ({ row: jobRow(row), position: position(row) }));
}

/** By id, else the latest with that extId. */
export function findJob(db: Connection, idOrExtId: string): JobRow | null {
  const byId = jobById(db, idOrExtId);
  if (byId !== null) return byId.row;
  const row = db.row<Stored>(`SELECT ${columns} FROM job WHERE ext_id = ? ORDER BY job_key DESC LIMIT 1`, idOrExtId);
  return row === undefined ? null : jobRow(row);
}

export interface JobFilter {
  status?: JobStatus;
  definitionKey?: string;
  parentJob?: string | null;
  search?: string;
  /** An incident waits for a person; or a breakpoint, a step or a pause holds it; or neither. */
  stands?: 'incident' | 'held' | 'neither';
}

/** Newest first. The status stands in the text, not in a parameter: partial indexes serve only literals. */
export function listJobs(db: Connection, filter: JobFilter, page: { limit: number; before?: string }): JobRow[] {
  const conditions: string[] = [];
  const parameters: (string | number)[] = [];
  if (filter.status !== undefined) conditions.push(`status = '${literal[filter.status]}'`);
  if (filter.definitionKey !== undefined) {
    conditions.push('definition_key = ?');
    parameters.push(filter.definitionKey);
  }
  if (filter.parentJob === null) conditions.push('parent_job IS NULL');
  else if (filter.parentJob !== undefined) {
    conditions.push('parent_job = ?');
    parameters.push(filter.parentJob);
  }
  if (filter.stands === 'incident') conditions.push('job_key IN (SELECT job_key FROM incident)');
  if (filter.stands === 'held') conditions.push('held = 1 AND ended_at IS NULL');
  if (filter.stands === 'neither') conditions.push('held = 0 AND job_key NOT IN (SELECT job_key FROM incident)');
  if (filter.search !== undefined) {
    conditions.push(
      `(instr(lower(id), ?) > 0 OR instr(lower(ext_id), ?) > 0 OR instr(lower(definition_key), ?) > 0
        OR definition_key IN (SELECT key FROM definition WHERE instr(lower(name), ?) > 0))`,
    );
    const text = filter.search.toLowerCase();
    parameters.push(text, text, text, text);
  }
  if (page.before !== undefined) {
    conditions.push('job_key < (SELECT job_key FROM job WHERE id = ?)');
    parameters.push(page.before);
  }
  const index =
    filter.stands === 'held' ? 'INDEXED BY job_held' : filter.status === undefined ? '' : rare[filter.status];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return db
    .rows<Stored>(
      `SELECT ${columns} FROM job ${index} ${where} ORDER BY job_key DESC LIMIT ?`,
      ...parameters,
      page.limit,
    )
    .map(jobRow);
}

/** Among a million jobs few are in these; the order alone would have SQLite look at all. */
const rare: Readonly<Record<JobStatus, string>> = {
  active: 'INDEXED BY job_active',
  passive: '',
  completed: '',
  failed: 'INDEXED BY job_failed',
  cancelled: 'INDEXED BY job_cancelled',
};

const literal: Readonly<Record<JobStatus, JobStatus>> = {
  active: 'active',
  passive: 'passive',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

export function childrenOf(db: Connection, job: string): JobRow[] {
  return db.rows<Stored>(`SELECT ${columns} FROM job WHERE parent_job = ? ORDER BY job_key`, job).map(jobRow);
}

export function jobsOfLineage(db: Connection, lineage: string): JobRow[] {
  return db.rows<Stored>(`SELECT ${columns} FROM job WHERE lineage = ? ORDER BY job_key`, lineage).map(jobRow);
}

/** What is known of all jobs without looking at them. */
export interface JobTotals {
  readonly jobs: number;
  readonly seqs: number;
  readonly incarnations: number;
}

const active = `SELECT 'active' AS status, count(*) AS jobs, coalesce(sum(seq), 0) AS seqs,
    coalesce(sum(incarnation), 0) AS incarnations FROM job INDEXED BY job_active WHERE status = 'active'`;

function totalsByStatus(db: Connection): (JobTotals & { readonly status: JobStatus })[] {
  return db.rows(`SELECT status, jobs, seqs, incarnations FROM job_total UNION ALL ${active}`);
}

const none: Readonly<Record<JobStatus, number>> = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };

export function countJobs(db: Connection): Record<JobStatus, number> {
  const counts: Record<JobStatus, number> = { ...none };
  for (const row of totalsByStatus(db)) counts[row.status] = row.jobs;
  return counts;
}

/** Of one process. Counted row by row: totals are kept of all jobs only. */
export function countJobsOf(db: Connection, definitionKey: string): Record<JobStatus, number> {
  const rows = db.rows<{ status: JobStatus; n: number }>(
    'SELECT status, count(*) AS n FROM job INDEXED BY job_definition WHERE definition_key = ? GROUP BY status',
    definitionKey,
  );
  return { ...none, ...Object.fromEntries(rows.map(({ status, n }) => [status, n])) };
}

/** Over all jobs. */
export function jobTotals(db: Connection): JobTotals {
  return totalsByStatus(db).reduce(
    (sum, row) => ({
      jobs: sum.jobs + row.jobs,
      seqs: sum.seqs + row.seqs,
      incarnations: sum.incarnations + row.incarnations,
    }),
    { jobs: 0, seqs: 0, incarnations: 0 },
  );
}

export function countIncidents(db: Connection, jobs: readonly string[]): Map<string, number> {
  const rows = db.rows<{ id: string; n: number }>(
    `SELECT job.id, count(*) AS n FROM json_each(?) AS asked JOIN job ON job.id = asked.value JOIN incident USING (job_key)
     GROUP BY job.id`,
    JSON.stringify(jobs),
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** A further condition: only jobs of one process; null: of all. */
const ofProcess = (definitionKey: string | null): [condition: string, parameters: string[]] =>
  definitionKey === null ? ['', []] : ['AND definition_key = ?', [definitionKey]];

/** Jobs in which an incident waits for a person, by status; of one process, or of all. */
export function countIncidentJobs(db: Connection, definitionKey: string | null = null): Record<JobStatus, number> {
  const [condition, parameters] = ofProcess(definitionKey);
  const rows = db.rows<{ status: JobStatus; n: number }>(
    `SELECT status, count(*) AS n FROM job WHERE job_key IN (SELECT job_key FROM incident) ${condition} GROUP BY status`,
    ...parameters,
  );
  return { ...none, ...Object.fromEntries(rows.map(({ status, n }) => [status, n])) };
}

/** Jobs that a person holds and in which no incident waits, by status; of one process, or of all. */
export function countHeldJobs(db: Connection, definitionKey: string | null = null): Record<JobStatus, number> {
  const [condition, parameters] = ofProcess(definitionKey);
  const rows = db.rows<{ status: JobStatus; n: number }>(
    `SELECT status, count(*) AS n FROM job INDEXED BY job_held
     WHERE held = 1 AND ended_at IS NULL AND job_key NOT IN (SELECT job_key FROM incident) ${condition} GROUP BY status`,
    ...parameters,
  );
  return { ...none, ...Object.fromEntries(rows.map(({ status, n }) => [status, n])) };
}

export function activeJobIds(db: Connection, after: string | null, limit: number): string[] {
  return db
    .rows<{ id: string }>(
      "SELECT id FROM job WHERE status = 'active' AND id > ? ORDER BY id LIMIT ?",
      after ?? '',
      limit,
    )
    .map((row) => row.id);
}

/** What a part must know of the stored job before it is written. */
export interface Position extends Chain {
  readonly key: number;
  readonly seq: number;
  readonly status: JobStatus;
  readonly oldest: number | null;
}

interface StoredPosition {
  job_key: number;
  seq: number;
  status: JobStatus;
  history: number | null;
  oldest: number | null;
  base_bytes: number;
  delta_bytes: number;
  deltas: number;
}

export function positionOf(db: Connection, id: string): Position | null {
  const row = db.row<StoredPosition>(
    'SELECT job_key, seq, status, history, oldest, base_bytes, delta_bytes, deltas FROM job WHERE id = ?',
    id,
  );
  return row === undefined ? null : position(row);
}

function position(row: StoredPosition): Position {
  return {
    key: row.job_key,
    seq: row.seq,
    status: row.status,
    last: row.history,
    oldest: row.oldest,
    baseBytes: row.base_bytes,
    deltaBytes: row.delta_bytes,
    deltas: row.deltas,
  };
}

const insert = `
  INSERT INTO job (job_key, id, ext_id, lineage, definition_key, definition_version, parent_job, status, held, seq,
      incarnation, clock, now, message_id, started_at, ended_at, history, oldest, base_bytes, delta_bytes, deltas, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const namesake = `SELECT id FROM job WHERE ext_id = ? AND (lineage <> ? OR status IN ('active', 'passive'))`;

export function lastJobKey(db: Connection): number {
  return db.row<{ key: number | null }>('SELECT max(job_key) AS key FROM job')?.key ?? 0;
}

/** @throws UnitRefused when its extId is another lineage's, or a living job's. */
export function insertJob(to: Sink, key: number, job: JobRow, chain: Chain, oldest: number | null): void {
  const taken = (found: unknown): void => {
    throw extIdTaken(job.extId, (found as { id: string }).id);
  };
  to.absent(namesake, taken, job.extId, job.lineage);
  to.put(
    insert,
    key,
    job.id,
    job.extId,
    job.lineage,
    job.definitionKey,
    job.definitionVersion,
    job.parentJob,
    job.status,
    job.held ? 1 : 0,
    job.seq,
    job.incarnation,
    job.clock,
    job.now,
    job.messageId,
    job.startedAt,
    job.endedAt,
    chain.last,
    oldest,
    chain.baseBytes,
    chain.deltaBytes,
    chain.deltas,
    job.data,
  );
}

const assignments = `held = ?, seq = ?, incarnation = ?, now = ?, message_id = ?, ended_at = ?, history = ?, oldest = ?,
  base_bytes = ?, delta_bytes = ?, deltas = ?, data = ?`;
/** An assignment to `status` rewrites the indexes that name it and has totals kept (migrations.ts), even when nothing changes. */
const updateActive = `UPDATE job SET ${assignments} WHERE job_key = ? AND seq = ?`;
const updateAll = `UPDATE job SET ${assignments}, status = ? WHERE job_key = ? AND seq = ?`;

/** @throws UnitRefused when the job does not stand where it was thought to stand. */
export function updateJob(to: Sink, job: JobRow, stored: Position, chain: Chain, oldest: number | null): void {
  const moved = (): void => {
    throw new UnitRefused(`job ${job.id} does not stand at checkpoint ${stored.seq}`);
  };
  const { seq, incarnation, now, messageId, endedAt, status, data } = job;
  const held = job.held ? 1 : 0;
  const { last, baseBytes, deltaBytes, deltas } = chain;
  if (status === 'active' && stored.status === 'active') {
    to.change(
      updateActive,
      moved,
      held,
      seq,
      incarnation,
      now,
      messageId,
      endedAt,
      last,
      oldest,
      baseBytes,
      deltaBytes,
      deltas,
      data,
      stored.key,
      stored.seq,
    );
  } else {
    to.change(
      updateAll,
      moved,
      held,
      seq,
      incarnation,
      now,
      messageId,
      endedAt,
      last,
      oldest,
      baseBytes,
      deltaBytes,
      deltas,
      data,
      status,
      stored.key,
      stored.seq,
    );
  }
}
