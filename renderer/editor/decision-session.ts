/** The DMN files that are open, by path: what of each is in view, and what can be undone there. */
import { create } from 'zustand';
import { useOpenFiles } from './open-files.ts';

export interface DecisionSession {
  /** Id of what is in view; null: the diagram of all of them. */
  readonly element: string | null;
  /** Rises with each edit, undo, and text that is loaded; a file that is opened again goes on from there. */
  readonly edition: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

export const useDecisionSessions = create<Readonly<Record<string, DecisionSession>>>()(() => ({}));

let latestEdition = 0;

/** Of a file that is shown, or was edited: it is of another edition now. */
export function showDecisionSession(path: string, session: Omit<DecisionSession, 'edition'>): void {
  latestEdition += 1;
  useDecisionSessions.setState({ [path]: { ...session, edition: latestEdition } });
}

export function forgetDecisionSession(path: string): void {
  useDecisionSessions.setState(
    (all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== path)),
    true,
  );
}

/** Of the DMN file in view; null: what is shown is none. */
export function useActiveDecisions(): DecisionSession | null {
  const active = useOpenFiles((state) => state.active);
  return useDecisionSessions((all) => (active === null ? null : (all[active] ?? null)));
}

/** The same, for code outside of components. */
export function activeDecisions(): DecisionSession | null {
  const { active } = useOpenFiles.getState();
  return active === null ? null : (useDecisionSessions.getState()[active] ?? null);
}
