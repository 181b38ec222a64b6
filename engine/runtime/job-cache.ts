/**
 * The jobs in memory, each loaded once from its latest durable state when somebody wants it (cache-aside). There is room
 * for so many; whoever brings more waits. Who is passive leaves: engine.ts sees to that.
 */
import { hasEnded } from '../core/decide.ts';
import { decodeJob } from '../core/job-codec.ts';
import type { Scenario } from '../protocol/scenario.ts';
import type { StoredJob } from '../store/rows.ts';
import { Fenced, StoreUnusable } from '../store/store.ts';
import type { Engine } from './engine.ts';
import { RunningJob, type Definition } from './running-job.ts';
import { markUnloadable, restoreTimers } from './unloadable.ts';

export class JobCache {
  readonly #engine: Engine;
  readonly #jobs = new Map<string, RunningJob>();
  readonly #loading = new Map<string, Promise<RunningJob | null>>();
  readonly #roomWanted: (() => void)[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get size(): number {
    return this.#jobs.size;
  }

  has(id: string): boolean {
    return this.#jobs.has(id);
  }

  job(id: string): RunningJob | undefined {
    return this.#jobs.get(id);
  }

  jobs(): Iterable<RunningJob> {
    return this.#jobs.values();
  }

  /** Resolves when the cache takes another job, or the engine stops. */
  async room(): Promise<void> {
    while (this.#jobs.size >= this.#engine.parts.cacheJobs && !this.#engine.stopped) {
      await new Promise<void>((resolve) => {
        this.#roomWanted.push(resolve);
      });
    }
  }

  /** Lets everybody go who waits for room: the engine stops. */
  close(): void {
    for (const resolve of this.#roomWanted.splice(0)) resolve();
  }

  /** Keeps a job that has just been made in memory. */
  adopt(job: RunningJob): void {
    this.#jobs.set(job.id, job);
    this.#engine.preload.cameIn(job.id);
  }

  forget(job: RunningJob): void {
    job.gone = true;
    if (this.#jobs.get(job.id) === job) this.#jobs.delete(job.id);
    job.lift();
    if (hasEnded(job.state)) this.#engine.holds.forget(job.id);
    if (this.#jobs.size < this.#engine.parts.cacheJobs) for (const resolve of this.#roomWanted.splice(0)) resolve();
  }

  /**
   * Uses the job at once, while it is in memory; it may leave again at any other moment. False: there is none, or it
   * cannot be loaded.
   */
  async reach(id: string, use: (job: RunningJob) => void): Promise<boolean> {
    for (;;) {
      const job = await this.load(id);
      if (job === null) return false;
      if (job.gone) continue;
      use(job);
      return true;
    }
  }

  /** The job, from memory or from its latest durable state. Null: there is none, or it cannot be loaded. */
  load(id: string): Promise<RunningJob | null> {
    const running = this.#jobs.get(id);
    if (running !== undefined) return Promise.resolve(running);
    let loading = this.#loading.get(id);
    if (loading === undefined) {
      loading = this.#read(id).finally(() => this.#loading.delete(id));
      this.#loading.set(id, loading);
    }
    return loading;
  }

  async #read(id: string): Promise<RunningJob | null> {
    const { store } = this.#engine.parts;
    let stored = this.#engine.preload.take(id) ?? store.load(id);
    if (stored === null) return null;
    try {
      const { definitionKey, definitionVersion } = stored.job;
      let definition = this.#engine.definitions.known(definitionKey, definitionVersion);
      if (definition === null) {
        definition = await this.#engine.definitions.get(definitionKey, definitionVersion);
        // Nothing may come between the rows and the job in memory.
        stored = store.load(id);
        if (stored === null) return null;
      }
      return this.#bringIn(stored, definition);
    } catch (error) {
      if (error instanceof StoreUnusable || error instanceof Fenced) throw error;
      markUnloadable(this.#engine, id, error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** @throws Error when the rows cannot be read. */
  #bringIn(stored: StoredJob, definition: Definition): RunningJob {
    const { id, parentJob } = stored.job;
    const state = decodeJob(stored.job, stored.rows);
    restoreTimers(state);
    const root = parentJob === null ? id : this.rootOf(parentJob);
    const job = new RunningJob(state, definition, state.simulated ? this.#scenario(root) : null, root);
    this.#jobs.set(id, job);
    this.#engine.preload.cameIn(id);
    this.#engine.timers.arm(job);
    return job;
  }

  /** Loads many at once, as far as that goes without trouble; what is left out is loaded by itself. */
  async loadAhead(ids: readonly string[]): Promise<void> {
    const { store } = this.#engine.parts;
    const stored = store.loadAll(ids);
    const unread = new Map(
      stored
        .map(({ job: { definitionKey: key, definitionVersion: version } }) => ({ key, version }))
        .filter(({ key, version }) => this.#engine.definitions.known(key, version) === null)
        .map((each) => [`${each.version} ${each.key}`, each]),
    );
    await Promise.allSettled(
      [...unread.values()].map(({ key, version }) => this.#engine.definitions.get(key, version)),
    );
    // Nothing may come between the rows and the job in memory.
    for (const each of unread.size > 0 ? store.loadAll(ids) : stored) {
      const { id, definitionKey, definitionVersion } = each.job;
      const definition = this.#engine.definitions.known(definitionKey, definitionVersion);
      if (definition === null || this.#jobs.has(id) || this.#loading.has(id)) continue;
      try {
        this.#bringIn(each, definition);
      } catch (error) {
        // Whoever loads it by itself says what is wrong with it.
        if (error instanceof StoreUnusable || error instanceof Fenced) throw error;
      }
    }
  }

  /** The job at the top of the calls that led to a job. */
  rootOf(id: string): string {
    const { store } = this.#engine.parts;
    let root = id;
    for (let parent = store.job(id)?.parentJob ?? null; parent !== null; parent = store.job(root)?.parentJob ?? null)
      root = parent;
    return root;
  }

  /** The scenario that drives a job: that of its root. */
  scenarioOf(id: string): Scenario | null {
    return this.#scenario(this.rootOf(id));
  }

  #scenario(root: string): Scenario | null {
    const text = this.#engine.parts.store.scenario(root)?.text;
    return text === undefined ? null : this.#engine.parts.readScenario(text);
  }
}
