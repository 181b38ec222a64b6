/** The invariants of job-state.ts, checked; tests and the recovery call it, the hot path does not. */
import { hasEnded } from './lifecycle.ts';
import type { JobState, TokenState } from './job-state.ts';

const WAITING: ReadonlySet<TokenState> = new Set(['running', 'waiting', 'incident']);

/** Every broken invariant, in one sentence each that starts with its number. */
export function brokenInvariants(state: JobState): string[] {
  const broken: string[] = [];
  const alive = new Map<string, number>();
  for (const token of state.tokens.values()) {
    alive.set(token.scope, (alive.get(token.scope) ?? 0) + 1);
    if (!state.scopes.has(token.scope)) broken.push(`1: token ${token.id} lies in no scope`);
    const inside = token.state === 'running' || token.state === 'waiting';
    if (inside && token.instance === null)
      broken.push(`2: token ${token.id} is ${token.state} without an activity instance`);
    const outside = token.state === 'ready' || token.state === 'joining' || token.state === 'held';
    if (outside && token.instance !== null)
      broken.push(`2: token ${token.id} is ${token.state} with an activity instance`);
  }
  for (const scope of state.scopes.values()) {
    if (scope.parent !== null && !state.scopes.has(scope.parent)) broken.push(`1: scope ${scope.id} has no parent`);
    if (scope.alive !== (alive.get(scope.id) ?? 0)) broken.push(`1: scope ${scope.id} miscounts its tokens`);
    const opener = scope.token === null ? undefined : state.tokens.get(scope.token);
    if (scope.id !== state.root && !scope.kept && opener?.inner !== scope.id)
      broken.push(`7: scope ${scope.id} is not inside the token that opened it`);
  }
  for (const wait of [...state.timers.values(), ...state.subscriptions.values()]) {
    if (wait.token === null) {
      if (!state.scopes.has(wait.scope ?? '')) broken.push(`3: ${wait.id} belongs to no scope`);
      continue;
    }
    const token = state.tokens.get(wait.token);
    if (token === undefined) broken.push(`3: ${wait.id} belongs to no token`);
    else if (!WAITING.has(token.state))
      broken.push(`3: ${wait.id} belongs to token ${token.id}, which is ${token.state}`);
  }
  if (hasEnded(state) && state.tokens.size + state.timers.size + state.subscriptions.size + state.incidents.size > 0) {
    broken.push(`4: the ${state.status} job still has tokens, timers, subscriptions or incidents`);
  }
  if (hasEnded(state) && state.scopes.size > 1) broken.push(`4: the ${state.status} job still has open scopes`);
  const named = new Map<string, number>();
  for (const { token } of state.incidents.values()) if (token !== null) named.set(token, (named.get(token) ?? 0) + 1);
  for (const token of state.tokens.values()) {
    const count = named.get(token.id) ?? 0;
    if (count !== (token.state === 'incident' ? 1 : 0))
      broken.push(`6: token ${token.id} is ${token.state} and has ${count} incidents`);
    named.delete(token.id);
  }
  for (const token of named.keys()) broken.push(`6: an incident names token ${token}, which is gone`);
  const ready = [...state.tokens.values()]
    .filter((token) => token.state === 'ready')
    .toSorted((left, right) => left.arrival - right.arrival);
  if (ready.map((token) => token.id).join() !== state.ready.join())
    broken.push(`5: the queue of ready tokens is wrong`);
  return broken;
}
