/** What the store itself saw of every commit: which job, under which incarnation, while whose epoch was in the lease. */
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface Seen {
  readonly job: string;
  readonly seq: number;
  readonly incarnation: number;
  readonly epoch: number;
  /** Of the job, from this commit on. */
  readonly status: string;
}

const file = (storeDir: string): string => join(storeDir, 'store.sqlite');

/** To be called before any engine starts. */
export function placeWitness(storeDir: string): void {
  const database = new Database(file(storeDir));
  database.exec(`
    CREATE TABLE witness (number INTEGER PRIMARY KEY, job TEXT, seq INTEGER, incarnation INTEGER, epoch INTEGER, status TEXT);
    CREATE TRIGGER witness_of_moves AFTER UPDATE ON job BEGIN
      INSERT INTO witness (job, seq, incarnation, epoch, status)
      VALUES (NEW.id, NEW.seq, NEW.incarnation, (SELECT epoch FROM lease), NEW.status);
    END;
    CREATE TRIGGER witness_of_creations AFTER INSERT ON job BEGIN
      INSERT INTO witness (job, seq, incarnation, epoch, status)
      VALUES (NEW.id, NEW.seq, NEW.incarnation, (SELECT epoch FROM lease), NEW.status);
    END;
  `);
  database.close();
}

/** In order of commit. */
export function witnessed(storeDir: string): Seen[] {
  const database = new Database(file(storeDir), { readonly: true });
  try {
    return database.prepare('SELECT job, seq, incarnation, epoch, status FROM witness ORDER BY number').all() as Seen[];
  } finally {
    database.close();
  }
}
