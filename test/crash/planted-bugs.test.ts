/** The crash checks find what they are there to find: each bug, planted into a copy of the engine, is reported. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelOf } from './crash-plan.ts';
import { inLanes, LANES } from './lanes.ts';
import { PatchedEngine } from './patched-engine.ts';
import { everythingBeside, plants, type Edit, type PlantMoment } from './plant.ts';
import { Rehearsal } from './rehearsal.ts';
import { sampleOf } from './sample.ts';

const everyMoment = [...new Set(plants.flatMap(({ moments }) => moments))];

describe('planted bugs', { timeout: 300_000 }, () => {
  const rehearsals = new Map<string, Rehearsal>();

  beforeAll(async () => {
    for (const name of new Set(everyMoment.map(({ sample }) => sample)))
      rehearsals.set(name, await Rehearsal.of(sampleOf(name)));
  });
  afterAll(() => {
    for (const rehearsal of rehearsals.values()) rehearsal.remove();
  });

  /** What the checks say about an engine with these edits. */
  async function reportOn(
    edits: readonly Edit[],
    moments: readonly PlantMoment[],
    withinMs?: number,
  ): Promise<string[]> {
    const engine = await PatchedEngine.of(edits);
    try {
      const reports = await inLanes(moments, LANES, async ({ sample, at }) => {
        const { run, violations } = await rehearsals
          .get(sample)!
          .perform({ entry: engine.entry, crashPoints: [at], ...(withinMs === undefined ? {} : { withinMs }) });
        const reached = run.deaths.length > 0 ? [] : ['no engine died'];
        return [...reached, ...violations].map((violation) => `${labelOf(at)}: ${violation}`);
      });
      return reports.flat();
    } finally {
      engine.remove();
    }
  }

  it('none: nothing is reported', async () => {
    expect(await reportOn([], everyMoment)).toEqual([]);
  });

  it("none, with every group in the writer's thread: nothing is reported", async () => {
    expect(await reportOn([everythingBeside], everyMoment)).toEqual([]);
  });

  it.each(plants)('$name: reported', async ({ edits, moments, found }) => {
    // An engine that never comes to rest is a finding too, and needs no long wait.
    const report = await reportOn(edits, moments, 20_000);
    expect(report).toContainEqual(expect.stringMatching(found));
  });

  it('a plant that does not fit the sources any more is refused', async () => {
    await expect(PatchedEngine.of([{ file: 'runtime/engine.ts', from: 'no such text', to: '' }])).rejects.toThrow(
      'does not fit',
    );
  });
});
