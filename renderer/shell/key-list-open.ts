import { create } from 'zustand';

/** Whether the list of keys is shown. */
export const useKeyListOpen = create<{ readonly open: boolean; readonly setOpen: (open: boolean) => void }>()(
  (set) => ({ open: false, setOpen: (open) => set({ open }) }),
);
