/**
 * A job in a test: the interpreter with nothing around it but a clock that the test moves and a store of rows in memory.
 * Every step is checked: no invariant is broken, and what the rows say is the state.
 */
import type { StoredRows } from './stored-rows.ts';
import { isDeepStrictEqual } from 'node:util';
import { apply } from '../../../engine/core/apply.ts';
import { pointsIn, type CheckpointPoint } from '../../../engine/core/checkpoint-policy.ts';
import type { Command, Refusal } from '../../../engine/core/commands.ts';
import { decide, hasEnded, type Decision } from '../../../engine/core/decide.ts';
import type { ResolveRequest } from '../../../engine/core/evaluation.ts';
import type { JobEvent, JobEventType } from '../../../engine/core/events.ts';
import { brokenInvariants } from '../../../engine/core/invariants.ts';
import {
  decodeJob,
  encodeHeader,
  newJob,
  takeChanges,
  type JobHeader,
  type StateRow,
} from '../../../engine/core/job-codec.ts';
import type { JobState, Timer, Token } from '../../../engine/core/job-state.ts';
import { innermost, type Surroundings } from '../../../engine/core/step.ts';
import type { Value, Variables } from '../../../engine/core/value.ts';
import { ownVariables, visibleVariables } from '../../../engine/core/variables.ts';
import { isEffect, type Outcome, type Work } from '../../../engine/core/work.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import type { FlowNode, ProcessGraph } from '../../../engine/model/graph/process.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';

/** 2026-01-01T00:00:00Z. */
export const MIDNIGHT = Date.UTC(2026, 0, 1);

/** What a test performs in place of a task: variables that it writes, or a whole outcome. */
export type Performance = (variables: Variables, work: Work) => Outcome;

export interface JobOptions {
  readonly id?: string;
  readonly lineage?: string;
  readonly parent?: JobState['parent'];
  readonly simulated?: boolean;
  readonly clock?: 'wall' | 'virtual';
  /** By element; FEEL scripts perform themselves. */
  readonly performances?: Readonly<Record<string, Performance>>;
  readonly stubbed?: (node: string) => boolean;
  readonly audience?: Surroundings['audience'];
  /** What data stores hold, also for other jobs of the same test. */
  readonly stores?: Map<string, Value>;
  /** Off: for jobs that are too large to be compared after every step. */
  readonly checked?: boolean;
  /** Order in which rows come back from the store. */
  readonly shuffle?: (rows: readonly StateRow[]) => StateRow[];
  /** A store in a file that the rows go through, too. */
  readonly stored?: StoredRows;
}

/** Fills in the address only; one that cannot be computed is refused. */
const resolveRequest: ResolveRequest = (template, context, moment, evaluateWith) => {
  const url = evaluateWith(template.url, context, moment);
  if (!url.ok || typeof url.value !== 'string') return { ok: false, message: url.ok ? 'no address' : url.message };
  return { ok: true, request: { method: 'POST', url: url.value, headers: {}, body: null, timeoutMs: 1000 } };
};

export class JobUnderTest {
  readonly graph: ProcessGraph;
  readonly options: JobOptions;
  state: JobState;
  /** The clock of the engine. */
  now = MIDNIGHT;
  /** Asked for, not yet performed. */
  work: Work[] = [];
  /** All that was ever asked for. */
  readonly requests: Work[] = [];
  readonly events: JobEvent[] = [];
  /** Points of each checkpoint. */
  readonly checkpoints: (readonly CheckpointPoint[])[] = [];
  readonly held = new Set<string>();
  /** Rows that the latest step changed. */
  changes: readonly StateRow[] = [];
  /** All rows after the latest step, and as of the latest checkpoint. */
  readonly #rows = new Map<string, StateRow>();
  #saved: { header: JobHeader; rows: readonly StateRow[] } | null = null;
  #calls = 0;
  readonly #stores: Map<string, Value>;

  constructor(graph: ProcessGraph, options: JobOptions = {}) {
    this.graph = graph;
    this.options = options;
    this.#stores = options.stores ?? new Map();
    this.state = newJob({
      id: options.id ?? 'job',
      extId: options.id ?? 'job',
      lineage: options.lineage ?? 'lineage',
      definition: { key: graph.processId, version: 1 },
      parent: options.parent ?? null,
      simulated: options.simulated ?? false,
      seed: 1,
      clock: options.clock ?? 'wall',
      startedAt: MIDNIGHT,
    });
  }

  static async of(xml: string, options: JobOptions = {}): Promise<JobUnderTest> {
    return new JobUnderTest(await graphOf(xml), options);
  }

  /** A job that has taken its first step. */
  static async started(xml: string, variables: Variables = {}, options: JobOptions = {}): Promise<JobUnderTest> {
    const job = await JobUnderTest.of(xml, options);
    job.start(variables);
    return job;
  }

  start(variables: Variables = {}, node: string | null = null): JobEvent[] {
    return this.send({ type: 'start', node, variables, messageId: null });
  }

  /** Obeys a command and goes on until the job waits. Answers all that happened. */
  send(command: Command): JobEvent[] {
    const happened: JobEvent[] = [];
    for (let next: Command = command; ; next = { type: 'continue' }) {
      const decision = this.step(next);
      happened.push(...decision.events);
      if (!decision.more || (decision.yields && this.#workComesFirst())) return happened;
    }
  }

  /** Whether what was asked for has its turn before tokens go on: that is for the test to perform. */
  #workComesFirst(): boolean {
    return this.work.some((work) => this.isCurrent(work) && (this.state.simulated || !isEffect(work)));
  }

  /** Takes one step. */
  step(command: Command): Extract<Decision, { ok: true }> {
    const decision = decide(this.graph, this.state, command, this.#surroundings());
    if (!decision.ok) throw new Error(`refused ${command.type}: ${decision.refusal.code}, ${decision.refusal.message}`);
    this.events.push(...decision.events);
    this.work.push(...decision.work);
    this.requests.push(...decision.work);
    const points = pointsIn(this.graph, decision.events);
    if (points.length > 0) {
      this.checkpoints.push(points);
      const checkpoint: JobEvent = {
        type: 'checkpoint-captured',
        seq: this.state.seq + 1,
        at: this.state.clock === 'virtual' ? this.state.now : this.now,
      };
      for (const [name, value] of this.state.stored) this.#stores.set(name, value);
      apply(this.state, checkpoint);
      this.events.push(checkpoint);
    }
    // What somebody asked for is durable when it is answered, checkpoint or not.
    const asked = command.type !== 'report-outcome' && command.type !== 'continue';
    this.#save(points.length > 0 || asked);
    this.#check(command);
    return decision;
  }

  /** Why a command would be refused now; null: it would be obeyed. */
  refusalOf(command: Command): Refusal | null {
    const decision = decide(this.graph, structuredClone(this.state), command, this.#surroundings());
    return decision.ok ? null : decision.refusal;
  }

  /** A command that must be refused, and must not have changed anything. */
  refused(command: Command): Refusal {
    const before = structuredClone(this.state);
    const decision = decide(this.graph, this.state, command, this.#surroundings());
    if (decision.ok) throw new Error(`${command.type} was obeyed`);
    if (!isDeepStrictEqual(plain(before), plain(this.state)))
      throw new Error(`${command.type} was refused, yet changed the job`);
    return decision.refusal;
  }

  #surroundings(): Surroundings {
    return {
      now: this.state.clock === 'virtual' ? this.state.now : this.now,
      evaluate,
      resolveRequest,
      stored: (store) => this.#stores.get(store) ?? null,
      newJobId: () => `child-${(this.#calls += 1)}`,
      holds: (node) => this.held.has(node),
      stubbed: this.options.stubbed ?? (() => false),
      audience: this.options.audience ?? (() => ({ jobs: [], definitions: [] })),
    };
  }

  #save(durable: boolean): void {
    this.changes = takeChanges(this.state);
    if (this.options.checked === false) return;
    for (const row of this.changes) {
      const key = `${row.entity} ${row.id}`;
      if (row.data === null) this.#rows.delete(key);
      else this.#rows.set(key, row);
    }
    this.options.stored?.save(encodeHeader(this.state), this.changes);
    if (durable) this.#saved = { header: encodeHeader(this.state), rows: [...this.#rows.values()] };
  }

  #check(command: Command): void {
    if (this.options.checked === false) return;
    const broken = brokenInvariants(this.state);
    if (broken.length > 0) throw new Error(`after ${command.type}: ${broken.join('; ')}`);
    if (!isDeepStrictEqual(this.#fromRows(), this.state))
      throw new Error(`after ${command.type}: the rows say something else than the state`);
  }

  /** The state that the rows hold: in the store, where there is one. */
  decoded(): JobState {
    const { stored } = this.options;
    if (stored === undefined) return this.#fromRows();
    const { job, rows } = stored.load(this.state.id);
    return decodeJob(job, this.#shuffled(rows));
  }

  #fromRows(): JobState {
    return decodeJob(encodeHeader(this.state), this.#shuffled([...this.#rows.values()]));
  }

  #shuffled(rows: readonly StateRow[]): StateRow[] {
    return this.options.shuffle?.(rows) ?? rows.toReversed();
  }

  /** The engine dies: what is left is the latest checkpoint. */
  die(): void {
    if (this.#saved === null) throw new Error('there is no checkpoint');
    const { header, rows } = this.#saved;
    this.state = decodeJob(header, this.#shuffled(rows));
    this.work = [];
    this.#rows.clear();
    for (const row of rows) this.#rows.set(`${row.entity} ${row.id}`, row);
  }

  /** Dies and is taken up again. `begun`: attempts that the dead engine had begun. */
  recover(begun: Readonly<Record<string, number>> = {}, interrupted: readonly string[] = []): JobEvent[] {
    this.die();
    return this.send({
      type: 'recover',
      incarnation: this.state.incarnation + 1,
      begun,
      attemptFloor: null,
      interrupted,
    });
  }

  node(id: string): FlowNode {
    const node = this.graph.nodes.get(id);
    if (node === undefined) throw new Error(`no element ${id}`);
    return node;
  }

  /** The only token at an element. */
  token(node: string): Token {
    const found = [...this.state.tokens.values()].filter((token) => token.node === node);
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`${found.length} tokens at ${node}`);
    return only;
  }

  instance(node: string): string {
    const { instance } = this.token(node);
    if (instance === null) throw new Error(`the token at ${node} is not inside`);
    return instance;
  }

  /** What the token at an element sees. */
  seen(node: string): Variables {
    return visibleVariables(this.state, innermost(this.state, this.token(node)));
  }

  /** Variables of the process itself. */
  get variables(): Variables {
    return ownVariables(this.state, this.state.root);
  }

  /** Where tokens are, like `a:waiting`, sorted. */
  get places(): string[] {
    return [...this.state.tokens.values()].map((token) => `${token.node}:${token.state}`).toSorted();
  }

  /** Elements whose executions completed, in order. */
  get completed(): string[] {
    return this.left('completed');
  }

  left(outcome: string): string[] {
    return this.events
      .filter((event) => event.type === 'element-left')
      .filter((event) => event.outcome === outcome)
      .map(({ node }) => node);
  }

  happened<T extends JobEventType>(type: T): Extract<JobEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<JobEvent, { type: T }>[];
  }

  /** Reasons of the latest checkpoint, like `join@j`. */
  get reasons(): string[] {
    return (this.checkpoints.at(-1) ?? []).map(reasonText);
  }

  /** Work that waits for an element, oldest first; the latest that was asked for where there is more. */
  asked(node: string): Work {
    const found = this.work.findLast((work) => work.node === node);
    if (found === undefined) throw new Error(`no work was asked for at ${node}`);
    return found;
  }

  report(work: Work, outcome: Outcome): JobEvent[] {
    this.work = this.work.filter((other) => other !== work);
    return this.send(reportOf(work, outcome));
  }

  /** The work at an element ends well. */
  complete(node: string, result: Value = null, writes: Variables = {}): JobEvent[] {
    return this.report(this.asked(node), { kind: 'completed', result, writes });
  }

  fail(node: string, message = 'it failed'): JobEvent[] {
    return this.report(this.asked(node), { kind: 'failed', message });
  }

  throws(node: string, code: string): JobEvent[] {
    return this.report(this.asked(node), { kind: 'bpmn-error', code, message: `${code} was thrown`, writes: {} });
  }

  /** Does a person's part. */
  does(node: string, variables: Variables = {}): JobEvent[] {
    return this.send({ type: 'complete-user-task', instance: this.instance(node), variables });
  }

  /** Gives a message to the oldest subscription at an element (or of any). */
  receives(node: string, variables: Variables = {}, messageId = 'message-1'): JobEvent[] {
    const open = [...this.state.subscriptions.values()].filter((subscription) => subscription.node === node);
    const [oldest] = open.toSorted((left, right) => left.number - right.number);
    if (oldest === undefined) throw new Error(`${node} waits for no message`);
    return this.send({ type: 'take-message', subscription: oldest.id, messageId, variables });
  }

  /** Timers in the order in which they fire. */
  get timers(): Timer[] {
    return [...this.state.timers.values()].toSorted(
      (left, right) => left.due - right.due || left.number - right.number,
    );
  }

  /** Moves the clock `ms` on and fires what is due, in due order. Answers the elements whose timers fired. */
  passes(ms: number): string[] {
    this.now += ms;
    const fired: string[] = [];
    for (let [timer] = this.timers; timer !== undefined && timer.due <= this.now; [timer] = this.timers) {
      fired.push(timer.node);
      this.send({ type: 'fire-timer', timer: timer.id });
    }
    return fired;
  }

  /** Whether a piece of work is still wanted. */
  isCurrent(work: Work): boolean {
    const token = this.state.tokens.get(work.token);
    return token?.state === 'running' && token.instance === work.instance && token.attempt === work.attempt;
  }

  /** Performs a piece of work as the test or its FEEL text says; null: neither says how. */
  outcomeOf(work: Work): Outcome | null {
    const token = this.state.tokens.get(work.token);
    if (token === undefined) return null;
    const variables = visibleVariables(this.state, innermost(this.state, token));
    const performance = this.options.performances?.[work.node];
    if (performance !== undefined) return performance(variables, work);
    const node = this.node(work.node);
    if (node.type !== 'bpmn:ScriptTask' || node.language !== 'feel') return null;
    const answer = evaluate({ language: 'feel', text: node.script }, variables, {
      now: this.state.now,
      seed: work.seed,
    });
    return answer.ok
      ? { kind: 'completed', result: answer.value, writes: {} }
      : { kind: 'failed', message: answer.message };
  }

  /** Performs all work that can be performed, oldest first, until the job waits or ends. */
  run(): this {
    for (let bound = 0; bound < 10_000; bound += 1) {
      this.work = this.work.filter((work) => this.isCurrent(work));
      const next = this.work.find((work) => this.outcomeOf(work) !== null);
      if (next === undefined || hasEnded(this.state)) return this;
      this.report(next, this.outcomeOf(next) as Outcome);
    }
    throw new Error('the job does not come to rest');
  }
}

export async function graphOf(xml: string): Promise<ProcessGraph> {
  const { processes, problems } = await readBpmn(xml, 'test.bpmn');
  const [graph] = processes;
  if (graph === undefined) throw new Error(problems.map(({ element, message }) => `${element}: ${message}`).join(' '));
  return graph;
}

export function reportOf(work: Work, outcome: Outcome): Command {
  return { type: 'report-outcome', token: work.token, instance: work.instance, attempt: work.attempt, outcome };
}

export function done(writes: Variables = {}, result: Value = null): Outcome {
  return { kind: 'completed', result, writes };
}

export function reasonText({ reason, element }: CheckpointPoint): string {
  return element === null ? reason : `${reason}@${element}`;
}

/** Without prototypes, which a structured clone loses. */
function plain(state: JobState): unknown {
  return structuredClone(state);
}
