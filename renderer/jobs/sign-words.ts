/** What each sign on a diagram means. A mark without words does not compile. */
import type { ElementMark } from '../editor/element-marks.ts';
import type { SignSample } from '../editor/sign-sample.ts';
import { fateWords } from './fates.ts';
import { conditionWords } from './status-words.ts';

/** How the list is divided, in this order. */
const groups = {
  checkpoint: 'Checkpoints: what is saved, and when',
  token: 'Tokens: where a job stands',
  cost: 'After the death of an engine',
  way: 'The way of a job',
  draft: 'While you draw',
  stop: 'Where a job is stopped',
  restore: 'What a restore onto another version does',
} as const;

interface SignWords {
  readonly group: keyof typeof groups;
  readonly word: string;
  readonly meaning: string;
  readonly sample: SignSample;
}

/** A token is drawn by its state, and a number stands in it for itself. */
type MeaningfulMark = Exclude<ElementMark, 'token' | `tokens-${number}`>;

const marks: Readonly<Record<MeaningfulMark, Omit<SignWords, 'sample'>>> = {
  ready: { group: 'token', word: 'Ready', meaning: 'It can go on.' },
  running: {
    group: 'token',
    word: 'Running',
    meaning: 'It is at work here, or its work is done and it has not left yet. A checkpoint shows it as it was then.',
  },
  waiting: { group: 'token', word: 'Waiting', meaning: 'For a person, a message, a time or a called job.' },
  joining: { group: 'token', word: 'Joining', meaning: 'It has arrived and waits for the others.' },
  held: { group: 'token', word: conditionWords.held.word, meaning: conditionWords.held.meaning },
  incident: { group: 'token', word: conditionWords.incident.word, meaning: conditionWords.incident.meaning },
  saved: { group: 'cost', word: fateWords.saved.word, meaning: fateWords.saved.meaning },
  lost: { group: 'cost', word: fateWords.lost.word, meaning: fateWords.lost.meaning },
  twice: { group: 'cost', word: fateWords.twice.word, meaning: fateWords.twice.meaning },
  again: { group: 'cost', word: 'Ran again', meaning: 'It was not saved when an engine died, and has run once more.' },
  visited: {
    group: 'way',
    word: 'Done',
    meaning: 'The job came by here. The flows that it took are of the same colour.',
  },
  inherited: { group: 'way', word: 'Done before', meaning: 'By the job that this one was forked or restored from.' },
  stood: { group: 'way', word: 'Cancelled here', meaning: 'The job stood here when somebody cancelled it.' },
  current: { group: 'way', word: 'In view', meaning: 'Where the checkpoint was made that History shows.' },
  breakpoint: { group: 'stop', word: 'Breakpoint', meaning: 'A job pauses before it does this.' },
  armed: {
    group: 'stop',
    word: 'Plug armed',
    meaning: 'The engine is killed here: before or after the work, during or after the save, as armed.',
  },
  moves: { group: 'restore', word: 'Moves', meaning: 'What is saved here goes on at another element.' },
  arrives: { group: 'restore', word: 'Arrives', meaning: 'Here it goes on.' },
  'no-home': { group: 'restore', word: 'No home', meaning: 'The other version has no such element: choose one.' },
  dropped: { group: 'restore', word: 'Dropped', meaning: 'It would be gone for good.' },
  problem: { group: 'draft', word: 'Problem', meaning: 'It cannot run as it is: Problems says why.' },
  unsupported: { group: 'draft', word: 'Unsupported', meaning: 'Cairn does not run this: Problems says what.' },
  horizon: {
    group: 'draft',
    word: 'Would run again',
    meaning: 'If an engine died at the element that you point at: not saved by then.',
  },
};

const flags: readonly SignWords[] = [
  {
    group: 'checkpoint',
    word: 'Explicit, after',
    meaning: 'Somebody marked it (K): saved as soon as it is done.',
    sample: { flags: [{ side: 'after', kind: 'explicit', reasons: ['task-after'] }] },
  },
  {
    group: 'checkpoint',
    word: 'Explicit, before',
    meaning: 'Saved before it begins.',
    sample: { flags: [{ side: 'before', kind: 'explicit', reasons: ['task-before'] }] },
  },
  {
    group: 'checkpoint',
    word: 'Implicit',
    meaning:
      'Cairn saves by itself: where a job starts, forks, joins, waits, calls another job, enters or leaves a subprocess, and ends.',
    sample: { flags: [{ side: 'after', kind: 'implicit', reasons: ['start'] }] },
  },
];

const several: SignWords = {
  group: 'token',
  word: 'Several',
  meaning: 'As many tokens as the number says are here; the colour is that of the most urgent.',
  sample: { marks: ['token', 'running', 'tokens-3'] },
};

const isToken = (mark: string): boolean => marks[mark as MeaningfulMark].group === 'token';

const signs: readonly SignWords[] = [
  ...flags,
  ...Object.entries(marks).map(([mark, words]): SignWords => {
    const name = mark as MeaningfulMark;
    return { ...words, sample: { marks: isToken(mark) ? ['token', name] : [name] } };
  }),
  several,
];

/** Every sign of the diagrams, by what it is about. */
export const signGroups = (Object.keys(groups) as (keyof typeof groups)[]).map((group) => ({
  title: groups[group],
  signs: signs.filter((each) => each.group === group),
}));
