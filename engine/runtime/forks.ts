/** Forks: a new job, with a new lineage, from any checkpoint; the original is untouched (checkpoint-semantics, section 8). */
import { noChanges } from '../core/apply.ts';
import type { Refusal } from '../core/commands.ts';
import { pointsIn, type CheckpointPoint } from '../core/checkpoint-policy.ts';
import { decide, hasEnded } from '../core/decide.ts';
import { shortId } from '../core/hash.ts';
import { decodeJob, markAll } from '../core/job-codec.ts';
import type { JobState } from '../core/job-state.ts';
import type { Variables } from '../core/value.ts';
import type { EngineAnswer } from '../protocol/requests.ts';
import type { RequestRow, ScenarioRow } from '../store/rows.ts';
import { HistoryDamaged, HistoryMissing } from '../store/store.ts';
import type { Engine } from './engine.ts';
import { RunningJob } from './running-job.ts';

/** A copied job; called ones stand before their callers. */
interface Copy {
  readonly job: RunningJob;
  readonly points: CheckpointPoint[];
}

export class Forks {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Null: done, and `row` is answered with the new job. */
  async fork(id: string, seq: number, variables: Variables, row: RequestRow): Promise<Refusal | null> {
    const engine = this.#engine;
    const { store } = engine.parts;
    const original = store.job(id);
    if (original === null) return { code: 'unknown', message: `there is no job ${id}` };
    const made: Copy[] = [];
    const scenarios: ScenarioRow[] = [];
    let root: RunningJob | null;
    try {
      root = await this.#copy(original.id, seq, null, variables, made);
    } catch (error) {
      for (const { job } of made) engine.cache.forget(job);
      if (error instanceof HistoryMissing || error instanceof HistoryDamaged)
        return { code: 'unknown', message: error.message };
      throw error;
    }
    if (root === null)
      return {
        code: 'illegal',
        message: `job ${original.id} had ended at checkpoint ${seq}: there is nothing to go on with`,
      };
    const scenario = store.scenario(engine.cache.rootOf(original.id));
    if (scenario !== null) scenarios.push({ job: root.id, text: scenario.text });
    const answer: EngineAnswer = { ok: true, job: root.id };
    const saved = await engine.units.commitParts(
      made.map(({ job }) => job),
      made.map(({ job, points }) => engine.units.capture(job, points)),
      [
        {
          created: made.map(({ job }) => job.id),
          scenarios,
          requests: [{ ...row, job: root.id, answer: JSON.stringify(answer) }],
        },
      ],
    );
    return saved ? null : { code: 'illegal', message: `the fork of job ${original.id} could not be saved` };
  }

  /** The state at a checkpoint as a job of its own, with the jobs it called as they were recorded. */
  async #copy(
    id: string,
    seq: number,
    parent: JobState['parent'],
    variables: Variables,
    made: Copy[],
    root: string | null = null,
  ): Promise<RunningJob | null> {
    const engine = this.#engine;
    const { store, ids, clock } = engine.parts;
    const stored = store.stateAt(id, seq);
    const old = decodeJob(stored.job, stored.rows);
    if (hasEnded(old)) return null;
    const definition = await engine.definitions.get(old.definition.key, old.definition.version);
    const scenario = engine.cache.scenarioOf(id);
    const newId = ids.next();
    const state: JobState = {
      ...old,
      id: newId,
      extId: newId,
      lineage: newId,
      parent,
      origin: { how: 'fork', job: id, seq },
      seq: 0,
      incarnation: 1,
      status: 'active',
      startedAt: old.clock === 'virtual' ? old.startedAt : clock.now(),
      lostAttempts: {},
      deaths: {},
      attemptFloor: 0,
      given: parent === null ? null : old.given,
      dirty: noChanges(),
    };
    const job = new RunningJob(state, definition, scenario, root ?? newId);
    job.barrier = true;
    engine.cache.adopt(job);
    engine.timers.arm(job);
    const copy: Copy = { job, points: [{ reason: 'start', kind: 'implicit', element: null }] };
    made.unshift(copy);
    // The outgoing messages of that moment have left long ago; the fork sends its own.
    for (const message of state.outgoing.keys()) state.outgoing.delete(message);
    markAll(state);
    for (const [name, value] of Object.entries(variables)) {
      state.scopes.get(state.root)?.variables.set(name, value);
      state.dirty.variables.get(state.root)?.add(name);
    }
    for (const token of state.tokens.values()) {
      if (token.child === null) continue;
      const at = stored.checkpoint.children[token.child];
      const child =
        at === undefined
          ? null
          : await this.#copy(token.child, at, { job: newId, token: token.id }, {}, made, root ?? newId);
      token.child = child?.id ?? shortId('lost call', token.child);
    }
    const decision = decide(
      definition.graph,
      state,
      { type: 'recover', incarnation: 1, begun: {}, attemptFloor: null, interrupted: [] },
      engine.surroundings(job),
    );
    if (!decision.ok) throw new Error(decision.refusal.message);
    engine.follow(job, decision.events);
    job.held.push(...decision.work);
    if (decision.more) job.queue.unshift({ command: () => ({ type: 'continue' }) });
    copy.points.push(...pointsIn(definition.graph, decision.events));
    return job;
  }
}
