/** Why a job that is stored as active, or as waiting, does nothing now: no engine runs, or none has taken it up. */
import { useCallback } from 'react';
import type { ConnectionState } from '../../engine/protocol/window-link.ts';
import type { ResultDocument } from '../../engine/protocol/views.ts';
import type { EngineView } from '../../engine/protocol/window-views.ts';
import { useConnection } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { useUndecided } from '../workbench/undecided-jobs.ts';

export interface StillWords {
  readonly word: string;
  readonly sign: string;
  readonly meaning: string;
}

export const stillWords = {
  dead: { word: 'Engine gone', sign: '✕', meaning: 'Its engine is dead: it stands still until one recovers it.' },
  absent: { word: 'Not running', sign: '○', meaning: 'No engine is started: it goes on as soon as one is.' },
  starting: { word: 'Not running', sign: '○', meaning: 'The engine is starting: it goes on once it is there.' },
  refused: { word: 'Not running', sign: '○', meaning: 'The engine cannot serve the store: nothing runs.' },
  unknown: { word: 'Not known', sign: '?', meaning: 'There is no connection: whether it goes on is not known.' },
  open: {
    word: 'Undecided',
    sign: '?',
    meaning: 'A dead engine left it: restart, keep or remove it.',
  },
  kept: {
    word: 'Kept',
    sign: '○',
    meaning: 'It stays as a dead engine left it, until it is restarted or removed.',
  },
} as const satisfies Readonly<Record<string, StillWords>>;

export type Still = keyof typeof stillWords;

type JobStatus = ResultDocument['job']['status'];

const ofEngine: Readonly<Partial<Record<EngineView['state'], Still>>> = {
  dead: 'dead',
  absent: 'absent',
  starting: 'starting',
  restarting: 'starting',
  refused: 'refused',
};

interface Called {
  readonly id: string;
  /** The job that called it. */
  readonly parent: string | null;
}

/** All that the window knows of why jobs do nothing. */
interface Known {
  readonly connection: ConnectionState;
  /** Undefined: not asked yet. */
  readonly engine: EngineView['state'] | undefined;
  readonly undecided: ReadonlyMap<string, 'open' | 'kept'>;
}

/** Why the job does nothing; null: nothing keeps it from going on. */
export function stillOf({ connection, engine, undecided }: Known, { id, parent }: Called): Still | null {
  // Of an engine whose host is gone nothing is known, nor whether somebody has decided since.
  if (connection === 'lost' || connection === 'refused') return 'unknown';
  return (
    undecided.get(id) ??
    (parent === null ? undefined : undecided.get(parent)) ??
    (engine === undefined ? null : (ofEngine[engine] ?? null))
  );
}

/** For a list of jobs. */
export function useStillOf(): (job: Called) => Still | null {
  const { state: connection } = useConnection();
  const engine = useHostState((state) => state.engine?.state);
  const undecided = useUndecided(({ jobs }) => jobs);
  return useCallback((job) => stillOf({ connection, engine, undecided }, job), [connection, engine, undecided]);
}

/** Of one job; null: of none. */
export function useStill(
  document: { readonly job: { readonly id: string }; readonly parent: string | null } | null,
): Still | null {
  const stillOf = useStillOf();
  return document === null ? null : stillOf({ id: document.job.id, parent: document.parent });
}

/** Whether it is shown as its last checkpoint has it: what a dead engine did after that one was not saved. */
export const isAsSaved = (still: Still | null, status: JobStatus): boolean =>
  status === 'active' && (still === 'dead' || isUndecided(still));

interface Standing {
  readonly status: JobStatus;
  readonly held: boolean;
  readonly incidents: number;
}

/** Of a job whose sign says what it waits for: that nothing moves in any case; null: nothing is to be said. */
export function standstillNote(still: Still | null, { status, held, incidents }: Standing): string | null {
  const isSaid = status === 'active' && !held && incidents === 0;
  if (isSaid || (status !== 'passive' && status !== 'active')) return null;
  return still === null ? null : (standstillNotes[still] ?? null);
}

const standstillNotes: Readonly<Partial<Record<Still, string>>> = {
  dead: 'The engine is dead: nothing moves until it is recovered.',
  absent: 'No engine is started: nothing moves until one is.',
  refused: 'The engine cannot serve the store: nothing moves.',
};

/** Of a paused job: what lets it go on, once anything can. */
export function pausedNote(still: Still | null): string {
  const why = 'A breakpoint, a step or a pause stopped it';
  if (still === null || still === 'starting') return `${why}. Run on (F5) lets it go on.`;
  const before = goesOnAfter[still];
  return before === undefined ? `${why}.` : `${why}. ${before}, Run on (F5) lets it go on.`;
}

const goesOnAfter: Readonly<Partial<Record<Still, string>>> = {
  dead: 'Once the engine is recovered',
  absent: 'Once an engine is started',
};

/** Whether a person is to decide about it first. */
export const isUndecided = (still: Still | null): still is 'open' | 'kept' => still === 'open' || still === 'kept';
