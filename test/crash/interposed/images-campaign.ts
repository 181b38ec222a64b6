/**
 * Kills at file operations, kills again in recovery, and power cuts over one sample, on images: one process stands for all the
 * points of its run, where `campaignOver` has one die at each.
 */
import { readRecordings, recorderFiles } from '../../../engine/supervisor/recorder-reader.ts';
import type { Death } from '../death.ts';
import { EngineHere } from '../engine-here.ts';
import { inLanes, LANES } from '../lanes.ts';
import { Rehearsal } from '../rehearsal.ts';
import type { Sample } from '../sample.ts';
import type { SeededChoice } from '../seeded-choice.ts';
import { StoreFolder } from '../store-folder.ts';
import { readTale, type Tale } from '../tale.ts';
import { violationsOf } from '../violations.ts';
import { countsOf, noBook, notedIn, type CampaignBook, type Rates, type SampleReport } from './campaign.ts';
import { deathIn, Images } from './images.ts';
import type { Interposer } from './interposer.ts';
import { everyPoint, labelOf, sampled } from './points.ts';
import { develop, faultsAfterCut } from './power-cut.ts';

/** Second kills that one recovery stands for. */
const SECOND = 25;

export async function imagesCampaign(
  sample: Sample,
  interposer: Interposer,
  rates: Rates,
  chance: SeededChoice,
  book: CampaignBook = noBook,
): Promise<SampleReport> {
  const here = new EngineHere();
  const rehearsal = await Rehearsal.of(sample);
  const fresh = await StoreFolder.of(sample);
  const images = await imagesOf(fresh.copy(), sample, interposer);
  try {
    const { operations } = images;
    const { undisturbed } = rehearsal;
    const points = everyPoint(operations);
    const kills = sampled(points, rates.kills, chance);
    const again = Math.min(rates.again, points.length);
    const firsts = sampled(points, Math.ceil(again / SECOND), chance);
    const places = operations.map((_, index) => index + 1);
    const cuts = sampled(places, rates.cuts, chance);
    const total = kills.length + again + cuts.length;
    const noted = notedIn(book, sample, total);

    const killed = await inLanes(kills, LANES, (point) =>
      noted(labelOf([point]), () => killFaults(images.at(point), [], undisturbed, here)),
    );
    const killedAgain: string[][] = [];
    for (const [index, first] of firsts.entries()) {
      const left = images.at(first);
      const before = deathIn(left, '');
      const recovery = await imagesOf(left, sample, interposer);
      try {
        const most = Math.min(SECOND, again - index * SECOND);
        const seconds = sampled(everyPoint(recovery.operations), most, chance);
        const faults = await inLanes(seconds, LANES, (second) =>
          noted(labelOf([first, second]), () => killFaults(recovery.at(second), [before], undisturbed, here)),
        );
        killedAgain.push(...faults);
      } finally {
        recovery.remove();
      }
    }
    const cut = await inLanes(cuts, LANES, (operation) =>
      noted(`power cut at operation ${operation}`, async () => {
        const image = fresh.copy();
        try {
          develop(image, operations.slice(0, operation - 1));
          return await faultsAfterCut(image, undisturbed, here, saidBefore(images, operation));
        } finally {
          image.remove();
        }
      }),
    );
    return {
      sample: sample.key,
      operations: countsOf(operations),
      kills: kills.length,
      again,
      cuts: cuts.length,
      unreached: 0,
      faults: [...killed, ...killedAgain, ...cut].flat(),
    };
  } finally {
    images.remove();
    rehearsal.remove();
    fresh.remove();
    await here.close();
  }
}

async function imagesOf(folder: StoreFolder, sample: Sample, interposer: Interposer): Promise<Images> {
  try {
    return await Images.of(folder, sample.workspace, interposer);
  } finally {
    folder.remove();
  }
}

/** Recovers what a kill left, in this process, and judges. `before`: the deaths that led to it. */
async function killFaults(
  folder: StoreFolder,
  before: readonly Death[],
  undisturbed: Tale,
  here: EngineHere,
): Promise<string[]> {
  try {
    const death = deathIn(folder, before.at(-1)?.recorder ?? '');
    const gone = recorderFiles(folder.dir).at(-1) ?? '';
    const deaths = [...before, death];
    const rested = await here.restart(folder);
    const latest = recorderFiles(folder.dir).at(-1) ?? '';
    const recordings = [
      ...deaths.map((each) => each.recordings),
      ...(latest > gone ? [[...readRecordings(folder.dir, latest)]] : []),
    ];
    const run = { deaths, end: { kind: 'stopped' } as const, rested, tale: folder.read(readTale), recordings };
    return violationsOf(folder, run, undisturbed);
  } finally {
    folder.remove();
  }
}

/** What its recorder says that the engine knew to be durable when the operation came, by job. */
function saidBefore(images: Images, operation: number): Map<string, number> {
  const folder = images.at({ operation, mode: 'before' });
  try {
    const said = new Map<string, number>();
    for (const line of readRecordings(folder.dir)) {
      if (line.e === 'checkpoint-durable') said.set(line.job, Math.max(said.get(line.job) ?? 0, line.seq));
    }
    return said;
  } finally {
    folder.remove();
  }
}
