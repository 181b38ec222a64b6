/** Changes of variables, and who waits for them: Flowable's variable listeners. */
import type { JobState, Subscription } from './job-state.ts';
import { innermost, type Step } from './step.ts';
import { hides, type Change } from './variables.ts';
import { partsOf } from './waits.ts';

/** Those who wait for a change: they see the variable, and waited when it changed. */
export function listenersTo(step: Step, change: Change): Subscription[] {
  const { state } = step;
  return [...state.census.conditions].flatMap((id) => {
    const subscription = state.subscriptions.get(id);
    return subscription !== undefined && isFor(step, subscription, change) ? [subscription] : [];
  });
}

function isFor(step: Step, subscription: Subscription, change: Change): boolean {
  if (subscription.kind === 'data' || subscription.number > change.number) return false;
  const { state } = step;
  const node = step.node(subscription.node);
  const part = 'trigger' in node ? partsOf(node.trigger)[subscription.part] : undefined;
  const listens = part?.kind === 'conditional' ? part.listens : undefined;
  if (listens?.variable !== change.name) return false;
  if (listens.change !== 'any' && (listens.change === 'create') !== change.created) return false;
  const token = state.tokens.get(subscription.token ?? '');
  if (token?.state === 'incident') return false;
  const from = token === undefined ? (subscription.scope ?? state.root) : innermost(state, token);
  return seenFrom(state, from, change.name) === change.scope;
}

/** The scope whose variable of this name is seen from a scope; null: none is. */
function seenFrom(state: JobState, from: string, name: string): string | null {
  for (let at: string | null = from; at !== null; at = state.scopes.get(at)?.parent ?? null)
    if (state.scopes.has(at) && hides(state, at, name)) return at;
  return null;
}
