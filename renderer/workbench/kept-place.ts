/** Where the window was before it was loaded again: kept by the tab or window itself, and by nobody else. */
import { useLayout } from './layout-store.ts';

type Keeper = Pick<Storage, 'getItem' | 'setItem'>;

/** What is kept: the place of the rail, the chosen tab of each place, and the job. */
interface KeptPlace {
  readonly place: string;
  readonly bottomTab: Readonly<Record<string, string>>;
  readonly job: string | null;
}

const key = 'cairn.place';

/** Null: nothing was kept, or nothing that can be read. */
function keptPlace(keeper: Keeper): KeptPlace | null {
  const text = keeper.getItem(key);
  if (text === null) return null;
  try {
    return asKept(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function asKept(value: unknown): KeptPlace | null {
  if (typeof value !== 'object' || value === null) return null;
  const { place, bottomTab, job } = value as Readonly<Record<string, unknown>>;
  if (typeof place !== 'string' || typeof bottomTab !== 'object' || bottomTab === null) return null;
  const tabs = Object.entries(bottomTab).filter((each): each is [string, string] => typeof each[1] === 'string');
  return { place, bottomTab: Object.fromEntries(tabs), job: typeof job === 'string' ? job : null };
}

/** The job that is chosen, for whoever knows jobs. */
export interface ChosenJob {
  readonly get: () => string | null;
  readonly choose: (job: string) => void;
  /** Calls back after each change. */
  readonly subscribe: (changed: () => void) => void;
}

/** Goes back to where the window was, as far as that is there, and keeps where it is from now on. */
export function keepPlace(keeper: Keeper, places: readonly string[], chosen: ChosenJob): void {
  const kept = keptPlace(keeper);
  if (kept !== null) {
    const { place, bottomTab, job } = kept;
    useLayout.setState({ bottomTab });
    if (places.includes(place)) useLayout.getState().openPlace(place);
    if (job !== null) chosen.choose(job);
  }
  let last = '';
  const keep = (): void => {
    const { place, bottomTab } = useLayout.getState();
    const text = JSON.stringify({ place, bottomTab, job: chosen.get() } satisfies KeptPlace);
    if (text === last) return;
    last = text;
    keeper.setItem(key, text);
  };
  useLayout.subscribe(keep);
  chosen.subscribe(keep);
}
