/** The benchmarks' store with a million jobs: its copied rows against rows that the engine wrote for each job. */
import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitingTask } from '../../bench/diagram.ts';
import { LocalEngine, openWith, storeFile } from '../../bench/local-engine.ts';
import { fillWithWaiting, keyOf, variablesOf } from '../../bench/waiting-jobs.ts';
import { StoreInspection } from '../../../engine/store/maintenance.ts';
import { openReader } from '../../../engine/store/sqlite-reader.ts';

const JOBS = 12;
/** Of an engine, and of requests, which the copies do without. */
const ELSEWHERE = ['lease', 'tenure', 'agent', 'request'];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function startEach(folder: string): Promise<void> {
  mkdirSync(folder);
  const engine = await LocalEngine.start(folder, openWith(folder, waitingTask(), { durability: 'process-crash' }));
  for (let job = 0; job < JOBS; job += 1) {
    engine.accept(variablesOf(job));
    engine.look();
    await engine.until('passive', job + 1);
  }
  await engine.stop();
}

/** Every row of every table and the schema, with what chance and the clock decide named in the order of its appearance. */
function contents(folder: string): Record<string, string[]> {
  const database = new Database(storeFile(folder), { readonly: true });
  const names = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[];
  const tables = names
    .filter((name) => !ELSEWHERE.includes(name))
    .map((name): [string, string[]] => [name, database.prepare(`SELECT * FROM ${name}`).all().map(plain)]);
  const schema = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all().map(plain);
  database.close();
  return { ...Object.fromEntries(tables), schema };
}

/** Times, durations, seeds, checksums and ids, by their shapes. */
function plain(row: unknown): string {
  return JSON.stringify(row)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '‹job›')
    .replace(/(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])/g, '‹hash›')
    .replace(/(?<!\d)17\d{11}(?!\d)/g, '‹time›')
    .replace(/(seed\\*":)\d+/g, '$1‹seed›')
    .replace(/,20\d\],/g, ',‹length›],')
    .replace(/("(?:checksum|micros|bytes|base_bytes|seqs)":)\d+/g, '$1‹number›');
}

it('is what an engine writes job by job', async () => {
  const [written, copied] = [join(dir, 'written'), join(dir, 'copied')];
  await startEach(written);
  await fillWithWaiting(copied, JOBS);
  expect(contents(copied)).toEqual(contents(written));
});

it('is whole, can be read, and each of its jobs wakes', async () => {
  const folder = join(dir, 'copied');
  await fillWithWaiting(folder, JOBS);
  const inspection = new StoreInspection(folder);
  expect(inspection.tables().flatMap((table) => inspection.problemsOf(table))).toEqual([]);
  inspection.close();

  const reader = openReader(folder);
  const jobs = reader.jobs({}, { limit: JOBS + 1 });
  expect(reader.counts().passive).toBe(JOBS);
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(JOBS);
  for (const [index, { id, seq }] of jobs.toReversed().entries()) {
    const { rows } = reader.stateAt(id, seq);
    expect(rows.find((row) => row.id.includes('"key"'))?.data).toBe(JSON.stringify(keyOf(index)));
    expect(rows).toEqual(reader.latest(id)?.rows);
  }
  reader.close();

  const engine = await LocalEngine.start(folder, openWith(folder, waitingTask(), { durability: 'process-crash' }));
  for (let job = 0; job < JOBS; job += 1) engine.publish('go', keyOf(job));
  engine.look();
  await engine.until('completed', JOBS);
  await engine.stop();
});
