/**
 * Saved, lost, twice on a diagram: what the death of an engine costs a job, element by element. Told by shape and word as
 * much as by colour.
 */
import type { Forecast } from '../../engine/protocol/views.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';

export type Fate = 'saved' | 'lost' | 'twice';

export interface FateWords {
  readonly word: string;
  /** Drawn beside the word, so that colour is never the only sign. */
  readonly sign: string;
  readonly meaning: string;
  /** The meaning once it is over. */
  readonly past: string;
  /** The meaning while a person has yet to decide whether the job is restarted. */
  readonly undecided: string;
}

export const fateWords: Readonly<Record<Fate, FateWords>> = {
  saved: {
    word: 'Saved',
    sign: '✓',
    meaning: 'A checkpoint holds it. It will not run again.',
    past: 'A checkpoint held it. It did not run again.',
    undecided: 'A checkpoint holds it. It would not run again.',
  },
  lost: {
    word: 'Lost',
    sign: '↺',
    meaning: 'Done, but not saved. It runs again; nobody outside noticed.',
    past: 'Done, but not saved. It ran again; nobody outside noticed.',
    undecided: 'Done, but not saved. If the job is restarted, it runs again; nobody outside noticed.',
  },
  twice: {
    word: 'Twice',
    sign: '‼',
    meaning: 'Its effect outside happened and was not saved. It will happen a second time.',
    past: 'Its effect outside happened and was not saved. It happened a second time.',
    undecided: 'Its effect outside happened and was not saved. If the job is restarted, it will happen a second time.',
  },
};

/** In which of its words a fate is told. */
export type Tense = 'meaning' | 'past' | 'undecided';

const answeredAgain: Readonly<Record<Tense, string>> = {
  meaning: 'The scenario answered it, which was not saved. It will answer it a second time.',
  past: 'The scenario answered it, which was not saved. It answered it a second time.',
  undecided: 'The scenario answered it, which was not saved. If the job is restarted, it will answer it a second time.',
};

/** What a fate means. `isAnswered`: a scenario answers instead of the world outside, to which nothing is sent. */
export function fateText(fate: Fate, tense: Tense, isAnswered: boolean): string {
  return fate === 'twice' && isAnswered ? answeredAgain[tense] : fateWords[fate][tense];
}

export const fates: readonly Fate[] = ['saved', 'lost', 'twice'];

/** One element's fate. Where several instances of it differ, the worst counts, and `counts` says how many of each. */
export interface ElementFate {
  readonly element: string;
  readonly fate: Fate;
  readonly counts: Readonly<Record<Fate, number>>;
}

export interface SideEffect {
  readonly element: string;
  readonly attempt: number;
  readonly target: string;
  readonly certain: boolean;
  readonly key: string;
}

/** In order of the forecast: saved ones first. */
export function fatesByElement(forecast: Forecast): ElementFate[] {
  const counts = new Map<string, Record<Fate, number>>();
  for (const fate of fates) {
    for (const { element } of forecast[fate]) {
      const entry = counts.get(element) ?? { saved: 0, lost: 0, twice: 0 };
      entry[fate] += 1;
      counts.set(element, entry);
    }
  }
  return [...counts].map(([element, entry]) => ({
    element,
    fate: entry.twice > 0 ? 'twice' : entry.lost > 0 ? 'lost' : 'saved',
    counts: entry,
  }));
}

/** How many executions met each fate. */
export function fateTotals(forecast: Forecast): Readonly<Record<Fate, number>> {
  return { saved: forecast.saved.length, lost: forecast.lost.length, twice: forecast.twice.length };
}

/** Elements that will run again. */
export function unsavedElements({ lost, twice }: Forecast): string[] {
  return [...new Set([...twice, ...lost].map(({ element }) => element))];
}

/** What the world outside will see again. */
export function sideEffects(forecast: Forecast): SideEffect[] {
  return forecast.twice.map(({ element, attempt, target, effect, key }) => ({
    element,
    attempt,
    target,
    certain: effect === 'happened',
    key,
  }));
}

/** Those that really go outside, and those that the scenario answers instead. */
export function bySending(
  effects: readonly SideEffect[],
  answered: readonly string[],
): readonly [sent: readonly SideEffect[], played: readonly SideEffect[]] {
  const isPlayed = ({ element }: SideEffect): boolean => answered.includes(element);
  return [effects.filter((effect) => !isPlayed(effect)), effects.filter(isPlayed)];
}

/** Whether what a death cost has been paid: the job has ended, or all that was not saved has run again. */
export function isOver(
  forecast: Forecast,
  { job, executions }: Pick<JobDocument, 'job' | 'executions'>,
  dead: boolean,
): boolean {
  if (dead) return false;
  const ended = job.status !== 'active' && job.status !== 'passive';
  return ended || ranAgain(forecast, executions).length >= forecast.lost.length + forecast.twice.length;
}

/** One execution of the forecast that a later engine did again, as the job's executions tell it. */
export interface RanAgain {
  readonly element: string;
  readonly fate: Exclude<Fate, 'saved'>;
  readonly attempt: number;
}

/** What of lost and twice ran again, by the job's executions: same activity instance, higher attempt. */
export function ranAgain(
  forecast: Forecast,
  executions: readonly { readonly instance: string; readonly element: string; readonly attempt: number }[],
): RanAgain[] {
  const latest = new Map<string, number>();
  for (const { instance, attempt } of executions) latest.set(instance, Math.max(attempt, latest.get(instance) ?? 0));
  return (['lost', 'twice'] as const).flatMap((fate) =>
    forecast[fate].flatMap(({ element, instance, attempt }) => {
      const now = latest.get(instance);
      return now === undefined || now <= attempt ? [] : [{ element, fate, attempt: now }];
    }),
  );
}
