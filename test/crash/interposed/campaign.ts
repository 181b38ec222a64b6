/** Kills at file operations, and power cuts, over one sample. */
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

export async function campaignOver(
  sample: Sample,
  interposer: Interposer,
  rates: Rates,
  chance: SeededChoice,
  told: (done: number, of: number) => void = () => undefined,
): Promise<SampleReport> {
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
    let done = 0;
    const total = kills.length + again.length + cuts.length;
    const count = (): void => {
      done += 1;
      told(done, total);
    };
    const killed = await inLanes([...kills, ...again], LANES, async (orders) => {
      const { faults, deaths } = await killFaults(rehearsal, interposer, orders);
      if (deaths === 0) unreached += 1;
      count();
      return faults;
    });
    const cut = await inLanes(cuts, LANES, async (operation) => {
      const faults = await powerCutFaults(fresh, rehearsal.undisturbed, interposer, operation);
      count();
      return faults.map((fault) => `power cut at operation ${operation}: ${fault}`);
    });
    return {
      sample: sample.key,
      operations: Object.fromEntries(
        [...Map.groupBy(operations, ({ kind }) => kind)].map(([kind, those]) => [kind, those.length]),
      ),
      kills: kills.length,
      again: again.length,
      cuts: cuts.length,
      unreached,
      faults: [...killed, ...cut].flat(),
    };
  } finally {
    rehearsal.remove();
    fresh.remove();
  }
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
  orders: readonly Orders[],
): Promise<{ faults: string[]; deaths: number }> {
  const book = interposer.orders(orders);
  try {
    const { run, violations } = await rehearsal.perform({ entry: book.entry });
    const otherwise = run.deaths
      .filter(({ crash }) => crash.signal !== 'SIGKILL')
      .map(({ crash }) => `died otherwise: ${crash.output}`);
    return {
      faults: [...otherwise, ...violations].map((fault) => `${labelOf(orders)}: ${fault}`),
      deaths: run.deaths.length,
    };
  } finally {
    book.remove();
  }
}
