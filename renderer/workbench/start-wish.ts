/** A process that one place wants to be run, for the place of the runs to ask with what: neither knows the other. */
import { create } from 'zustand';
import { useLayout } from './layout-store.ts';

interface StartWish {
  /** File of the process; null: nothing is wished for. */
  readonly path: string | null;
  /** Edits of it were saved for that: what runs is what is on disk. */
  readonly saved: boolean;
}

export const useStartWish = create<StartWish>()(() => ({ path: null, saved: false }));

/** Shows the place of the runs with the form that starts this file. */
export function wishStart(path: string, saved: boolean): void {
  useStartWish.setState({ path, saved });
  useLayout.getState().openPlace('runs');
}

/** To be called when the form is there. */
export function fulfilStart(): void {
  useStartWish.setState({ path: null, saved: false });
}
