/** What stands for the same in two states: by identity in one job and its forks, by place in jobs that share no beginning. */
import type { JobState, Scope, Token } from '../core/job-state.ts';

/** Scopes and tokens by what is the same in both states that are compared. */
export interface Parts {
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly tokens: ReadonlyMap<string, Token>;
}

/** Whether ids mean the same in both: they come from the beginning that the two have in common. */
export const shareIds = (from: JobState, to: JobState): boolean => from.root === to.root;

export const partsById = ({ scopes, tokens }: JobState): Parts => ({ scopes, tokens });

/**
 * Of the root `""`, of what it opened `/subprocess 0`; instances of a repeated activity `/subprocess #2 0`, by their own
 * number, since others may be gone. Where more than one has the same place, by arrival.
 */
export function partsByPlace({ scopes, tokens }: JobState): Parts {
  const opener = ({ token }: Scope): Token | undefined => tokens.get(token ?? '');
  const inside = Map.groupBy(
    [...scopes.values()].toSorted((a, b) => inTurn(opener(a), opener(b))),
    ({ parent }) => parent,
  );
  const placed = new Map<string, Scope>();
  const places = new Map<string, string>();
  const enter = (parent: string | null, place: string): void => {
    const counted = new Counter();
    for (const scope of inside.get(parent) ?? []) {
      const own = parent === null ? place : `${place}/${counted.next(numbered(scope.node, opener(scope)))}`;
      placed.set(own, scope);
      places.set(scope.id, own);
      enter(scope.id, own);
    }
  };
  enter(null, '');
  const counted = new Counter();
  const standing = [...tokens.values()]
    .toSorted(inTurn)
    .map(
      (token) =>
        [counted.next(numbered(`${places.get(token.scope) ?? token.scope}/${token.node}`, token)), token] as const,
    );
  return { scopes: placed, tokens: new Map(standing) };
}

/** With the number of the instance, where it is one of a repeated activity. */
function numbered(name: string, token: Token | undefined): string {
  return typeof token?.index === 'number' ? `${name} #${token.index}` : name;
}

/** As they arrived. */
function inTurn(a: Token | undefined, b: Token | undefined): number {
  return (a?.arrival ?? -1) - (b?.arrival ?? -1);
}

class Counter {
  readonly #seen = new Map<string, number>();

  /** The name, and how many had it before. */
  next(name: string): string {
    const count = this.#seen.get(name) ?? 0;
    this.#seen.set(name, count + 1);
    return `${name} ${count}`;
  }
}
