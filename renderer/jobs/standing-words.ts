/** How jobs and tokens stand, as text within a line: the words of their signs. */
import type { ResultDocument } from '../../engine/protocol/views.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { conditionWords, statusWords } from './status-words.ts';
import { isUndecided, standstillNote, stillWords, type Still } from './still.ts';

interface Standing {
  readonly status: ResultDocument['job']['status'];
  readonly held: boolean;
  readonly incidents: number;
}

/** `waiting`, `paused`, `incident`: what the sign of the job says. `still`: why it does nothing now. */
export function standingWord(standing: Standing, still: Still | null = null): string {
  const word = signWord(standing, still).toLowerCase();
  const isGone = still === 'dead' && standstillNote(still, standing) !== null;
  return isGone ? `${word}, ${stillWords.dead.word.toLowerCase()}` : word;
}

function signWord({ status, held, incidents }: Standing, still: Still | null): string {
  const isOver = status !== 'active' && status !== 'passive';
  if (isUndecided(still) && !isOver) return stillWords[still].word;
  if (incidents > 0) return conditionWords.incident.word;
  if (held && !isOver) return conditionWords.held.word;
  return status === 'active' && still !== null ? stillWords[still].word : statusWords[status].word;
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
