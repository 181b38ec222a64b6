/** The design place, for the list of places. */
import { PencilRuler } from 'lucide-react';
import type { Place } from '../workbench/place.ts';
import { DesignCentre } from './DesignCentre.tsx';
import { DesignRight } from './DesignRight.tsx';
import { nameOf, useOpenFiles } from './open-files.ts';
import { ProblemsPanel, useProblemCount } from './ProblemsPanel.tsx';

function useTitle(): { readonly text: string; readonly unsaved: boolean } | null {
  const path = useOpenFiles((state) => state.active);
  const unsaved = useOpenFiles(({ files, active }) => files.find((file) => file.path === active)?.unsaved === true);
  return path === null ? null : { text: nameOf(path), unsaved };
}

export const designPlace: Place = {
  id: 'design',
  title: 'Design',
  icon: PencilRuler,
  Centre: DesignCentre,
  Right: DesignRight,
  bottom: [{ id: 'problems', title: 'Problems', Component: ProblemsPanel, useCount: useProblemCount }],
  useTitle,
};
