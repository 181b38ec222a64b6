/** What is open where: the one state that the shell owns and features may change. */
import { create } from 'zustand';

export interface Layout {
  readonly place: string;
  /** Places seen so far: they stay mounted. */
  readonly visited: readonly string[];
  readonly right: boolean;
  readonly bottom: boolean;
  /** Chosen tab of the bottom panel, per place. */
  readonly bottomTab: Readonly<Record<string, string>>;
}

interface LayoutStore extends Layout {
  readonly openPlace: (id: string) => void;
  /** Lets places be there, hidden, without going to them: their commands can be found then. */
  readonly prepare: (ids: readonly string[]) => void;
  readonly toggleRight: (open?: boolean) => void;
  readonly toggleBottom: (open?: boolean) => void;
  /** Chooses a tab of a place's bottom panel, and opens the panel. */
  readonly openTab: (place: string, tab: string) => void;
}

/** Below this height a diagram needs the room of the bottom panel, whose tabs stay in view. */
const roomyPx = 760;

/** How the window begins, by its height. */
export function fitLayout(height: number): void {
  useLayout.setState({ bottom: height >= roomyPx });
}

export const useLayout = create<LayoutStore>()((set) => ({
  place: '',
  visited: [],
  right: true,
  bottom: true,
  bottomTab: {},
  openPlace: (id) => set(({ visited }) => ({ place: id, visited: visited.includes(id) ? visited : [...visited, id] })),
  prepare: (ids) =>
    set(({ visited }) => {
      const missing = ids.filter((id) => !visited.includes(id));
      return missing.length === 0 ? {} : { visited: [...visited, ...missing] };
    }),
  toggleRight: (open) => set(({ right }) => ({ right: open ?? !right })),
  toggleBottom: (open) => set(({ bottom }) => ({ bottom: open ?? !bottom })),
  openTab: (place, tab) => set(({ bottomTab }) => ({ bottom: true, bottomTab: { ...bottomTab, [place]: tab } })),
}));
