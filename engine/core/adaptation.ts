/**
 * A job at rest whose definition has changed under it (checkpoint-semantics, section 8): what the new version waits for
 * where the job is at work, and how many instances its repeated activities have there.
 */
import type { Activity } from '../model/graph/activity.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { isActivity } from './activity.ts';
import { cancelToken } from './cancellation.ts';
import type { Evaluate } from './evaluation.ts';
import { armStart, startOf } from './event-subprocess.ts';
import { recount, type Recount } from './instances.ts';
import type { JobState, Token } from './job-state.ts';
import { Step } from './step.ts';
import { awaitTrigger, isArmable } from './waits.ts';

/** What is new in the version that the job goes on with. */
export interface Changes {
  /** Boundary events, and start events of event subprocesses, that were not there. */
  readonly arm: readonly string[];
  /** Repeated activities whose number of instances is said otherwise. */
  readonly count: readonly string[];
}

/** Null: done; else why the job cannot go on with this version. Then nothing has been emitted. */
export function adapt(step: Step, { arm, count }: Changes): string | null {
  const tokens = [...step.state.tokens.values()].toSorted((left, right) => left.arrival - right.arrival);
  const recounts: Recount[] = [];
  const waits: { readonly token: Token; readonly node: FlowNode }[] = [];
  for (const token of tokens) {
    const node = step.node(token.node);
    if (!isActivity(node) || !isAtWork(token)) continue;
    if (count.includes(node.id) && token.rounds !== null && token.wait === 'instances') {
      const found = recount(step, node, token);
      if (typeof found === 'string') return found;
      recounts.push(found);
    }
    const events = newEventsOf(step, node, arm);
    for (const event of events) {
      const failure = isArmable(step, { token }, event, event.trigger);
      if (failure !== null) return failure;
      waits.push({ token, node: event });
    }
  }
  const starts: { readonly scope: string; readonly start: string }[] = [];
  for (const scope of step.state.scopes.values()) {
    if (scope.kind !== 'flow' || scope.kept || scope.interrupted) continue;
    for (const { start } of step.graph.scopes.get(scope.node)?.eventSubProcesses ?? []) {
      if (!arm.includes(start)) continue;
      const event = startOf(step, start);
      const failure = isArmable(step, { scope: scope.id }, event, event.trigger);
      if (failure !== null) return failure;
      starts.push({ scope: scope.id, start });
    }
  }
  for (const found of recounts) {
    for (const token of found.withdrawn) cancelToken(step, token);
    found.carryOut();
  }
  for (const { token, node } of waits)
    if (node.type === 'bpmn:BoundaryEvent') awaitTrigger(step, { token }, node, node.trigger, 'boundary');
  for (const { scope, start } of starts) armStart(step, scope, startOf(step, start));
  return null;
}

/** What the job waits for and does in addition. */
export interface Gains {
  readonly arms: readonly { readonly what: 'timer' | 'subscription'; readonly element: string }[];
  readonly instances: readonly { readonly element: string; readonly from: number; readonly to: number }[];
}

/** What {@link adapt} would do, or why it would not. `state` is used up. */
export function rehearse(
  graph: ProcessGraph,
  state: JobState,
  changes: Changes,
  world: { readonly now: number; readonly evaluate: Evaluate },
): Gains | string {
  const before = new Map([...state.tokens.values()].map(({ id, rounds }) => [id, rounds?.total ?? 0]));
  const step = new Step(graph, state, {
    ...world,
    now: state.clock === 'virtual' ? state.now : world.now,
    resolveRequest: () => ({ ok: false, message: 'nothing is performed' }),
    newJobId: () => '',
    holds: () => false,
    stubbed: () => false,
    audience: () => ({ jobs: [], definitions: [] }),
    stored: () => null,
  });
  const unfit = adapt(step, changes);
  if (unfit !== null) return unfit;
  return {
    arms: step.events.flatMap((event): Gains['arms'] => {
      if (event.type === 'timer-armed') return [{ what: 'timer', element: event.timer.node }];
      if (event.type === 'subscription-opened') return [{ what: 'subscription', element: event.subscription.node }];
      return [];
    }),
    instances: step.events.flatMap((event) =>
      event.type === 'instances-counted'
        ? [{ element: event.node, from: before.get(event.token) ?? 0, to: event.total ?? 0 }]
        : [],
    ),
  };
}

/** Inside an activity that has boundary events: of several instances, the token that stands for all of them. */
function isAtWork({ instance, index, stage, wait }: Token): boolean {
  if (instance === null || index !== null) return false;
  return stage === 'working' || stage === 'finishing' || (stage === 'entering' && wait === 'data');
}

function newEventsOf(step: Step, node: Activity, arm: readonly string[]) {
  return node.boundary.flatMap((id) => {
    const event = step.node(id);
    return event.type === 'bpmn:BoundaryEvent' && arm.includes(id) ? [event] : [];
  });
}
