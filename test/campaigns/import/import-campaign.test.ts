import { expect, test } from 'vitest';
import { brokenFile } from './broken-file.ts';
import { MAX_MEMORY, campaign, knownSeeds } from './import-campaign.ts';

/** A sample of `npm run campaign:import`, other files in each run, and all that ever failed. */
test('broken files do no harm', async () => {
  const first = Number(process.env['CAIRN_SEED'] ?? Date.now() % 1_000_000_000);
  const seeds = [...knownSeeds(), ...Array.from({ length: 150 }, (_, index) => first + index)];
  const { files, failures, memory } = await campaign(seeds, () => undefined);
  expect({ first, failures }).toEqual({ first, failures: [] });
  expect(files).toBe(seeds.length);
  expect(memory).toBeLessThan(MAX_MEMORY);
}, 120_000);

test('the same seed gives the same file', () => {
  for (const seed of [1, 2, 3]) expect(brokenFile(seed)).toEqual(brokenFile(seed));
  expect(brokenFile(1)).not.toEqual(brokenFile(2));
});
