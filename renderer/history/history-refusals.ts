/** Why something cannot be done with the history now, what lies nearest first: a sentence without its full stop; null: it can. */
import { hasEnded } from '../jobs/job-store.ts';
import type { HistoryState, Moment } from './history-store.ts';
import { beginsLater } from './timeline-columns.ts';

type Known = Pick<HistoryState, 'timeline' | 'loading' | 'problem' | 'index' | 'moment'>;

/** Anything with the instant that is looked at. */
export function momentRefusal({ timeline, loading, problem, moment }: Known): string | null {
  if (moment !== null) return null;
  if (timeline === null) return problem ?? (loading ? onTheirWay : 'No job is chosen');
  if (timeline.seq.length === 0) return 'Nothing was saved of this job yet';
  return problem ?? onTheirWay;
}

const onTheirWay = 'The checkpoints are still on their way';

/** To the one before. */
export function backRefusal(state: Known): string | null {
  const { timeline, index } = state;
  if (timeline === null || timeline.seq.length === 0) return momentRefusal(state);
  if (index > 0) return null;
  return beginsLater(timeline) ? 'Older checkpoints are still on their way' : 'This is the first checkpoint';
}

/** To the first of all, which has to be known. */
export function firstRefusal(state: Known): string | null {
  const { timeline } = state;
  if (timeline !== null && beginsLater(timeline)) return 'Older checkpoints are still on their way';
  return backRefusal(state);
}

export function forwardRefusal(state: Known): string | null {
  const { timeline, index } = state;
  if (timeline === null || timeline.seq.length === 0) return momentRefusal(state);
  return index < timeline.seq.length - 1 ? null : 'This is the latest checkpoint';
}

export function playRefusal(state: Known): string | null {
  const { timeline, index } = state;
  if (timeline === null || timeline.seq.length === 0) return momentRefusal(state);
  if (timeline.seq.length === 1) return 'There is only one checkpoint';
  // At the end it begins with the first of all.
  return index >= timeline.seq.length - 1 ? firstRefusal(state) : null;
}

/** To make a job of it that goes on from there: a fork, or one that takes its place. */
export function goOnRefusal(state: Known): string | null {
  return state.moment === null ? momentRefusal(state) : endedRefusal(state.moment);
}

function endedRefusal({ document: { job }, seq }: Moment): string | null {
  return hasEnded(job.status)
    ? `The job had ended at checkpoint ${seq}: there is nothing to go on with, choose an earlier one`
    : null;
}
