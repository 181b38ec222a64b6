/** How fast a process's own JavaScript runs, isolated from everything. */
import type { Benchmark } from './benchmark.ts';
import { Sandbox } from '../../engine/expressions/sandbox.ts';
import { filler } from './diagram.ts';
import { measure, mustBe, secondsOf } from './measurement.ts';

const SCRIPTS = 4000;
/** Scripts that wait at a time, as jobs do. */
const IN_FLIGHT = 16;
const KIB = 1024;

const note = filler(KIB, 0);

async function runOne(sandbox: Sandbox, number: number): Promise<void> {
  const outcome = await sandbox.run({
    script: 'note.slice(1) + note[0]',
    name: 'bench',
    variables: { note },
    now: 0,
    seed: number,
    executionId: `execution-${number}`,
    limits: { timeoutMs: 1000, memoryMb: 32 },
  });
  if (outcome.kind !== 'completed') throw new Error(outcome.message);
  mustBe('the answer', outcome.result, note.slice(1) + note[0]);
}

export const scripts: Benchmark = {
  name: 'scripts',
  title: 'scripts in the sandbox, one after another',
  async run() {
    const sandbox = new Sandbox();
    try {
      const values = await measure({
        ours: async () => {
          let begun = 0;
          const seconds = await secondsOf(async () => {
            const lane = async (): Promise<void> => {
              while (begun < SCRIPTS) await runOne(sandbox, (begun += 1));
            };
            await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
          });
          return SCRIPTS / seconds;
        },
      });
      return [
        {
          unit: 'scripts/s',
          aim: { of: 'ours', at: 'least', value: 10_000 },
          ours: { what: 'Cairn, sandbox', values: values.ours },
          baseline: null,
          conditions: [
            `${KIB} characters in and out; ${IN_FLIGHT} scripts wait at a time, one thread runs them, each isolated from the one before`,
          ],
        },
      ];
    } finally {
      await sandbox.close();
    }
  },
};
