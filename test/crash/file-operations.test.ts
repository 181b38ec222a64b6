/**
 * Kills at writes, syncs, truncations and unlinks of the store's files, before, after and in the middle; power cuts; a
 * second kill during recovery; no room and I/O errors. A sample of what `npm run campaign:crash` does in full.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { campaignOver } from './interposed/campaign.ts';
import { imagesCampaign } from './interposed/images-campaign.ts';
import { DiskTree } from './interposed/disk-tree.ts';
import { Interposer } from './interposed/interposer.ts';
import { operationsIn, type Operation } from './interposed/journal.ts';
import { savepointCampaign } from './interposed/savepoint-campaign.ts';
import { Rehearsal } from './rehearsal.ts';
import { sampleOf, samples } from './sample.ts';
import { SeededChoice } from './seeded-choice.ts';

const interposer = Interposer.build();
const missing = typeof interposer === 'string' ? interposer : null;
/** Where there is none, the tests are skipped by this name. */
const where = missing === null ? '' : ` (skipped: ${missing})`;

const built = (): Interposer => {
  if (typeof interposer === 'string') throw new Error(interposer);
  return interposer;
};

describe(`file operations${where}`, { timeout: 300_000 }, () => {
  afterAll(() => {
    if (typeof interposer !== 'string') interposer.remove();
  });

  it.runIf(missing === null).each(samples)(
    'of $key: kills, kills again in recovery, power cuts: nothing lost, repeated or stale',
    async (sample) => {
      const chance = new SeededChoice();
      const report = await campaignOver(sample, built(), { kills: 4, again: 1, cuts: 2 }, chance);
      expect({ seed: chance.seed, faults: report.faults }).toEqual({ seed: chance.seed, faults: [] });
      expect(report.operations['write']).toBeGreaterThan(50);
      expect(report.operations['sync']).toBeGreaterThan(10);
    },
  );

  it.runIf(missing === null)('of images that one run leaves: nothing lost, repeated or stale', async () => {
    const chance = new SeededChoice();
    const rates = { kills: 6, again: 4, cuts: 3 };
    const noted: string[] = [];
    const note = (point: string): void => void noted.push(point);
    const book = { has: () => false, note };
    const report = await imagesCampaign(sampleOf('batch-settlement'), built(), rates, chance, book);
    expect({ seed: chance.seed, faults: report.faults }).toEqual({ seed: chance.seed, faults: [] });
    expect(noted).toHaveLength(13);
    expect(report.operations['write']).toBeGreaterThan(50);
  });

  it.runIf(missing === null)(
    'of savepoints and restores: kills, kills again in recovery, power cuts: complete or absent, restored once',
    async () => {
      const chance = new SeededChoice();
      const report = await savepointCampaign(built(), { kills: 4, again: 2, cuts: 3 }, chance);
      expect({ seed: chance.seed, faults: report.faults }).toEqual({ seed: chance.seed, faults: [] });
      // Three files, their sums, the folders they lie in, and the rename that makes it a savepoint.
      expect(report.ofSavepoint.save).toBeGreaterThan(10);
      expect(report).toMatchObject({ kills: 8, again: 4, cuts: 6 });
    },
  );

  /** `full`: no room on the disk; `broken`: I/O errors. */
  it.runIf(missing === null).each(['full', 'broken'] as const)(
    'that fail (%s) in the middle of commits: the engine pauses, says so, goes on; nothing that it acknowledged is lost',
    async (mode) => {
      const rehearsal = await Rehearsal.of(sampleOf('order-fulfilment'));
      const chance = new SeededChoice();
      const book = built().orders([{ operation: 90 + chance.below(40), mode, failing: 40 }]);
      const heard: string[] = [];
      try {
        const { run, violations } = await rehearsal.perform({
          entry: book.entry,
          killAt: (moment) => {
            if (moment.kind === 'said') heard.push(moment.announcement.type);
            return false;
          },
        });
        expect({ seed: chance.seed, violations }).toEqual({ seed: chance.seed, violations: [] });
        expect(run.deaths).toEqual([]);
        expect(heard.indexOf('paused')).toBeGreaterThan(0);
        expect(heard.indexOf('resumed')).toBeGreaterThan(heard.indexOf('paused'));
      } finally {
        book.remove();
        rehearsal.remove();
      }
    },
  );

  it('a disk has of files what was synced, and of folders the names at their latest sync', () => {
    const dir = mkdtempSync(join(tmpdir(), 'cairn-disk-'));
    try {
      const journal = (text: string): Operation[] => operationsIn(Buffer.from(text));
      const written = 'mkdir savepoints/k 0 0\nsync savepoints 0 0\nwrite savepoints/k/.p/a 0 2\nxy';
      const synced = `${written}sync savepoints/k/.p/a 0 0\nsync savepoints/k/.p 0 0\n`;
      const renamed = `${synced}rename savepoints/k/.p>savepoints/k/p 0 0\n`;
      const left = (text: string): string[] => {
        const tree = DiskTree.of(join(dir, 'none'));
        for (const operation of journal(text)) tree.apply(operation);
        tree.writeTo(join(dir, 'savepoints'));
        return readdirSync(join(dir, 'savepoints'), { recursive: true }).map(String).toSorted();
      };
      expect(left(written)).toEqual(['k']);
      expect(left(synced)).toEqual(['k']);
      expect(left(renamed)).toEqual(['k']);
      expect(left(`${renamed}sync savepoints/k 0 0\n`)).toEqual(['k', join('k', 'p'), join('k', 'p', 'a')]);
      expect(left(`${renamed}sync savepoints/k 0 0\nunlink savepoints/k/p/a 0 0\n`)).toContain(join('k', 'p', 'a'));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('journals are read, with and without bytes, and up to a torn end', () => {
    expect(operationsIn(Buffer.from('write a 0 2\nsync a 0 0\ntrunc'))).toMatchObject([
      { kind: 'write', name: 'a', length: 2, bytes: null },
      { kind: 'sync' },
    ]);
    expect(operationsIn(Buffer.from('write a 4 3\n\nxysync a 0 0\n'))).toMatchObject([
      { kind: 'write', offset: 4, bytes: Buffer.from('\nxy') },
      { kind: 'sync', name: 'a' },
    ]);
  });
});
