/** The DMN files that are open, by path: what of each is in view, and what can be undone there. */
import { create } from 'zustand';
import { useOpenFiles } from './open-files.ts';

export interface DecisionSession {
  /** Id of what is in view; null: the diagram of all of them. */
  readonly element: string | null;
  /** Rises with each edit, undo, and text that is loaded. */
  readonly edition: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

export const useDecisionSessions = create<Readonly<Record<string, DecisionSession>>>()(() => ({}));

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
