/** How much history stays: trims it in small steps, never inside a commit. */
import { checkpointAt } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { deleteChain, rebase, rebuild } from './history.ts';
import { jobById } from './jobs.ts';
import { HistoryDamaged, type Retention } from './store.ts';

/** Checkpoints trimmed by one call. */
const STEP = 256;
/** Jobs looked at by one call of the first round. */
const LOOK = 1000;

/** How many checkpoints of a job stay; null: all. */
export function keptBy(retention: Retention): number | null {
  if (retention === 'all') return null;
  return retention === 'none' ? 1 : Math.max(1, retention.last);
}

/** Trimming writes a base, so it waits until an eighth more than asked for is kept: one base for many checkpoints. */
export function isExcess(count: number, keep: number): boolean {
  return count > keep + (keep >> 3);
}

/** Knows which jobs have too much history. What an earlier engine left is found by looking at every job once. */
export class Trimmer {
  readonly #db: Connection;
  /** Keys of jobs with something to trim. */
  readonly #excess = new Set<number>();
  /** Jobs whose history cannot be rebuilt keep what they have. */
  readonly #damaged = new Set<number>();
  /** Last key looked at in the first round; null: the round is over. */
  #cursor: number | null = 0;
  #keep: number | null = null;
  #none = false;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** A part was committed; its job now has that many checkpoints. */
  committed(jobKey: number, count: number): void {
    if (this.#cursor === null && this.#keep !== null && (this.#none || isExcess(count, this.#keep))) {
      this.#excess.add(jobKey);
    }
  }

  /** One small step, inside the caller's transaction; answers whether there is more. */
  step(retention: Retention): boolean {
    const keep = keptBy(retention);
    const none = retention === 'none';
    if (keep !== this.#keep || none !== this.#none) {
      this.#keep = keep;
      this.#none = none;
      this.restart();
    }
    if (keep === null) return false;
    this.#look(keep);
    let room = STEP;
    for (const jobKey of this.#excess) {
      if (room <= 0) return true;
      const trimmed = this.#trim(jobKey, keep, room);
      room -= trimmed.rows;
      if (trimmed.done) this.#excess.delete(jobKey);
    }
    return this.#cursor !== null || this.#excess.size > 0;
  }

  /** After a step that was rolled back, nothing is known any more. */
  restart(): void {
    this.#cursor = 0;
    this.#excess.clear();
  }

  #look(keep: number): void {
    if (this.#cursor === null) return;
    const jobs = this.#db.rows<{ job_key: number; count: number; history: number | null }>(
      `SELECT job_key, seq - oldest + 1 AS count, history FROM job WHERE job_key > ? ORDER BY job_key LIMIT ?`,
      this.#cursor,
      LOOK,
    );
    for (const { job_key: key, count, history } of jobs) {
      if (isExcess(count, keep) || (this.#none && history !== null)) this.#excess.add(key);
    }
    this.#cursor = jobs.length < LOOK ? null : (jobs.at(-1)?.job_key ?? null);
  }

  #trim(jobKey: number, keep: number, room: number): { rows: number; done: boolean } {
    if (this.#damaged.has(jobKey)) return { rows: 0, done: true };
    const at = this.#db.row<{ id: string; seq: number; oldest: number | null; history: number | null }>(
      'SELECT id, seq, oldest, history FROM job WHERE job_key = ?',
      jobKey,
    );
    if (at === undefined || at.oldest === null) return { rows: 0, done: true };
    const surplus = at.seq - at.oldest + 1 - keep;
    if (surplus <= 0) {
      return { rows: this.#none ? this.#dropHistory(jobKey, at.history) : 0, done: true };
    }
    const step = Math.min(surplus, room);
    try {
      this.#trimTo(jobKey, at.id, at.oldest + step);
    } catch (error) {
      if (!(error instanceof HistoryDamaged)) throw error;
      this.#damaged.add(jobKey);
      return { rows: step, done: true };
    }
    return { rows: step, done: step === surplus && !this.#none };
  }

  /** The new oldest becomes a base before what it stood on goes. */
  #trimTo(jobKey: number, id: string, oldest: number): void {
    const db = this.#db;
    const job = jobById(db, id);
    const number = checkpointAt(db, jobKey, oldest)?.history ?? null;
    let below = db.row<{ history: number | null }>(
      'SELECT max(history) AS history FROM checkpoint WHERE job_key = ? AND seq < ?',
      jobKey,
      oldest,
    )?.history;
    if (number !== null && job !== null) {
      const state = rebuild(db, job.row, oldest, number);
      rebase(db, number, oldest, state);
      below = state.previous;
    }
    deleteChain(db, jobKey, below ?? null);
    db.run('DELETE FROM checkpoint WHERE job_key = ? AND seq < ?', jobKey, oldest);
    db.run('UPDATE job SET oldest = ? WHERE job_key = ?', oldest, jobKey);
  }

  #dropHistory(jobKey: number, last: number | null): number {
    if (last === null) return 0;
    const db = this.#db;
    const rows = deleteChain(db, jobKey, last);
    db.run('UPDATE checkpoint SET history = NULL WHERE job_key = ? AND history IS NOT NULL', jobKey);
    db.run('UPDATE job SET history = NULL, base_bytes = 0, delta_bytes = 0, deltas = 0 WHERE job_key = ?', jobKey);
    return rows;
  }
}
