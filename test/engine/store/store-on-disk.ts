/** A store in a file of its own for each test, and what foreign hands and a failing disk do to it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach } from 'vitest';
import type { Connect } from '../../../engine/store/connection.ts';
import { APPLICATION_ID, migrations } from '../../../engine/store/migrations.ts';
import { openStore, type StoreOptions } from '../../../engine/store/sqlite-store.ts';
import { StoreUnusable, type Store } from '../../../engine/store/store.ts';
import { claim } from './samples.ts';
import { temporaryFolder } from './temporary-folder.ts';

export class StoreOnDisk {
  #folder = { path: '', remove: (): void => undefined };
  #stores: Store[] = [];

  /** To be made while tests are collected: it registers what goes before and after each. */
  constructor() {
    beforeEach(() => {
      this.#folder = temporaryFolder();
      this.#stores = [];
    });
    afterEach(() => {
      for (const store of this.#stores) store.close();
      this.#folder.remove();
    });
  }

  /** The folder of the test: the store's is in it. */
  get parent(): string {
    return this.#folder.path;
  }

  get dir(): string {
    return join(this.parent, 'store');
  }

  get file(): string {
    return join(this.dir, 'store.sqlite');
  }

  open(options: Partial<StoreOptions> = {}): Store {
    const store = openStore(this.dir, { durability: 'process-crash', ...options });
    this.#stores.push(store);
    return store;
  }

  openWithLease(options: Partial<StoreOptions> = {}): Store {
    const store = this.open(options);
    store.acquireLease(claim, () => 'dead');
    return store;
  }

  /** What an engine that wrote an earlier version left. */
  leave(version: number, act: (database: Database.Database) => void): void {
    mkdirSync(this.dir);
    this.tamper((database) => {
      for (const step of migrations.slice(0, version)) database.exec(step);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${version}`);
      act(database);
    });
  }

  /** A foreign hand on the file. */
  tamper<Answer>(act: (database: Database.Database) => Answer): Answer {
    const database = new Database(this.file);
    try {
      return act(database);
    } finally {
      database.close();
    }
  }
}

export function unusable(act: () => unknown): StoreUnusable {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreUnusable) return error;
    throw error;
  }
  throw new Error('the store was usable');
}

/** Opens the file with some statements replaced. */
export function connecting(
  replace: (sql: string, run: () => unknown, database: Database.Database) => unknown,
): Connect {
  return (path, options) => {
    const database = new Database(path, options);
    const prepare = database.prepare.bind(database);
    Object.defineProperty(database, 'prepare', {
      value: (sql: string) => {
        const statement = prepare(sql);
        if (sql !== 'COMMIT') return statement;
        return { run: () => replace(sql, () => statement.run(), database) };
      },
    });
    return database;
  };
}

export function failure(code: string): Error {
  return new Database.SqliteError('disk I/O error', code);
}
