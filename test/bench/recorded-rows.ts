/**
 * The baseline of the checkpoint benchmarks: the statements that change rows, as the engine's store ran them, run again
 * by a plain loop. Same texts, same schema, same pragmas, same transactions; nothing is read, computed or encoded.
 */
import Database from 'better-sqlite3';
import type { Connect } from '../../engine/store/connection.ts';

type Parameters = readonly unknown[];

interface Write {
  readonly sql: string;
  readonly parameters: Parameters;
}

const BEGINS = /^\s*BEGIN/i;
const COMMITS = /^\s*COMMIT/i;
const ROLLS_BACK = /^\s*ROLLBACK/i;
const CHANGES = /^\s*(INSERT|REPLACE|UPDATE|DELETE)/i;
/** The rest is housekeeping: the lease, trimmed history. */
const SAVES = /^\s*INSERT INTO (checkpoint|request) /i;
/** Every unit of a group begins with its job's row. */
const BEGINS_UNIT = /^\s*(INSERT INTO job |UPDATE job )/i;

/** Listens to the connection of a store. */
export class RowRecorder {
  /** Which transactions are heard now. */
  hears: 'preparation' | 'run' | 'nothing' = 'nothing';
  readonly pragmas: string[] = [];
  readonly preparation: Write[][] = [];
  readonly transactions: Write[][] = [];
  #open: Write[] | null = null;

  /** Opens the file for a store, and listens. */
  readonly connect: Connect = (file, options) => {
    const database = new Database(file, options);
    const prepare = database.prepare.bind(database);
    const pragma = database.pragma.bind(database);
    database.pragma = (text, more) => {
      if (text.includes('=')) this.pragmas.push(text);
      return pragma(text, more);
    };
    database.prepare = ((sql: string) => {
      const statement = prepare(sql);
      const run = statement.run.bind(statement);
      statement.run = (...parameters: unknown[]) => {
        this.#heard(sql, parameters);
        return run(...parameters);
      };
      return statement;
    }) as typeof database.prepare;
    return database;
  };

  #heard(sql: string, parameters: Parameters): void {
    if (BEGINS.test(sql) || ROLLS_BACK.test(sql)) this.#open = BEGINS.test(sql) ? [] : null;
    else if (COMMITS.test(sql)) {
      const writes = this.#open ?? [];
      this.#open = null;
      if (this.hears === 'nothing' || !writes.some((write) => SAVES.test(write.sql))) return;
      (this.hears === 'run' ? this.transactions : this.preparation).push(writes);
    } else if (CHANGES.test(sql)) this.#open?.push({ sql, parameters });
  }

  /** The transactions of the run with so many units in each, whatever they had when they were heard. */
  #grouped(units: number): readonly (readonly Write[])[] {
    const groups: Write[][] = [];
    let count = units;
    for (const write of this.transactions.flat()) {
      if (BEGINS_UNIT.test(write.sql) && ++count > units) {
        groups.push([]);
        count = 1;
      }
      (groups.at(-1) ?? groups[groups.push([]) - 1])?.push(write);
    }
    return groups;
  }

  /** Writes everything to a file that a store has prepared, `units` in a transaction; answers the seconds of the run. */
  replay(file: string, units: number): number {
    const database = new Database(file);
    for (const pragma of this.pragmas) database.pragma(pragma);
    const statements = new Map<string, Database.Statement>();
    const bound = (writes: readonly Write[]): { statement: Database.Statement; parameters: Parameters }[] =>
      writes.map(({ sql, parameters }) => {
        let statement = statements.get(sql);
        if (statement === undefined) statements.set(sql, (statement = database.prepare(sql)));
        return { statement, parameters };
      });
    const preparation = bound(this.preparation.flat());
    database.transaction(() => {
      for (const { statement, parameters } of preparation) statement.run(...parameters);
    })();
    const transactions = (units < 2 ? this.transactions : this.#grouped(Math.round(units))).map(bound);
    const begin = database.prepare('BEGIN IMMEDIATE');
    const commit = database.prepare('COMMIT');
    const started = performance.now();
    for (const writes of transactions) {
      begin.run();
      for (const { statement, parameters } of writes) statement.run(...parameters);
      commit.run();
    }
    const seconds = (performance.now() - started) / 1000;
    database.close();
    return seconds;
  }
}
