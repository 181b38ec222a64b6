/** Which dialog of the history is open. */
import { create } from 'zustand';

export const useDialog = create<{ readonly open: 'fork' | 'scenario' | null }>()(() => ({ open: null }));

export const closeDialog = (): void => useDialog.setState({ open: null });
