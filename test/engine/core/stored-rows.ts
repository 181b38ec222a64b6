/**
 * The rows of a job in the store that people have: written by one connection after every step, read by another one that
 * was opened afterwards, as an engine that starts anew does.
 */
import type { JobHeader, StateRow } from '../../../engine/core/job-codec.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import type { Store } from '../../../engine/store/store.ts';
import { checkpointRow, claim, part, unit } from '../store/samples.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

export class StoredRows {
  readonly #folder = temporaryFolder();
  readonly #known = new Map<string, number>();
  #store: Store | null = null;

  /** What a step changed; with a checkpoint where its number rose. */
  save(header: JobHeader, changes: readonly StateRow[]): void {
    const before = this.#known.get(header.id);
    const checkpoint = before === header.seq ? null : checkpointRow(header.seq, { incarnation: header.incarnation });
    const created = before === undefined ? [header.id] : [];
    const [result] = this.#open().commit([unit({ parts: [part(header, changes, { checkpoint })], created })]);
    if (result?.ok !== true) throw new Error(`the store took no checkpoint: ${result?.reason ?? 'no answer'}`);
    this.#known.set(header.id, header.seq);
  }

  /** By a connection of its own. */
  load(id: string): { job: JobHeader; rows: readonly StateRow[] } {
    this.#close();
    const stored = this.#open().load(id);
    if (stored === null) throw new Error(`the store has no job ${id}`);
    return stored;
  }

  remove(): void {
    this.#close();
    this.#folder.remove();
  }

  #open(): Store {
    if (this.#store !== null) return this.#store;
    this.#store = openStore(this.#folder.path, { durability: 'process-crash' });
    this.#store.acquireLease(claim, () => 'dead');
    return this.#store;
  }

  #close(): void {
    this.#store?.releaseLease();
    this.#store?.close();
    this.#store = null;
  }
}
