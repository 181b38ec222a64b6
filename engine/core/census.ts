/** Counts of tokens, kept up by `apply` so that no step has to look at every token; rebuilt on load. */
import type { Census, JobState, Scope, Subscription, Token, TokenState } from './job-state.ts';

const NO_WAYS: ReadonlyMap<string, readonly string[]> = new Map();

/** Whether a subscription is to something that changing variables decide. */
export function isLookedAt({ trigger }: Pick<Subscription, 'trigger'>): boolean {
  return trigger === 'conditional' || trigger === 'data';
}

export function noTokens(): Census {
  return {
    running: 0,
    held: 0,
    setAside: 0,
    arrived: new Map(),
    empty: new Set(),
    gates: new Set(),
    kept: new Map(),
    conditions: new Set(),
  };
}

/** A token came into a state (1), or left it (-1). */
export function countState(census: Census, state: TokenState, by: 1 | -1): void {
  if (state === 'running') census.running += by;
  else if (state === 'held') census.held += by;
}

/** Puts a token that has arrived at a join into the line of its way in, in order of arrival. */
export function lineUp(state: JobState, token: Token): void {
  const { arrived } = state.census;
  let joins = arrived.get(token.scope);
  if (joins === undefined) arrived.set(token.scope, (joins = new Map<string, Map<string, string[]>>()));
  let ways = joins.get(token.node);
  if (ways === undefined) joins.set(token.node, (ways = new Map<string, string[]>()));
  const way = token.via ?? '';
  const line = ways.get(way);
  if (line === undefined) {
    ways.set(way, [token.id]);
    return;
  }
  let at = line.length;
  while (at > 0 && (state.tokens.get(line[at - 1] as string)?.arrival ?? 0) > token.arrival) at -= 1;
  line.splice(at, 0, token.id);
}

/** Takes a token out of the line in which it waits. */
export function stepOut(census: Census, token: Token): void {
  const way = token.via ?? '';
  const joins = census.arrived.get(token.scope);
  const ways = joins?.get(token.node);
  const line = ways?.get(way);
  if (joins === undefined || ways === undefined || line === undefined) return;
  line.splice(line.indexOf(token.id), 1);
  if (line.length === 0) ways.delete(way);
  if (ways.size === 0) joins.delete(token.node);
  if (joins.size === 0) census.arrived.delete(token.scope);
}

/** The tokens that wait at a join, by the way they came. */
export function arrivedAt(state: JobState, scope: string, node: string): ReadonlyMap<string, readonly string[]> {
  return state.census.arrived.get(scope)?.get(node) ?? NO_WAYS;
}

/** Notes whether tokens are left in a scope where tokens are. */
export function noteAlive(census: Census, scope: Scope): void {
  if (scope.kind !== 'local' && scope.alive === 0 && !scope.kept) census.empty.add(scope.id);
  else census.empty.delete(scope.id);
}

/** Notes whether a complex gateway of a scope waits for reset. */
export function noteGates(census: Census, scope: Scope): void {
  for (const _any in scope.gates) {
    census.gates.add(scope.id);
    return;
  }
  census.gates.delete(scope.id);
}

/** Notes that a scope is kept for compensation. */
export function noteKept(census: Census, scope: Scope): void {
  if (!scope.kept || scope.parent === null) return;
  const siblings = census.kept.get(scope.parent);
  if (siblings === undefined) census.kept.set(scope.parent, new Set([scope.id]));
  else siblings.add(scope.id);
}

/** Forgets a scope that was kept for compensation. */
export function forgetKept(census: Census, scope: Scope): void {
  const siblings = census.kept.get(scope.parent ?? '');
  if (siblings?.delete(scope.id) === true && siblings.size === 0) census.kept.delete(scope.parent ?? '');
}

/** The scopes that are kept directly inside a scope. */
export function keptIn(state: JobState, scope: string): readonly string[] {
  return [...(state.census.kept.get(scope) ?? [])].toSorted();
}
