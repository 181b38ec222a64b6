/**
 * One step of one job: the context in which elements decide. It emits events, which are applied at once, and gathers the
 * work that follows. Everything that is not a function of graph, state and command comes in through {@link Surroundings}.
 *
 *  1. A step runs until every token waits, is being worked on, or is held; or until a token has arrived at a join.
 *  2. A step is bounded: past {@link STEP_BOUND} entered elements, the token becomes an incident that names its loop.
 *  3. Tokens go on independently (BPMN 2.0.2, 13.2): after {@link SLICE} entered elements a step ends where work waits to be
 *     performed for others, and goes on when they have had their turn.
 */
import type { Expression } from '../model/graph/expression.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { apply } from './apply.ts';
import type { Evaluate, Evaluation, Moment, ResolveRequest } from './evaluation.ts';
import type { Escalation, JobEvent } from './events.ts';
import { longId, seedOf } from './hash.ts';
import type { Audience, CompensationRun, JobState, Token } from './job-state.ts';
import { InvariantBroken } from './lifecycle.ts';
import { changeOf, owner, visibleVariables, type Change } from './variables.ts';
import type { Value, Variables } from './value.ts';
import type { Work } from './work.ts';

/** Elements that one step may enter. */
export const STEP_BOUND = 20_000;
/** Elements after which tokens that only move let others have their turn. */
export const SLICE = 1_000;

/** What a step may know of the world. */
export interface Surroundings {
  /** Time of this step, ms: due times count from here, and its checkpoint carries it. */
  readonly now: number;
  readonly evaluate: Evaluate;
  readonly resolveRequest: ResolveRequest;
  /** Ids of called jobs. */
  readonly newJobId: () => string;
  /** Whether a token that is about to enter this node is held (breakpoint, step, pause). */
  readonly holds: (node: string) => boolean;
  /** Whether a scenario stands in for this element. */
  readonly stubbed: (node: string) => boolean;
  /** Who else hears a signal that is thrown now: jobs that wait for it, processes that it starts. */
  readonly audience: (signal: string) => Audience;
  /** What a data store holds, as far as it is durable; null: nothing. */
  readonly stored: (store: string) => Value;
}

/** What an element has thrown; it is caught when the element is done with its turn. */
export type Thrown =
  | { readonly kind: 'signal'; readonly signal: string; readonly variables: Variables }
  | { readonly kind: 'escalation'; readonly scope: string; readonly escalation: Escalation }
  | {
      readonly kind: 'error';
      readonly scope: string;
      readonly node: string;
      readonly code: string;
      /** Null: it says no more than where it was thrown. */
      readonly message: string | null;
    }
  | { readonly kind: 'cancel'; readonly scope: string; readonly node: string };

/** After these, conditions are looked at again. */
const STALE: ReadonlySet<string> = new Set(['variable-set', 'data-stored']);

export class Step {
  readonly graph: ProcessGraph;
  readonly state: JobState;
  readonly env: Surroundings;
  readonly events: JobEvent[] = [];
  readonly work: Work[] = [];
  /** A token arrived at a join in this step: it ends here. */
  joined = false;
  /** It ended so that others have their turn: tokens could still move. */
  yields = false;
  /** Thrown in this step and not yet caught, in order. */
  readonly thrown: Thrown[] = [];
  /** Compensation handlers that are done: what comes after them has yet to begin. */
  readonly handled: CompensationRun[] = [];
  /** How often whoever is taken up in this step was tried before, by the id of its token, or by a scope and its start event. */
  readonly triedBefore = new Map<string, number>();
  /** Changes of variables that nobody has heard of yet, in order; only while somebody listens. */
  readonly changes: Change[] = [];
  /** Variables changed since conditions were looked at: all are to be looked at again. */
  conditionsStale = false;
  /** Ids of those that wait for conditions which have yet to be looked at since then, the last one first. */
  unlooked: string[] = [];

  constructor(graph: ProcessGraph, state: JobState, env: Surroundings) {
    this.graph = graph;
    this.state = state;
    this.env = env;
  }

  emit(event: JobEvent): void {
    if (event.type === 'variable-set' && this.state.census.conditions.size > 0)
      this.changes.push(changeOf(this.state, event));
    apply(this.state, event);
    this.events.push(event);
    if (STALE.has(event.type)) this.conditionsStale = true;
    // Who begins to wait is looked at; nobody else has a reason for it.
    if (event.type === 'subscription-opened' && this.state.census.conditions.has(event.subscription.id))
      this.unlooked.unshift(event.subscription.id);
  }

  node(id: string): FlowNode {
    const node = this.graph.nodes.get(id);
    if (node === undefined) throw new InvariantBroken(this.state.id, `no element ${id} in ${this.graph.processId}`);
    return node;
  }

  /** Sets a variable where it is owned, as seen from a scope. */
  write(from: string, name: string, value: Value): void {
    const scope = owner(this.state, from, name, this.graph.newVariablesAt);
    this.emit({ type: 'variable-set', scope, name, value });
  }

  /** Variables that an expression of this token sees, its own mapped ones included. */
  variables(token: Token): Variables {
    return visibleVariables(this.state, innermost(this.state, token));
  }

  moment(token: Token): Moment {
    return { now: this.state.now, seed: seedOf(String(this.state.seed), token.instance ?? token.id) };
  }

  evaluate(expression: Expression, token: Token, extra?: Variables): Evaluation {
    if (expression.language === 'literal') return { ok: true, value: expression.text };
    const context = this.variables(token);
    return this.env.evaluate(expression, extra === undefined ? context : { ...context, ...extra }, this.moment(token));
  }

  /** Evaluates as a scope sees it; chance hangs on `seed`. */
  evaluateIn(expression: Expression, scope: string, seed: string, extra: Variables = {}): Evaluation {
    if (expression.language === 'literal') return { ok: true, value: expression.text };
    const moment = { now: this.state.now, seed: seedOf(String(this.state.seed), seed) };
    return this.env.evaluate(expression, { ...visibleVariables(this.state, scope), ...extra }, moment);
  }

  /** What a data store holds for this job: what it has written itself comes first. */
  stored(store: string): Value {
    return this.state.stored.get(store) ?? this.env.stored(store);
  }

  idempotencyKey(token: Token): string {
    return longId(this.state.lineage, token.instance ?? token.id, String(token.edit));
  }

  nextNumber(): number {
    return this.state.numbers + 1;
  }
}

/** The scope whose variables a token sees first: its activity's own, else the one it lies in. */
export function innermost(state: JobState, token: Token): string {
  if (token.inner !== null && state.scopes.get(token.inner)?.kind === 'local') return token.inner;
  return token.scope;
}
