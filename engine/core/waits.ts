/** Timers and subscriptions: what a token waits for besides its own work. */
import type { Activity, BoundaryEvent, EventTrigger, FlowNode, MessageRef, TimerDefinition } from '../model/graph.ts';
import { addDuration, parseCycle, parseDate, parseDuration } from './calendar.ts';
import type { Subscription, Timer, Token } from './job-state.ts';
import type { Step } from './step.ts';
import { encodeValue, Temporal, type Value } from './value.ts';

/** A token waits at most once at each element. */
export function waitId(token: Token, node: string): string {
  return `${token.id}/${node}`;
}

/** Null, or why it could not be armed. */
type Failure = string | null;

function asText(value: Value): string | null {
  if (typeof value === 'string') return value;
  if (value instanceof Temporal) return value.iso;
  return null;
}

interface Schedule {
  readonly due: number;
  readonly cycle: Timer['cycle'];
}

/** When a timer definition fires first, counted from `now`. */
export function schedule(kind: TimerDefinition['kind'], text: string, now: number): Schedule | string {
  if (kind === 'duration') {
    const duration = parseDuration(text);
    return duration === null ? `"${text}" is no ISO 8601 duration` : { due: addDuration(now, duration), cycle: null };
  }
  if (kind === 'date') {
    const due = parseDate(text);
    return due === null ? `"${text}" is no ISO 8601 date and time` : { due, cycle: null };
  }
  const cycle = parseCycle(text);
  if (cycle === null) return `"${text}" is no ISO 8601 repeating interval (like R3/PT10M)`;
  const duration = parseDuration(cycle.interval);
  if (duration === null) return `"${text}" has no interval`;
  const due = cycle.start ?? addDuration(now, duration);
  return {
    due,
    cycle: {
      remaining: cycle.times === null ? null : cycle.times - 1,
      interval: cycle.interval,
      anchor: due,
      occurrence: 0,
    },
  };
}

export function armTimer(
  step: Step,
  token: Token,
  node: FlowNode,
  timer: TimerDefinition,
  kind: Timer['kind'],
): Failure {
  const answer = step.evaluate(timer.value, token);
  if (!answer.ok) return `the timer of ${node.id} cannot be computed: ${answer.message}`;
  const text = asText(answer.value);
  if (text === null) return `the timer of ${node.id} is neither text nor a date or duration`;
  const plan = schedule(timer.kind, text, step.env.now);
  if (typeof plan === 'string') return `the timer of ${node.id}: ${plan}`;
  step.emit({
    type: 'timer-armed',
    timer: {
      id: waitId(token, node.id),
      token: token.id,
      node: node.id,
      kind,
      due: plan.due,
      number: step.nextNumber(),
      // Only a non-interrupting boundary event fires more than once.
      cycle: kind === 'boundary' && !(node as BoundaryEvent).interrupting ? plan.cycle : null,
      fired: 0,
    },
  });
  return null;
}

/** A correlation key as text: people write numbers and text alike. */
export function keyText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && !(value instanceof Temporal)) return encodeValue(value);
  return String(value);
}

/** The key of a message reference as the token sees it. */
export function correlationKey(step: Step, token: Token, message: MessageRef): { key: string | null } | string {
  if (message.correlationKey === null) return { key: null };
  const answer = step.evaluate(message.correlationKey, token);
  if (!answer.ok) return `the correlation key of message ${message.name} cannot be computed: ${answer.message}`;
  if (answer.value === null) return `the correlation key of message ${message.name} is null`;
  return { key: keyText(answer.value) };
}

export function subscribe(
  step: Step,
  token: Token,
  node: FlowNode,
  message: MessageRef,
  kind: Subscription['kind'],
): Failure {
  const key = correlationKey(step, token, message);
  if (typeof key === 'string') return key;
  step.emit({
    type: 'subscription-opened',
    subscription: {
      id: waitId(token, node.id),
      token: token.id,
      node: node.id,
      kind,
      message: message.name,
      key: key.key,
      number: step.nextNumber(),
      fired: 0,
    },
  });
  return null;
}

/** Opens what a catching trigger waits for. */
export function awaitTrigger(
  step: Step,
  token: Token,
  node: FlowNode,
  trigger: EventTrigger,
  kind: 'catch' | 'boundary' | 'gateway',
): Failure {
  if (trigger.kind === 'timer') return armTimer(step, token, node, trigger.timer, kind);
  if (trigger.kind === 'message') return subscribe(step, token, node, trigger.message, kind);
  return null;
}

/** Opens what the boundary events of an activity wait for, or nothing when one of them cannot be. */
export function awaitBoundary(step: Step, token: Token, node: Activity): Failure {
  for (const id of node.boundary) {
    const boundary = step.node(id);
    if (boundary.type !== 'bpmn:BoundaryEvent') continue;
    const failure = awaitTrigger(step, token, boundary, boundary.trigger, 'boundary');
    if (failure === null) continue;
    disarm(step, token);
    return failure;
  }
  return null;
}

/** Closes everything that a token waits for: the winner removes the losers. */
export function disarm(step: Step, token: Token): void {
  if (step.state.timers.size === 0 && step.state.subscriptions.size === 0) return;
  const node = step.node(token.node);
  disarmAt(step, token, node.id);
  if ('boundary' in node) for (const boundary of node.boundary) disarmAt(step, token, boundary);
  if (node.type === 'bpmn:EventBasedGateway') for (const flow of node.outgoing) disarmAt(step, token, flow.target);
}

/** Closes what a token waits for at one element: itself, a boundary event, an event behind a gateway. */
export function disarmAt(step: Step, token: Token, node: string): void {
  const id = waitId(token, node);
  if (step.state.timers.has(id)) step.emit({ type: 'timer-removed', timer: id });
  if (step.state.subscriptions.has(id)) step.emit({ type: 'subscription-removed', subscription: id });
}
