/** What a job's status is called, drawn as, and means. */
import type { ResultDocument } from '../../engine/protocol/views.ts';

type Status = ResultDocument['job']['status'];

export const statusWords: Readonly<
  Record<Status, { readonly word: string; readonly sign: string; readonly meaning: string }>
> = {
  active: { word: 'Active', sign: '▶', meaning: 'A token can move, or a task is executed.' },
  passive: { word: 'Waiting', sign: '◷', meaning: 'It waits for a person, a message, a time or a called job.' },
  completed: { word: 'Completed', sign: '✓', meaning: 'It came to its end.' },
  failed: { word: 'Failed', sign: '✕', meaning: 'A BPMN error that nothing caught ended it.' },
  cancelled: { word: 'Cancelled', sign: '⊘', meaning: 'Somebody ended it.' },
};

/** Beside the status: why it is stopped until a person acts. */
export const conditionWords = {
  incident: { word: 'Incident', sign: '!', meaning: 'A technical failure waits for a person.' },
  held: {
    word: 'Paused',
    sign: '❚❚',
    meaning: 'A breakpoint, a step or a pause stopped it: Run on (F5) lets it go on.',
  },
} as const;
