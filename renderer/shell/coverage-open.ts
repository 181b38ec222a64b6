import { create } from 'zustand';

/** Whether the table of what is executed is shown. */
export const useCoverageOpen = create<{ readonly open: boolean; readonly setOpen: (open: boolean) => void }>()(
  (set) => ({ open: false, setOpen: (open) => set({ open }) }),
);
