/**
 * Jobs that call jobs. Creating, returning, failing and cancelling a called job are one transaction over both
 * (checkpoint-semantics, section 5).
 */
import type { CheckpointPoint } from '../core/checkpoint-policy.ts';
import { pointsIn } from '../core/checkpoint-policy.ts';
import type { CallResult } from '../core/commands.ts';
import { decide, hasEnded, type Decision } from '../core/decide.ts';
import type { Escalation, JobEvent } from '../core/events.ts';
import { seedOf } from '../core/hash.ts';
import { resultOf } from '../core/given.ts';
import { newJob } from '../core/job-codec.ts';
import { partOf } from '../core/throwing.ts';
import type { JobState } from '../core/job-state.ts';
import type { Engine } from './engine.ts';
import { RunningJob, type Definition, type Returning } from './running-job.ts';

/** What a step did to other jobs; all of it is one transaction with the caller's checkpoint. */
export interface Others {
  /** Jobs that were made or cancelled, called ones before their callers. */
  readonly jobs: RunningJob[];
  readonly created: string[];
  /** Called jobs that had just ended when their call was taken back. */
  readonly ended: Returning[];
  /** What each job met, the caller included, which may be answered in the step that calls. */
  readonly points: Map<string, CheckpointPoint[]>;
  /** Escalations that a job has for its caller. */
  readonly told: Map<string, Escalation[]>;
  /** Jobs whose callers end with them. */
  readonly terminating: Set<string>;
  /** Called jobs whose return, or escalation, the step is about. */
  readonly inHand: readonly Returning[];
}

export function noOthers(inHand: readonly Returning[] = []): Others {
  return { jobs: [], created: [], ended: [], points: new Map(), told: new Map(), terminating: new Set(), inHand };
}

export function pointsOf(others: Others, job: RunningJob): readonly CheckpointPoint[] {
  return others.points.get(job.id) ?? [];
}

type Called = Extract<JobEvent, { type: 'call-requested' }>;

/** How deep jobs may call jobs: a process that calls itself without end becomes an incident. */
const DEPTH = 100;

export class Calls {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Creates and cancels the jobs that these events are about, and notes them in `others`. */
  async settle(job: RunningJob, events: readonly JobEvent[], others: Others): Promise<void> {
    const depth = this.#depthOf(job);
    this.listen(job, events, others);
    for (const event of events) {
      if (event.type === 'call-requested') await this.#create(job, event, others, depth + 1);
      else if (event.type === 'call-cancelled') await this.#cancel(event.job, others);
    }
  }

  /** Notes what a job has to tell its caller. */
  listen(job: RunningJob, events: readonly JobEvent[], others: Others): void {
    if ((job.state.parent?.token ?? null) === null) return;
    if (events.some((event) => endsCallers(job, event))) others.terminating.add(job.id);
    for (const event of events) {
      if (event.type !== 'escalation-thrown' || event.caughtBy !== null) continue;
      others.told.set(job.id, [...(others.told.get(job.id) ?? []), event.escalation]);
    }
  }

  /** How many jobs called each other down to this one. */
  #depthOf(job: RunningJob): number {
    const { store } = this.#engine.parts;
    let depth = 0;
    for (let parent = job.state.parent?.job ?? null; parent !== null && depth <= DEPTH; depth += 1) {
      const caller = this.#engine.cache.job(parent);
      parent = caller === undefined ? (store.job(parent)?.parentJob ?? null) : (caller.state.parent?.job ?? null);
    }
    return depth;
  }

  async #create(caller: RunningJob, event: Called, others: Others, depth: number): Promise<void> {
    const engine = this.#engine;
    // The step that asked may have taken the call back already.
    if (caller.state.tokens.get(event.token)?.child !== event.job) return;
    const found =
      depth > DEPTH
        ? `jobs call jobs more than ${DEPTH} deep: ${event.key} calls itself without end`
        : await this.#definition(caller, event);
    if (typeof found === 'string') {
      const message = found;
      await this.#answer(caller, event, { kind: 'refused', message }, others, depth);
      return;
    }
    const { clock, ids } = engine.parts;
    const state = newJob({
      id: event.job,
      extId: event.job,
      lineage: event.lineage,
      definition: { key: event.key, version: found.version },
      parent: { job: caller.id, token: event.token },
      simulated: caller.state.simulated,
      seed: caller.state.simulated ? seedOf(String(caller.state.seed), event.instance) : ids.seed(),
      clock: caller.state.clock,
      startedAt: caller.state.clock === 'virtual' ? caller.state.now : clock.now(),
    });
    const child = new RunningJob(state, found.definition, caller.scenario, caller.root);
    child.barrier = true;
    const decision = decide(
      child.definition.graph,
      state,
      { type: 'start', node: null, variables: event.variables, messageId: null },
      engine.surroundings(child),
    );
    if (!decision.ok) {
      await this.#answer(caller, event, { kind: 'refused', message: decision.refusal.message }, others, depth);
      return;
    }
    engine.cache.adopt(child);
    this.#follow(child, decision, others);
    for (const inner of decision.events)
      if (inner.type === 'call-requested') await this.#create(child, inner, others, depth + 1);
    others.created.push(child.id);
    others.jobs.push(child);
    const told = others.told.get(child.id) ?? [];
    others.told.delete(child.id);
    if (hasEnded(state) || told.length > 0) {
      const result = callResult(child, others.terminating.has(child.id));
      await this.#answer(caller, event, result, others, depth, told);
    }
  }

  #follow(job: RunningJob, decision: Extract<Decision, { ok: true }>, others: Others): void {
    this.#engine.follow(job, decision.events);
    this.listen(job, decision.events, others);
    job.held.push(...decision.work);
    if (decision.more) job.queue.unshift({ command: () => ({ type: 'continue' }) });
    others.points.set(job.id, [...pointsOf(others, job), ...pointsIn(job.definition.graph, decision.events)]);
  }

  async #definition(caller: RunningJob, event: Called): Promise<{ version: number; definition: Definition } | string> {
    const { definitions } = this.#engine;
    try {
      if (event.version === 'deployment') {
        const found = await definitions.beside(caller.state.definition, event.key);
        return found ?? `the called process ${event.key} was not deployed in the file of its caller`;
      }
      const found = await definitions.find(event.key, event.version);
      return (
        found ??
        `the called process ${event.key}${event.version === 'latest' ? '' : ` version ${event.version}`} is not deployed`
      );
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Tells the caller, still within its own step, how its call went. */
  async #answer(
    caller: RunningJob,
    event: Called,
    result: CallResult,
    others: Others,
    depth: number,
    escalations: readonly Escalation[] = [],
  ): Promise<void> {
    const decision = decide(
      caller.definition.graph,
      caller.state,
      { type: 'return-call', token: event.token, job: event.job, result, escalations },
      this.#engine.surroundings(caller),
    );
    if (!decision.ok) return;
    this.#follow(caller, decision, others);
    for (const inner of decision.events) {
      if (inner.type === 'call-requested') await this.#create(caller, inner, others, depth + 1);
      else if (inner.type === 'call-cancelled') await this.#cancel(inner.job, others);
    }
  }

  /** Cancels a called job and all that it called. */
  async #cancel(id: string, others: Others): Promise<void> {
    const engine = this.#engine;
    const made = others.jobs.find((job) => job.id === id);
    const child = made ?? (await this.take(id));
    if (child === null) return;
    if (child.returning !== null && hasEnded(child.state)) {
      // It ended in the same instant: that is recorded with the end of its call, so that no crash brings it back.
      if (!child.returning.taken) {
        child.returning.taken = true;
        others.ended.push(child.returning);
      }
      return;
    }
    if (child.returning !== null) {
      // It only had something to tell, and is cancelled for it: in the transaction that tells.
      if (!others.inHand.includes(child.returning) && !child.returning.taken) {
        child.returning.taken = true;
        others.ended.push(child.returning);
      }
    } else if (made === undefined) others.jobs.push(child);
    const decision = decide(child.definition.graph, child.state, { type: 'cancel' }, engine.surroundings(child));
    if (!decision.ok) return;
    this.#follow(child, decision, others);
    for (const event of decision.events) if (event.type === 'call-cancelled') await this.#cancel(event.job, others);
  }

  /** The job behind a barrier of its own, or on its way back to its caller. Null: it is not there, or has ended. */
  async take(id: string): Promise<RunningJob | null> {
    for (;;) {
      let taken: RunningJob | null = null;
      const found = await this.#engine.cache.reach(id, (job) => {
        job.pins += 1;
        taken = job;
      });
      const job = taken as RunningJob | null;
      if (!found || job === null) return null;
      await job.free();
      job.pins -= 1;
      if (job.gone) continue;
      if (job.returning !== null) return job;
      if (hasEnded(job.state)) {
        this.#engine.pump(job);
        return null;
      }
      job.barrier = true;
      return job;
    }
  }

  /** A called job has ended: its caller takes the result in its own turn, and both commit together. */
  comeBack(back: Returning): void {
    const engine = this.#engine;
    const { parent } = back.job.state;
    const waiting = parent?.token ?? null;
    if (parent === null || waiting === null) return;
    engine.background(async () => {
      const found = await engine.cache.reach(parent.job, (caller) => {
        engine.submit(caller, {
          command: () => ({
            type: 'return-call',
            token: waiting,
            job: back.job.id,
            result: callResult(back.job, back.terminates),
            escalations: back.told,
          }),
          returning: [back],
        });
      });
      if (!found) engine.units.commitReturned(back);
    });
  }

  /** Sequence numbers of the called jobs that are alive. */
  sequenceNumbers(state: JobState): Record<string, number> {
    const numbers: Record<string, number> = {};
    for (const token of state.tokens.values()) {
      if (token.child === null) continue;
      numbers[token.child] =
        this.#engine.cache.job(token.child)?.state.seq ?? this.#engine.parts.store.job(token.child)?.seq ?? 0;
    }
    return numbers;
  }
}

/** A terminate event that ends all of it, or a called job that came to one. */
function endsCallers({ definition }: RunningJob, event: JobEvent): boolean {
  if (event.type === 'call-returned') return event.terminates === true;
  if (event.type !== 'element-left' || event.outcome !== 'completed') return false;
  const node = definition.graph.nodes.get(event.node);
  return node?.type === 'bpmn:EndEvent' && partOf(node.trigger, 'terminate')?.all === true;
}

function callResult(job: RunningJob, terminates: boolean): CallResult {
  const { state } = job;
  if (!hasEnded(state)) return { kind: 'goes-on' };
  if (state.status === 'failed')
    return { kind: 'failed', code: state.error?.code ?? '', message: state.error?.message ?? '' };
  if (state.status === 'cancelled') return { kind: 'cancelled' };
  if (terminates) return { kind: 'terminated' };
  return resultOf(state);
}
