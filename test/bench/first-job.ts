/** From the start of a process to its end, with one job done and saved in between. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { plainTasks } from './diagram.ts';
import { measure, mustBe, secondsOf } from './measurement.ts';
import { inScratch } from './scratch.ts';

/** Processes started one after another in a round, which answers their mean. */
const STARTS = 3;

const root = dirname(dirname(import.meta.dirname));

function run(cwd: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

async function meanMs(start: () => void): Promise<number> {
  const seconds = await secondsOf(() => {
    for (let number = 0; number < STARTS; number += 1) start();
  });
  return (seconds / STARTS) * 1000;
}

export const firstJob: Benchmark = {
  name: 'first-job',
  title: 'process start to first job done',
  run: () =>
    inScratch(async (scratch) => {
      run(root, join(root, 'build', 'bundle.ts'), '--if-stale');
      const program = join(root, 'out', 'cli.js');
      let folders = 0;
      const values = await measure({
        ours: async () => {
          const folder = join(scratch, String((folders += 1)));
          mkdirSync(folder);
          writeFileSync(join(folder, 'bench.bpmn'), plainTasks(1));
          let started = 0;
          return meanMs(() => {
            const answer = run(
              folder,
              program,
              'run',
              'bench.bpmn',
              '--json',
              '--store',
              join(folder, String((started += 1))),
            );
            mustBe('the job', (JSON.parse(answer) as { job: { status: string } }).job.status, 'completed');
          });
        },
        empty: () => meanMs(() => void run(scratch, '-e', '0')),
      });
      return [
        {
          unit: 'ms',
          ours: { what: 'cairn run', values: values.ours },
          baseline: { what: 'node -e 0', values: values.empty },
          conditions: [
            `wall time of the whole process, its engine process and a new store included; each round the mean of ${STARTS}`,
            'start, one task, end; the built program (`out/cli.js`)',
          ],
        },
      ];
    }),
};
