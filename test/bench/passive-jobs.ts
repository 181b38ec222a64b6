/** A million jobs that wait: what they cost at the start, in memory, and when one of them is woken. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Benchmark } from './benchmark.ts';
import { filler, waitingTask } from './diagram.ts';
import { DURABILITY, LocalEngine, openWith, storeFile } from './local-engine.ts';
import { measure, mustBe, ROUNDS } from './measurement.ts';
import type { Started } from './passive-start.ts';
import { inScratch } from './scratch.ts';

const JOBS = Number(process.env['CAIRN_BENCH_PASSIVE'] ?? 1_000_000);
/** Woken in a round. */
const WAKES = 200;
const KIB = 1024;
const TABLES = ['token', 'scope', 'variable'];

/** One job that waits, made by an engine; then its rows again and again. */
async function fill(folder: string, jobs: number): Promise<void> {
  mkdirSync(folder);
  const engine = await LocalEngine.start(folder, openWith(folder, waitingTask(), { durability: 'process-crash' }));
  if (jobs > 0) {
    engine.accept({ key: 'key-0', note: filler(KIB, 0) });
    engine.look();
    await engine.until('passive', 1);
  }
  await engine.stop();
  if (jobs > 0) copyRows(folder, jobs);
}

function copyRows(folder: string, jobs: number): void {
  const database = new Database(storeFile(folder));
  // Nothing of this needs to survive anything: new pages go to the file alone, and indexes come at the end.
  database.pragma('journal_mode = DELETE');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -262144');
  const indexes = database
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('job', 'subscription')",
    )
    .all() as { name: string; sql: string }[];
  const columns = (table: string): string[] =>
    (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const series = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${jobs - 1})`;
  const copy = (table: string, changed: Readonly<Record<string, string>>): void => {
    const names = columns(table).filter((name) => name !== 'number');
    const values = names.map((name) => changed[name] ?? name);
    const from = `(SELECT * FROM ${table} WHERE job_key = 1)`;
    database.exec(`${series} INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM n, ${from}`);
  };
  const key = "replace(data, 'key-0', 'key-' || i)";
  database.transaction(() => {
    for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
    copy('job', {
      job_key: 'job_key + i',
      id: "id || '-' || i",
      ext_id: "ext_id || '-' || i",
      lineage: "lineage || '-' || i",
      history: 'NULL',
    });
    for (const table of TABLES) copy(table, { job_key: 'job_key + i', data: key });
    copy('subscription', { job_key: 'job_key + i', key: "'key-' || i", data: key });
    for (const { sql } of indexes) database.exec(sql);
  })();
  mustBe('jobs that wait', database.prepare("SELECT count(*) FROM job WHERE status = 'passive'").pluck().get(), jobs);
  database.pragma('journal_mode = WAL');
  database.close();
}

function startApart(folder: string): Started {
  const file = join(import.meta.dirname, 'passive-start.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the engine did not start: ${stderr}`);
  return JSON.parse(stdout) as Started;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}

/** Wakes some by messages, one after another: from before its acceptance until its job is completed, durably. */
async function wakeSome(folder: string, round: number): Promise<number[]> {
  const store = openWith(folder, waitingTask(), { durability: DURABILITY });
  const engine = await LocalEngine.start(folder, store);
  const times: number[] = [];
  for (let wake = 0; wake < WAKES; wake += 1) {
    // All over the store, none twice: there is a warm-up and five rounds.
    const key = `key-${((round - 1) * WAKES + wake) * Math.floor(JOBS / (WAKES * (ROUNDS + 1)))}`;
    const began = performance.now();
    engine.publish('go', key);
    engine.look();
    await engine.until('completed', wake + 1);
    times.push(performance.now() - began);
  }
  await engine.stop();
  return times;
}

export const passiveJobs: Benchmark = {
  name: 'passive-jobs',
  title: `${JOBS.toLocaleString('en-US')} jobs that wait`,
  run: () =>
    inScratch(async (scratch) => {
      const full = join(scratch, 'full');
      const empty = join(scratch, 'empty');
      await fill(full, JOBS);
      await fill(empty, 0);
      const memory: number[] = [];
      const starts = await measure({
        full: () => {
          const { ms, memory: bytes } = startApart(full);
          memory.push(bytes);
          return ms;
        },
        empty: () => {
          const { ms, memory: bytes } = startApart(empty);
          memory.push(bytes);
          return ms;
        },
      });
      // The first two were the warm-up.
      const megabytes = (odd: number): number[] =>
        memory.slice(2).flatMap((bytes, index) => (index % 2 === odd ? [bytes / 2 ** 20] : []));
      let round = 0;
      const { wakes } = await measure({
        wakes: async () => percentile(await wakeSome(full, (round += 1)), 0.99),
      });
      const common = `${JOBS} jobs with ${KIB} characters of variables, each waiting for a message of its own`;
      return [
        {
          unit: 'ms',
          ours: { what: 'opening and starting', values: starts.full },
          baseline: { what: 'the same, empty store', values: starts.empty },
          conditions: [common, 'from opening the store until the engine is ready; process start excluded'],
        },
        {
          unit: 'MB',
          ours: { what: 'memory after the start', values: megabytes(0) },
          baseline: { what: 'the same, empty store', values: megabytes(1) },
          conditions: ['resident, in a process of its own, after a collection of garbage'],
        },
        {
          unit: 'ms',
          ours: { what: 'waking one, 99th percentile', values: wakes },
          baseline: null,
          conditions: [
            `${WAKES} messages a round, one after another, to jobs all over the store; from before the message's acceptance until its job is completed, durably`,
          ],
        },
      ];
    }),
};
