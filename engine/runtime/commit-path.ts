/**
 * The commit path, asynchronous towards the interpreter: units that are ready together commit together; each has its own
 * nested transaction, so that one that fails does not take the others along (checkpoint-semantics, section 7).
 *
 * Small groups are committed on the spot, which is quickest for them. Large ones are given to the writer's thread, two at a
 * time, so that the interpreter goes on meanwhile; what comes back from there unwritten is committed on the spot,
 * where every refusal and every error has its words.
 *
 *  1. A unit's `done` is called only after its transaction is durable, or is known not to be.
 *  2. Units of one job never overlap: the job's barrier sees to that.
 *  3. While the store has no room, units wait in order; nothing is answered.
 *  4. `starting` is called before each transaction, in the turn after the one that submitted its first unit.
 *  5. Nothing is committed on the spot while a group is with the thread.
 */
import type { CommitUnit } from '../store/rows.ts';
import { StoreUnusable, type Beside, type Store, type UnitResult } from '../store/store.ts';
import type { Clock } from './clock.ts';

interface QueuedUnit {
  readonly unit: CommitUnit;
  readonly done: (result: UnitResult) => void;
}

/** Units in one transaction at the most. */
const GROUP = 500;
/** From so many units on the thread is quicker. */
const LARGE = 64;
/** Groups with the thread at the most: one is written while the next is on its way. */
const UNDER_WAY = 2;
/** Pauses while there is no room: 0.1 s, growing to 5 s. */
const PAUSES = [100, 200, 500, 1000, 2000, 5000] as const;

const WRITTEN: UnitResult = { ok: true };

export interface CommitEvents {
  /** A transaction is about to begin. */
  readonly starting: () => void;
  /** A group's answers are about to be given, or all have been. */
  readonly answering: () => void;
  readonly answered: () => void;
  readonly broken: (error: Error) => void;
  readonly paused: (reason: string | null) => void;
}

export class CommitPath {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #on: CommitEvents;
  readonly #large: number;
  #queue: QueuedUnit[] = [];
  /** Groups with the thread. */
  #underWay: QueuedUnit[][] = [];
  /** Came back from the thread unwritten, in order. */
  #returned: QueuedUnit[] = [];
  /** So many at the head of the queue are not given to the thread again. */
  #byHand = 0;
  #scheduled = false;
  #imminent = false;
  #pauses = 0;
  #closed = false;
  /** What wants the store for itself. */
  #aside: (() => void)[] = [];

  /** `large`: units of a group that the thread is given; a test may want to see it with fewer. */
  constructor(store: Store, clock: Clock, on: CommitEvents, large: number = LARGE) {
    this.#store = store;
    this.#clock = clock;
    this.#on = on;
    this.#large = large;
  }

  /** Units that wait for their transaction. */
  get waiting(): number {
    return this.#queue.length + this.#returned.length + this.#underWay.reduce((sum, group) => sum + group.length, 0);
  }

  submit(unit: CommitUnit, done: (result: UnitResult) => void): void {
    this.#queue.push({ unit, done });
    if (!this.#scheduled && !this.#closed) this.#flushSoon();
  }

  /** Does it as soon as no transaction is under way; at once, as a rule. */
  quietly(business: () => void): void {
    if (this.#closed) return;
    if (this.#underWay.length === 0) business();
    else this.#aside.push(business);
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
    this.#aside = [];
  }

  #flush(): void {
    this.#scheduled = false;
    this.#imminent = false;
    if (this.#closed || this.#queue.length === 0) return;
    this.#on.starting();
    try {
      while (this.#mayGive()) if (!this.#give()) break;
      if (this.#underWay.length === 0) this.#commitHere();
    } catch (error) {
      this.#failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Whether there is a large group, and the thread may have it. */
  #mayGive(): boolean {
    return (
      this.#queue.length >= this.#large &&
      this.#underWay.length < UNDER_WAY &&
      this.#byHand === 0 &&
      this.#returned.length === 0 &&
      this.#aside.length === 0
    );
  }

  #give(): boolean {
    const group = this.#queue.slice(0, GROUP);
    const given = this.#store.commitBeside(
      group.map(({ unit }) => unit),
      (outcome) => {
        this.#back(group, outcome);
      },
    );
    if (!given) {
      this.#byHand = group.length;
      return false;
    }
    this.#underWay.push(group);
    this.#queue = this.#queue.slice(group.length);
    return true;
  }

  /** The thread has answered; in the order in which it was given them. */
  #back(group: QueuedUnit[], outcome: Beside): void {
    this.#underWay = this.#underWay.filter((each) => each !== group);
    if (this.#closed) return;
    if (outcome.kind === 'failed') {
      this.#closed = true;
      this.#on.broken(outcome.error);
      return;
    }
    if (outcome.kind === 'returned') this.#returned.push(...group);
    if (this.#underWay.length === 0) {
      this.#byHand = this.#returned.length;
      this.#queue = [...this.#returned.splice(0), ...this.#queue];
      for (const business of this.#aside.splice(0)) business();
    }
    if (outcome.kind === 'written') this.#answer(group, () => WRITTEN);
    if (this.#queue.length > 0 && !this.#scheduled && !this.#isClosed()) this.#flushSoon();
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  #answer(group: readonly QueuedUnit[], resultOf: (index: number) => UnitResult): void {
    this.#on.answering();
    group.forEach(({ done }, index) => {
      done(resultOf(index));
    });
    this.#on.answered();
  }

  #commitHere(): void {
    const group = this.#queue.slice(0, this.#byHand === 0 ? GROUP : Math.min(GROUP, this.#byHand));
    const results = this.#store.commit(group.map(({ unit }) => unit));
    if (this.#pauses > 0) {
      this.#pauses = 0;
      this.#on.paused(null);
    }
    this.#byHand = Math.max(0, this.#byHand - group.length);
    this.#queue = this.#queue.slice(group.length);
    this.#answer(group, (index) => results[index] ?? { ok: false, reason: 'the store gave no answer for it' });
    if (this.#queue.length > 0 && !this.#scheduled) this.#flushSoon();
  }

  #failed(error: Error): void {
    if (!(error instanceof StoreUnusable) || !error.retryable) {
      this.#closed = true;
      this.#on.broken(error);
      return;
    }
    const pause = PAUSES[Math.min(this.#pauses, PAUSES.length - 1)] as number;
    this.#pauses += 1;
    this.#on.paused(error.message);
    this.#scheduled = true;
    this.#clock.after(pause, () => {
      this.#flush();
    });
  }
}
