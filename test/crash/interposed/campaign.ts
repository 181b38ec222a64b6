/** Kills at file operations, and power cuts, over one sample. */
import { EngineHere } from '../engine-here.ts';
import { inLanes, LANES } from '../lanes.ts';
import { Rehearsal } from '../rehearsal.ts';
import type { Sample } from '../sample.ts';
import type { SeededChoice } from '../seeded-choice.ts';
import { StoreFolder } from '../store-folder.ts';
import type { Interposer, Orders } from './interposer.ts';
import type { Operation } from './journal.ts';
import { againInRecovery, everyPoint, labelOf, sampled } from './points.ts';
import { powerCutFaults } from './power-cut.ts';

/** How many of each; the whole, unless told otherwise. */
export interface Rates {
  readonly kills: number;
  readonly again: number;
  readonly cuts: number;
}

export interface SampleReport {
  readonly sample: string;
  readonly operations: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly again: number;
  readonly cuts: number;
  /** Points that a run was over before. */
  readonly unreached: number;
  readonly faults: readonly string[];
}

/** What a campaign has done so far, for those that are interrupted and go on. */
export interface CampaignBook {
  readonly has: (point: string) => boolean;
  readonly note: (point: string, faults: readonly string[], of: number) => void;
}

/** Of those who do everything at once. */
export const noBook: CampaignBook = { has: () => false, note: () => undefined };

/** Does what the book has not yet of a sample's `of` points, and notes it there. Answers the faults, each with its point. */
export function notedIn(
  book: CampaignBook,
  { key }: Sample,
  of: number,
): (label: string, act: () => Promise<string[]>) => Promise<string[]> {
  return async (label, act) => {
    const point = `${key}: ${label}`;
    if (book.has(point)) return [];
    const faults = (await act()).map((fault) => `${point}: ${fault}`);
    book.note(point, faults, of);
    return faults;
  };
}

export async function campaignOver(
  sample: Sample,
  interposer: Interposer,
  rates: Rates,
  chance: SeededChoice,
  book: CampaignBook = noBook,
): Promise<SampleReport> {
  const here = new EngineHere();
  const rehearsal = await Rehearsal.of(sample);
  const fresh = await StoreFolder.of(sample);
  try {
    const operations = await operationsOf(rehearsal, interposer);
    const all = everyPoint(operations);
    const kills = sampled(all, rates.kills, chance).map((point) => [point]);
    const again = sampled(all, rates.again, chance).map((point) => againInRecovery(point, chance));
    const cuts = sampled(
      operations.map((_, index) => index + 1),
      rates.cuts,
      chance,
    );
    let unreached = 0;
    const total = kills.length + again.length + cuts.length;
    const noted = notedIn(book, sample, total);
    const killed = await inLanes([...kills, ...again], LANES, (orders) =>
      noted(labelOf(orders), async () => {
        const { faults, deaths } = await killFaults(rehearsal, interposer, here, orders);
        if (deaths === 0) unreached += 1;
        return faults;
      }),
    );
    const cut = await inLanes(cuts, LANES, (operation) =>
      noted(`power cut at operation ${operation}`, () =>
        powerCutFaults(fresh, rehearsal.undisturbed, interposer, here, operation),
      ),
    );
    return {
      sample: sample.key,
      operations: countsOf(operations),
      kills: kills.length,
      again: again.length,
      cuts: cuts.length,
      unreached,
      faults: [...killed, ...cut].flat(),
    };
  } finally {
    rehearsal.remove();
    fresh.remove();
    await here.close();
  }
}

/** How many of each kind. */
export function countsOf(operations: readonly Operation[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(operations, ({ kind }) => kind)].map(([kind, those]) => [kind, those.length]),
  );
}

/** What an engine that nobody kills does to the store's files. */
async function operationsOf(rehearsal: Rehearsal, interposer: Interposer): Promise<Operation[]> {
  const book = interposer.orders([]);
  try {
    const { violations } = await rehearsal.perform({ entry: book.entry });
    if (violations.length > 0) throw new Error(`under the interposed library: ${violations.join('; ')}`);
    return book.operations(0);
  } finally {
    book.remove();
  }
}

async function killFaults(
  rehearsal: Rehearsal,
  interposer: Interposer,
  here: EngineHere,
  orders: readonly Orders[],
): Promise<{ faults: string[]; deaths: number }> {
  const book = interposer.orders(orders);
  try {
    // A second kill needs a second process; what comes after the last one does not.
    const restart = orders.length > 1 ? {} : { restart: (folder: StoreFolder) => here.restart(folder) };
    const { run, violations } = await rehearsal.perform({ entry: book.entry, ...restart });
    const otherwise = run.deaths
      .filter(({ crash }) => crash.signal !== 'SIGKILL')
      .map(({ crash }) => `died otherwise: ${crash.output}`);
    return {
      faults: [...otherwise, ...violations],
      deaths: run.deaths.length,
    };
  } finally {
    book.remove();
  }
}
