/** What the parts of the store's contract work with. */
import type { Store } from '../../../../engine/store/store.ts';

/** One set of data, on which stores can be opened one after the other or side by side. */
export interface StoreData {
  open(options?: { keepHistory?: boolean; clock?: () => number }): Store;
  dispose(): void;
}

/** Anew for each test. */
export interface Rig {
  /** Holds the lease. */
  readonly store: Store;
  /** Another store on the same data; closed after the test. */
  readonly open: StoreData['open'];
}
