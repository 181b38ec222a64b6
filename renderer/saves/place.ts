/** The place of the saves: take savepoints, restore jobs from them, move them to newer versions. */
import { Archive } from 'lucide-react';
import type { Place } from '../workbench/place.ts';
import { FailuresTab, useFailureCount } from './FailuresTab.tsx';
import { countWords, PlanTab, usePlanCount } from './PlanTab.tsx';
import { SavesCentre } from './SavesCentre.tsx';
import { SavesRight } from './SavesRight.tsx';

export const savesPlace: Place = {
  id: 'saves',
  title: 'Saves',
  icon: Archive,
  Centre: SavesCentre,
  Right: SavesRight,
  bottom: [
    { id: 'plan', title: 'Dry run', Component: PlanTab, useCount: usePlanCount, countWords },
    { id: 'failures', title: 'Failures', Component: FailuresTab, useCount: useFailureCount },
  ],
};
