/** The place of the agents: who serves the store, who takes over, and the store itself. */
import { Server } from 'lucide-react';
import type { Place } from '../workbench/place.ts';
import { AgentsCentre } from './AgentsCentre.tsx';
import { LedgerTab } from './LedgerTab.tsx';
import { RecoveryDialog } from './RecoveryDialog.tsx';
import { StatisticsTab } from './StatisticsTab.tsx';
import { StorePanel } from './StorePanel.tsx';
import { TakeoversTab } from './TakeoversTab.tsx';

export const agentsPlace: Place = {
  id: 'agents',
  title: 'Agents',
  icon: Server,
  Centre: AgentsCentre,
  Right: StorePanel,
  Always: RecoveryDialog,
  bottomSize: 'tall',
  bottom: [
    { id: 'statistics', title: 'Statistics', Component: StatisticsTab },
    { id: 'ledger', title: 'Ledger', Component: LedgerTab },
    { id: 'takeovers', title: 'Takeovers', Component: TakeoversTab },
  ],
};
