/** The supervisor pulls the plug from outside, wherever that falls, and again while the successor recovers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyOf, atBytes, atCheckpoints, inRecovery, type Killer } from './killer.ts';
import { inLanes, LANES } from './lanes.ts';
import { Rehearsal } from './rehearsal.ts';
import { samples } from './sample.ts';
import { SeededChoice } from './seeded-choice.ts';

const KILLS = 10;
/** About what a sample's run records. */
const BYTES = 6000;
const CHECKPOINTS = 8;

describe.each(samples)('kills from outside, while $key runs', { timeout: 600_000 }, (sample) => {
  let rehearsal: Rehearsal | undefined;

  beforeAll(async () => {
    rehearsal = await Rehearsal.of(sample);
  });
  afterAll(() => {
    rehearsal?.remove();
  });

  it('at random, and again during the recovery', async () => {
    const chance = new SeededChoice();
    const plans = Array.from({ length: KILLS }, (_, index): { label: string; killAt: Killer } => {
      const bytes = chance.below(BYTES);
      const checkpoints = 1 + chance.below(CHECKPOINTS);
      const [label, first] =
        index % 2 === 0
          ? [`${bytes} bytes`, atBytes(0, bytes)]
          : [`${checkpoints} checkpoints`, atCheckpoints(0, checkpoints)];
      // No third: three deaths over one activity set it aside, and how far an engine gets before its kill is chance.
      return index % 3 === 0
        ? { label: `${label}, and in recovery`, killAt: anyOf(first, inRecovery(1)) }
        : { label, killAt: first };
    });
    const faults = await inLanes(plans, LANES, async ({ label, killAt }) => {
      const { run, violations } = await rehearsal!.perform({ killAt });
      const others = run.deaths
        .filter(({ crash }) => crash.signal !== 'SIGKILL')
        .map(({ crash }) => `died otherwise: ${crash.output}`);
      return [...others, ...violations].map((fault) => `seed ${chance.seed}, ${label}: ${fault}`);
    });
    expect(faults.flat()).toEqual([]);
  });
});
