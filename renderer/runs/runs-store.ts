/** How the place of the runs is set: what of the crash is shown, and how fast a job is watched. */
import { create } from 'zustand';

/** Milliseconds between two steps; null: as fast as the engine goes. */
export const paces = { full: null, slow: 600, slower: 1500 } as const;
export type Pace = keyof typeof paces;

interface RunsState {
  readonly pace: Pace;
  /** The job that is stepped on by itself, at the pace, while it is the chosen one; null: none is. */
  readonly walking: string | null;
  /** Death whose cost is not to be shown any more, by its time. */
  readonly dismissed: string | null;
}

export const useRuns = create<RunsState>()(() => ({ pace: 'full', walking: null, dismissed: null }));
