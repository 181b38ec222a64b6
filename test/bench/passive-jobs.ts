/** A million jobs that wait: what they cost at the start, in memory, and when one of them is woken. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { waitingTask } from './diagram.ts';
import { DURABILITY, LocalEngine, openWith } from './local-engine.ts';
import { measure, ROUNDS } from './measurement.ts';
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
