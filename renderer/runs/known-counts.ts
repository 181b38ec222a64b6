/** How many jobs each choice of the status filter would leave. */
import type { JobPage } from '../../engine/protocol/window-views.ts';
import type { JobFilter } from './job-list-store.ts';

type Counts = Pick<JobPage, 'counts' | 'incidents' | 'held'>;

/** Null: nobody has counted them. Of a search, and without called jobs, nobody does: a number would tell of others. */
export function knownCounts(
  { definition, search, roots }: Pick<JobFilter, 'definition' | 'search' | 'roots'>,
  all: Counts | null,
  ofProcess: Counts | null,
): Counts | null {
  if (search !== '' || roots) return null;
  return definition === null ? all : ofProcess;
}
