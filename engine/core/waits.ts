/** Timers and subscriptions: what a token waits for besides its own work, and a scope for its event subprocesses. */
import type { Activity } from '../model/graph/activity.ts';
import type { Expression } from '../model/graph/expression.ts';
import type { MessageRef } from '../model/graph/message.ts';
import type { FlowNode } from '../model/graph/process.ts';
import type { EventTrigger, SingleTrigger, TimerDefinition, TimerKind } from '../model/graph/trigger.ts';
import { nextCron, wrongWithCron } from '../model/cron.ts';
import { looksLikeCron, type CronDialect } from '../model/cron-text.ts';
import { addDuration, countBack, parseCycle, parseDate, parseDuration } from './calendar.ts';
import { calledHere, type Called } from './computed-name.ts';
import { keyText, knownKey, together } from './correlation.ts';
import type { Evaluation } from './evaluation.ts';
import type { Subscription, Timer, Token, WaitPlace } from './job-state.ts';
import type { Step } from './step.ts';
import { isOver } from './timer-cycle.ts';
import { Temporal, type Value } from './value.ts';
import { waitId } from './wait-id.ts';

/** Who waits: a token, or a scope on behalf of its event subprocesses. */
export type Waiter = { readonly token: Token } | { readonly scope: string };

function ownerOf(waiter: Waiter): string {
  return 'token' in waiter ? waiter.token.id : waiter.scope;
}

function evaluate(step: Step, waiter: Waiter, expression: Expression): Evaluation {
  return 'token' in waiter
    ? step.evaluate(expression, waiter.token)
    : step.evaluateIn(expression, waiter.scope, waiter.scope);
}

/** Where an activity keeps what came for it, beside what it waits for itself. */
export const BESIDE = 1;

/** How many waits a token or scope can have at an element, with what is kept there. */
export function placesAt(node: FlowNode): number {
  return 'trigger' in node ? Math.max(1, partsOf(node.trigger).length) : BESIDE + 1;
}

/** The definitions of a trigger: one, or those of a multiple event. */
export function partsOf(trigger: EventTrigger): readonly SingleTrigger[] {
  if (trigger.kind === 'multiple') return trigger.triggers;
  return trigger.kind === 'none' ? [] : [trigger];
}

/** Whether an event fires only when each of its definitions has come. */
export function waitsForAll(trigger: EventTrigger): boolean {
  return trigger.kind === 'multiple' && trigger.all;
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
export function schedule(timer: TimerKind, text: string, now: number): Schedule | string {
  if (timer.kind === 'duration') {
    const duration = parseDuration(text);
    return duration === null ? `"${text}" is no ISO 8601 duration` : { due: addDuration(now, duration), cycle: null };
  }
  if (timer.kind === 'date') {
    const due = parseDate(text);
    return due === null ? `"${text}" is no ISO 8601 date and time` : { due, cycle: null };
  }
  if (looksLikeCron(text)) return scheduleCron(timer.cron, text, now);
  const cycle = parseCycle(text);
  if (cycle === null)
    return `"${text}" is no ISO 8601 repeating interval (like R3/PT10M), and no cron expression (like 0 0/15 * * * ?)`;
  const duration = parseDuration(cycle.interval);
  if (duration === null) return `"${text}" has no interval`;
  const { start, times, interval, end } = cycle;
  const remaining = times === null ? null : times - 1;
  if (end === undefined) {
    const due = start ?? addDuration(now, duration);
    return { due, cycle: { remaining, interval, anchor: due, occurrence: 0 } };
  }
  const due = addDuration(end, duration, -(times ?? countBack(end, duration, now)));
  // What counts back without a number has its end as its only bound: it fires as its last interval begins, and no more.
  const until = addDuration(end, duration, -1);
  return { due, cycle: { remaining, interval, anchor: due, occurrence: 0, ...(times === null ? { until } : {}) } };
}

function scheduleCron(cron: CronDialect, text: string, now: number): Schedule | string {
  const wrong = wrongWithCron(text, cron);
  if (wrong !== null) return `"${text}" ${wrong}`;
  const due = nextCron(text, cron, now);
  if (due === null) return `"${text}" does not fire any more`;
  return { due, cycle: { remaining: null, interval: text.trim(), anchor: due, occurrence: 0, cron } };
}

/** What all waits of one definition have in common. */
interface Place {
  readonly node: FlowNode;
  readonly part: number;
  readonly kind: Subscription['kind'];
  /** How often the event fired before. */
  readonly fired: number;
  /** Whether it can fire more than once. */
  readonly repeats: boolean;
}

function common(waiter: Waiter, { node, part, fired }: Place) {
  return {
    id: waitId(ownerOf(waiter), node.id, part),
    token: 'token' in waiter ? waiter.token.id : null,
    scope: 'token' in waiter ? null : waiter.scope,
    node: node.id,
    part,
    fired,
  };
}

function scheduleOf(step: Step, waiter: Waiter, node: FlowNode, timer: TimerDefinition): Schedule | string {
  const answer = evaluate(step, waiter, timer.value);
  if (!answer.ok) return `the timer of ${node.id} cannot be computed: ${answer.message}`;
  const text = asText(answer.value);
  if (text === null) return `the timer of ${node.id} is neither text nor a date or duration`;
  const plan = schedule(timer, text, step.env.now);
  if (typeof plan === 'string') return `the timer of ${node.id}: ${plan}`;
  const ending = timer.until === undefined ? null : evaluate(step, waiter, timer.until);
  if (ending?.ok === false) return `the end of the timer of ${node.id} cannot be computed: ${ending.message}`;
  const ended = ending === null ? plan : endedBy(plan, ending.value);
  return typeof ended === 'string' ? `the timer of ${node.id}: ${ended}` : ended;
}

/** The same, ending after a date; a text says why it is none. Null is no end. */
export function endedBy(plan: Schedule, end: Value): Schedule | string {
  if (plan.cycle === null || end === null) return plan;
  const text = asText(end);
  const until = text === null ? null : parseDate(text);
  if (until === null)
    return `its endDate is ${text === null ? 'neither text nor a date' : `"${text}", no ISO 8601 date`}`;
  return { ...plan, cycle: { ...plan.cycle, until: Math.min(until, plan.cycle.until ?? until) } };
}

function armTimer(step: Step, waiter: Waiter, place: Place, timer: TimerDefinition): Failure {
  const { node, kind } = place;
  const plan = scheduleOf(step, waiter, node, timer);
  if (typeof plan === 'string') return plan;
  if (isOver(plan)) {
    // What it would begin or interrupt goes on without it; a token that waits for nothing else would stay for ever.
    const waited = kind !== 'boundary' && kind !== 'event-subprocess';
    return waited ? `the timer of ${node.id}: it ends before it fires for the first time` : null;
  }
  step.emit({
    type: 'timer-armed',
    timer: {
      ...common(waiter, place),
      kind: kind === 'receive' || kind === 'data' ? 'catch' : kind,
      due: plan.due,
      number: step.nextNumber(),
      cycle: place.repeats ? plan.cycle : null,
    },
  });
  return null;
}

/** The key of a message reference as whoever waits for it sees it. */
export function correlationKey(step: Step, waiter: Waiter, message: MessageRef): { key: string | null } | string {
  if (message.correlationKey === null) {
    const expected = message.correlation?.awaited ?? [];
    if (expected.length === 0) return { key: knownKey(step.state, message) };
    const found = together(message, expected, (expression) => evaluate(step, waiter, expression));
    const open = message.correlation?.exact === true && typeof found !== 'string' && found.key === null;
    return open ? `what message ${message.name} must carry is null` : found;
  }
  const answer = evaluate(step, waiter, message.correlationKey);
  if (!answer.ok) return `the correlation key of message ${message.name} cannot be computed: ${answer.message}`;
  if (answer.value === null) return `the correlation key of message ${message.name} is null`;
  return { key: keyText(answer.value) };
}

function subscribeTo(
  step: Step,
  waiter: Waiter,
  place: Place,
  what: Pick<Subscription, 'trigger' | 'message' | 'key'>,
): void {
  step.emit({
    type: 'subscription-opened',
    subscription: { ...common(waiter, place), ...what, kind: place.kind, number: step.nextNumber(), met: false },
  });
}

/** Waits, in an activity that has yet to begin, until its data inputs can be filled. `store`: the data store that is empty. */
export function awaitData(step: Step, token: Token, node: FlowNode, store: string): void {
  subscribeTo(
    step,
    { token },
    { node, part: 0, kind: 'data', fired: 0, repeats: false },
    { trigger: 'data', message: store, key: null },
  );
  step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'data', answer: 0 });
}

/** Waits for a message with no event around it: a receive task. */
export function subscribe(
  step: Step,
  token: Token,
  node: FlowNode,
  message: MessageRef,
  kind: 'receive' | 'gateway',
): Failure {
  return subscribeToMessage(step, { token }, { node, part: 0, kind, fired: 0, repeats: false }, message);
}

function subscribeToMessage(step: Step, waiter: Waiter, place: Place, message: MessageRef): Failure {
  const called = messageName(step, waiter, message);
  const key = correlationKey(step, waiter, message);
  if (typeof called === 'string') return called;
  if (typeof key === 'string') return key;
  subscribeTo(step, waiter, place, { trigger: 'message', message: called.name, key: key.key });
  return null;
}

type SignalRef = Extract<SingleTrigger, { kind: 'signal' }>;

function subscribeToSignal(step: Step, waiter: Waiter, place: Place, signal: SignalRef): Failure {
  const called = signalName(step, waiter, signal);
  if (typeof called === 'string') return called;
  subscribeTo(step, waiter, place, { trigger: 'signal', message: called.name, key: null });
  return null;
}

function messageName(step: Step, waiter: Waiter, message: MessageRef): Called {
  return calledHere(`the name of message ${message.name}`, message, (expression) => evaluate(step, waiter, expression));
}

function signalName(step: Step, waiter: Waiter, { signal, computed }: SignalRef): Called {
  const named = { name: signal, computed };
  return calledHere(`the name of signal ${signal}`, named, (expression) => evaluate(step, waiter, expression));
}

function arm(step: Step, waiter: Waiter, place: Place, trigger: SingleTrigger): Failure {
  switch (trigger.kind) {
    case 'timer':
      return armTimer(step, waiter, place, trigger.timer);
    case 'message':
      return subscribeToMessage(step, waiter, place, trigger.message);
    case 'signal':
      return subscribeToSignal(step, waiter, place, trigger);
    case 'conditional':
      // It is looked at for the first time as soon as the element that opened it is done with its turn.
      subscribeTo(step, waiter, place, {
        trigger: 'conditional',
        message: trigger.listens?.variable ?? '',
        key: null,
      });
      return null;
    default:
      // Errors, escalations, cancellations and compensation find their catcher when they are thrown.
      return null;
  }
}

/**
 * Opens what a catching event waits for: all its definitions but those of which is kept that they have come.
 * `fired`: how often the event fired before.
 */
export function awaitTrigger(
  step: Step,
  waiter: Waiter,
  node: FlowNode,
  trigger: EventTrigger,
  kind: WaitPlace,
  options: { readonly fired?: number } = {},
): Failure {
  const interrupts = 'interrupting' in node && node.interrupting;
  // Only what does not interrupt can fire more than once.
  const repeats = (kind === 'boundary' || kind === 'event-subprocess') && !interrupts && !waitsForAll(trigger);
  for (const [part, single] of partsOf(trigger).entries()) {
    if (isKept(step, waitId(ownerOf(waiter), node.id, part))) continue;
    const failure = arm(step, waiter, { node, part, kind, fired: options.fired ?? 0, repeats }, single);
    if (failure !== null) return failure;
  }
  return null;
}

/** Why what a catching event waits for could not be opened; null: it could. Opens nothing. */
export function isArmable(step: Step, waiter: Waiter, node: FlowNode, trigger: EventTrigger): Failure {
  for (const single of partsOf(trigger)) {
    const found =
      single.kind === 'timer'
        ? scheduleOf(step, waiter, node, single.timer)
        : single.kind === 'message'
          ? correlationKey(step, waiter, single.message)
          : null;
    if (typeof found === 'string') return found;
    const called =
      single.kind === 'message'
        ? messageName(step, waiter, single.message)
        : single.kind === 'signal'
          ? signalName(step, waiter, single)
          : null;
    if (typeof called === 'string') return called;
  }
  return null;
}

/** Opens what the boundary events of an activity wait for, or nothing when one of them cannot be. */
export function awaitBoundary(step: Step, token: Token, node: Activity): Failure {
  for (const id of node.boundary) {
    const boundary = step.node(id);
    if (boundary.type !== 'bpmn:BoundaryEvent') continue;
    const failure = awaitTrigger(step, { token }, boundary, boundary.trigger, 'boundary');
    if (failure === null) continue;
    disarm(step, token);
    return failure;
  }
  return null;
}

/** Closes everything that a token waits for: the winner removes the losers. What is kept for it goes, too. */
export function disarm(step: Step, token: Token): void {
  if (step.state.timers.size === 0 && step.state.subscriptions.size === 0) return;
  const node = step.node(token.node);
  disarmAt(step, token.id, node.id);
  if ('boundary' in node) for (const boundary of node.boundary) disarmAt(step, token.id, boundary);
  if (node.type === 'bpmn:EventBasedGateway') {
    for (const flow of node.outgoing) disarmAt(step, token.id, flow.target);
  }
  if (node.type === 'bpmn:SubProcess' && node.byEvent)
    for (const start of step.graph.scopes.get(node.id)?.triggered ?? []) disarmAt(step, token.id, start);
}

/** Whether it has come already what would be waited for. */
function isKept(step: Step, id: string): boolean {
  return step.state.subscriptions.get(id)?.trigger === 'came';
}

/** Closes what a scope's event subprocesses wait for. */
export function disarmScope(step: Step, scope: string): void {
  const { state, graph } = step;
  if (state.timers.size === 0 && state.subscriptions.size === 0) return;
  const definition = graph.scopes.get(state.scopes.get(scope)?.node ?? '');
  for (const { start } of definition?.eventSubProcesses ?? []) disarmAt(step, scope, start);
}

/** Closes what a token or scope waits for at one element: itself, a boundary or start event, an event behind a gateway. */
export function disarmAt(step: Step, owner: string, node: string): void {
  const element = step.node(node);
  for (let part = 0; part < placesAt(element); part += 1) {
    const id = waitId(owner, node, part);
    if (step.state.timers.has(id)) step.emit({ type: 'timer-removed', timer: id });
    if (step.state.subscriptions.has(id)) step.emit({ type: 'subscription-removed', subscription: id });
  }
}

/** Whether a token or scope still waits for a definition of an event. */
export function isAwaited(step: Step, owner: string, node: string): boolean {
  const element = step.node(node);
  const parts = 'trigger' in element ? partsOf(element.trigger) : [];
  return parts.some((_part, index) => {
    const id = waitId(owner, node, index);
    return step.state.timers.has(id) || (step.state.subscriptions.has(id) && !isKept(step, id));
  });
}

/** Whether the token's latest execution has yet to end. A token that stands for instances is no execution. */
export function isOpen(token: Token): boolean {
  return (
    token.rounds === null &&
    token.instance !== null &&
    token.stage !== 'leaving' &&
    token.state !== 'incident' &&
    token.wait !== 'retry'
  );
}
