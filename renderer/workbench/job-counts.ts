/** How many jobs there are, by the words that the window has for how they stand. */
import type { JobPage } from '../../engine/protocol/window-views.ts';

/** Each job that has not ended is in one of them. */
export interface JobCounts {
  readonly active: number;
  readonly waiting: number;
  readonly paused: number;
  readonly incident: number;
}

/** Those that stand still for a person are told on their own: nobody looks for them among what waits. */
export function jobCounts({ counts, incidents, held }: Pick<JobPage, 'counts' | 'incidents' | 'held'>): JobCounts {
  return {
    active: counts.active - incidents.active - held.active,
    waiting: counts.passive - incidents.passive - held.passive,
    paused: held.active + held.passive,
    incident: incidents.active + incidents.passive,
  };
}
