/** The rows of checkpoints: what is known about each, without the state that it saved. */
import type { Connection } from './connection.ts';
import type { CheckpointKind, CheckpointRow, CommittedCheckpoint } from './rows.ts';
import type { Sink } from './sink.ts';

interface Stored {
  seq: number;
  history: number | null;
  kind: CheckpointKind;
  reasons: string;
  element: string | null;
  at: number;
  bytes: number;
  micros: number | null;
  incarnation: number;
  children: string;
}

/** Lists of reasons are few, and read once for all rows of a page. */
type Reasons = Map<string, readonly string[]>;

const nobody: CheckpointRow['children'] = Object.freeze({});

function reasonsOf(text: string, known: Reasons): readonly string[] {
  const reasons = known.get(text) ?? (JSON.parse(text) as string[]);
  known.set(text, reasons);
  return reasons;
}

function checkpointRow(row: Stored, known: Reasons = new Map()): CheckpointRow {
  return {
    seq: row.seq,
    kind: row.kind,
    reasons: reasonsOf(row.reasons, known),
    element: row.element,
    at: row.at,
    bytes: row.bytes,
    micros: row.micros ?? 0,
    incarnation: row.incarnation,
    children: row.children === '{}' ? nobody : (JSON.parse(row.children) as Record<string, number>),
  };
}

const insert = `
  INSERT INTO checkpoint (job_key, seq, history, kind, reasons, element, at, bytes, micros_before, incarnation, children)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Texts of lists of reasons: there are few. */
const reasonTexts = new Map<string, string>();

function textOfReasons(reasons: readonly string[]): string {
  const [only] = reasons;
  if (reasons.length !== 1 || only === undefined) return JSON.stringify(reasons);
  let text = reasonTexts.get(only);
  if (text === undefined) reasonTexts.set(only, (text = JSON.stringify(reasons)));
  return text;
}

function textOfChildren(children: CheckpointRow['children']): string {
  for (const _ in children) return JSON.stringify(children);
  return '{}';
}

export function insertCheckpoint(
  to: Sink,
  jobKey: number,
  checkpoint: Omit<CheckpointRow, 'bytes' | 'micros'>,
  bytes: number,
  history: number | null,
  microsBefore: number | null,
): void {
  to.put(
    insert,
    jobKey,
    checkpoint.seq,
    history,
    checkpoint.kind,
    textOfReasons(checkpoint.reasons),
    checkpoint.element,
    checkpoint.at,
    bytes,
    microsBefore,
    checkpoint.incarnation,
    textOfChildren(checkpoint.children),
  );
}

/**
 * How long a checkpoint took is known only once it is durable. The next checkpoint of the job says it of the one before,
 * at no cost; the latest one's own row says it once somebody had the time to write that.
 */
export interface Duration {
  readonly jobKey: number;
  readonly seq: number;
  readonly micros: number;
}

export function writeDuration(db: Connection, { jobKey, seq, micros }: Duration): void {
  db.statement('UPDATE checkpoint SET micros = ? WHERE job_key = ? AND seq = ?').run(micros, jobKey, seq);
}

const columns = `seq, history, kind, reasons, element, at, bytes, incarnation, children,
  coalesce(micros, (SELECT next.micros_before FROM checkpoint AS next
    WHERE next.job_key = checkpoint.job_key AND next.seq = checkpoint.seq + 1)) AS micros`;
const ofJob = `SELECT ${columns} FROM checkpoint WHERE job_key = (SELECT job_key FROM job WHERE id = ?)`;

export function listCheckpoints(db: Connection, job: string, page: { from?: number; limit: number }): CheckpointRow[] {
  const known: Reasons = new Map();
  // One more than asked for: it may know how long the last of them took.
  const rows = db.rows<Stored & { micros_before: number | null }>(
    `SELECT seq, history, kind, reasons, element, at, bytes, incarnation, children, micros, micros_before FROM checkpoint
      WHERE job_key = (SELECT job_key FROM job WHERE id = ?) AND seq >= ? ORDER BY seq LIMIT ?`,
    job,
    page.from ?? 0,
    page.limit + 1,
  );
  return rows.slice(0, page.limit).map((row, index) => {
    const next = rows[index + 1];
    const micros = row.micros ?? (next?.seq === row.seq + 1 ? next.micros_before : null);
    return checkpointRow({ ...row, micros }, known);
  });
}

export function latestCheckpoint(db: Connection, job: string): CheckpointRow | null {
  const row = db.row<Stored>(`${ofJob} ORDER BY seq DESC LIMIT 1`, job);
  return row === undefined ? null : checkpointRow(row);
}

/** History only grows at its end: its numbers are the order of the commits. Null: the latest job has none. */
export function latestCommitted(db: Connection, limit: number): CommittedCheckpoint[] | null {
  const latest = db.row<{ history: number | null }>(
    `SELECT history FROM checkpoint WHERE job_key = (SELECT max(job_key) FROM job) ORDER BY seq DESC LIMIT 1`,
  );
  if (latest !== undefined && latest.history === null) return null;
  const known: Reasons = new Map();
  return db
    .rows<Stored & { job: string; clock: 'wall' | 'virtual' }>(
      `SELECT job.id AS job, job.clock, checkpoint.seq, checkpoint.history, kind, reasons, element, at, bytes,
          checkpoint.incarnation, children, coalesce(micros, (SELECT next.micros_before FROM checkpoint AS next
            WHERE next.job_key = checkpoint.job_key AND next.seq = checkpoint.seq + 1)) AS micros
        FROM history CROSS JOIN checkpoint ON checkpoint.job_key = history.job_key AND checkpoint.seq = history.seq
            AND checkpoint.history = history.number
          CROSS JOIN job ON job.job_key = history.job_key
        ORDER BY history.number DESC LIMIT ?`,
      limit,
    )
    .map((row) => ({ job: row.job, clock: row.clock, checkpoint: checkpointRow(row, known) }));
}

/** One checkpoint, with the number of its row of history. */
export function checkpointAt(
  db: Connection,
  jobKey: number,
  seq: number,
): { history: number | null; checkpoint: CheckpointRow } | null {
  const row = db.row<Stored>(`SELECT ${columns} FROM checkpoint WHERE job_key = ? AND seq = ?`, jobKey, seq);
  return row === undefined ? null : { history: row.history, checkpoint: checkpointRow(row) };
}

/** Those whose state is kept, in order, each with its row of history and that of the one before. */
export function keptCheckpoints(
  db: Connection,
  jobKey: number,
  page: { from?: number; limit: number },
): { history: number; before: number | null; checkpoint: CheckpointRow }[] {
  const rows = db.rows<Stored & { history: number; before: number | null }>(
    `SELECT ${columns}, (SELECT last.history FROM checkpoint AS last WHERE last.job_key = checkpoint.job_key
        AND last.seq < checkpoint.seq ORDER BY last.seq DESC LIMIT 1) AS before
      FROM checkpoint WHERE job_key = ? AND seq >= ? AND history IS NOT NULL ORDER BY seq LIMIT ?`,
    jobKey,
    page.from ?? 0,
    page.limit,
  );
  return rows.map((row) => ({ history: row.history, before: row.before, checkpoint: checkpointRow(row) }));
}
