/** The place of the runs: start, watch, act, pull the plug, recover. */
import { Activity } from 'lucide-react';
import { useJob } from '../jobs/job-store.ts';
import { diagramName } from '../jobs/process-names.ts';
import { SignList } from '../jobs/SignList.tsx';
import type { Place } from '../workbench/place.ts';
import { EventsTab } from './EventsTab.tsx';
import { RunsCentre } from './RunsCentre.tsx';
import { RunsRight } from './RunsRight.tsx';
import { shownTitle, useStart } from './start-store.ts';
import { VariablesTab } from './VariablesTab.tsx';

export const runsPlace: Place = {
  id: 'runs',
  title: 'Runs',
  icon: Activity,
  Centre: RunsCentre,
  Right: RunsRight,
  // Of the diagrams of every place; those of the jobs have most of the signs.
  Always: SignList,
  bottom: [
    { id: 'variables', title: 'Variables', Component: VariablesTab },
    { id: 'events', title: 'Events', Component: EventsTab },
  ],
  useTitle: () => {
    const name = diagramName(useJob((state) => state.diagram));
    const text = shownTitle(useStart(), name);
    return text === null ? null : { text, unsaved: false };
  },
};
