/** Why a checkpoint was made, in words. */
const words: Readonly<Record<string, string>> = {
  'task-before': 'before a task',
  'task-after': 'after a task',
  start: 'start',
  end: 'end',
  fork: 'fork',
  join: 'join',
  'receive-wait': 'waits for a message',
  'receive-taken': 'message taken',
  'call-created': 'job called',
  'call-returned': 'called job returned',
  'scope-entered': 'subprocess entered',
  'scope-left': 'subprocess left',
  'instance-completed': 'instance completed',
  passive: 'turned passive',
  'wait-ended': 'wait ended',
  incident: 'incident',
  'retry-scheduled': 'retry scheduled',
  requested: 'requested',
  escalated: 'escalation',
  'data-stored': 'data stored',
};

export function reasonWords(reasons: readonly string[]): string {
  return reasons.map((reason) => words[reason] ?? reason).join(', ');
}

export const kindWords = {
  explicit: { sign: '⚑', word: 'explicit' },
  implicit: { sign: '⚐', word: 'implicit' },
  savepoint: { sign: '▣', word: 'savepoint' },
} as const;

export const markWords = {
  killed: { sign: '✂', word: 'killed', meaning: 'The engine that worked on the job died.' },
  recovered: { sign: '↻', word: 'recovered', meaning: 'Another engine took the job over here.' },
} as const;
