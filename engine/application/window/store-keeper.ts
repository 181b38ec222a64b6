/** The store of a window's workspace: one connection for all that a window asks and does, opened when it is needed. */
import type { Settings } from '../../protocol/settings.ts';
import { openStore } from '../../store/sqlite-store.ts';
import { openReader } from '../../store/sqlite-reader.ts';
import { HistoryDamaged, HistoryMissing, StoreUnusable, type Store, type StoreReader } from '../../store/store.ts';
import { storeExists } from '../store-place.ts';
import { CallFailed } from './call-failed.ts';

export class StoreKeeper {
  readonly dir: string;
  readonly #durability: () => Settings['durability'];
  #store: Store | null = null;
  #reader: StoreReader | null = null;

  constructor(dir: string, durability: () => Settings['durability']) {
    this.dir = dir;
    this.#durability = durability;
  }

  get exists(): boolean {
    return storeExists(this.dir);
  }

  /** Asks; null where there is no store yet. @throws CallFailed, StoreUnusable */
  ask<T>(question: (reader: StoreReader) => T): T | null {
    if (!this.exists) {
      this.close();
      return null;
    }
    return this.#guarded(() => question(this.#forReading()));
  }

  /** The same where there must be a store. */
  mustAsk<T>(question: (reader: StoreReader) => T): T {
    if (!this.exists) throw new CallFailed('not-found', 'nothing was run in this workspace yet');
    return this.#guarded(() => question(this.#forReading()));
  }

  /** Opens it for writing, and makes one where there is none. */
  write<T>(business: (store: Store) => T): T {
    return this.#guarded(() => business(this.#forWriting()));
  }

  /** Changes when anybody else wrote; null where there is nothing to write to. */
  version(): number | null {
    if (this.#store === null || !this.exists) return null;
    return this.#guarded(() => this.#store?.dataVersion() ?? null);
  }

  close(): void {
    this.#store?.close();
    this.#reader?.close();
    this.#store = null;
    this.#reader = null;
  }

  #forWriting(): Store {
    if (!this.exists) this.close();
    this.#store ??= openStore(this.dir, { durability: this.#durability() });
    return this.#store;
  }

  /** Where it may not be written it can still be read. */
  #forReading(): StoreReader {
    if (this.#store !== null) return this.#store;
    if (this.#reader !== null) return this.#reader;
    try {
      return this.#forWriting();
    } catch (error) {
      if (!(error instanceof StoreUnusable)) throw error;
      this.#reader = openReader(this.dir);
      return this.#reader;
    }
  }

  /** After a failure of the store the next question opens it anew. */
  #guarded<T>(business: () => T): T {
    try {
      return business();
    } catch (error) {
      if (error instanceof StoreUnusable) this.close();
      if (error instanceof HistoryMissing) throw new CallFailed('not-found', error.message);
      if (error instanceof HistoryDamaged) throw new CallFailed('store-unusable', error.message);
      throw error;
    }
  }
}
