/**
 * The commit path, asynchronous towards the interpreter: units that are ready together commit together; each has its own
 * nested transaction, so that one that fails does not take the others along (checkpoint-semantics, section 7).
 *
 *  1. A unit's `done` is called only after its transaction is durable, or is known not to be.
 *  2. Units of one job never overlap: the job's barrier sees to that.
 *  3. While the store has no room, units wait in order; nothing is answered.
 *  4. `starting` is called before each transaction, in the turn after the one that submitted its first unit.
 */
import type { CommitUnit } from '../store/rows.ts';
import { StoreUnusable, type Store, type UnitResult } from '../store/store.ts';
import type { Clock } from './clock.ts';

export interface QueuedUnit {
  readonly unit: CommitUnit;
  readonly done: (result: UnitResult) => void;
}

/** Units in one transaction at the most. */
const GROUP = 500;
/** Pauses while there is no room: 0.1 s, growing to 5 s. */
const PAUSES = [100, 200, 500, 1000, 2000, 5000] as const;

export class CommitPath {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #starting: () => void;
  readonly #broken: (error: Error) => void;
  readonly #paused: (reason: string | null) => void;
  #queue: QueuedUnit[] = [];
  #scheduled = false;
  #imminent = false;
  #pauses = 0;
  #closed = false;

  constructor(
    store: Store,
    clock: Clock,
    on: { starting: () => void; broken: (error: Error) => void; paused: (reason: string | null) => void },
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#starting = on.starting;
    this.#broken = on.broken;
    this.#paused = on.paused;
  }

  /** Units that wait for their transaction. */
  get waiting(): number {
    return this.#queue.length;
  }

  submit(unit: CommitUnit, done: (result: UnitResult) => void): void {
    this.#queue.push({ unit, done });
    if (!this.#scheduled && !this.#closed) this.#flushSoon();
  }

  /** A transaction follows in the next turn of the event loop. */
  get imminent(): boolean {
    return this.#imminent;
  }

  #flushSoon(): void {
    this.#scheduled = true;
    this.#imminent = true;
    setImmediate(() => {
      this.#flush();
    });
  }

  close(): void {
    this.#closed = true;
  }

  #flush(): void {
    this.#scheduled = false;
    this.#imminent = false;
    if (this.#closed || this.#queue.length === 0) return;
    this.#starting();
    const group = this.#queue.slice(0, GROUP);
    let results: UnitResult[];
    try {
      results = this.#store.commit(group.map(({ unit }) => unit));
    } catch (error) {
      this.#failed(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.#pauses > 0) {
      this.#pauses = 0;
      this.#paused(null);
    }
    this.#queue = this.#queue.slice(group.length);
    group.forEach(({ done }, index) => {
      done(results[index] ?? { ok: false, reason: 'the store gave no answer for it' });
    });
    if (this.#queue.length > 0 && !this.#scheduled) this.#flushSoon();
  }

  #failed(error: Error): void {
    if (!(error instanceof StoreUnusable) || !error.retryable) {
      this.#closed = true;
      this.#broken(error);
      return;
    }
    const pause = PAUSES[Math.min(this.#pauses, PAUSES.length - 1)] as number;
    this.#pauses += 1;
    this.#paused(error.message);
    this.#scheduled = true;
    this.#clock.after(pause, () => {
      this.#flush();
    });
  }
}
