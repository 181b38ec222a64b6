/**
 * The rows of jobs in the store that people have, in a file: written by one connection after every step, read by another
 * one that opens while the first is still there, unclosed, as an engine that starts anew finds what a killed one left.
 */
import Database from 'better-sqlite3';
import type { JobHeader, StateRow } from '../../../engine/core/job-codec.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import type { Store } from '../../../engine/store/store.ts';
import { checkpointRow, claim, part, unit } from '../store/samples.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** A connection, and the store that works on it. */
interface Opened {
  readonly store: Store;
  readonly database: Database.Database;
}

export class StoredRows {
  readonly #folder = temporaryFolder();
  readonly #known = new Map<string, number>();
  #opened: Opened | null = null;

  /** What a step changed; with a checkpoint where its number rose. */
  save(header: JobHeader, changes: readonly StateRow[]): void {
    const before = this.#known.get(header.id);
    const checkpoint = before === header.seq ? null : checkpointRow(header.seq, { incarnation: header.incarnation });
    const created = before === undefined ? [header.id] : [];
    const opened = (this.#opened ??= this.#open());
    const [result] = opened.store.commit([unit({ parts: [part(header, changes, { checkpoint })], created })]);
    if (result?.ok !== true) throw new Error(`the store took no checkpoint: ${result?.reason ?? 'no answer'}`);
    this.#known.set(header.id, header.seq);
  }

  /** By a connection of its own, which goes on from here. */
  load(id: string): { job: JobHeader; rows: readonly StateRow[] } {
    const before = this.#opened;
    this.#opened = this.#open();
    before?.database.close();
    const stored = this.#opened.store.load(id);
    if (stored === null) throw new Error(`the store has no job ${id}`);
    return stored;
  }

  remove(): void {
    this.#opened?.database.close();
    this.#opened = null;
    this.#folder.remove();
  }

  #open(): Opened {
    let database: Database.Database | null = null;
    const store = openStore(this.#folder.path, {
      durability: 'process-crash',
      connect: (file, options) => (database = new Database(file, options)),
    });
    store.acquireLease(claim, () => 'dead');
    return { store, database: database as unknown as Database.Database };
  }
}
