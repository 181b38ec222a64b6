/** The lease: one row, whose epoch every write of the engine is checked against. */
import { beginTenure, endTenure, writeAgent } from './agents.ts';
import type { Connection } from './connection.ts';
import type { AgentRow, LeaseRow, TenureEnd } from './rows.ts';
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

export interface LeaseClaim extends Omit<LeaseRow, 'epoch' | 'renewals' | 'released' | 'recorder'> {
  /** The name itself, or what makes it of the epoch that the claim gets. */
  readonly recorder: string | ((epoch: number) => string);
}

/** What the one who claims the lease knows of its holder: why it has lost it; false: it has not. */
export type HolderVerdict = false | Extract<TenureEnd, 'dead' | 'expired'>;

/** The lease before, and the one that was taken. */
export interface TakenLease {
  readonly before: LeaseRow | null;
  readonly now: LeaseRow;
}

/** The row that a claim becomes. */
export function leaseOf(claim: LeaseClaim, before: LeaseRow | null): LeaseRow {
  const epoch = (before?.epoch ?? 0) + 1;
  const recorder = typeof claim.recorder === 'string' ? claim.recorder : claim.recorder(epoch);
  return { ...claim, recorder, epoch, renewals: 0, released: false };
}

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

/** Inside a transaction. @throws Fenced unless the stored lease is of this epoch and not released. */
export function requireLease(db: Connection, epoch: number): void {
  const row = db.row<{ epoch: number; released: number }>('SELECT epoch, released FROM lease');
  if (row?.epoch !== epoch) {
    throw new Fenced(`The lease of the store was taken over: epoch ${row?.epoch ?? 0}, ours is ${epoch}.`);
  }
  if (row.released !== 0) throw new Fenced(`The lease of the store, epoch ${epoch}, was released.`);
}

/** The lease as far as this connection holds it. All but `acquire` run inside the caller's transaction. */
export class HeldLease {
  readonly #db: Connection;
  #epoch: number | null = null;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Whether it took the lease; it may have lost it since, which its next write learns. */
  get isHeld(): boolean {
    return this.#epoch !== null;
  }

  /** @throws Fenced when it never held the lease. */
  get epoch(): number {
    if (this.#epoch === null) throw new Fenced('This engine does not hold the lease of the store.');
    return this.#epoch;
  }

  acquire(claim: LeaseClaim, judge: (holder: LeaseRow) => HolderVerdict): TakenLease | null {
    const taken = this.#db.transaction(() => {
      const before = readLease(this.#db);
      const verdict = before === null || before.released ? null : judge(before);
      if (verdict === false) return null;
      const now = leaseOf(claim, before);
      // It held the lease until it was last heard of, not until somebody noticed.
      if (before !== null && verdict !== null) endTenure(this.#db, before.epoch, before.renewedAt, verdict);
      beginTenure(this.#db, { epoch: now.epoch, agent: now.agent, pid: now.pid, beganAt: now.renewedAt });
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
    requireLease(this.#db, this.epoch);
  }

  renew(at: number, agent: AgentRow | null): void {
    this.check();
    this.#db.run('UPDATE lease SET renewals = renewals + 1, renewed_at = ?', at);
    if (agent !== null) writeAgent(this.#db, agent);
  }

  release(at: number, end: TenureEnd): void {
    this.check();
    this.#db.run('UPDATE lease SET released = 1');
    if (this.#epoch !== null) endTenure(this.#db, this.#epoch, at, end);
  }
}
