/** The lease: one row, whose epoch every write of the engine is checked against. */
import type { Connection } from './connection.ts';
import type { LeaseRow } from './rows.ts';
import { Fenced } from './store.ts';

interface Stored {
  agent: string;
  epoch: number;
  pid: number;
  process_start: string;
  boot: string;
  renewed_at: number;
  renewals: number;
  recorder: string;
  released: number;
}

export type LeaseClaim = Omit<LeaseRow, 'epoch' | 'renewals' | 'released'>;

export function readLease(db: Connection): LeaseRow | null {
  const row = db.row<Stored>('SELECT * FROM lease');
  if (row === undefined) return null;
  return {
    agent: row.agent,
    epoch: row.epoch,
    pid: row.pid,
    processStart: row.process_start,
    boot: row.boot,
    renewedAt: row.renewed_at,
    renewals: row.renewals,
    recorder: row.recorder,
    released: row.released === 1,
  };
}

/** The lease as far as this connection holds it. All but `acquire` run inside the caller's transaction. */
export class HeldLease {
  readonly #db: Connection;
  #epoch: number | null = null;

  constructor(db: Connection) {
    this.#db = db;
  }

  acquire(
    claim: LeaseClaim,
    holderIsDead: (holder: LeaseRow) => boolean,
  ): { before: LeaseRow | null; now: LeaseRow } | null {
    const taken = this.#db.transaction(() => {
      const before = readLease(this.#db);
      if (before !== null && !before.released && !holderIsDead(before)) return null;
      const now: LeaseRow = { ...claim, epoch: (before?.epoch ?? 0) + 1, renewals: 0, released: false };
      this.#db.run(
        'REPLACE INTO lease (only, agent, epoch, pid, process_start, boot, renewed_at, renewals, recorder, released) VALUES (1, ?, ?, ?, ?, ?, ?, 0, ?, 0)',
        now.agent,
        now.epoch,
        now.pid,
        now.processStart,
        now.boot,
        now.renewedAt,
        now.recorder,
      );
      return { before, now };
    });
    if (taken !== null) this.#epoch = taken.now.epoch;
    return taken;
  }

  /** @throws Fenced unless the stored lease is ours and not released. */
  check(): void {
    const row = this.#db.row<{ epoch: number; released: number }>('SELECT epoch, released FROM lease');
    if (this.#epoch === null) throw new Fenced('This engine does not hold the lease of the store.');
    if (row?.epoch !== this.#epoch) {
      throw new Fenced(`The lease of the store was taken over: epoch ${row?.epoch ?? 0}, ours is ${this.#epoch}.`);
    }
    if (row.released !== 0) throw new Fenced(`The lease of the store, epoch ${this.#epoch}, was released.`);
  }

  renew(at: number): void {
    this.check();
    this.#db.run('UPDATE lease SET renewals = renewals + 1, renewed_at = ?', at);
  }

  release(): void {
    this.check();
    this.#db.run('UPDATE lease SET released = 1');
  }
}
