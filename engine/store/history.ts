/**
 * History: one row per part that a job committed, appended and linked to the job's row before; a few bases, which hold
 * every row of the state, and deltas, which hold the changes. Rebuilding reads from a base up, 100 rows at most.
 *
 * A base is written when the deltas since the last one outweigh it, so that all bases together weigh no more than all
 * deltas (times a constant), and after 99 deltas. A base that is trimmed to is written in its delta's place.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Connection } from './connection.ts';
import type {
  CheckpointPart,
  CheckpointRow,
  HistoryStep,
  JobRow,
  JobStatus,
  StateChange,
  StoredState,
} from './rows.ts';
import type { Sink } from './sink.ts';
import { overlay, storedShape } from './state-rows.ts';
import { HistoryDamaged, HistoryMissing } from './store.ts';
import { jobById } from './jobs.ts';
import { readState } from './state.ts';
import { checkpointAt, keptCheckpoints, latestCheckpoint } from './checkpoints.ts';

/** Where a job's history stands: its last row, and what the next one is decided by. */
export interface Chain {
  readonly last: number | null;
  readonly baseBytes: number;
  readonly deltaBytes: number;
  /** Deltas since the last base. */
  readonly deltas: number;
}

/** Nothing written yet. */
export const emptyChain: Chain = { last: null, baseBytes: 0, deltaBytes: 0, deltas: 0 };

const MOST_DELTAS = 99;
/** Below this, another delta costs a rebuild less than another base costs the commit. */
const SMALLEST_BASE = 8192;
/** Deflating costs some 25 µs however small the text is: as much as the whole rest of a small commit. */
const DEFLATE_FROM = 4096;

/** What changes in a job's row; what names the job is read from the row itself. */
type Mutable = [
  status: JobStatus,
  held: boolean,
  seq: number,
  incarnation: number,
  now: number,
  messageId: string | null,
  endedAt: number | null,
  data: string,
];
/** Timers bring their due time, subscriptions what they wait for. */
type Packed = [
  entity: StateChange['entity'],
  id: string,
  data: string | null,
  a?: number | string | null,
  b?: string | null,
];
/** A text that stands behind the first line is there as its length, in UTF-16 units. */
type Outlined<Of extends unknown[]> = { [Index in keyof Of]: Of[Index] | number };

/** Ends the first line: JSON itself has no line ends. */
const LINE_END = '\n';

function outline(change: StateChange): unknown[] {
  const { entity, id, data } = change;
  if (data === null) return [entity, id, null];
  if (entity === 'timer') return [entity, id, data.length, change.due ?? null];
  if (entity === 'subscription') return [entity, id, data.length, change.message ?? '', change.key ?? null];
  return [entity, id, data.length];
}

function unpack([entity, id, data, a, b]: Packed): StateChange {
  if (entity === 'timer') return storedShape({ entity, id, data, due: typeof a === 'number' ? a : null });
  if (entity === 'subscription') {
    return storedShape({ entity, id, data, message: typeof a === 'string' ? a : '', key: b ?? null });
  }
  return { entity, id, data };
}

/** A line of JSON that says what there is, then the texts of the rows, one behind the other: they are JSON already. */
function envelope(job: JobRow, rows: readonly StateChange[]): string {
  const { status, held, seq, incarnation, now, messageId, endedAt } = job;
  const mutable: Outlined<Mutable> = [status, held, seq, incarnation, now, messageId, endedAt, job.data.length];
  let text = JSON.stringify([mutable, rows.map(outline)]) + LINE_END + job.data;
  for (const { data } of rows) if (data !== null) text += data;
  return text;
}

function compressed(text: string): string | Buffer {
  if (text.length < DEFLATE_FROM) return text;
  const deflated = deflateRawSync(text, { level: 1 });
  return deflated.length * 10 < text.length * 9 ? deflated : text;
}

/** Of a row of history; names the job and the place, so that no row passes for another's. */
export function checksum(job: string, seq: number, base: boolean, payload: string | Uint8Array): number {
  return crc32(payload, crc32(`${job} ${seq} ${base ? 'base' : 'delta'} `));
}

/** A row that is ready to be written, and where the chain stands with it. */
export interface Link {
  readonly number: number;
  readonly previous: number | null;
  readonly base: boolean;
  readonly payload: string | Buffer;
  readonly checksum: number;
  readonly chain: Chain;
}

/** Reads the state as it is before the part is written, if it must. */
export function linkFor(
  db: Connection,
  part: CheckpointPart,
  jobKey: number | null,
  chain: Chain,
  number: number,
): Link {
  const { job, changes } = part;
  const base =
    chain.last === null || chain.deltas >= MOST_DELTAS || chain.deltaBytes > Math.max(chain.baseBytes, SMALLEST_BASE);
  const before = base && jobKey !== null ? readState(db, jobKey) : [];
  const text = envelope(job, base ? overlay(before, changes) : changes);
  const payload = compressed(text);
  return {
    number,
    previous: chain.last,
    base,
    payload,
    checksum: checksum(job.id, job.seq, base, payload),
    chain: base
      ? { last: number, baseBytes: text.length, deltaBytes: 0, deltas: 0 }
      : {
          last: number,
          baseBytes: chain.baseBytes,
          deltaBytes: chain.deltaBytes + text.length,
          deltas: chain.deltas + 1,
        },
  };
}

/** After a part whose changes history does not hold: the next row must be a base. */
export function broken(chain: Chain): Chain {
  return { ...chain, deltas: MOST_DELTAS };
}

const insert =
  'INSERT INTO history (number, previous, job_key, seq, base, checksum, payload) VALUES (?, ?, ?, ?, ?, ?, ?)';

export function appendLink(to: Sink, jobKey: number, seq: number, link: Link): void {
  to.put(insert, link.number, link.previous, jobKey, seq, link.base ? 1 : 0, link.checksum, link.payload);
}

export function lastHistoryNumber(db: Connection): number {
  return db.row<{ number: number | null }>('SELECT max(number) AS number FROM history')?.number ?? 0;
}

interface StoredLink {
  number: number;
  previous: number | null;
  seq: number;
  base: number;
  checksum: number;
  payload: string | Uint8Array;
}

/** The rows of the state and of the job at one row of history; every row on the way is checked. */
export interface Rebuilt {
  readonly job: JobRow;
  readonly rows: StateChange[];
  /** Whether the row itself is a base. */
  readonly base: boolean;
  readonly previous: number | null;
}

export function rebuild(db: Connection, job: JobRow, seq: number, number: number): Rebuilt {
  const damaged = (what: string, cause?: unknown): HistoryDamaged =>
    new HistoryDamaged(`The history of job ${job.id} is damaged at checkpoint ${seq}: ${what}.`, { cause });
  const links: StoredLink[] = [];
  for (let next: number | null = number; next !== null;) {
    const link: StoredLink = checkedLink(db, job, seq, next);
    links.push(link);
    if (link.base !== 0) break;
    if (link.previous === null || link.previous >= link.number) throw damaged('it stands on nothing');
    next = link.previous;
  }
  const top = links[0];
  if (top === undefined) throw damaged('it has no rows');
  try {
    const envelopes = links.reverse().map((link) => open(link.payload));
    const mutable = envelopes.at(-1)?.[0];
    if (mutable === undefined) throw damaged('it has no rows');
    const [first = [], ...later] = envelopes.map(([, rows]) => rows.map(unpack));
    return {
      job: withMutable(job, mutable),
      rows: overlay(first, ...later),
      base: top.base !== 0,
      previous: top.previous,
    };
  } catch (error) {
    if (error instanceof HistoryDamaged) throw error;
    throw damaged('a row cannot be read', error);
  }
}

/** What each kept checkpoint changed, oldest first. @throws HistoryDamaged */
export function steps(db: Connection, id: string, page: { from?: number; limit: number }): HistoryStep[] {
  return db.snapshot(() => {
    const job = jobById(db, id);
    if (job === null) return [];
    return keptCheckpoints(db, job.key, page).map(({ history, before, checkpoint }) => {
      const links = linksAfter(db, job.row, checkpoint.seq, history, before);
      const changes = links.map(({ payload }) => open(payload)[1].map(unpack));
      const whole = links[0]?.base === 1;
      return { checkpoint, whole, rows: whole ? overlay([], ...changes) : changes.flat() };
    });
  });
}

/** The links of a checkpoint and of what was written since the one before it: from a base up, or all of them. */
function linksAfter(db: Connection, job: JobRow, seq: number, number: number, before: number | null): StoredLink[] {
  const links: StoredLink[] = [];
  for (let next: number | null = number; next !== null && next !== before;) {
    const link: StoredLink = checkedLink(db, job, seq, next);
    links.unshift(link);
    next = link.base === 0 ? link.previous : null;
  }
  return links;
}

function checkedLink(db: Connection, job: JobRow, seq: number, number: number): StoredLink {
  const damaged = (what: string): HistoryDamaged =>
    new HistoryDamaged(`The history of job ${job.id} is damaged at checkpoint ${seq}: ${what}.`);
  const link = db.row<StoredLink>(
    'SELECT number, previous, seq, base, checksum, payload FROM history WHERE number = ?',
    number,
  );
  if (link === undefined) throw damaged('a row that it stands on is missing');
  if (checksum(job.id, link.seq, link.base !== 0, link.payload) !== link.checksum) {
    throw damaged(`the row of checkpoint ${link.seq} fails its checksum`);
  }
  return link;
}

function open(payload: string | Uint8Array): [Mutable, Packed[]] {
  const text = typeof payload === 'string' ? payload : inflateRawSync(payload).toString('utf8');
  let at = text.indexOf(LINE_END);
  // Rows of a time that put texts into the line.
  if (at < 0) return JSON.parse(text) as [Mutable, Packed[]];
  const [mutable, rows] = JSON.parse(text.slice(0, at)) as [Outlined<Mutable>, Outlined<Packed>[]];
  at += 1;
  const filled = <Row extends unknown[]>(row: Outlined<Row>, index: number): Row => {
    const length = row[index];
    if (typeof length === 'number') row[index] = text.slice(at, (at += length));
    return row as Row;
  };
  return [filled<Mutable>(mutable, 7), rows.map((row) => filled<Packed>(row, 2))];
}

function withMutable(job: JobRow, mutable: Mutable): JobRow {
  const [status, held, seq, incarnation, now, messageId, endedAt, data] = mutable;
  return { ...job, status, held, seq, incarnation, now, messageId, endedAt, data };
}

/** Writes a rebuilt state in the place of its delta; nothing below it is needed any more. */
export function rebase(db: Connection, number: number, seq: number, state: Rebuilt): void {
  if (state.base) {
    db.run('UPDATE history SET previous = NULL WHERE number = ?', number);
    return;
  }
  const payload = compressed(envelope(state.job, state.rows));
  db.run(
    'UPDATE history SET previous = NULL, base = 1, checksum = ?, payload = ? WHERE number = ?',
    checksum(state.job.id, seq, true, payload),
    payload,
    number,
  );
}

/** Deletes a row of a job and everything below it; answers how many rows. */
export function deleteChain(db: Connection, jobKey: number, from: number | null): number {
  let deleted = 0;
  for (let next = from; next !== null; deleted++) {
    const gone = db.row<{ previous: number | null }>(
      'DELETE FROM history WHERE number = ? AND job_key = ? RETURNING previous',
      next,
      jobKey,
    );
    if (gone === undefined) break;
    next = gone.previous;
  }
  return deleted;
}

/** The state as of a checkpoint. */
export function stateAt(db: Connection, id: string, seq: number): StoredState {
  return db.snapshot(() => {
    const job = jobById(db, id);
    if (job === null) throw new HistoryMissing(`There is no job ${id} in the store.`);
    const found = checkpointAt(db, job.key, seq);
    if (found === null || found.history === null) throw missing(db, id, job.key, seq);
    const { job: row, rows } = rebuild(db, job.row, seq, found.history);
    return { job: row, rows, checkpoint: found.checkpoint };
  });
}

function missing(db: Connection, id: string, jobKey: number, seq: number): HistoryMissing {
  const oldest = db.row<{ seq: number | null }>(
    'SELECT min(seq) AS seq FROM checkpoint WHERE job_key = ? AND history IS NOT NULL',
    jobKey,
  )?.seq;
  return new HistoryMissing(missingWords(id, seq, oldest ?? null, latestCheckpoint(db, id)));
}

/** The words of every store. */
export function missingWords(job: string, seq: number, oldest: number | null, latest: CheckpointRow | null): string {
  const kept =
    oldest === null
      ? 'no history of it is kept'
      : `the oldest kept is ${oldest}, the latest is ${latest?.seq ?? oldest}`;
  return `Checkpoint ${seq} of job ${job} is not in the history: ${kept}.`;
}
