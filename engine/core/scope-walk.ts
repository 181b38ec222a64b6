/** From the inside out: the scopes around a place, and the activities whose content they are. */
import type { Scope, Token } from './job-state.ts';
import type { Step } from './step.ts';

export interface Surrounding {
  readonly scope: Scope;
  /** The activity whose content the scope is; null for the process itself, and for what is kept for compensation. */
  readonly owner: Token | null;
  /** Element of the event subprocess that the walk came out of; null: it came from the flow itself. */
  readonly from: string | null;
}

/** Every scope from `scope` outwards. */
export function* outwards(step: Step, scope: string): Generator<Surrounding> {
  let from: string | null = null;
  for (let at: string | null = scope; at !== null;) {
    const current: Scope | undefined = step.state.scopes.get(at);
    if (current === undefined) return;
    const opener: Token | undefined = current.kept ? undefined : step.state.tokens.get(current.token ?? '');
    yield { scope: current, owner: opener ?? null, from };
    const node = step.graph.nodes.get(current.node);
    from = node !== undefined && 'byEvent' in node && node.byEvent ? node.id : null;
    at = current.parent;
  }
}
