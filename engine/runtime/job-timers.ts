/**
 * Timers of jobs on the wall clock: of those in memory and of those stored, which a due timer brings back. One timer of
 * the host's serves them all.
 */
import type { Timer } from '../core/job-state.ts';
import { Agenda } from './agenda.ts';
import type { Engine } from './engine.ts';
import type { RunningJob, Ticket } from './running-job.ts';

/** How often the wall clock is looked at while a timer waits, ms: it may be set, and a machine may have slept. */
const CLOCK_MS = 30_000;
/** While jobs are kept still, their due timers wait, ms. */
const STILL_MS = 250;
/** Due timers looked at in one go. */
const DUE = 1000;

export class JobTimers {
  readonly #engine: Engine;
  readonly #agenda = new Agenda();
  #wake: (() => void) | null = null;
  /** Jobs with due timers are being brought back. */
  #bringingBack = false;
  /** Active jobs have been taken up: stored timers may bring others back. */
  #takenUp = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  close(): void {
    this.#wake?.();
  }

  /** The timers of a job that was not made by steps of its own. */
  arm(job: RunningJob): void {
    for (const timer of job.state.timers.values()) this.schedule(job, timer);
  }

  /** Every active job has been taken up: from here on stored timers fire. */
  takenUp(): void {
    this.#takenUp = true;
    this.fireDue();
    this.plan();
  }

  /** A timer that a step of the job armed. */
  schedule(job: RunningJob, { due, number, id }: Timer): void {
    if (job.state.clock === 'virtual') return;
    this.#agenda.add({ due, number, job: job.id, timer: id });
    this.plan();
  }

  /** Sets the one host timer to the next due time, of jobs in memory or stored, start events included. */
  plan(): void {
    if (this.#engine.stopped) return;
    this.#wake?.();
    const { store, clock } = this.#engine.parts;
    const candidates = [this.#agenda.next, store.nextDue(), store.nextStartTimer()].filter((due) => due !== null);
    if (candidates.length === 0) {
      this.#wake = null;
      return;
    }
    // A stored timer that is due may belong to a job behind its barrier: look again soon, not at once.
    const until = Math.min(...candidates) - clock.now();
    const wait = until > 0 ? Math.min(until, CLOCK_MS) : this.#engine.stills.anyFrozen ? STILL_MS : 2;
    this.#wake = clock.after(wait, () => {
      this.#wake = null;
      this.fireDue();
      this.plan();
    });
  }

  /** Fires every timer that is due: earliest first. */
  fireDue(): void {
    const now = this.#engine.now;
    for (let entry = this.#agenda.take(now); entry !== null; entry = this.#agenda.take(now)) {
      const job = this.#engine.cache.job(entry.job);
      if (job?.state.timers.get(entry.timer)?.due === entry.due) this.overdue(job);
    }
    if (!this.#takenUp) return;
    this.#bringBack();
    for (const row of this.#engine.parts.store.startTimers(now)) this.#engine.startTimers.fire(row);
  }

  /** Brings stored jobs back whose timers are due: earliest first, as many as there is room for. */
  #bringBack(): void {
    const { store } = this.#engine.parts;
    if (this.#bringingBack || store.dueTimers(this.#engine.now, DUE).every(({ job }) => this.#engine.cache.has(job)))
      return;
    this.#bringingBack = true;
    this.#engine.background(async () => {
      try {
        const brought = new Set<string>();
        for (let more = true; more;) {
          more = false;
          for (const { job: id } of store.dueTimers(this.#engine.now, DUE)) {
            if (brought.has(id) || this.#engine.cache.has(id)) continue;
            await this.#engine.cache.room();
            if (this.#engine.stopped) return;
            brought.add(id);
            more = true;
            await this.#engine.cache.reach(id, (job) => {
              this.overdue(job);
            });
          }
        }
      } finally {
        this.#bringingBack = false;
      }
    });
  }

  /** Lets the due timers of a job fire, each in a step of its own: the earliest first, then by number. */
  overdue(job: RunningJob): void {
    if (job.firing || job.state.timers.size === 0) return;
    job.firing = true;
    this.#engine.submit(job, this.#firingTicket(job));
  }

  #firingTicket(job: RunningJob): Ticket {
    const earliest = (): string | null => {
      const { now } = this.#engine.surroundings(job);
      const due = [...job.state.timers.values()].filter((timer) => timer.due <= now);
      return due.toSorted((left, right) => left.due - right.due || left.number - right.number)[0]?.id ?? null;
    };
    return {
      command: () => {
        const timer = earliest();
        job.firing = timer !== null;
        return timer === null
          ? { code: 'too-late', message: 'no timer is due any more' }
          : { type: 'fire-timer', timer };
      },
      obeyed: () => {
        job.firing = earliest() !== null;
        if (job.firing) job.queue.unshift(this.#firingTicket(job));
        return undefined;
      },
      refused: () => {
        job.firing = false;
      },
    };
  }
}
