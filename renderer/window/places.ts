/** The places of the window, in the order of the rail. A place that does not exist yet is absent. */
import { agentsPlace } from '../agents/place.ts';
import { designPlace } from '../editor/place.ts';
import { historyPlace } from '../history/place.ts';
import { runsPlace } from '../runs/place.ts';
import { savesPlace } from '../saves/place.ts';
import type { Place } from '../workbench/place.ts';

export const places: readonly Place[] = [designPlace, runsPlace, historyPlace, savesPlace, agentsPlace];
