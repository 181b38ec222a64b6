/** The database as a thing to be looked after: how large it is, whether it is whole, a copy of it. Moves no job. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Connection } from './connection.ts';
import { STORE_VERSION } from './migrations.ts';
import { STORE_FILE } from './sqlite-reader.ts';
import { asUnusable } from './unusable.ts';

const WAIT_MS = 10_000;

export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

/** Of a file, or of all files below a folder; nothing there is nothing. */
export function sizeBelow(path: string): FolderSize {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { files: 0, bytes: 0 };
  if (!found.isDirectory()) return { files: 1, bytes: found.size };
  let [files, bytes] = [0, 0];
  for (const name of namesIn(path)) {
    const below = sizeBelow(join(path, name));
    files += below.files;
    bytes += below.bytes;
  }
  return { files, bytes };
}

/** A folder that went away meanwhile has none. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** What people have a word for → the table, and what to count of it. */
const counted: readonly (readonly [what: string, table: string, where?: string])[] = [
  ['jobs', 'job'],
  ['checkpoints', 'checkpoint'],
  ['executions', 'execution'],
  ['effects outside', 'ledger'],
  ['variables', 'variable'],
  ['timers', 'timer'],
  ['subscriptions', 'subscription'],
  ['messages that wait', 'message', `state = 'waiting'`],
  ['requests without an answer', 'request', 'answer IS NULL'],
  ['definition versions', 'definition'],
];

/** A look at the file itself. Every method opens nothing anew and changes nothing. */
export class StoreInspection {
  readonly #connection: Connection;

  /** @throws StoreUnusable */
  constructor(dir: string) {
    this.#connection = Connection.reading(join(dir, STORE_FILE), WAIT_MS);
  }

  /** Of the tables' layout. */
  get format(): number {
    return STORE_VERSION;
  }

  counts(): { what: string; count: number }[] {
    return this.#guarded(() =>
      this.#connection.snapshot(() =>
        counted.map(([what, table, where]) => ({
          what,
          count:
            this.#connection.row<{ n: number }>(
              `SELECT count(*) AS n FROM ${table}${where === undefined ? '' : ` WHERE ${where}`}`,
            )?.n ?? 0,
        })),
      ),
    );
  }

  tables(): string[] {
    return this.#guarded(() =>
      this.#connection
        .rows<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
        .map(({ name }) => name),
    );
  }

  /** SQLite's own words for what is wrong with one table and its indexes; none: nothing is. */
  problemsOf(table: string): string[] {
    return this.#guarded(() =>
      this.#connection
        .rows<{ integrity_check: string }>(`PRAGMA integrity_check(${quoted(table)})`)
        .map(({ integrity_check }) => integrity_check)
        .filter((line) => line !== 'ok'),
    );
  }

  /**
   * A copy of the database as it is at one moment, whoever writes meanwhile; complete or absent. `progress` is told how
   * many of how many pages are there, and throws to call it off.
   */
  async backup(file: string, progress: (done: number, total: number) => void): Promise<number> {
    mkdirSync(dirname(file), { recursive: true });
    const aside = `${file}.part`;
    try {
      await this.#connection.backup(aside, progress);
      renameSync(aside, file);
    } catch (error) {
      throw asUnusable(file, error);
    } finally {
      rmSync(aside, { force: true });
    }
    return statSync(file).size;
  }

  close(): void {
    this.#connection.close();
  }

  #guarded<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      throw asUnusable(this.#connection.file, error);
    }
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
