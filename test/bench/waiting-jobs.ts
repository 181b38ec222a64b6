/**
 * A store with very many jobs that wait, in minutes instead of hours: an engine starts one; its rows, in every table that it
 * wrote for the job, are what the others are copied from, with names, numbers and keys of their own. Nothing differs from
 * what the engine itself would have written but times, seeds and the ids of scopes and tokens, which are the first one's
 * (waiting-jobs.test.ts compares), and the requests that started them, which are as gone as after a month.
 */
import { mkdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { filler, waitingTask } from './diagram.ts';
import { LocalEngine, openWith, storeFile } from './local-engine.ts';
import { mustBe } from './measurement.ts';
import { checksum } from '../../engine/store/history.ts';

/** Characters of the variable `note`. */
export const KIB = 1024;

/** Of one length: it stands in the rows. */
export function keyOf(job: number): string {
  return `key-${String(job).padStart(7, '0')}`;
}

export function variablesOf(job: number): object {
  return { key: keyOf(job), note: filler(KIB, 0) };
}

/** Makes the folder, and in it so many jobs, each of which waits for the message `go` with a key of its own. */
export async function fillWithWaiting(folder: string, jobs: number): Promise<void> {
  mkdirSync(folder);
  const engine = await LocalEngine.start(folder, openWith(folder, waitingTask(), { durability: 'process-crash' }));
  if (jobs > 0) {
    engine.accept(variablesOf(0));
    engine.look();
    await engine.until('passive', 1);
  }
  await engine.stop();
  if (jobs > 1) copyFirst(storeFile(folder), jobs - 1);
}

/** Texts of SQL by column; other columns are as they were. `i` counts from 1. */
type Changed = Readonly<Record<string, string>>;

const keyed = (column: string): string => `replace(${column}, '${keyOf(0)}', printf('key-%07d', i))`;
/** Ids are in the order of the starts, as an engine's are. */
const named = (column: string): string => `substr(${column}, 1, 24) || printf('%012x', i)`;

const copies: Readonly<Record<string, Changed>> = {
  job: { id: named('id'), ext_id: named('ext_id'), lineage: named('lineage'), history: 'history + i' },
  token: {},
  scope: {},
  variable: { number: 'number + i * (SELECT count(*) FROM temp.first)', data: keyed('data') },
  subscription: { number: 'number + i', key: keyed('key'), data: keyed('data') },
  checkpoint: { history: 'history + i' },
  history: {
    number: 'number + i',
    payload: keyed('payload'),
    checksum: `checksum_of(${named(`(SELECT id FROM job WHERE job_key = 1)`)}, ${keyed('payload')})`,
  },
  execution: {},
};

interface Counted {
  readonly rows: number;
}

function copyFirst(file: string, more: number): void {
  const database = new Database(file);
  // Nothing of this needs to survive anything: new pages go to the file alone, and indexes come at the end.
  database.pragma('journal_mode = DELETE');
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -262144');
  database.function('checksum_of', { deterministic: true }, (job, payload) => {
    if (typeof payload !== 'string')
      throw new TypeError('The first job is too large for its history to be copied as text.');
    return checksum(String(job), 1, true, payload);
  });
  const indexes = database
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?))",
    )
    .all(JSON.stringify(Object.keys(copies))) as { name: string; sql: string }[];
  database.transaction(() => {
    for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
    for (const [table, changed] of Object.entries(copies)) copyTable(database, table, changed, more);
    for (const { sql } of indexes) database.exec(sql);
  })();
  const { rows } = database.prepare("SELECT jobs AS rows FROM job_total WHERE status = 'passive'").get() as Counted;
  mustBe('jobs that wait', rows, more + 1);
  database.pragma('journal_mode = WAL');
  database.close();
}

/** All rows of a table are the first job's. */
function copyTable(database: Database.Database, table: string, changed: Changed, more: number): void {
  const names = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const values = names.map((name) => (name === 'job_key' ? 'job_key + i' : (changed[name] ?? name)));
  database.exec(
    `CREATE TEMP TABLE first AS SELECT * FROM ${table};
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${more})
       INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM n CROSS JOIN temp.first;
     DROP TABLE temp.first`,
  );
}
