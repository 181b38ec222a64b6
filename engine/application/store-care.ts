/** The store as a thing to be looked after: how large it is, whether it is whole, a copy of it. Never starts an engine. */
import { join } from 'node:path';
import type { StoreBackup, StoreCheck, StoreView } from '../protocol/store-views.ts';
import { SavepointRefused } from '../savepoints/manifest.ts';
import { listSavepoints, savepointsOf } from '../savepoints/places.ts';
import { readSavepoint } from '../savepoints/savepoint.ts';
import { sizeBelow, StoreInspection } from '../store/maintenance.ts';
import { openReader, STORE_FILE } from '../store/sqlite-reader.ts';
import { HistoryDamaged, HistoryMissing, type StoreReader } from '../store/store.ts';
import { mustExist, storeExists } from './store-place.ts';

/** Problems that are told. */
const PROBLEMS = 100;
/** Checkpoints whose checksums are compared before others get their turn. */
const STEPS = 500;
const JOBS = 500;

const BACKUPS = 'backups';

export function storeViewOf(dir: string): StoreView {
  const exists = storeExists(dir);
  const places = [
    ['database', STORE_FILE],
    ['log', `${STORE_FILE}-wal`],
    ['recorder', 'recorder'],
    ['savepoints', 'savepoints'],
    ['backups', BACKUPS],
  ] as const;
  const files = places.map(([what, name]) => ({ what, ...sizeBelow(join(dir, name)) }));
  if (!exists) return { dir, exists, files, format: null, counts: [] };
  const inspection = new StoreInspection(dir);
  try {
    return { dir, exists, files, format: inspection.format, counts: inspection.counts() };
  } finally {
    inspection.close();
  }
}

/** How long work goes: told what is done, and given the chance to let others have their turn, or to give up by throwing. */
export interface Pace {
  readonly progress: (done: number, total: number | null, what: string) => void;
  readonly breathe: () => Promise<void>;
  /** ms, of any clock that does not jump. */
  readonly elapsed: () => number;
}

/** SQLite's own check of every table, the checksums of every checkpoint that is kept, every byte of every savepoint. */
export async function checkStore(dir: string, pace: Pace): Promise<StoreCheck> {
  mustExist(dir);
  const began = pace.elapsed();
  const problems: string[] = [];
  const tables = await checkTables(dir, pace, problems);
  const reader = openReader(dir);
  let jobs = 0;
  let checkpoints = 0;
  try {
    const total = Object.values(reader.counts()).reduce((sum, each) => sum + each, 0);
    for await (const job of everyJob(reader)) {
      checkpoints += await checkHistory(reader, job, pace, problems);
      jobs += 1;
      pace.progress(jobs, total, 'histories of jobs');
    }
  } finally {
    reader.close();
  }
  const savepoints = await checkSavepoints(dir, pace, problems);
  return {
    problems: problems.slice(0, PROBLEMS),
    more: problems.length > PROBLEMS,
    tables,
    jobs,
    checkpoints,
    savepoints,
    milliseconds: Math.round(pace.elapsed() - began),
  };
}

async function checkTables(dir: string, pace: Pace, problems: string[]): Promise<number> {
  const inspection = new StoreInspection(dir);
  try {
    const tables = inspection.tables();
    for (const [index, table] of tables.entries()) {
      pace.progress(index, tables.length, `table ${table}`);
      await pace.breathe();
      for (const problem of inspection.problemsOf(table)) problems.push(`Table ${table}: ${problem}`);
    }
    return tables.length;
  } finally {
    inspection.close();
  }
}

async function* everyJob(reader: StoreReader): AsyncGenerator<string> {
  for (let before: string | undefined; ;) {
    const page = reader.jobs({}, { limit: JOBS, ...(before === undefined ? {} : { before }) });
    for (const { id } of page) yield id;
    before = page.at(-1)?.id;
    if (page.length < JOBS) return;
  }
}

/** Answers how many of its checkpoints were looked at. */
async function checkHistory(reader: StoreReader, job: string, pace: Pace, problems: string[]): Promise<number> {
  let seen = 0;
  try {
    for (let from = 0; ;) {
      await pace.breathe();
      const page = reader.steps(job, { from, limit: STEPS });
      seen += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < STEPS) return seen;
      from = last.checkpoint.seq + 1;
    }
  } catch (error) {
    if (error instanceof HistoryMissing) return seen; // trimmed meanwhile
    if (!(error instanceof HistoryDamaged)) throw error;
    problems.push(error.message);
    return seen;
  }
}

async function checkSavepoints(dir: string, pace: Pace, problems: string[]): Promise<number> {
  const found = await listSavepoints(savepointsOf(dir));
  for (const [index, savepoint] of found.entries()) {
    pace.progress(index, found.length, 'savepoints');
    await pace.breathe();
    try {
      await readSavepoint(savepoint.dir);
    } catch (error) {
      if (!(error instanceof SavepointRefused)) throw error;
      problems.push(error.message);
    }
  }
  return found.length;
}

/** `backups/store-<time>.sqlite` beside the store. Savepoints and recordings are files of their own, and stay where they are. */
export async function backUpStore(dir: string, now: number, pace: Pace): Promise<StoreBackup> {
  mustExist(dir);
  const began = pace.elapsed();
  const path = join(dir, BACKUPS, `store-${new Date(now).toISOString().replaceAll(':', '.')}.sqlite`);
  const inspection = new StoreInspection(dir);
  try {
    const bytes = await inspection.backup(path, (done, total) => pace.progress(done, total, 'pages'));
    return { path, bytes, milliseconds: Math.round(pace.elapsed() - began) };
  } finally {
    inspection.close();
  }
}
