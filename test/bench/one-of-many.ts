/** What one checkpoint writes when one variable of a thousand changed. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Benchmark } from './benchmark.ts';
import { filler, markedTasks } from './diagram.ts';
import { LocalEngine, openWith, storeFile } from './local-engine.ts';
import { measure, mustBe } from './measurement.ts';
import { inScratch } from './scratch.ts';

const KIB = 1024;
const VARIABLES = 1000;
/** Checkpoints that are looked at. */
const TASKS = 20;

interface Written {
  /** Of the latest state and of history, in one checkpoint. */
  readonly rows: number;
  readonly log: number;
}

async function run(folder: string, tasks: number): Promise<Written> {
  mkdirSync(folder);
  const engine = await LocalEngine.start(folder, openWith(folder, markedTasks(tasks, KIB)));
  const others = Object.fromEntries(
    Array.from({ length: VARIABLES - 1 }, (_, index) => [`v${index}`, filler(KIB, index)]),
  );
  engine.accept({ ...others, note: filler(KIB, 0) });
  engine.look();
  await engine.until('completed', 1);
  const log = statSync(`${storeFile(folder)}-wal`).size;
  await engine.stop();
  const database = new Database(storeFile(folder), { readonly: true });
  // All but the start, the end, and those that hold the whole state so that others can be rebuilt.
  const rows = database
    .prepare(
      `SELECT avg(checkpoint.bytes + length(CAST(history.payload AS BLOB))) FROM checkpoint
        JOIN history ON history.number = checkpoint.history
        WHERE checkpoint.seq > 1 AND checkpoint.seq <= ? AND history.base = 0`,
    )
    .pluck()
    .get(tasks) as number | null;
  mustBe('checkpoints', database.prepare('SELECT count(*) FROM checkpoint').pluck().get(), tasks + 1);
  database.close();
  return { rows: rows ?? Number.NaN, log };
}

export const oneOfMany: Benchmark = {
  name: 'one-of-many',
  title: `one checkpoint of a job with ${VARIABLES} variables of 1 KB, of which one changed`,
  run: () =>
    inScratch(async (scratch) => {
      let folders = 0;
      const fresh = (): string => join(scratch, String((folders += 1)));
      const logs: number[] = [];
      const values = await measure({
        ours: async () => {
          const few = await run(fresh(), 1);
          const many = await run(fresh(), TASKS + 1);
          logs.push((many.log - few.log) / TASKS / 1000);
          return many.rows / 1000;
        },
      });
      return [
        {
          unit: 'KB',
          aim: { of: 'ours', at: 'most', value: 4 },
          ours: { what: 'row data', values: values.ours },
          baseline: null,
          conditions: [
            `mean of ${TASKS} checkpoints; rows of the latest state and of history together`,
            'the rare checkpoint whose history row holds the whole state, so that later ones can be rebuilt, is left out',
          ],
        },
        {
          unit: 'KB',
          ours: { what: 'bytes written to the log', values: logs.slice(1) },
          baseline: null,
          conditions: [`growth of the log from ${TASKS} more checkpoints, by checkpoint: SQLite writes whole pages`],
        },
      ];
    }),
};
