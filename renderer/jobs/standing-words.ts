/** How jobs and tokens stand, as text within a line: the words of their signs. */
import type { ResultDocument } from '../../engine/protocol/views.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { conditionWords, statusWords } from './status-words.ts';

interface Standing {
  readonly status: ResultDocument['job']['status'];
  readonly held: boolean;
  readonly incidents: number;
}

/** `waiting`, `paused`, `incident`: what the sign of the job says. */
export function standingWord({ status, held, incidents }: Standing): string {
  const isOver = status !== 'active' && status !== 'passive';
  if (incidents > 0) return conditionWords.incident.word.toLowerCase();
  return (held && !isOver ? conditionWords.held : statusWords[status]).word.toLowerCase();
}

/** As a job's document has it: incidents in the jobs that it called are theirs. */
export function standingIn({ job, incidents }: Pick<JobDocument, 'job' | 'incidents'>): Standing {
  const own = incidents.filter((each) => each.job === undefined);
  return { status: job.status, held: job.held, incidents: own.length };
}

/** What a token does. */
export function tokenWord(state: string): string {
  return state === 'held' ? conditionWords.held.word.toLowerCase() : state;
}
