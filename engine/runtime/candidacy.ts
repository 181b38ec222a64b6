/**
 * How an agent comes to the lease of a store (checkpoint-semantics, section 9). It takes a lease that is free, or whose
 * holder is dead. A standby waits for that, and takes over from a holder that has not renewed for as long as a lease
 * lasts, by the standby's own monotonic clock: one that is frozen and holds the write lock is killed, one that does not is
 * fenced by the next epoch.
 */
import { holderLives, type Processes } from '../store/liveness.ts';
import type { HolderVerdict, TakenLease } from '../store/lease.ts';
import type { AgentRow, LeaseRow } from '../store/rows.ts';
import { StoreUnusable, type Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import { recorderFile } from './recorder.ts';

/** Somebody else holds the lease and lives. */
export class HeldByAnother extends Error {
  constructor(holder: LeaseRow) {
    super(`the store is in use: agent ${holder.agent} (pid ${holder.pid}) holds the lease`);
    this.name = 'HeldByAnother';
  }
}

/** It was told to stop before it had the lease. */
export class CandidateLeft extends Error {
  constructor() {
    super('stopped before it had the lease');
    this.name = 'CandidateLeft';
  }
}

/** What a row says of an agent all its life. */
export type AgentIdentity = Omit<AgentRow, 'role' | 'heartbeatAt' | 'heartbeats'>;

export interface CandidacyParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly self: AgentIdentity;
  /** Whether it waits while another holds the lease. */
  readonly standby: boolean;
  /** It waits for this one: said once for each. */
  readonly waits: (holder: LeaseRow) => void;
  readonly leaving: AbortSignal;
}

const POLL_MS = 100;
/** How long a standby waits for the write lock before it looks again. */
const LOCK_MS = 250;

/** @throws HeldByAnother, CandidateLeft, StoreUnusable */
export async function comeToLease(parts: CandidacyParts): Promise<TakenLease> {
  const candidacy = new Candidacy(parts);
  try {
    for (;;) {
      if (parts.leaving.aborted) throw new CandidateLeft();
      const taken = candidacy.look();
      if (taken !== null) return taken;
      await candidacy.pause();
    }
  } catch (error) {
    candidacy.withdraw();
    throw error;
  }
}

type Finding = 'free' | 'held' | Exclude<HolderVerdict, false>;

class Candidacy {
  readonly #parts: CandidacyParts;
  readonly #patience: number;
  /** The lease as it was first seen like this, and when. */
  #seen: { epoch: number; renewals: number; since: number } | null = null;
  #told: number | null = null;
  /** Since when nobody holds it. */
  #freeSince: number | null = null;
  #heartbeats = 0;
  #beat = -Infinity;

  constructor(parts: CandidacyParts) {
    this.#parts = parts;
    this.#patience = parts.self.leaseSeconds * 1000;
  }

  /** Takes the lease if it may. */
  look(): TakenLease | null {
    const { store, standby, waits } = this.#parts;
    const holder = store.lease();
    const finding = this.#judge(holder);
    if (finding === 'held' && holder !== null) {
      if (!standby) throw new HeldByAnother(holder);
      if (this.#told !== holder.epoch) waits(holder);
      this.#told = holder.epoch;
      this.#freeSince = null;
    } else if (!standby || !this.#yields()) {
      const taken = this.#take(finding, holder);
      if (taken !== null) return taken;
    }
    if (standby) this.#announce();
    return null;
  }

  async pause(): Promise<void> {
    const { clock, leaving } = this.#parts;
    await new Promise<void>((resolve) => {
      const callOff = clock.after(Math.min(POLL_MS, this.#patience / 4), resolve);
      leaving.addEventListener(
        'abort',
        () => {
          callOff();
          resolve();
        },
        { once: true },
      );
    });
  }

  withdraw(): void {
    const { store, self } = this.#parts;
    if (this.#heartbeats === 0) return;
    try {
      store.withdrawAgents([self.id]);
    } catch (error) {
      // Others see that its process is gone.
      if (!(error instanceof StoreUnusable)) throw error;
    }
  }

  #judge(holder: LeaseRow | null): Finding {
    const { clock, processes } = this.#parts;
    if (holder === null || holder.released) return 'free';
    if (!holderLives(holder, processes)) return 'dead';
    const { epoch, renewals } = holder;
    const now = clock.monotonic();
    if (this.#seen?.epoch !== epoch || this.#seen.renewals !== renewals) this.#seen = { epoch, renewals, since: now };
    return now - this.#seen.since >= this.#patience ? 'expired' : 'held';
  }

  /** Whether somebody of a higher priority waits for it too, and is given the time to take it. */
  #yields(): boolean {
    const { store, clock, processes, self } = this.#parts;
    const now = clock.monotonic();
    this.#freeSince ??= now;
    if (now - this.#freeSince >= this.#patience) return false;
    return store
      .agents()
      .some(
        (other) =>
          other.id !== self.id &&
          other.role === 'standby' &&
          other.priority > self.priority &&
          holderLives(other, processes) &&
          processes.isFrozen(other.pid) !== true,
      );
  }

  #take(finding: Finding, holder: LeaseRow | null): TakenLease | null {
    const { store, clock, self, standby } = this.#parts;
    const verdict = finding === 'dead' || finding === 'expired' ? finding : false;
    try {
      return store.acquireLease(
        {
          agent: self.name,
          pid: self.pid,
          processStart: self.processStart,
          boot: self.boot,
          renewedAt: clock.now(),
          recorder: (epoch) => recorderFile(epoch, self.name),
        },
        // Only the one that was judged.
        (now) => (now.epoch === holder?.epoch && now.renewals === holder.renewals ? verdict : false),
        standby ? LOCK_MS : undefined,
      );
    } catch (error) {
      if (!standby || !(error instanceof StoreUnusable) || !error.retryable) throw error;
      if (finding === 'expired' && holder !== null) this.#kill(holder);
      return null;
    }
  }

  /** It does not renew, and nobody gets the write lock: it is frozen in the middle of a transaction. */
  #kill(holder: LeaseRow): void {
    const { processes, self } = this.#parts;
    if (holder.pid === self.pid || holder.boot !== self.boot || !holderLives(holder, processes)) return;
    processes.kill(holder.pid);
  }

  #announce(): void {
    const { store, clock, self } = this.#parts;
    const now = clock.monotonic();
    if (now - this.#beat < this.#patience / 3) return;
    this.#beat = now;
    this.#heartbeats += 1;
    try {
      store.announceAgent(
        { ...self, role: 'standby', heartbeatAt: clock.now(), heartbeats: this.#heartbeats },
        LOCK_MS,
      );
    } catch (error) {
      if (!(error instanceof StoreUnusable) || !error.retryable) throw error; // else: with the next heartbeat
    }
  }
}
