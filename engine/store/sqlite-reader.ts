/**
 * The store for those who browse: opens no more than it must read and creates nothing, while an engine writes, after one
 * was killed, and when none runs.
 *
 * SQLite would create the log's files to read a store that lacks them (one that was copied without them): such a store
 * is read into memory instead, again whenever the file has changed, until somebody opens it for writing.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from './connection.ts';
import { recognise, STORE_VERSION } from './migrations.ts';
import { SqliteQueries } from './sqlite-queries.ts';
import { StoreUnusable, type StoreReader } from './store.ts';
import { asUnusable } from './unusable.ts';

/** Name of the database file in a store's folder. */
export const STORE_FILE = 'store.sqlite';

const WAIT_MS = 10_000;
/** Where the header of a SQLite file says how it is written: 2 with a log, 1 without. An image in memory has none. */
const FORMAT_BYTES = [18, 19];

/** Opens a store for reading. @throws StoreUnusable */
export function openReader(dir: string): StoreReader {
  return new SqliteReader(join(dir, STORE_FILE));
}

class SqliteReader extends SqliteQueries {
  readonly #file: string;
  #connection: Connection;
  /** What the file looked like when its image was taken; null: the connection reads the file itself. */
  #image: string | null = null;
  #closed = false;

  constructor(file: string) {
    super();
    this.#file = file;
    this.#connection = this.#connect();
  }

  protected override ask<Answer>(question: (db: Connection) => Answer): Answer {
    if (this.#closed) throw new Error(`The reader of ${this.#file} is closed.`);
    if (!this.#isCurrent()) {
      this.#connection.close();
      this.#connection = this.#connect();
    }
    try {
      return question(this.#connection);
    } catch (error) {
      throw asUnusable(this.#file, error);
    }
  }

  override close(): void {
    this.#closed = true;
    this.#connection.close();
  }

  #isCurrent(): boolean {
    if (this.#image !== null) return !this.#hasLog() && appearance(this.#file) === this.#image;
    return this.#connection.isPresent();
  }

  #hasLog(): boolean {
    return statSync(`${this.#file}-wal`, { throwIfNoEntry: false }) !== undefined;
  }

  #connect(): Connection {
    const connection = this.#open();
    try {
      requireCurrentVersion(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  #open(): Connection {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (this.#hasLog()) {
        this.#image = null;
        return Connection.reading(this.#file, WAIT_MS);
      }
      const before = appearance(this.#file);
      const image = this.#read();
      // Somebody may have opened it for writing meanwhile.
      if (before === null || before !== appearance(this.#file) || this.#hasLog()) continue;
      this.#image = before;
      for (const byte of FORMAT_BYTES) if (image[byte] === 2) image[byte] = 1;
      return Connection.ofImage(this.#file, image);
    }
    throw new StoreUnusable(`The store ${this.#file} changes faster than it can be read.`, { retryable: true });
  }

  #read(): Buffer {
    try {
      return readFileSync(this.#file);
    } catch (error) {
      throw asUnusable(this.#file, error);
    }
  }
}

/** Size, time and inode; null: there is no such file. */
function appearance(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? null : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function requireCurrentVersion(connection: Connection): void {
  const found = recognise(connection);
  if (found === STORE_VERSION) return;
  throw new StoreUnusable(
    found === 'empty'
      ? `The store ${connection.file} is empty: no engine has opened it yet.`
      : `The store ${connection.file} has version ${found}; an engine must open it once to bring it to version ${STORE_VERSION}.`,
  );
}
