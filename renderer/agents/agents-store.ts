/** The place of the agents: who serves the store, how the store is, and which jobs wait for a decision. */
import { create } from 'zustand';
import type { AgentsView } from '../../engine/protocol/agent-views.ts';
import type { RecoveryList } from '../../engine/protocol/savepoint-views.ts';
import type { StoreBackup, StoreCheck, StoreView } from '../../engine/protocol/store-views.ts';
import type { WorkProgress } from '../../engine/protocol/window-link.ts';
import { undecidedOf, useUndecided } from '../workbench/undecided-jobs.ts';

interface AgentsState {
  readonly view: AgentsView | null;
  /** Why there is none. */
  readonly problem: string | null;
  /** The dialog that starts one. */
  readonly starting: boolean;
  readonly store: StoreView | null;
  /** Long work on the store that is under way. */
  readonly work: { readonly what: 'check' | 'backup'; readonly progress: WorkProgress | null } | null;
  readonly check: StoreCheck | null;
  readonly backup: StoreBackup | null;
  readonly recoveries: RecoveryList | null;
  /** The dialog with the jobs that were found. */
  readonly deciding: boolean;
}

export const useAgents = create<AgentsState>()(() => ({
  view: null,
  problem: null,
  starting: false,
  store: null,
  work: null,
  check: null,
  backup: null,
  recoveries: null,
  deciding: false,
}));

/** An answer about the jobs that wait for a decision: known wherever jobs are shown. */
export function takeRecoveries(recoveries: RecoveryList): void {
  useUndecided.setState({ jobs: undecidedOf(recoveries) });
  useAgents.setState({ recoveries });
}

/** Jobs that nobody has decided about yet; what was kept is decided, for the time being. */
export function openDecisions(recoveries: RecoveryList | null): RecoveryList['jobs'] {
  return (recoveries?.jobs ?? []).filter(({ decision }) => decision !== 'kept');
}
