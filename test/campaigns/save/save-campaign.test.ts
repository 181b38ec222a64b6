import { expect, test } from 'vitest';
import { knownCases, saveCase, verdictOf } from './save-campaign.ts';

/** A sample of `npm run campaign:save`: the same in each run, or a rare find of chance would stop whoever runs the gate. */
test('files with anything in them, edited by chance, are saved with the edits and without loss', async () => {
  const first = Number(process.env['CAIRN_SEED'] ?? 1);
  const failures: { readonly seed: number; readonly faults: readonly string[] }[] = [];
  let marks = 0;
  for (let seed = first; seed < first + 30; seed += 1) {
    const verdict = await verdictOf(saveCase(seed));
    marks += verdict.marks;
    if (verdict.faults.length > 0) failures.push({ seed, faults: verdict.faults });
  }
  expect(failures).toEqual([]);
  expect(marks).toBeGreaterThan(20);
}, 60_000);

test.each(knownCases())('what once went wrong in $name no longer does', async (given) => {
  const verdict = await verdictOf(given);
  expect(verdict.faults).toEqual([]);
});

test('the same seed gives the same case', () => {
  for (const seed of [1, 2, 3]) expect(saveCase(seed)).toEqual(saveCase(seed));
  expect(saveCase(1)).not.toEqual(saveCase(2));
});
