/** What is open where: the one state that the shell owns and features may change. */
import { create } from 'zustand';

export interface Layout {
  readonly place: string;
  /** Places seen so far: they stay mounted. */
  readonly visited: readonly string[];
  readonly right: boolean;
  readonly bottom: boolean;
  /** Whether it was the window that closed the bottom panel: it comes back with the room. */
  readonly gaveWay: boolean;
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

/** Gives way in a low window, on loading and whenever it becomes one, and comes back unless a person closed it. */
export function fitLayout(height: number, before: number | null): void {
  const isRoomy = height >= roomyPx;
  if (before !== null && before >= roomyPx === isRoomy) return;
  const { bottom, gaveWay } = useLayout.getState();
  if (!isRoomy && bottom) useLayout.setState({ bottom: false, gaveWay: true });
  else if (isRoomy && gaveWay) useLayout.setState({ bottom: true, gaveWay: false });
}

export const useLayout = create<LayoutStore>()((set) => ({
  place: '',
  visited: [],
  right: true,
  bottom: true,
  gaveWay: false,
  bottomTab: {},
  openPlace: (id) => set(({ visited }) => ({ place: id, visited: visited.includes(id) ? visited : [...visited, id] })),
  prepare: (ids) =>
    set(({ visited }) => {
      const missing = ids.filter((id) => !visited.includes(id));
      return missing.length === 0 ? {} : { visited: [...visited, ...missing] };
    }),
  toggleRight: (open) => set(({ right }) => ({ right: open ?? !right })),
  toggleBottom: (open) => set(({ bottom }) => ({ bottom: open ?? !bottom, gaveWay: false })),
  openTab: (place, tab) =>
    set(({ bottomTab }) => ({ bottom: true, gaveWay: false, bottomTab: { ...bottomTab, [place]: tab } })),
}));
