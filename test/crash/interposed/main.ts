/**
 * `npm run campaign:crash`: a kill at every operation on the store's files × before, after, torn; as many second kills in
 * recovery as there are operations; a power cut at every operation; and the same of an engine that makes a savepoint and of one
 * that restores. Says where it is once a minute. The points of a sample are images that one engine's run
 * leaves, a sixth of the work of a process that dies at each.
 *
 *     --real          a process that dies at each point, all the same
 *     --every N       a share of it: one in N
 *     --only NAME     one sample, or `savepoints`
 *     --book FILE     notes there what it has done, and leaves out what is noted there already: interrupted, it goes on
 *     --minutes N     ends by itself after so long
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { samples } from '../sample.ts';
import { SeededChoice } from '../seeded-choice.ts';
import { campaignOver, type CampaignBook } from './campaign.ts';
import { imagesCampaign } from './images-campaign.ts';
import { Interposer } from './interposer.ts';
import { savepointCampaign } from './savepoint-campaign.ts';

/** More than any sample has. */
const ALL = 1_000_000;
const PER_SAMPLE = { kills: 6000, again: 2000, cuts: 2000 };
const TELL_MS = 60_000;

const { values } = parseArgs({
  options: {
    real: { type: 'boolean' },
    every: { type: 'string' },
    only: { type: 'string' },
    book: { type: 'string' },
    minutes: { type: 'string' },
  },
});

/** A line for each point, behind one with the seed: who goes on takes the same second kills. */
class FileBook implements CampaignBook {
  readonly seed: number | undefined;
  readonly #file: string | undefined;
  readonly #done = new Set<string>();
  readonly #ends: number;
  #told = performance.now();
  #before = 0;
  points = 0;
  faults = 0;

  constructor(file: string | undefined, minutes: number) {
    this.#file = file;
    this.#ends = performance.now() + minutes * 60_000;
    if (file === undefined || !existsSync(file)) return;
    for (const text of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      const line = JSON.parse(text) as { seed?: number; point?: string; faults?: string[] };
      if (line.seed !== undefined) this.seed = line.seed;
      if (line.point === undefined) continue;
      this.#done.add(line.point);
      this.faults += line.faults?.length ?? 0;
    }
    this.#before = this.#done.size;
  }

  begin(seed: number): void {
    if (this.seed === undefined) this.#write({ seed });
  }

  /** Past its time it says so of every point: the rest is for another run. */
  readonly has = (point: string): boolean => this.over || this.#done.has(point);

  readonly note = (point: string, faults: readonly string[], of: number): void => {
    this.points += 1;
    this.faults += faults.length;
    this.#write({ point, faults });
    for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
    if (performance.now() - this.#told < TELL_MS) return;
    this.#told = performance.now();
    process.stderr.write(
      `${this.#before + this.points} points so far, ${this.faults} faults; now ${point} (of ${of})\n`,
    );
  };

  get over(): boolean {
    return performance.now() > this.#ends;
  }

  #write(line: object): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

const interposer = Interposer.build();
if (typeof interposer === 'string') {
  process.stdout.write(`campaign:crash is skipped: ${interposer}\n`);
} else {
  const every = Number(values.every ?? 1);
  const share = (most: number): number => (every === 1 ? ALL : Math.ceil(most / every));
  const book = new FileBook(values.book, Number(values.minutes ?? Infinity));
  const wanted = (name: string): boolean => values.only === undefined || values.only === name;
  const timed = async (name: string, act: () => Promise<{ readonly faults: readonly string[] }>): Promise<void> => {
    if (!wanted(name) || book.over) return;
    const started = performance.now();
    const { faults, ...report } = await act();
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(`${JSON.stringify({ name, seconds, ...report, faults: faults.length })}\n`);
  };
  const seed = book.seed ?? new SeededChoice().seed;
  book.begin(seed);
  const campaign = values.real === true ? campaignOver : imagesCampaign;
  try {
    const rates = { kills: share(PER_SAMPLE.kills), again: share(PER_SAMPLE.again), cuts: share(PER_SAMPLE.cuts) };
    for (const sample of samples) {
      await timed(sample.key, () => campaign(sample, interposer, rates, new SeededChoice(seed), book));
    }
    await timed('savepoints', () => savepointCampaign(interposer, rates, new SeededChoice(seed), book));
  } finally {
    interposer.remove();
  }
  process.stdout.write(`seed ${seed}: ${book.points} points, ${book.over ? 'not all, ' : ''}${book.faults} faults\n`);
  process.exitCode = book.faults === 0 ? 0 : 1;
}
