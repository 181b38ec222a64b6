/**
 * The holder's side of the lease (checkpoint-semantics, section 9): renews it, lets work begin only under a fresh one, and
 * sees when an agent of a higher priority waits for it.
 */
import { holderLives, type Processes } from '../store/liveness.ts';
import type { AgentRow } from '../store/rows.ts';
import { StoreUnusable, type Store } from '../store/store.ts';
import type { AgentIdentity } from './candidacy.ts';
import type { Clock } from './clock.ts';

export class Tenure {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #processes: Processes;
  readonly #self: AgentIdentity;
  readonly #lasts: number;
  #renewedAt: number;
  #heartbeats = 0;
  /** Heartbeats of those who wait, and when they were last seen to rise. */
  readonly #pulses = new Map<string, { heartbeats: number; at: number | null }>();

  /** To be made in the turn that took the lease. */
  constructor(store: Store, clock: Clock, processes: Processes, self: AgentIdentity) {
    this.#store = store;
    this.#clock = clock;
    this.#processes = processes;
    this.#self = self;
    this.#lasts = self.leaseSeconds * 1000;
    this.#renewedAt = clock.monotonic();
  }

  /** How often to renew, ms. */
  get every(): number {
    return Math.max(50, this.#lasts / 3);
  }

  /** @throws Fenced, StoreUnusable */
  renew(): void {
    const { id } = this.#self;
    const at = this.#clock.monotonic();
    this.#heartbeats += 1;
    const now = this.#clock.now();
    this.#store.renewLease(now, { ...this.#self, id, role: 'active', heartbeatAt: now, heartbeats: this.#heartbeats });
    this.#renewedAt = at;
  }

  /** Whether work may begin: the lease was renewed within half of its time, or is now. @throws Fenced */
  fresh(): boolean {
    if (this.#isRecent()) return true;
    try {
      this.renew();
      // A process may be stopped within a renewal, for longer than the lease lasts.
      return this.#isRecent();
    } catch (error) {
      if (error instanceof StoreUnusable && error.retryable) return false;
      throw error;
    }
  }

  #isRecent(): boolean {
    return this.#clock.monotonic() - this.#renewedAt <= this.#lasts / 2;
  }

  /** Who waits, lives and has a higher priority, if anybody. */
  successor(): AgentRow | null {
    const now = this.#clock.monotonic();
    const better = this.#store
      .agents()
      .filter(({ id, role, priority }) => id !== this.#self.id && role === 'standby' && priority > this.#self.priority);
    const alive = better.filter((other) => {
      const before = this.#pulses.get(other.id);
      const beats = before !== undefined && other.heartbeats > before.heartbeats;
      const at = beats ? now : (before?.at ?? null);
      this.#pulses.set(other.id, { heartbeats: other.heartbeats, at });
      return at !== null && now - at < this.#lasts && holderLives(other, this.#processes);
    });
    return alive.toSorted((left, right) => right.priority - left.priority)[0] ?? null;
  }

  /** Announces the agent as the active one, and forgets those that are gone without a word. */
  begin(): void {
    try {
      this.renew();
      this.#sweep();
    } catch (error) {
      if (!(error instanceof StoreUnusable) || !error.retryable) throw error; // else: with the next renewal
    }
  }

  #sweep(): void {
    const gone = this.#store
      .agents()
      .filter((other) => other.id !== this.#self.id && !holderLives(other, this.#processes));
    this.#store.withdrawAgents(gone.map(({ id }) => id));
  }
}
