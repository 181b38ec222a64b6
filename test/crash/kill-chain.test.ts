/** Every engine dies, one after the other, each with a little more done: the end is the same (promise 5). */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../engine/protocol/engine-link.ts';
import { everyPoint } from './crash-plan.ts';
import { crashRun } from './crash-run.ts';
import { Rehearsal } from './rehearsal.ts';
import { samples, type Sample } from './sample.ts';
import { START, StoreFolder } from './store-folder.ts';
import { violationsOf } from './violations.ts';

const ROUNDS = 102;
const KILLS = 100;

/**
 * One death each, with ever more checkpoints from one to the next: 1, 1, 1, 1, 2, 2, 2, 2, 3, … A visit counts anew in
 * each engine, so every point is the first one.
 */
function chain(points: readonly CrashPoint[]): CrashPoint[] {
  const chosen: CrashPoint[] = [];
  for (let at = 0; at < points.length; at += 1 + (chosen.length >> 2)) chosen.push({ ...points[at]!, visit: 1 });
  return chosen;
}

describe.concurrent('a chain of kills', { timeout: 1_200_000 }, () => {
  it.each(samples)('of every engine that $key has, with a growing budget of checkpoints', async (sample: Sample) => {
    const rehearsal = await Rehearsal.of(sample);
    try {
      const crashPoints = chain(everyPoint(rehearsal.undisturbed, 'after-commit'));
      const { run, violations } = await rehearsal.perform({ crashPoints });
      expect(violations).toEqual([]);
      // Not as many as points: what has no checkpoint of its own is saved with another's.
      expect(run.deaths.length).toBeGreaterThan(4);
      expect(run.deaths.filter(({ crash }) => crash.signal !== 'SIGKILL')).toEqual([]);
    } finally {
      rehearsal.remove();
    }
  });

  it(`of ${KILLS} engines, each right after one more checkpoint`, async () => {
    const folder = new StoreFolder(join(import.meta.dirname, 'processes'));
    await folder.deploy('counting.bpmn');
    const scenario = JSON.stringify({ variables: { counted: 0, limit: ROUNDS } });
    folder.accept(START, { kind: 'start', definition: 'counting', scenario });
    const other = folder.copy();
    try {
      const { tale: undisturbed } = await crashRun(other);
      const run = await crashRun(folder, {
        crashPoints: Array.from({ length: KILLS }, () => ({
          element: 'count',
          point: 'after-commit' as const,
          visit: 1,
        })),
      });
      expect(violationsOf(folder, run, undisturbed)).toEqual([]);
      expect(run.deaths).toHaveLength(KILLS);
      const [job] = run.tale.jobs;
      expect(job?.row).toMatchObject({ status: 'completed', incarnation: KILLS + 1 });
      const counted = job?.executions.filter(({ element, outcome }) => element === 'count' && outcome === 'completed');
      expect(counted).toHaveLength(ROUNDS);
    } finally {
      folder.remove();
      other.remove();
    }
  });
});
