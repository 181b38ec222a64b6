/**
 * Jobs that are kept still, with all that they called: those about to be saved and cancelled, and those that wait for a
 * person's decision. By the id of the job at the top of the calls.
 *
 *  1. A job that is being calmed starts no new work; what runs goes on, and its outcomes are taken.
 *  2. A job that is frozen takes no turn at all: what comes for it waits in its queue.
 */
import type { Engine } from './engine.ts';
import type { RunningJob } from './running-job.ts';

export class Stills {
  readonly #engine: Engine;
  readonly #calmed = new Set<string>();
  /** `called`: the job at the top may move, those that it called may not by themselves. */
  readonly #frozen = new Map<string, 'all' | 'called'>();
  readonly #waiting = new Set<{ readonly root: string; readonly resolve: () => void }>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  mayWork(job: RunningJob): boolean {
    return !this.#calmed.has(job.root);
  }

  mayMove(job: RunningJob): boolean {
    const frozen = this.#frozen.get(job.root);
    return frozen === undefined || (frozen === 'called' && job.id === job.root);
  }

  get anyFrozen(): boolean {
    return this.#frozen.size > 0;
  }

  isFrozen(root: string): boolean {
    return this.#frozen.has(root);
  }

  calm(root: string): void {
    this.#calmed.add(root);
  }

  freeze(root: string, which: 'all' | 'called' = 'all'): void {
    this.#frozen.set(root, which);
  }

  /** Everything may move and work again, and gets its turn. */
  release(root: string): void {
    this.#calmed.delete(root);
    this.#frozen.delete(root);
    const released = [...this.#engine.cache.jobs()].filter((job) => job.root === root);
    for (const job of released.toSorted((left, right) => (left.id < right.id ? -1 : 1))) this.#engine.pump(job);
  }

  /** A piece of work of the job, or of one that it called, has ended. */
  workOver(root: string): void {
    for (const waiting of this.#waiting) if (waiting.root === root) waiting.resolve();
  }

  /** Resolves when nothing is performed for the job and those that it called, after `ms` in any case. */
  async calmedDown(root: string, ms: number): Promise<void> {
    const engine = this.#engine;
    let over = false;
    let wake = (): void => undefined;
    const callOff = engine.parts.clock.after(ms, () => {
      over = true;
      wake();
    });
    const waiting = { root, resolve: () => wake() };
    this.#waiting.add(waiting);
    try {
      while (!over && ms > 0 && this.#works(root)) {
        await Promise.race([
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
          engine.over,
        ]);
      }
    } finally {
      this.#waiting.delete(waiting);
      callOff();
    }
  }

  #works(root: string): boolean {
    return [...this.#engine.cache.jobs()].some((job) => job.root === root && (job.effects > 0 || job.localBusy));
  }
}
