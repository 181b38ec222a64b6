/** The diagrams that are open, by path, and the one that is shown. */
import { create } from 'zustand';
import type { DiagramSession } from './diagram-session.ts';
import { useOpenFiles } from './open-files.ts';

export const useSessions = create<Readonly<Record<string, DiagramSession>>>()(() => ({}));

export function addSession(session: DiagramSession): void {
  useSessions.setState({ [session.path]: session });
}

export function removeSession(session: DiagramSession): void {
  useSessions.setState((all) => Object.fromEntries(Object.entries(all).filter(([, each]) => each !== session)), true);
}

/** The diagram in view; null: what is shown is none. */
export function useActiveSession(): DiagramSession | null {
  const active = useOpenFiles((state) => state.active);
  return useSessions((all) => (active === null ? null : (all[active] ?? null)));
}

/** The same, for code outside of components. */
export function activeSession(): DiagramSession | null {
  const { active } = useOpenFiles.getState();
  return active === null ? null : (useSessions.getState()[active] ?? null);
}
