/** Checkpoints of one job after another: nothing shares a transaction. */
import type { Benchmark } from './benchmark.ts';
import { checkpointsUnder } from './checkpoint-run.ts';

const JOBS = 200;

export const oneJob: Benchmark = {
  name: 'one-job',
  title: 'checkpoints, one job after another',
  run: () =>
    checkpointsUnder(
      {
        jobs: JOBS,
        ofRaw: 0.8,
        prepare: () => undefined,
        run: async (engine, variables) => {
          for (let job = 1; job <= JOBS; job += 1) {
            engine.accept(variables);
            engine.look();
            await engine.until('completed', job);
          }
        },
      },
      ['the next job is accepted when the one before is completed; accepting is a transaction more, of either side'],
    ),
};
