/** Taking tokens and scopes away before they are done: interruption, termination, cancelling. */
import { isOpen, left } from './executions.ts';
import type { JobState, Token } from './job-state.ts';
import type { Step } from './step.ts';
import { disarm } from './waits.ts';

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

/** Takes a token away with everything inside it: its scope, its called job, its waits, its incident. */
export function cancelToken(step: Step, token: Token, inside = new Inside(step.state)): void {
  emptyToken(step, token, inside);
  if (isOpen(token)) left(step, token.node, token, 'interrupted');
  step.emit({ type: 'token-consumed', token: token.id, node: token.node });
}

/** Closes all that a token opened, but keeps the token. */
export function emptyToken(step: Step, token: Token, inside = new Inside(step.state)): void {
  disarm(step, token);
  if (token.child !== null) step.emit({ type: 'call-cancelled', token: token.id, node: token.node, job: token.child });
  if (token.inner !== null) closeScope(step, token.inner, inside);
  if (token.state !== 'incident') return;
  for (const incident of [...step.state.incidents.values()]) {
    if (incident.token === token.id)
      step.emit({ type: 'incident-resolved', incident: incident.id, token: null, edited: false });
  }
}

/** Cancels every token of a scope, in order of arrival, what is inside them first. */
export function emptyScope(step: Step, scope: string, inside = new Inside(step.state)): void {
  const left = inside.of(scope).filter((token) => step.state.tokens.has(token.id));
  for (const token of left.toSorted((one, other) => one.arrival - other.arrival)) cancelToken(step, token, inside);
}

function closeScope(step: Step, id: string, inside: Inside): void {
  const scope = step.state.scopes.get(id);
  if (scope === undefined) return;
  if (scope.alive > 0) emptyScope(step, id, inside);
  step.emit({ type: 'scope-closed', scope: id, node: scope.node, kind: scope.kind, completed: false });
}

/** Ends the whole job: no token, timer or subscription is left. */
export function cancelAll(step: Step): void {
  emptyScope(step, step.state.root);
  for (const incident of [...step.state.incidents.values()]) {
    step.emit({ type: 'incident-resolved', incident: incident.id, token: null, edited: false });
  }
}
