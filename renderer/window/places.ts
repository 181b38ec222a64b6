/** The places of the window, in the order of the rail. A place that does not exist yet is absent. */
import { PencilRuler } from 'lucide-react';
import { DesignCentre } from '../editor/DesignCentre.tsx';
import { historyPlace } from '../history/place.ts';
import { runsPlace } from '../runs/place.ts';
import type { Place } from '../workbench/place.ts';

export const places: readonly Place[] = [
  { id: 'design', title: 'Design', icon: PencilRuler, Centre: DesignCentre },
  runsPlace,
  historyPlace,
];
