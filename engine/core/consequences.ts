/**
 * What follows at once from what an element did: who catches what it threw, which conditions have become true, which
 * compensation goes on, which scopes are done. Nothing of it takes time; a step goes through it after every element.
 */
import { canBegin, isActivity } from './activity.ts';
import { awaitsChoice } from './ad-hoc.ts';
import { cancelAll } from './cancellation.ts';
import { keptIn } from './census.ts';
import { nextHandler } from './compensation.ts';
import { verdictOf } from './condition.ts';
import { behaviourOf } from './elements/index.ts';
import { throwFromScope } from './errors.ts';
import { escalate } from './escalations.ts';
import { raiseAtScope, raiseIncident } from './incidents.ts';
import { innermost, type Step, type Thrown } from './step.ts';
import type { JobState, Subscription } from './job-state.ts';
import { hasEnded } from './lifecycle.ts';
import { speaksBeforeItCloses } from './joins.ts';
import { occur } from './occurrences.ts';
import { cancelTransaction } from './transactions.ts';
import { partsOf } from './waits.ts';
import type { Variables } from './value.ts';
import { listenersTo } from './variable-changes.ts';

/** Goes on until nothing follows any more. */
export function follow(step: Step): void {
  while (!hasEnded(step.state)) {
    const thrown = step.thrown.shift();
    if (thrown !== undefined) {
      catchThrown(step, thrown);
      continue;
    }
    const handled = step.handled.shift();
    if (handled !== undefined) {
      const waiting = nextHandler(step, handled);
      if (waiting !== null) {
        const node = step.node(waiting.node);
        behaviourOf(node).compensated?.(step, node, waiting);
      }
      continue;
    }
    if (!tellOfChange(step) && !lookAtConditions(step) && !closeEmptyScope(step)) return;
  }
  step.changes.length = 0;
  step.thrown.length = 0;
  step.handled.length = 0;
}

function catchThrown(step: Step, thrown: Thrown): void {
  if (thrown.kind === 'signal') return void hear(step, thrown.signal, thrown.variables);
  if (thrown.kind === 'escalation') return escalate(step, thrown.scope, thrown.escalation);
  const { scope, node } = thrown;
  // Whatever was thrown with it was caught before: where that has interrupted the scope, nothing is left to be closed.
  if (!step.state.scopes.has(scope)) return;
  if (thrown.kind === 'cancel') cancelTransaction(step, scope, node);
  else
    throwFromScope(step, scope, {
      code: thrown.code,
      message: thrown.message ?? `error end event ${node} was reached`,
      node,
    });
}

/** Lets everybody hear a signal who waited for it at this moment, in the order in which they began to wait. */
export function hear(step: Step, signal: string, variables: Variables): number {
  const { subscriptions } = step.state;
  const waiting = inOrder([...subscriptions.values()].filter((it) => it.trigger === 'signal' && it.message === signal));
  let heard = 0;
  for (const subscription of waiting) {
    // Somebody before may have interrupted this one.
    if (subscriptions.get(subscription.id) !== subscription) continue;
    heard += 1;
    occur(step, subscription, variables);
  }
  return heard;
}

function inOrder(subscriptions: Subscription[]): Subscription[] {
  return subscriptions.sort((left, right) => left.number - right.number);
}

/** Lets those hear of a change who waited for it when it happened, in the order in which they began to wait. */
function tellOfChange(step: Step): boolean {
  const change = step.changes.shift();
  if (change === undefined) return false;
  for (const subscription of inOrder(listenersTo(step, change)))
    // Somebody before may have interrupted this one.
    if (step.state.subscriptions.get(subscription.id) === subscription) occur(step, subscription, {});
  return true;
}

/**
 * Evaluates the conditions that are waited for, where variables changed since the last time. One that has become true fires;
 * it has to become false before it can fire again (BPMN 2.0.2, 10.5.5, table 10.95).
 */
function lookAtConditions(step: Step): boolean {
  const { state } = step;
  if (step.conditionsStale) {
    step.conditionsStale = false;
    const waiting = [...state.census.conditions].map((id) => state.subscriptions.get(id) as Subscription);
    step.unlooked = inOrder(waiting)
      .map(({ id }) => id)
      .toReversed();
  }
  for (let id = step.unlooked.pop(); id !== undefined; id = step.unlooked.pop()) {
    const subscription = state.subscriptions.get(id);
    if (subscription === undefined) continue;
    const met = isMet(step, subscription);
    if (met === null || met === subscription.met) continue;
    step.emit({ type: 'condition-changed', subscription: subscription.id, node: subscription.node, met });
    if (met) {
      // Where it changes what the others depend on, all are looked at again.
      occur(step, subscription, {});
      return true;
    }
  }
  return false;
}

/** Null: it cannot be evaluated, which is an incident. A variable that is not there yet makes it false. */
function isMet(step: Step, subscription: Subscription): boolean | null {
  const { state } = step;
  const node = step.node(subscription.node);
  if (subscription.kind === 'data') {
    const waiting = state.tokens.get(subscription.token ?? '');
    return waiting !== undefined && isActivity(node) && canBegin(step, node, waiting);
  }
  const part = 'trigger' in node ? partsOf(node.trigger)[subscription.part] : undefined;
  if (part?.kind !== 'conditional' || part.listens !== undefined) return null;
  const token = state.tokens.get(subscription.token ?? '');
  if (token?.state === 'incident') return null;
  const scope = token === undefined ? (subscription.scope ?? state.root) : innermost(state, token);
  const answer = verdictOf(part.condition, step.evaluateIn(part.condition, scope, subscription.token ?? scope));
  if (answer.ok) return answer.holds;
  if (answer.missing === true) return false;
  const message = `the condition of ${node.id} cannot be evaluated: ${answer.message}`;
  if (token === undefined) raiseAtScope(step, scope, node.id, message);
  else raiseIncident(step, token, message);
  return null;
}

/** Ends what has no token left in it: the job, or the subprocess. */
function closeEmptyScope(step: Step): boolean {
  const { state } = step;
  for (const id of state.census.empty) {
    const scope = state.scopes.get(id);
    if (scope === undefined || isCompensating(state, id) || speaksBeforeItCloses(step, id)) continue;
    if (scope.token === null) {
      cancelAll(step);
      step.emit({ type: 'job-completed', at: step.env.now });
      return true;
    }
    const token = state.tokens.get(scope.token);
    if (token === undefined || token.state !== 'waiting' || awaitsChoice(step, token, scope)) continue;
    const node = step.node(token.node);
    behaviourOf(node).emptied?.(step, node, token);
    return true;
  }
  return false;
}

/** Whether handlers run in what is kept inside a scope. */
function isCompensating(state: JobState, scope: string): boolean {
  return keptIn(state, scope).some((kept) => (state.scopes.get(kept)?.alive ?? 0) > 0 || isCompensating(state, kept));
}
