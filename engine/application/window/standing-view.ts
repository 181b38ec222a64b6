/** How many jobs there are, as windows are told it. */
import type { JobPage } from '../../protocol/window-views.ts';
import type { JobStanding } from '../../store/store.ts';

const none: JobPage['counts'] = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };

/** Null: there is no store yet. */
export function standingView(standing: JobStanding | null): Pick<JobPage, 'counts' | 'incidents' | 'held'> {
  const { counts, incidents, held } = standing ?? { counts: none, incidents: none, held: none };
  return { counts: { ...counts }, incidents: { ...incidents }, held: { ...held } };
}
