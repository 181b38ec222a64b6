/** How jobs and tokens stand, as text within a line: the words of their signs. */
import type { ResultDocument } from '../../engine/protocol/views.ts';
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

/** What a token does. */
export function tokenWord(state: string): string {
  return state === 'held' ? conditionWords.held.word.toLowerCase() : state;
}
