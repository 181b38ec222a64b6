/** What is left to choose in the ad-hoc subprocesses of a job, for whoever chooses by a list. */
import { ENOUGH } from './ad-hoc.ts';
import type { JobState } from './job-state.ts';

export interface Choice {
  readonly instance: string;
  /** Null: nothing more is to begin. */
  readonly activity: string | null;
  /** Differs where the same choice could be refused now and taken later. */
  readonly occasion: string;
}

/** The next choice in each that waits for people, longest waiting first. `lists`: by element, what they begin, in order. */
export function choicesIn(state: JobState, lists: Readonly<Record<string, readonly string[]>>): readonly Choice[] {
  return [...state.tokens.values()]
    .filter(({ wait, node }) => wait === 'choice' && Object.hasOwn(lists, node))
    .toSorted((left, right) => left.arrival - right.arrival)
    .flatMap(({ node, instance, inner }) => {
      const scope = state.scopes.get(inner ?? '');
      if (instance === null || scope === undefined || scope.interrupted || scope.chosen >= ENOUGH) return [];
      const activity = lists[node]?.[scope.chosen] ?? null;
      return [{ instance, activity, occasion: `${instance} ${scope.chosen} ${scope.alive}` }];
    });
}
