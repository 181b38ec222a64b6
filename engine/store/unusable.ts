/** What SQLite's and the file system's errors mean to somebody who only knows the path of the store. */
import Database from 'better-sqlite3';
import { StoreUnusable } from './store.ts';

const meanings: readonly (readonly [prefix: string, meaning: string, retryable: boolean])[] = [
  ['SQLITE_FULL', 'cannot grow: the disk is full', true],
  ['SQLITE_IOERR', 'met an I/O error', true],
  ['SQLITE_BUSY', 'is locked by another process', true],
  ['SQLITE_LOCKED', 'is locked by another process', true],
  ['SQLITE_NOMEM', 'cannot be used: out of memory', true],
  ['SQLITE_PROTOCOL', 'is locked by another process', true],
  ['SQLITE_READONLY', 'is read-only', false],
  ['SQLITE_PERM', 'may not be accessed', false],
  ['SQLITE_AUTH', 'may not be accessed', false],
  ['SQLITE_CANTOPEN', 'cannot be opened as a file', false],
  ['SQLITE_NOTADB', 'is not a database', false],
  ['SQLITE_CORRUPT', 'is damaged', false],
  ['SQLITE_FORMAT', 'is damaged', false],
  ['SQLITE_INTERNAL', 'cannot be used', false],
  ['SQLITE_MISUSE', 'cannot be used', false],
  ['SQLITE_INTERRUPT', 'cannot be used', false],
];

const codes: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'cannot be created: a part of the path is not a folder',
  EEXIST: 'cannot be created: a file is in its place',
  EACCES: 'may not be accessed',
  EPERM: 'may not be accessed',
  EROFS: 'is read-only',
  ENOSPC: 'cannot grow: the disk is full',
};

function meaningOf(error: unknown): (typeof meanings)[number] | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  return meanings.find(([prefix]) => error.code.startsWith(prefix));
}

/** Whether the whole store is in trouble, and not only what was being written. */
export function concernsStore(error: unknown): boolean {
  return meaningOf(error) !== undefined;
}

/** StoreUnusable in one sentence, where the error means that; any other error as it is. */
export function asUnusable(path: string, error: unknown): unknown {
  const meaning = meaningOf(error);
  if (meaning !== undefined) {
    const detail = error instanceof Database.SqliteError ? `${error.code}: ${error.message}` : '';
    return new StoreUnusable(`The store ${path} ${meaning[1]} (${detail}).`, { cause: error, retryable: meaning[2] });
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = codes[code];
  if (reason === undefined) return error;
  return new StoreUnusable(`The store ${path} ${reason} (${code}).`, { cause: error, retryable: code === 'ENOSPC' });
}
