/** Taking tokens and scopes away before they are done: interruption, termination, cancelling. */
import { keptIn } from './census.ts';
import { salvage } from './compensable.ts';
import { left } from './executions.ts';
import type { JobState, Token } from './job-state.ts';
import type { Step } from './step.ts';
import { disarm, disarmScope, isOpen } from './waits.ts';

/** Tokens by the scope they lie in, looked up once however many scopes go. */
class Inside {
  readonly #state: JobState;
  #byScope: Map<string, Token[]> | null = null;

  constructor(state: JobState) {
    this.#state = state;
  }

  of(scope: string): readonly Token[] {
    this.#byScope ??= Map.groupBy(this.#state.tokens.values(), (token) => token.scope);
    return this.#byScope.get(scope) ?? [];
  }
}

/** `salvage`: what was completed in subprocesses that are under way is kept, so that it can be compensated. */
type Manner = 'drop' | 'salvage';

/** Takes a token away with everything inside it: its scope, its called job, its waits, its incident. */
export function cancelToken(step: Step, token: Token, manner: Manner = 'drop', inside = new Inside(step.state)): void {
  emptyToken(step, token, manner, inside);
  if (isOpen(token)) left(step, token.node, token, 'interrupted');
  step.emit({ type: 'token-consumed', token: token.id, node: token.node });
}

/** Closes all that a token opened, but keeps the token. */
export function emptyToken(step: Step, token: Token, manner: Manner = 'drop', inside = new Inside(step.state)): void {
  disarm(step, token);
  if (token.child !== null) step.emit({ type: 'call-cancelled', token: token.id, node: token.node, job: token.child });
  if (token.inner !== null) {
    emptyInside(step, token.inner, manner, inside);
    if (manner === 'drop' || !salvage(step, token)) closeScope(step, token.inner, false);
  }
  if (token.state !== 'incident') return;
  for (const incident of [...step.state.incidents.values()]) {
    if (incident.token === token.id)
      step.emit({ type: 'incident-resolved', incident: incident.id, token: null, edited: false });
  }
}

/**
 * Cancels every token of a scope, in order of arrival, what is inside them first; compensation that is under way in what is
 * kept there, too. What is kept stays.
 */
export function emptyScope(step: Step, scope: string, manner: Manner = 'drop'): void {
  emptyInside(step, scope, manner, new Inside(step.state));
}

function emptyInside(step: Step, scope: string, manner: Manner, inside: Inside): void {
  if ((step.state.scopes.get(scope)?.alive ?? 0) > 0) {
    const left = inside.of(scope).filter((token) => step.state.tokens.has(token.id));
    for (const token of left.toSorted((one, other) => one.arrival - other.arrival))
      cancelToken(step, token, manner, inside);
  }
  for (const kept of keptIn(step.state, scope)) emptyInside(step, kept, manner, inside);
}

/** Closes a scope without tokens: its waits and what was kept in it go with it. */
export function closeScope(step: Step, id: string, completed: boolean): void {
  const scope = step.state.scopes.get(id);
  if (scope === undefined) return;
  if (scope.kind === 'flow') disarmScope(step, id);
  for (const kept of keptIn(step.state, id)) closeScope(step, kept, false);
  step.emit({ type: 'scope-closed', scope: id, node: scope.node, kind: scope.kind, completed });
}

/** Ends the whole job: no token, timer or subscription is left. */
export function cancelAll(step: Step): void {
  const { root } = step.state;
  emptyScope(step, root);
  disarmScope(step, root);
  for (const kept of keptIn(step.state, root)) closeScope(step, kept, false);
  for (const incident of [...step.state.incidents.values()]) {
    step.emit({ type: 'incident-resolved', incident: incident.id, token: null, edited: false });
  }
}
