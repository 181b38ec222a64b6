/**
 * Which joins have to be looked at again: those of scopes in which a token has moved since the last time. It stands beside the
 * state and is no part of it: where there is none yet, as after a load, every join is looked at once.
 */
import type { FlowNode } from '../model/graph/process.ts';
import type { JobState, Token } from './job-state.ts';

export interface Merge {
  readonly node: FlowNode;
  readonly scope: string;
  /** In order of the ways in. */
  readonly tokens: readonly Token[];
  /** Arrival of the token that made it complete. */
  readonly complete: number;
  /** A complex gateway that was waiting for reset. */
  readonly reset: boolean;
}

/** How many tokens stand at each element of a scope. */
export type Crowd = ReadonlyMap<string, number>;

const NOBODY: Crowd = new Map();
const LOOKOUTS = new WeakMap<JobState, JoinLookout>();

export class JoinLookout {
  /** Scopes in which something has changed since their joins were looked at. */
  readonly changed: Set<string>;
  /** Scopes with joins that are looked at once no token can move. */
  readonly later = new Set<string>();
  /** What can merge, by scope. */
  readonly found = new Map<string, readonly Merge[]>();
  #crowds: Map<string, Map<string, number>> | null = null;
  readonly #state: JobState;

  private constructor(state: JobState) {
    this.#state = state;
    this.changed = new Set(state.census.arrived.keys());
  }

  static of(state: JobState): JoinLookout {
    let lookout = LOOKOUTS.get(state);
    if (lookout === undefined) LOOKOUTS.set(state, (lookout = new JoinLookout(state)));
    return lookout;
  }

  crowdIn(scope: string): Crowd {
    if (this.#crowds === null) {
      this.#crowds = new Map();
      for (const token of this.#state.tokens.values()) this.count(token.scope, token.node, 1);
    }
    return this.#crowds.get(scope) ?? NOBODY;
  }

  /** A token came to an element (1), or left it (-1). */
  count(scope: string, node: string, by: 1 | -1): void {
    if (this.#crowds === null) return;
    let crowd = this.#crowds.get(scope);
    if (crowd === undefined) this.#crowds.set(scope, (crowd = new Map<string, number>()));
    const left = (crowd.get(node) ?? 0) + by;
    if (left > 0) crowd.set(node, left);
    else crowd.delete(node);
    if (crowd.size === 0) this.#crowds.delete(scope);
  }
}

/** There is nothing to look at, because nobody waits at a join. */
export function rest(state: JobState): void {
  const lookout = LOOKOUTS.get(state);
  lookout?.changed.clear();
  lookout?.later.clear();
  lookout?.found.clear();
}

/** Something changed about a token of this scope. */
export function noteChange(state: JobState, scope: string): void {
  LOOKOUTS.get(state)?.changed.add(scope);
}

/** A token came to an element (1), or left it (-1). */
export function noteCrowd(state: JobState, { scope, node }: Token, by: 1 | -1): void {
  const lookout = LOOKOUTS.get(state);
  if (lookout === undefined) return;
  lookout.changed.add(scope);
  lookout.count(scope, node, by);
}
