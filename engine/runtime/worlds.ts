/**
 * Who can hear whom. A run under a scenario is a world of its own: what its jobs send and throw reaches the jobs of the same
 * run and starts processes of the same file, and nothing from elsewhere gets in, so that it can be repeated.
 */
import { decodeJob } from '../core/job-codec.ts';
import type { DefinitionRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import { createJob } from './starting.ts';
import type { Definition, RunningJob } from './running-job.ts';

/** The root job of a run under a scenario; null: the world where the wall clock goes. */
export type World = string | null;

export class Worlds {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The world that a job lives in. */
  of(job: string): World {
    const root = this.#engine.cache.rootOf(job);
    return this.#engine.cache.scenarioOf(root) === null ? null : root;
  }

  /** Whether what happens in a world may start a process. */
  mayStart(world: World, row: DefinitionRow): boolean {
    if (world === null) return true;
    const { cache, parts } = this.#engine;
    // A run may throw before its first checkpoint, when only memory knows of it.
    const running = cache.job(world)?.state.definition;
    const stored = running === undefined ? parts.store.job(world) : null;
    const root = running ?? (stored === null ? null : { key: stored.definitionKey, version: stored.definitionVersion });
    return root !== null && parts.store.definition(root.key, root.version)?.file === row.file;
  }

  /** A new job in a world, before its first step. `cause`: what starts it; its chance hangs on that. */
  create(world: World, row: Pick<DefinitionRow, 'key' | 'version'>, definition: Definition, cause: string): RunningJob {
    const engine = this.#engine;
    const { key, version } = row;
    const given = { key, version, definition, extId: null, clock: 'wall' as const };
    if (world === null) return createJob(engine, { ...given, scenario: null });
    const scenario = engine.cache.scenarioOf(world);
    return createJob(engine, { ...given, scenario, within: { root: this.#root(world), seed: cause } });
  }

  #root(world: string): { id: string; seed: number; now: number } {
    const running = this.#engine.cache.job(world);
    if (running !== undefined) return running.state;
    const stored = this.#engine.parts.store.load(world);
    if (stored === null) throw new Error(`job ${world} is not in the store`);
    return decodeJob(stored.job, stored.rows);
  }
}
