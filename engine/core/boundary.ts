/** Boundary timers and messages: they belong to the activity's token until they fire (BPMN 2.0.2, 13.5.3). */
import type { BoundaryEvent } from '../model/graph.ts';
import { addDuration, parseDuration } from './calendar.ts';
import { interrupt } from './errors.ts';
import { createToken } from './flow.ts';
import type { Subscription, Timer, Token } from './job-state.ts';
import { setVariables } from './activity.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';

/** Milliseconds of 31 days. */
const LONGEST_MONTH = 31 * 24 * 60 * 60 * 1000;

/** A boundary timer fired. */
export function fireBoundaryTimer(step: Step, node: BoundaryEvent, token: Token, timer: Timer): void {
  if (node.interrupting) {
    interrupt(step, token, node, 'interrupted');
    return;
  }
  const next = nextOccurrence(timer, step.env.now);
  if (next === null) step.emit({ type: 'timer-removed', timer: timer.id });
  else step.emit({ type: 'timer-armed', timer: next });
  branch(step, node, token, String(timer.fired));
}

/**
 * The timer as it stands after firing; null: it is spent. A bounded cycle fires every occurrence, also those that are
 * overdue; an unbounded one goes on in its grid with the first occurrence that is still to come.
 */
export function nextOccurrence(timer: Timer, now: number): Timer | null {
  const { cycle } = timer;
  if (cycle === null) return null;
  if (cycle.remaining === 0) return null;
  const interval = parseDuration(cycle.interval);
  if (interval === null) return null;
  let occurrence = cycle.occurrence + 1;
  let due = addDuration(cycle.anchor, interval, occurrence);
  if (cycle.remaining === null && due <= now) {
    // Months differ in length: jump as far as the longest ones allow, then walk.
    const longest = interval.months * LONGEST_MONTH + interval.ms;
    occurrence = Math.max(occurrence, Math.floor((now - cycle.anchor) / longest) - 1);
    due = addDuration(cycle.anchor, interval, occurrence);
    while (due <= now) {
      occurrence += 1;
      due = addDuration(cycle.anchor, interval, occurrence);
    }
  }
  const remaining = cycle.remaining === null ? null : cycle.remaining - 1;
  return { ...timer, due, fired: timer.fired + 1, cycle: { ...cycle, remaining, occurrence } };
}

/** A boundary message was taken. */
export function takeBoundaryMessage(
  step: Step,
  node: BoundaryEvent,
  token: Token,
  subscription: Subscription,
  variables: Variables,
): void {
  if (node.interrupting) {
    bring(step, interrupt(step, token, node, 'interrupted'), variables);
    return;
  }
  step.emit({ type: 'subscription-matched', subscription: subscription.id, node: node.id });
  bring(step, branch(step, node, token, String(subscription.fired)), variables);
}

/** The message's variables, as the boundary event's own token sees them. */
function bring(step: Step, created: string, variables: Variables): void {
  const token = step.state.tokens.get(created);
  if (token !== undefined) setVariables(step, token, variables);
}

function branch(step: Step, node: BoundaryEvent, token: Token, occurrence: string): string {
  const created = createToken(step, token.scope, node.id, null, [token.id], token.instance ?? '', occurrence);
  step.emit({ type: 'forked', node: node.id, tokens: [created] });
  return created;
}
