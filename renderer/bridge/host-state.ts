/** What every part of the window may want to know of its host: the workspace and the engine, always current. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { ConnectionState } from '../../engine/protocol/window-link.ts';
import type { EngineView, JobPage, WorkspaceView } from '../../engine/protocol/window-views.ts';
import { useAnswer, useNotifications } from './client-context.ts';

interface HostState {
  readonly engine: EngineView | null;
  readonly workspace: WorkspaceView | null;
  /** Why the workspace cannot be shown. */
  readonly problem: string | null;
}

/** `useHostState((state) => state.engine)`. */
export const useHostState = create<HostState>()(() => ({ engine: null, workspace: null, problem: null }));

type Counts = Pick<JobPage, 'counts' | 'incidents' | 'held'>;

/** How many jobs there are is told with more than one answer: the latest counts, wherever they are shown. */
export function takeCounts({ counts, incidents, held }: Counts): void {
  useHostState.setState(({ engine }) => (engine === null ? {} : { engine: { ...engine, counts, incidents, held } }));
}

/** Why nothing can be saved in the workspace, as a sentence without its full stop; null: it can be written. */
export function readOnlyReason({ workspace }: HostState): string | null {
  return workspace?.writable === false
    ? 'The workspace is read-only: export a copy of the diagram (More), or open a folder that you may write to'
    : null;
}

/** Why nothing can be run, in the same way. */
export function storeReadOnlyReason({ workspace }: HostState): string | null {
  return workspace?.storeWritable === false ? 'The store cannot be written: a run could not keep what it does' : null;
}

/** Why nothing can be run while the host cannot be asked, in the same way. */
export function awayReason(connection: ConnectionState): string | null {
  if (connection === 'lost') return 'The connection is lost: nothing can be run until it is back';
  return connection === 'refused' ? 'Cairn’s service refused this window' : null;
}

/** Whether nobody serves the store although its engine lives. */
export const isFrozen = ({ state, frozen }: EngineView): boolean =>
  frozen && (state === 'active' || state === 'paused');

/** Keeps the state current; used once, by the shell. */
export function useHostStateUpdates(): void {
  const workspace = useAnswer('workspace.show', {});
  const engine = useAnswer('engine.show', {});
  useEffect(() => {
    if (workspace.data !== null) useHostState.setState({ workspace: workspace.data });
  }, [workspace.data]);
  useEffect(() => {
    if (engine.data !== null) useHostState.setState({ engine: engine.data });
  }, [engine.data]);
  const problem = workspace.failure ?? engine.failure;
  useEffect(() => {
    useHostState.setState({ problem: problem?.message ?? null });
  }, [problem]);
  useNotifications('engine-changed', (view) => useHostState.setState({ engine: view }));
  useNotifications('workspace-changed', (view) => useHostState.setState({ workspace: view }));
}
