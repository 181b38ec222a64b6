/** How fast an engine takes up what a killed one was in the middle of. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Benchmark } from './benchmark.ts';
import { KIB } from './interrupted-jobs.ts';
import { DURABILITY, LocalEngine, storeFile } from './local-engine.ts';
import type { Perform } from '../../engine/runtime/performer.ts';
import { openStore } from '../../engine/store/sqlite-store.ts';
import { measure, mustBe } from './measurement.ts';
import { inScratch } from './scratch.ts';

const JOBS = 10_000;
const TABLES = ['job', 'token', 'scope', 'variable', 'incident', 'timer', 'subscription', 'outgoing_message'];

/** Work that never ends and costs nothing: what scripts do with the other core says nothing about recovery. */
const forever: Perform = () => Promise.race<never>([]);

/** Leaves a folder with active jobs, as a kill leaves it. */
function interrupt(folder: string): void {
  mkdirSync(folder);
  const file = join(import.meta.dirname, 'interrupted-jobs.ts');
  const { signal, stderr } = spawnSync(process.execPath, [file, folder, String(JOBS)], { encoding: 'utf8' });
  if (signal !== 'SIGKILL') throw new Error(`the engine that was to be killed was not: ${stderr}`);
}

/** Reads every row of every job's latest state, and parses its text. Answers how many jobs. */
function readRaw(folder: string): number {
  const database = new Database(storeFile(folder), { readonly: true });
  let jobs = 0;
  for (const table of TABLES) {
    for (const row of database.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<{ data: string }>) {
      JSON.parse(row.data);
      if (table === 'job') jobs += 1;
    }
  }
  database.close();
  return jobs;
}

/** Whether every job was taken up: each is in its second incarnation, on disk, and its task is in progress again. */
function mustBeTakenUp(folder: string): void {
  const database = new Database(storeFile(folder), { readonly: true });
  const second = database.prepare("SELECT count(*) FROM job WHERE status = 'active' AND incarnation = 2").pluck().get();
  const again = database.prepare('SELECT count(*) FROM execution WHERE attempt = 2').pluck().get();
  database.close();
  mustBe('jobs in their second incarnation', second, JOBS);
  mustBe('tasks in their second attempt', again, JOBS);
}

export const recovery: Benchmark = {
  name: 'recovery',
  title: `recovery of ${JOBS} active jobs`,
  run: () =>
    inScratch(async (scratch) => {
      const image = join(scratch, 'image');
      interrupt(image);
      let folders = 0;
      const copy = (): string => {
        const folder = join(scratch, String((folders += 1)));
        cpSync(image, folder, { recursive: true });
        return folder;
      };
      const values = await measure({
        ours: async () => {
          const folder = copy();
          const started = performance.now();
          const engine = await LocalEngine.start(folder, openStore(folder, { durability: DURABILITY }), {
            perform: forever,
          });
          const ms = performance.now() - started;
          mustBe('jobs recovered', engine.host.recovered, JOBS);
          mustBe('jobs in memory', engine.host.engine.cache.size, JOBS);
          await engine.stop();
          mustBeTakenUp(folder);
          return ms;
        },
        raw: () => {
          const folder = copy();
          const started = performance.now();
          const jobs = readRaw(folder);
          const ms = performance.now() - started;
          mustBe('jobs read', jobs, JOBS);
          return ms;
        },
      });
      return [
        {
          unit: 'ms',
          aim: { of: 'ratio', at: 'most', value: 5 },
          ours: { what: 'Cairn', values: values.ours },
          baseline: { what: 'raw read', values: values.raw },
          conditions: [
            `${JOBS} jobs with ${KIB} characters of variables, each in the middle of a script, of an engine killed by SIGKILL (${readdirSync(image).join(', ')})`,
            'from opening the store until every job is in memory, its new incarnation durable, and its work begun again, which then waits; process start excluded',
            'raw: every row of the latest states, one scan a table, and JSON.parse of each',
          ],
        },
      ];
    }),
};
