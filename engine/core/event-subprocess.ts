/**
 * Event subprocesses (BPMN 2.0.2, 10.3.5 and 13.5.4): a scope waits for their start events as long as it lives; one that
 * interrupts takes the place of everything else in the scope, one that does not runs beside it, as often as it is triggered.
 */
import type { SubProcess } from '../model/graph/activity.ts';
import type { StartEvent } from '../model/graph/event.ts';
import type { EventSubProcessRef } from '../model/graph/process.ts';
import { begin } from './activity.ts';
import { emptyScope } from './cancellation.ts';
import { createToken } from './flow.ts';
import { handOn, handOnTo, isMapped } from './event-data.ts';
import { raiseAtScope } from './incidents.ts';
import type { Scope, Token } from './job-state.ts';
import { keepPart, keptAt, takeKept } from './kept-parts.ts';
import { InvariantBroken } from './lifecycle.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { awaitTrigger, disarmAt, disarmScope } from './waits.ts';

/** Lets a scope that was just opened wait for its event subprocesses. What cannot be waited for is the job's incident. */
export function armScope(step: Step, scope: string): void {
  const definition = step.graph.scopes.get(step.state.scopes.get(scope)?.node ?? '');
  for (const { start } of definition?.eventSubProcesses ?? []) armStart(step, scope, startOf(step, start));
}

/** Waits, in a scope, for one start event; `fired`: how often it was triggered before. */
export function armStart(step: Step, scope: string, start: StartEvent, fired = 0): void {
  const failure = awaitTrigger(step, { scope }, start, start.trigger, 'event-subprocess', { fired });
  if (failure === null) return;
  disarmAt(step, scope, start.id);
  raiseAtScope(step, scope, start.id, failure);
}

/** The start event of an event subprocess. */
export function startOf(step: Step, id: string): StartEvent {
  const start = step.node(id);
  if (start.type !== 'bpmn:StartEvent') throw new InvariantBroken(step.state.id, `${id} is no start event`);
  return start;
}

/**
 * Triggers an event subprocess of a scope. `occurrence` names the trigger among all of the same start event in the scope;
 * `variables` are what it brought, and belong to the scope that waited.
 */
export function trigger(step: Step, scope: string, start: StartEvent, occurrence: string, variables: Variables): void {
  const ref = referenceOf(step, scope, start.id);
  if (start.interrupting) {
    disarmScope(step, scope);
    emptyScope(step, scope);
    step.emit({ type: 'scope-interrupted', scope, node: ref.subProcess });
  }
  const carries = isMapped(start);
  if (!carries) handOn(step, start, scope, variables);
  const created = createToken(step, scope, ref.subProcess, null, [], 'event', start.id, occurrence);
  if (!start.interrupting) step.emit({ type: 'forked', node: start.id, tokens: [created] });
  const token = step.state.tokens.get(created) as Token;
  enterByEvent(step, token, start.id);
  if (!carries) return;
  // Its data may go to what lives in the event subprocess, as soon as that has begun.
  const begun = [...step.state.tokens.values()].find(({ scope: own }) => own === token.inner);
  const place = { token: created, scope: null, node: start.id, part: 0, kind: 'event-subprocess', fired: 0 } as const;
  if (begun === undefined) keepPart(step, place, variables);
  else bring(step, begun.id, variables);
}

/** Enters an event subprocess at its start event, with the token that was born for it. */
export function enterByEvent(step: Step, token: Token, start: string): void {
  openContent(step, step.node(token.node) as SubProcess, token, [start]);
}

/** Opens the scope of a subprocess and lets tokens begin in it. */
export function openContent(step: Step, node: SubProcess, token: Token, initial: readonly string[]): void {
  const inputs = begin(step, node, token, false);
  if (inputs === null || token.instance === null) return;
  const scope = token.instance;
  step.emit({ type: 'scope-opened', scope, parent: token.scope, node: node.id, kind: 'flow', token: token.id });
  for (const [name, value] of Object.entries(inputs)) step.emit({ type: 'variable-set', scope, name, value });
  declare(step, scope, node.id);
  step.emit({ type: 'working-started', token: token.id, inner: scope });
  step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'scope', answer: 0 });
  armScope(step, scope);
  for (const id of initial) {
    const begun = createToken(step, scope, id, null, [token.id]);
    const kept = node.byEvent ? keptAt(step, token.id, step.node(id)) : [];
    if (kept.length > 0) bring(step, begun, takeKept(step, kept));
  }
}

/** Lets the data that lives in a process or subprocess be born with it, without a value (BPMN 2.0.2, 10.4.1). */
export function declare(step: Step, scope: string, container: string): void {
  const own = step.state.scopes.get(scope)?.variables;
  for (const name of step.graph.scopes.get(container)?.items ?? [])
    if (own?.has(name) === false) step.emit({ type: 'variable-set', scope, name, value: null });
}

function referenceOf(step: Step, scope: string, start: string): EventSubProcessRef {
  const subProcess = startOf(step, start).scope;
  if (!step.graph.nodes.has(subProcess))
    throw new InvariantBroken(step.state.id, `${start} starts nothing in ${scope}`);
  return { subProcess, start };
}

/**
 * The event subprocess of a scope that catches something thrown in it; null when none does. One that is under way does not
 * catch what it throws itself (`thrower`: its element), and none does once one of them has interrupted the scope.
 */
export function catcherIn(
  step: Step,
  scope: Scope,
  thrower: string | null,
  matches: (start: StartEvent) => boolean,
): StartEvent | null {
  if (scope.interrupted || scope.kept || scope.kind !== 'flow') return null;
  const definition = step.graph.scopes.get(scope.node);
  for (const { subProcess, start } of definition?.eventSubProcesses ?? []) {
    if (subProcess === thrower) continue;
    const event = startOf(step, start);
    if (matches(event)) return event;
  }
  return null;
}

/** Hands on what a trigger brought, as the token of a boundary or start event sees it. What cannot be handed on is kept there. */
export function bring(step: Step, token: string, variables: Variables): void {
  const found = step.state.tokens.get(token);
  if (found === undefined) return;
  handOnTo(step, step.node(found.node), found, variables);
}
