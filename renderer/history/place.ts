/** The place of the history: the time machine. */
import { History } from 'lucide-react';
import { useJob } from '../jobs/job-store.ts';
import { diagramName } from '../jobs/process-names.ts';
import type { Place } from '../workbench/place.ts';
import { ChangesTab, useChangeCount } from './ChangesTab.tsx';
import { EffectsTab } from './EffectsTab.tsx';
import { HistoryCentre } from './HistoryCentre.tsx';
import { HistoryRight } from './HistoryRight.tsx';
import { TimelineTab } from './TimelineTab.tsx';
import { VariableTab } from './VariableTab.tsx';

export const historyPlace: Place = {
  id: 'history',
  title: 'History',
  icon: History,
  Centre: HistoryCentre,
  Right: HistoryRight,
  bottomSize: 'beside',
  bottom: [
    { id: 'timeline', title: 'Timeline', Component: TimelineTab },
    { id: 'changes', title: 'Changes', Component: ChangesTab, useCount: useChangeCount },
    { id: 'variable', title: 'Variable', Component: VariableTab },
    { id: 'effects', title: 'Effects', Component: EffectsTab },
  ],
  useTitle: () => {
    const name = diagramName(useJob((state) => state.diagram));
    return name === null ? null : { text: name, unsaved: false };
  },
};
