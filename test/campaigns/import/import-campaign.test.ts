import { expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { brokenFile } from './broken-file.ts';
import { importFile, mustBeMeant } from './import-file.ts';
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

test('a refusal that is an internal error in disguise fails the campaign', () => {
  expect(() => mustBeMeant("Cannot read properties of undefined (reading 'handleEnd')", '<a/>')).toThrow('internal');
  expect(() => mustBeMeant('next is not iterable', '<a/>')).toThrow('internal');
  expect(() => mustBeMeant('the variable undefined is unknown', '<a x="undefined"/>')).not.toThrow();
});

test.each(['bpmn', 'dmn'] as const)(
  'an element of a vendor anywhere in a file of %s is read, or refused in words',
  async (kind) => {
    const folder = new URL(`../../corpus/${kind}/`, import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith(`.${kind}`),
    );
    const seen = new Set<string>();
    for (const name of files) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      if (text.length > 30_000) continue;
      for (const { 1: element = '', index } of text.matchAll(/<\/(?:[\w-]+:)?([\w.-]+)\s*>/g)) {
        if (seen.has(element)) continue;
        seen.add(element);
        const vendors = '<v:x xmlns:v="urn:v"/>';
        const broken = { kind, text: text.slice(0, index) + vendors + text.slice(index) };
        await expect(importFile(broken), `<${element}> of ${name}`).resolves.toBeUndefined();
      }
    }
    expect([...seen]).toContain('text');
  },
);
