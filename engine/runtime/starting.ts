/** A new job in memory, before its first step. */
import { newJob } from '../core/job-codec.ts';
import { parseDate } from '../core/calendar.ts';
import { seedOf } from '../core/hash.ts';
import type { JobState } from '../core/job-state.ts';
import type { Scenario } from '../protocol/scenario.ts';
import type { Engine } from './engine.ts';
import { RunningJob, type Definition } from './running-job.ts';

/** Where a scenario's clock starts unless it says otherwise. */
const EPOCH = Date.UTC(2026, 0, 1);

export interface NewJob {
  readonly key: string;
  readonly version: number;
  readonly definition: Definition;
  /** Null: the job's own id. */
  readonly extId: string | null;
  readonly scenario: Scenario | null;
  /** With a scenario it is virtual in any case. */
  readonly clock: JobState['clock'];
  /** The job whose scenario it is a part of, with that one's time; absent: it is a job of its own. */
  readonly within?: { readonly root: ScenarioRoot; readonly seed: string };
}

/** What a job that joins a scenario needs to know of the one that the scenario drives. */
export interface ScenarioRoot {
  readonly id: string;
  readonly seed: number;
  readonly now: number;
}

export function createJob(engine: Engine, given: NewJob): RunningJob {
  const { ids, clock } = engine.parts;
  const { scenario, within } = given;
  const id = ids.next();
  const start = scenario?.start === undefined ? EPOCH : (parseDate(scenario.start) ?? EPOCH);
  const state = newJob({
    id,
    extId: given.extId ?? id,
    lineage: id,
    definition: { key: given.key, version: given.version },
    parent: within === undefined ? null : { job: within.root.id, token: null },
    simulated: scenario !== null,
    seed: within === undefined ? seedFor(engine, given) : seedOf(String(within.root.seed), within.seed),
    clock: scenario === null ? given.clock : 'virtual',
    startedAt: within?.root.now ?? (scenario === null ? clock.now() : start),
  });
  const job = new RunningJob(state, given.definition, scenario, within?.root.id ?? id);
  engine.cache.adopt(job);
  return job;
}

function seedFor(engine: Engine, { scenario, key }: NewJob): number {
  return scenario === null ? engine.parts.ids.seed() : (scenario.seed ?? seedOf(key)) >>> 0;
}
