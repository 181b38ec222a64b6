/**
 * A kill at every crash point of every sample: a real SIGKILL of a real engine process, a restart, and the same end
 * (checkpoint-semantics, section 1, promises 1 to 6). The engine that recovers is one in this process; that it does the
 * same in a process of its own is shown by the other tests of this folder.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyPoint, labelOf, pointNames } from './crash-plan.ts';
import { EngineHere } from './engine-here.ts';
import { inLanes, LANES } from './lanes.ts';
import { Rehearsal } from './rehearsal.ts';
import { samples } from './sample.ts';

/** Some dozen processes start and die in each of these tests. */
const PATIENCE_MS = 600_000;

describe.each(samples)('a kill at every point of $key', { timeout: PATIENCE_MS }, (sample) => {
  let rehearsal: Rehearsal | undefined;
  const here = new EngineHere();

  beforeAll(async () => {
    rehearsal = await Rehearsal.of(sample);
  });
  afterAll(async () => {
    rehearsal?.remove();
    await here.close();
  });

  it.each(pointNames)('%s', async (name) => {
    const points = everyPoint(rehearsal!.undisturbed, name);
    expect(points.length).toBeGreaterThan(8);
    const faults = await inLanes(points, LANES, async (point) => {
      const { run, violations } = await rehearsal!.perform({
        crashPoints: [point],
        restart: (folder, withinMs) => here.restart(folder, withinMs),
      });
      const [death, ...others] = run.deaths;
      const died = death?.crash.signal === 'SIGKILL' && death.crash.crashPoint !== null && others.length === 0;
      return [...(died ? [] : [`was not reached, or killed ${run.deaths.length} engines`]), ...violations].map(
        (fault) => `${labelOf(point)}: ${fault}`,
      );
    });
    expect(faults.flat()).toEqual([]);
  });
});
