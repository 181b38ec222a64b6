/**
 * Data stores (BPMN 2.0.2, 10.4.1): what all jobs of the store share. A write is part of the checkpoint that it came of and is
 * read only when that is durable; then jobs that waited for it are told, after a crash too.
 */
import { awaitedName } from '../core/job-codec.ts';
import { decodeValue, type Value } from '../core/value.ts';
import type { CheckpointPart, StoredValueRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import type { RunningJob } from './running-job.ts';

/** Jobs that wait for one data store, at the most. */
const EVERYBODY = 1_000_000;
const NAMES = awaitedName({ trigger: 'data', message: '' });

export class DataStores {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What a job reads. A run under a scenario has data stores of its own. */
  read(job: RunningJob, name: string): Value {
    const row = this.#engine.parts.store.storedValue(worldOf(job), name);
    return row === null ? null : decodeValue(row.value);
  }

  /** Tells those who waited, now that a transaction is durable. */
  written(parts: readonly CheckpointPart[]): void {
    for (const row of parts.flatMap(({ stored }) => stored ?? [])) this.#tell(row);
  }

  /** Tells those whom an engine before had no time to tell. */
  takeUp(): void {
    const { store } = this.#engine.parts;
    for (const awaited of store.awaitedFrom(NAMES)) {
      const name = awaited.slice(NAMES.length);
      for (const job of this.#waiting(name)) {
        const row = store.storedValue(this.#engine.worlds.of(job) ?? '', name);
        if (row !== null) this.#look(job);
      }
    }
  }

  #waiting(name: string): ReadonlySet<string> {
    const { store } = this.#engine.parts;
    const stored = store.subscribers(awaitedName({ trigger: 'data', message: name }), null, EVERYBODY);
    const jobs = new Set(stored.map(({ job }) => job));
    // Whoever began to wait a moment ago may not be stored yet.
    for (const { id, state } of this.#engine.cache.jobs())
      for (const { trigger, message } of state.subscriptions.values())
        if (trigger === 'data' && message === name) jobs.add(id);
    return jobs;
  }

  #tell({ world, name }: StoredValueRow): void {
    for (const job of this.#waiting(name)) if ((this.#engine.worlds.of(job) ?? '') === world) this.#look(job);
  }

  #look(id: string): void {
    const engine = this.#engine;
    engine.background(async () => {
      await engine.cache.reach(id, (job) => {
        engine.submit(job, { command: () => ({ type: 'look-again' }) });
      });
    });
  }
}

/** Where a job's data stores are. */
export function worldOf(job: RunningJob): string {
  return job.scenario === null ? '' : job.root;
}
