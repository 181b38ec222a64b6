/** A million jobs that wait: what they cost at the start, in memory, and when one of them is woken. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Benchmark } from './benchmark.ts';
import { filler, waitingTask } from './diagram.ts';
import { DURABILITY, LocalEngine, openWith } from './local-engine.ts';
import { measure, median, ROUNDS } from './measurement.ts';
import type { Started } from './passive-start.ts';
import { inScratch } from './scratch.ts';
import { fillWithWaiting, KIB, keyOf } from './waiting-jobs.ts';

const JOBS = Number(process.env['CAIRN_BENCH_PASSIVE'] ?? 1_000_000);
/** Woken in a round. */
const WAKES = 200;

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
    const key = keyOf(((round - 1) * WAKES + wake) * Math.floor(JOBS / (WAKES * (ROUNDS + 1))));
    const began = performance.now();
    engine.publish('go', key);
    engine.look();
    await engine.until('completed', wake + 1);
    times.push(performance.now() - began);
  }
  await engine.stop();
  return times;
}

/** What the disk alone takes of a wake: a message's acceptance and a checkpoint are a synced transaction each. */
function syncTwice(file: string): number[] {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS record (number INTEGER PRIMARY KEY, data TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO record (data) VALUES (?)');
  const times = Array.from({ length: WAKES }, (_, index) => {
    const began = performance.now();
    insert.run(filler(KIB, index));
    insert.run(filler(KIB, index));
    return performance.now() - began;
  });
  database.close();
  return times;
}

export const passiveJobs: Benchmark = {
  name: 'passive-jobs',
  title: `${JOBS.toLocaleString('en-US')} jobs that wait`,
  run: () =>
    inScratch(async (scratch) => {
      const full = join(scratch, 'full');
      const empty = join(scratch, 'empty');
      await fillWithWaiting(full, JOBS);
      await fillWithWaiting(empty, 0);
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
      const middles: number[] = [];
      const waking = await measure({
        wakes: async () => {
          const times = await wakeSome(full, (round += 1));
          middles.push(percentile(times, 0.5));
          return percentile(times, 0.99);
        },
        syncs: () => percentile(syncTwice(join(scratch, 'syncs.sqlite')), 0.99),
      });
      const common = `${JOBS} jobs with ${KIB} characters of variables, each waiting for a message of its own`;
      return [
        {
          unit: 'ms',
          aim: { of: 'ours', at: 'most', value: 100 },
          ours: { what: 'opening and starting', values: starts.full },
          baseline: { what: 'the same, empty store', values: starts.empty },
          conditions: [common, 'from opening the store until the engine is ready; process start excluded'],
        },
        {
          unit: 'MB',
          aim: { of: 'difference', at: 'most', value: 16 },
          ours: { what: 'memory after the start', values: megabytes(0) },
          baseline: { what: 'the same, empty store', values: megabytes(1) },
          conditions: ['resident, in a process of its own, after a collection of garbage'],
        },
        {
          unit: 'ms',
          aim: { of: 'ours', at: 'most', value: 5 },
          ours: { what: 'waking one, 99th percentile', values: waking.wakes },
          baseline: { what: 'two raw synced inserts, the same', values: waking.syncs },
          conditions: [
            // The first was the warm-up.
            `half of them took no longer than ${median(middles.slice(1)).toFixed(1)} ms`,
            `${WAKES} messages a round, one after another, to jobs all over the store; from before the message's acceptance until its job is completed, durably`,
          ],
        },
      ];
    }),
};
