/**
 * One connection to the database file: its settings, its prepared statements, and the translation of its errors. The
 * log that SQLite writes beside the file stays there when a connection closes, so that a reader never has to create it.
 */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Parameter, Sink } from './sink.ts';
import type { Durability } from './store.ts';
import { StoreUnusable } from './store.ts';
import { asUnusable } from './unusable.ts';

/** Opens the file. Replaced by tests that let a statement fail. */
export type Connect = (file: string, options: Database.Options) => Database.Database;

const connectDirectly: Connect = (file, options) => new Database(file, options);

export interface ConnectionOptions {
  readonly durability: Durability;
  /** How long to wait for another process's write lock, ms. */
  readonly waitMs: number;
  readonly connect?: Connect | undefined;
}

/** 16 MiB: rare enough that folding back does not weigh on a burst of commits, small enough to stay in memory. */
const FOLD_BACK_PAGES = 4096;

/** 4 MiB of a backup in one go. */
const BACKUP_PAGES = 1024;

export class Connection implements Sink {
  readonly file: string;
  readonly #open: () => Database.Database;
  readonly #onClose: (database: Database.Database) => void;
  #database: Database.Database;
  #statements = new Map<string, Database.Statement>();
  #inode: string;
  /** Until then nothing of ours is in the file, and it is left as it was. */
  #settled = false;

  private constructor(file: string, open: () => Database.Database, onClose: (database: Database.Database) => void) {
    this.file = file;
    this.#open = open;
    this.#onClose = onClose;
    this.#database = guarded(file, open);
    this.#inode = identity(file) ?? '';
  }

  /** For the one who writes. Creates the file where there is none; its settings come with `settle`. */
  static writing(file: string, options: ConnectionOptions): Connection {
    const connect = options.connect ?? connectDirectly;
    return new Connection(
      file,
      () => connect(file, { timeout: options.waitMs }),
      (database) => closeWriter(file, database),
    );
  }

  /** For a second one who writes, in a process whose first one stays open longer: nothing is left to do at its end. */
  static beside(file: string, waitMs: number): Connection {
    return new Connection(
      file,
      () => new Database(file, { fileMustExist: true, timeout: waitMs }),
      () => undefined,
    );
  }

  /** For those who browse: the file must exist, and so must its log, or SQLite would create it. */
  static reading(file: string, waitMs: number): Connection {
    return new Connection(
      file,
      () => new Database(file, { readonly: true, fileMustExist: true, timeout: waitMs }),
      () => undefined,
    );
  }

  /** Reads an image of the file, held in memory. */
  static ofImage(file: string, image: Buffer): Connection {
    return new Connection(
      file,
      () => new Database(image, { readonly: true }),
      () => undefined,
    );
  }

  /** The settings under which commits are as durable as asked for. */
  settle(durability: Durability): void {
    const database = this.#database;
    guarded(this.file, () => {
      this.#useLog();
      const strict = durability === 'power-loss';
      database.pragma(`synchronous = ${strict ? 'FULL' : 'NORMAL'}`);
      if (strict && process.platform === 'darwin') {
        // There fsync alone does not reach the disk.
        database.pragma('fullfsync = 1');
        database.pragma('checkpoint_fullfsync = 1');
      }
      database.pragma('foreign_keys = 0');
      database.pragma('temp_store = MEMORY');
      database.pragma(`wal_autocheckpoint = ${FOLD_BACK_PAGES}`);
    });
    this.#settled = true;
  }

  /** The switch needs the file alone for a moment, and SQLite does not always wait for that by itself. */
  #useLog(): void {
    const patience = 200;
    for (let attempt = 1; ; attempt++) {
      try {
        this.#database.pragma('journal_mode = WAL');
        return;
      } catch (error) {
        const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
        if (!busy || attempt === patience) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Prepared once. */
  statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** The first row, if any. */
  row<Row>(sql: string, ...parameters: Parameter[]): Row | undefined {
    return this.statement(sql).get(...parameters) as Row | undefined;
  }

  rows<Row>(sql: string, ...parameters: Parameter[]): Row[] {
    return this.statement(sql).all(...parameters) as Row[];
  }

  put(sql: string, ...parameters: Parameter[]): void {
    this.statement(sql).run(...parameters);
  }

  change(sql: string, otherwise: () => void, ...parameters: Parameter[]): void {
    if (this.statement(sql).run(...parameters).changes === 0) otherwise();
  }

  absent(sql: string, otherwise: (found: unknown) => void, ...parameters: Parameter[]): void {
    const found = this.statement(sql).get(...parameters);
    if (found !== undefined) otherwise(found);
  }

  /** Answers how many rows it changed. */
  run(sql: string, ...parameters: Parameter[]): number {
    return this.statement(sql).run(...parameters).changes;
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** A number that SQLite keeps about the file. */
  pragmaNumber(name: string): number {
    return Number(this.#database.pragma(name, { simple: true }));
  }

  /** Several statements on one snapshot. */
  snapshot<Answer>(ask: () => Answer): Answer {
    if (this.#database.inTransaction) return ask();
    this.run('BEGIN');
    try {
      return ask();
    } finally {
      this.rollback();
    }
  }

  /** A short transaction of its own; errors of SQLite come out as StoreUnusable. */
  transaction<Answer>(write: () => Answer): Answer {
    this.requirePresent();
    try {
      this.run('BEGIN IMMEDIATE');
      const answer = write();
      this.run('COMMIT');
      return answer;
    } catch (error) {
      this.rollback();
      throw asUnusable(this.file, error);
    }
  }

  /** Waits for another process's write lock for so long, meanwhile; for as long as ever where nothing is said. */
  waiting<Answer>(waitMs: number | undefined, act: () => Answer): Answer {
    if (waitMs === undefined) return act();
    const before = this.pragmaNumber('busy_timeout');
    this.#database.pragma(`busy_timeout = ${Math.round(waitMs)}`);
    try {
      return act();
    } finally {
      this.#database.pragma(`busy_timeout = ${before}`);
    }
  }

  /** Some errors have ended the transaction already. */
  rollback(): void {
    if (this.#database.inTransaction) this.run('ROLLBACK');
  }

  /** Device and inode of the file that was opened. */
  get inode(): string {
    return this.#inode;
  }

  /** Whether the path still leads to the file that was opened: a file without a name would take commits that nobody finds. */
  isPresent(): boolean {
    return identity(this.file) === this.#inode;
  }

  /** @throws StoreUnusable when the file was removed or replaced. */
  requirePresent(): void {
    if (!this.isPresent()) throw new StoreUnusable(`The store ${this.file} was removed or replaced while it was open.`);
  }

  /** Writes the log's pages into the file, as far as no reader needs them; empties the log when asked to. */
  foldBack(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.#database.pragma(`wal_checkpoint(${mode})`);
  }

  /** Copies all of it, in pieces between which others have their turn. What `progress` throws ends it. */
  async backup(file: string, progress: (done: number, total: number) => void): Promise<void> {
    // On one snapshot: without it, whatever anybody writes meanwhile would make SQLite begin anew, for ever.
    this.run('BEGIN');
    try {
      this.row('SELECT count(*) FROM sqlite_schema');
      await this.#database.backup(file, {
        progress: ({ totalPages, remainingPages }) => {
          progress(totalPages - remainingPages, totalPages);
          return BACKUP_PAGES;
        },
      });
    } finally {
      this.rollback();
    }
  }

  /** A new connection to the same file: what it reads is what is stored, whatever became of the old one. */
  reopen(durability: Durability): void {
    this.requirePresent();
    this.#statements = new Map();
    this.#database.close();
    this.#database = guarded(this.file, this.#open);
    this.settle(durability);
  }

  close(): void {
    if (!this.#database.open) return;
    this.#statements = new Map();
    if (this.#settled) this.#onClose(this.#database);
    this.#database.close();
  }
}

/** The last connection to close would remove the log, unless it may not write: so a reader leaves last. */
function closeWriter(file: string, database: Database.Database): void {
  let last: Database.Database | null = null;
  try {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.pragma('busy_timeout = 0');
    database.pragma('wal_checkpoint(TRUNCATE)');
    last = new Database(file, { readonly: true, fileMustExist: true });
    last.pragma('schema_version');
  } catch {
    // The folder is gone or the disk is full: everything that was answered is in the log already.
  }
  try {
    database.close();
  } finally {
    last?.close();
  }
}

/** Device and inode; null: there is no such file. */
function identity(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}

function guarded<Answer>(file: string, act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    throw asUnusable(file, error);
  }
}
