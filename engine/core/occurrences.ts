/** Something that was waited for has come: a time, a message, a signal, a condition. */
import type { FlowNode } from '../model/graph/process.ts';
import { fireBoundary } from './boundary.ts';
import { nextOccurrence } from './timer-cycle.ts';
import { behaviourOf } from './elements/index.ts';
import { armStart, bring, startOf, trigger } from './event-subprocess.ts';
import { raiseIncident } from './incidents.ts';
import type { Subscription, Timer, Token, Waiting } from './job-state.ts';
import { keepPart, keptAt, takeKept } from './kept-parts.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { waitId } from './wait-id.ts';
import { awaitTrigger, isAwaited, waitsForAll } from './waits.ts';

/** What came, for the event that says so. */
function whatCame(wait: Waiting): Exclude<Subscription['trigger'], 'came'> | 'timer' | null {
  if (!('trigger' in wait)) return 'timer';
  return wait.trigger === 'came' ? null : wait.trigger;
}

/** Lets the event fire that waited; `variables`: what came with it. */
export function occur(step: Step, wait: Waiting, variables: Variables): void {
  const by = whatCame(wait);
  if (by === null) return;
  step.emit({ type: 'wait-ended', token: wait.token, node: wait.node, by });
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
  const all = allThatCame(step, token.id, wait, node, variables);
  if (all === null) return;
  const element = step.node(token.node);
  behaviourOf(element).occurred?.(step, element, token, wait, all);
}

function atBoundary(step: Step, wait: Waiting, token: Token, variables: Variables): void {
  const node = step.node(wait.node);
  if (node.type !== 'bpmn:BoundaryEvent') return;
  const all = allThatCame(step, token.id, wait, node, variables);
  if (all === null) return;
  const occurrence = occurrenceOf(wait);
  if (!node.interrupting) {
    if (waitsForAll(node.trigger)) {
      const failure = awaitTrigger(step, { token }, node, node.trigger, 'boundary', { fired: wait.fired + 1 });
      if (failure !== null) raiseIncident(step, token, failure);
    } else again(step, wait);
  }
  bring(step, fireBoundary(step, node, token, occurrence), all);
}

function inScope(step: Step, wait: Waiting, variables: Variables): void {
  const scope = wait.scope ?? '';
  const start = startOf(step, wait.node);
  const all = allThatCame(step, scope, wait, start, variables);
  if (all === null) return;
  const occurrence = occurrenceOf(wait);
  if (!start.interrupting) {
    if (waitsForAll(start.trigger)) armStart(step, scope, start, wait.fired + 1);
    else again(step, wait);
  }
  trigger(step, scope, start, occurrence, all);
}

/** Names one time that something came among all times of the same wait. */
function occurrenceOf({ part, fired }: Waiting): string {
  return part === 0 ? String(fired) : `${part}.${fired}`;
}

/**
 * What the event fires with now. Null: it waits for all its definitions, and some are still to come; this one is kept till then, and
 * nothing of it is handed on before (BPMN 2.0.2, 10.5.5).
 */
function allThatCame(step: Step, waiter: string, wait: Waiting, node: FlowNode, brought: Variables): Variables | null {
  if (!('trigger' in node) || !waitsForAll(node.trigger)) return brought;
  close(step, wait);
  if (!isAwaited(step, waiter, node.id)) return { ...takeKept(step, keptAt(step, waiter, node)), ...brought };
  if (wait.kind !== 'retry') keepPart(step, { ...wait, kind: wait.kind }, brought);
  return null;
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
