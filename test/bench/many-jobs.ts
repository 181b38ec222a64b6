/** Checkpoints of many jobs at once: those that are ready together share a transaction. */
import type { Benchmark } from './benchmark.ts';
import { checkpointsUnder } from './checkpoint-run.ts';

const JOBS = 1000;
const THEIR_JOBS = 30;

export const manyJobs: Benchmark = {
  name: 'many-jobs',
  title: `checkpoints, ${JOBS} jobs at once`,
  run: () =>
    checkpointsUnder(
      {
        jobs: JOBS,
        ofRaw: 0.7,
        theirJobs: THEIR_JOBS,
        prepare: (engine, variables) => {
          engine.acceptAll(JOBS, variables);
        },
        run: async (engine) => {
          engine.look();
          await engine.until('completed', JOBS);
        },
      },
      ['all jobs are accepted before the clock starts'],
    ),
};
