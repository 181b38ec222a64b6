import type { TimelineMark } from '../../engine/protocol/views.ts';
import type { Comparison } from '../../engine/protocol/window-views.ts';

/** Why a checkpoint was made, in words. */
const words: Readonly<Record<string, string>> = {
  'task-before': 'before a task',
  'task-after': 'after a task',
  start: 'start',
  end: 'end',
  cancelled: 'cancelled',
  fork: 'fork',
  join: 'join',
  'receive-wait': 'waits for a message',
  'receive-taken': 'message taken',
  'call-created': 'job called',
  'call-returned': 'called job returned',
  'scope-entered': 'subprocess entered',
  'scope-left': 'subprocess left',
  'instance-completed': 'instance completed',
  passive: 'came to wait',
  'wait-ended': 'wait ended',
  incident: 'incident',
  'retry-scheduled': 'retry scheduled',
  requested: 'requested',
  escalated: 'escalation',
  'data-stored': 'data stored',
};

/** `isCancelled`: somebody ended the job by this checkpoint. */
export function reasonWords(reasons: readonly string[], isCancelled = false): string {
  return reasons.map((reason) => words[isCancelled && reason === 'end' ? 'cancelled' : reason] ?? reason).join(', ');
}

/** Where a checkpoint was made that belongs to no element, such as the first one of a fork. */
export const noElement = 'the job';

export const kindWords = {
  explicit: { sign: '⚑', word: 'explicit' },
  implicit: { sign: '⚐', word: 'implicit' },
  savepoint: { sign: '▣', word: 'savepoint' },
} as const;

export const markWords = {
  killed: { sign: '✂', word: 'killed', meaning: 'The engine that worked on the job died.' },
  recovered: { sign: '↳', word: 'recovered', meaning: 'Another engine took the job over here.' },
} as const;

/** Of a job that only waited: nobody had worked on it, and nobody had to take it over. */
const waitingWords = {
  killed: {
    word: 'engine killed while the job waited: nothing lost',
    meaning: 'The engine died. This job only waited, and everything of it was saved.',
  },
  recovered: { word: 'recovered', meaning: 'Another engine started. The job went on waiting.' },
} as const;

export function markText({ kind, waiting }: Pick<TimelineMark, 'kind' | 'waiting'>): {
  readonly word: string;
  readonly meaning: string;
} {
  return waiting ? waitingWords[kind] : markWords[kind];
}

/** What a token did between two checkpoints: one that is gone was used up by a join, an end or a cancellation. */
const tokenChangeWords = { came: 'came', went: 'ended', moved: 'moved', turned: 'changed state' } as const;

/** `isCancelled`: somebody cancelled the job in between, and nothing else was done. */
export function tokenChangeWord(change: keyof typeof tokenChangeWords, isCancelled = false): string {
  return isCancelled && change === 'went' ? 'cancelled' : tokenChangeWords[change];
}

/** What differs, in figures: what the number at the tab is made of. */
export function differenceWords(
  { variables, tokens }: Pick<Comparison, 'variables' | 'tokens'>,
  isCancelled = false,
): string {
  const { length: changed } = variables;
  const differ =
    changed === 0 ? 'no variable differs' : changed === 1 ? '1 variable differs' : `${changed} variables differ`;
  if (tokens.length === 0) return differ;
  const moves = [...Map.groupBy(tokens, ({ change }) => change)].map(([change, { length }], index) =>
    [length, ...(index > 0 ? [] : [length === 1 ? 'token' : 'tokens']), tokenChangeWord(change, isCancelled)].join(' '),
  );
  return `${differ}; ${moves.join(', ')}`;
}
