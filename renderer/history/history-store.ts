/** The time machine: which instant of the chosen job is looked at, and what it is compared with. */
import { create } from 'zustand';
import type { Comparison, JobDocument, Timeline } from '../../engine/protocol/window-views.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import type { StoodToken } from '../jobs/stood-before.ts';
import { beginsLater } from './timeline-columns.ts';

/** A job as one of its checkpoints left it. */
export interface Moment {
  readonly job: string;
  readonly seq: number;
  readonly document: JobDocument;
  readonly diagram: JobDiagram;
  /** What was done before it was forked or restored, by the jobs that it comes from, as far as they are still there. */
  readonly inherited: readonly { readonly element: string; readonly outcome: string }[];
  /** Where it stood that somebody cancelled by this checkpoint. */
  readonly stood: readonly StoodToken[];
}

/** Whether what lies between two instants is that somebody cancelled the job, and nothing else. */
export function isCancellation(before: Moment, after: Moment): boolean {
  return before.job === after.job && before.seq === after.seq - 1 && after.stood.length > 0;
}

/** Of two instants of one job the earlier one first: what differs is told in the order in which it came to be. */
export function inOrder<T extends { readonly job: string; readonly seq: number }>(other: T, shown: T): readonly [T, T] {
  return isLater(other, shown) ? [shown, other] : [other, shown];
}

export function isLater(other: Pick<Moment, 'job' | 'seq'>, shown: Pick<Moment, 'job' | 'seq'>): boolean {
  return other.job === shown.job && other.seq > shown.seq;
}

/** What the instant is compared with. `pinned` may be of another job. */
export type Against =
  | { readonly kind: 'nothing' | 'previous' | 'now' }
  | { readonly kind: 'pinned'; readonly job: string; readonly seq: number };

/** How long each checkpoint is shown while they are played, in milliseconds. */
export const speeds = { slow: 1_000, usual: 500, fast: 125 } as const;
export type Speed = keyof typeof speeds;

export interface HistoryState {
  readonly timeline: Timeline | null;
  readonly loading: boolean;
  readonly problem: string | null;
  /** Of the checkpoint that is looked at; -1: none. */
  readonly index: number;
  /** What is shown: lags behind the index while its state is on its way. */
  readonly moment: Moment | null;
  readonly against: Against;
  readonly other: Moment | null;
  readonly comparison: Comparison | null;
  readonly playing: boolean;
  readonly speed: Speed;
  /** Variable whose history is shown. */
  readonly variable: string | null;
}

export const noHistory: HistoryState = {
  timeline: null,
  loading: false,
  problem: null,
  index: -1,
  moment: null,
  against: { kind: 'previous' },
  other: null,
  comparison: null,
  playing: false,
  speed: 'usual',
  variable: null,
};

export const useHistory = create<HistoryState>()(() => noHistory);

/** How many differences are listed. */
export function changeCount({ comparison, moment, other }: HistoryState): number {
  if (comparison === null || moment === null || other === null) return 0;
  return comparison.variables.length + comparison.tokens.length;
}

/** Moves to a checkpoint by its index; playing stops. */
export function moveTo(index: number): void {
  const { timeline } = useHistory.getState();
  const count = timeline?.seq.length ?? 0;
  // The first one known is not the first one, as long as older ones are on their way.
  if (timeline === null || count === 0 || (index <= 0 && beginsLater(timeline))) return;
  useHistory.setState({ index: Math.max(0, Math.min(count - 1, index)), playing: false });
}

export const moveBy = (steps: number): void => moveTo(useHistory.getState().index + steps);

/** Plays from here; at the end, from the beginning. */
export function play(): void {
  const { timeline, index, playing } = useHistory.getState();
  const count = timeline?.seq.length ?? 0;
  if (timeline === null || count < 2) return;
  if (index >= count - 1 && beginsLater(timeline)) return;
  if (playing) useHistory.setState({ playing: false });
  else useHistory.setState({ playing: true, ...(index >= count - 1 ? { index: 0 } : {}) });
}

/** One step of a film; it stops at the end. */
export function playOn(): void {
  const { timeline, index } = useHistory.getState();
  const last = (timeline?.seq.length ?? 0) - 1;
  if (index < last) useHistory.setState({ index: index + 1 });
  if (index + 1 >= last) useHistory.setState({ playing: false });
}

/** Keeps the instant to compare others with, of this job or another. */
export function pin(): void {
  const { moment } = useHistory.getState();
  if (moment !== null) useHistory.setState({ against: { kind: 'pinned', job: moment.job, seq: moment.seq } });
}
