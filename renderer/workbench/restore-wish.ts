/** A savepoint or checkpoint that one place wants to be restored, for the place of the saves to ask how. */
import { create } from 'zustand';
import { useLayout } from './layout-store.ts';

interface RestoreWish {
  /** Path of a savepoint, or `checkpoint:<job>/<seq>`; null: nothing is wished for. */
  readonly path: string | null;
}

export const useRestoreWish = create<RestoreWish>()(() => ({ path: null }));

/** Shows the place of the saves with what a restore of this would do. */
export function wishRestore(path: string): void {
  useRestoreWish.setState({ path });
  useLayout.getState().openPlace('saves');
}

/** To be called when the question is there. */
export function fulfilRestore(): void {
  useRestoreWish.setState({ path: null });
}
