/** Something that was waited for has come: a time, a message, a signal, a condition. */
import type { FlowNode } from '../model/graph/process.ts';
import type { EventTrigger } from '../model/graph/trigger.ts';
import { fireBoundary } from './boundary.ts';
import { nextOccurrence } from './timer-cycle.ts';
import { behaviourOf } from './elements/index.ts';
import { handOnPart } from './event-data.ts';
import { armStart, bring, startOf, trigger } from './event-subprocess.ts';
import { raiseAtScope, raiseIncident } from './incidents.ts';
import type { Subscription, Timer, Token, Waiting } from './job-state.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { awaitTrigger, isAwaited, waitId, waitsForAll } from './waits.ts';

/** What came, for the event that says so. */
export function whatCame(wait: Waiting): 'timer' | 'message' | 'signal' | 'conditional' | 'data' {
  return 'trigger' in wait ? wait.trigger : 'timer';
}

/** Lets the event fire that waited; `variables`: what came with it. */
export function occur(step: Step, wait: Waiting, variables: Variables): void {
  step.emit({ type: 'wait-ended', token: wait.token, node: wait.node, by: whatCame(wait) });
  if (wait.kind === 'event-subprocess') {
    inScope(step, wait, variables);
    return;
  }
  const token = step.state.tokens.get(wait.token ?? '');
  if (token === undefined) return;
  if (wait.kind === 'data') beginNow(step, wait, token);
  else if (wait.kind === 'boundary') atBoundary(step, wait, token, variables);
  else atToken(step, wait, token, variables);
}

/** An activity finds its data inputs. */
function beginNow(step: Step, wait: Waiting, token: Token): void {
  close(step, wait);
  const node = step.node(token.node);
  behaviourOf(node).enter(step, node, token);
}

function atToken(step: Step, wait: Waiting, token: Token, variables: Variables): void {
  const node = step.node(wait.node);
  if ('trigger' in node && !complete(step, token.id, wait, node.trigger)) {
    partCame(step, node, token, variables);
    return;
  }
  const element = step.node(token.node);
  behaviourOf(element).occurred?.(step, element, token, wait, variables);
}

function atBoundary(step: Step, wait: Waiting, token: Token, variables: Variables): void {
  const node = step.node(wait.node);
  if (node.type !== 'bpmn:BoundaryEvent') return;
  if (!complete(step, token.id, wait, node.trigger)) {
    partCame(step, node, token, variables);
    return;
  }
  const occurrence = occurrenceOf(wait);
  if (!node.interrupting) {
    if (waitsForAll(node.trigger)) {
      const failure = awaitTrigger(step, { token }, node, node.trigger, 'boundary', { fired: wait.fired + 1 });
      if (failure !== null) raiseIncident(step, token, failure);
    } else again(step, wait);
  }
  bring(step, fireBoundary(step, node, token, occurrence), variables);
}

function inScope(step: Step, wait: Waiting, variables: Variables): void {
  const scope = wait.scope ?? '';
  const start = startOf(step, wait.node);
  if (!complete(step, scope, wait, start.trigger)) {
    const failure = handOnPart(step, start, scope, variables);
    if (failure !== null) raiseAtScope(step, scope, start.id, failure);
    return;
  }
  const occurrence = occurrenceOf(wait);
  if (!start.interrupting) {
    if (waitsForAll(start.trigger)) armStart(step, scope, start, wait.fired + 1);
    else again(step, wait);
  }
  trigger(step, scope, start, occurrence, variables);
}

/** One of several that an event waits for. It goes where the event stands, not into the activity that it is attached to. */
function partCame(step: Step, node: FlowNode, token: Token, variables: Variables): void {
  const failure = handOnPart(step, node, token.scope, variables);
  if (failure !== null) raiseIncident(step, token, failure);
}

/** Names one time that something came among all times of the same wait. */
function occurrenceOf({ part, fired }: Waiting): string {
  return part === 0 ? String(fired) : `${part}.${fired}`;
}

/** Whether the event fires now: one that waits for all its definitions closes this one and may have to wait on. */
function complete(step: Step, waiter: string, wait: Waiting, trigger_: EventTrigger): boolean {
  if (!waitsForAll(trigger_)) return true;
  close(step, wait);
  return !isAwaited(step, waiter, wait.node);
}

function close(step: Step, wait: Waiting): void {
  const id = waitId(wait.token ?? wait.scope ?? '', wait.node, wait.part);
  step.emit(
    'trigger' in wait ? { type: 'subscription-removed', subscription: id } : { type: 'timer-removed', timer: id },
  );
}

/** What does not interrupt waits on; a timer that has no further occurrence is spent. */
function again(step: Step, wait: Waiting): void {
  if ('trigger' in wait) matched(step, wait);
  else rearm(step, wait);
}

function matched(step: Step, { id, node }: Subscription): void {
  step.emit({ type: 'subscription-matched', subscription: id, node });
}

function rearm(step: Step, timer: Timer): void {
  const next = nextOccurrence(timer, step.env.now);
  if (next === null) step.emit({ type: 'timer-removed', timer: timer.id });
  else step.emit({ type: 'timer-armed', timer: next });
}
