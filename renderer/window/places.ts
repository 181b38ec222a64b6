/** The places of the window, in the order of the rail. A place that does not exist yet is absent. */
import { PencilRuler } from 'lucide-react';
import { DesignCentre } from '../editor/DesignCentre.tsx';
import type { Place } from '../workbench/place.ts';

export const places: readonly Place[] = [{ id: 'design', title: 'Design', icon: PencilRuler, Centre: DesignCentre }];
