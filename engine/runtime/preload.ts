/**
 * What an engine reads ahead after its start, so that the first to wake a passive job need not wait for it
 * (checkpoint-semantics, section 5).
 *
 *  1. `handles`: ids and statuses of the latest jobs, and with them the definitions that waiting ones will need.
 *  2. `entities`: the states of passive jobs, the latest first, as many as the cache has room for. They give way to jobs
 *     that move, and a state is used only while the store says that the job still stands there.
 *  3. Bounded: however many jobs there are, so many of the latest are looked at and no more.
 */
import type { JobRow, StoredJob } from '../store/rows.ts';
import { StoreUnusable } from '../store/store.ts';
import type { Engine } from './engine.ts';

/** Jobs that are looked at: for handles alone, and for states. */
const HANDLES = 1_000;
const LOOKED_AT = 100_000;
/** Jobs that are read in one go: what else there is to do comes in between. */
const PAGE = 250;

export interface PreloadSettings {
  readonly entities: boolean;
  readonly handles: boolean;
}

export class Preload {
  readonly #engine: Engine;
  /** In order of the giving way. */
  readonly #states = new Map<string, StoredJob>();
  #over = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** States that are kept for jobs that are not in memory. */
  get size(): number {
    return this.#states.size;
  }

  /** Whether all is read that will be read ahead. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Reads ahead, a page at a time. */
  async run(settings: PreloadSettings): Promise<void> {
    try {
      await this.#read(settings);
    } finally {
      this.#over = true;
    }
  }

  async #read({ entities, handles }: PreloadSettings): Promise<void> {
    const engine = this.#engine;
    if (!entities && !handles) return;
    const most = entities ? LOOKED_AT : HANDLES;
    let before: string | undefined;
    for (let looked = 0; looked < most;) {
      // The first page too: a start does not wait for a definition to be parsed.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (engine.stopped) return;
      if (entities && looked >= HANDLES && this.#room() <= 0) return;
      try {
        const page = engine.parts.store.jobs({}, { limit: PAGE, ...(before === undefined ? {} : { before }) });
        const passive = page.filter(({ status }) => status === 'passive');
        if (handles) await this.#readDefinitions(passive);
        if (entities && !engine.stopped) this.#readStates(passive);
        if (page.length < PAGE) return;
        before = page.at(-1)?.id;
        looked += page.length;
      } catch (error) {
        // Whoever needs a job reads it then; a store that is out of order is found by whoever writes.
        if (error instanceof StoreUnusable) return;
        throw error;
      }
    }
  }

  async #readDefinitions(jobs: readonly JobRow[]): Promise<void> {
    const { definitions } = this.#engine;
    const wanted = new Map(jobs.map((job) => [`${job.definitionVersion} ${job.definitionKey}`, job]));
    // One that cannot be read is the incident of whoever wakes up with it.
    await Promise.allSettled(
      [...wanted.values()].map((job) => definitions.get(job.definitionKey, job.definitionVersion)),
    );
  }

  #readStates(jobs: readonly JobRow[]): void {
    const engine = this.#engine;
    const wanted = jobs.filter(({ id }) => engine.cache.job(id) === undefined).slice(0, Math.max(0, this.#room()));
    if (wanted.length === 0) return;
    for (const stored of engine.parts.store.loadAll(wanted.map(({ id }) => id)))
      if (stored.job.status === 'passive') this.#states.set(stored.job.id, stored);
  }

  #room(): number {
    return this.#engine.parts.cacheJobs - this.#engine.cache.size - this.#states.size;
  }

  /** The state that was read ahead, once; null: there is none, or the job has moved since. */
  take(id: string): StoredJob | null {
    const stored = this.#states.get(id);
    if (stored === undefined) return null;
    this.#states.delete(id);
    const now = this.#engine.parts.store.job(id);
    const stands = now?.seq === stored.job.seq && now.incarnation === stored.job.incarnation;
    return stands && now.status === stored.job.status ? stored : null;
  }

  /** A job is in memory from here on: its rows will change, and room has become less. */
  cameIn(id: string): void {
    if (this.#states.size === 0) return;
    this.#states.delete(id);
    for (const other of this.#states.keys()) {
      if (this.#room() >= 0) return;
      this.#states.delete(other);
    }
  }
}
