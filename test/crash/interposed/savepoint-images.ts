/**
 * Second kills, in the recovery of an engine that was killed while it made a savepoint or restored from one, and power cuts
 * meanwhile: on images that engines leave which nobody kills (images.ts). Each image lies where its engine ran: answers name places.
 */
import { isDeepStrictEqual } from 'node:util';
import { cpSync, rmSync } from 'node:fs';
import { listSavepoints, savepointsOf } from '../../../engine/savepoints/places.ts';
import type { EngineHere } from '../engine-here.ts';
import { SavepointStory, STORY_END } from '../savepoint-story.ts';
import type { SeededChoice } from '../seeded-choice.ts';
import type { StoreFolder } from '../store-folder.ts';
import type { CampaignBook } from './campaign.ts';
import { Images } from './images.ts';
import type { Interposer } from './interposer.ts';
import { everyPoint, labelOf, sampled } from './points.ts';
import { develop } from './power-cut.ts';

/** Second kills that one recovery stands for. */
const SECOND = 25;

export interface ImageRates {
  readonly again: number;
  readonly cuts: number;
}

export interface SavepointImagesReport {
  readonly again: number;
  readonly cuts: number;
  readonly faults: readonly string[];
}

/** `home`: of the engine, with the request accepted. Goes with it. */
export async function savepointImages(
  act: 'save' | 'restore',
  home: StoreFolder,
  job: string,
  tools: {
    readonly interposer: Interposer;
    readonly here: EngineHere;
    readonly rates: ImageRates;
    readonly chance: SeededChoice;
    readonly book: CampaignBook;
  },
): Promise<SavepointImagesReport> {
  const { interposer, here, rates, chance, book } = tools;
  const { dir } = home;
  const [saved] = await listSavepoints(savepointsOf(dir));
  const fresh = home.copy();
  const faults: string[] = [];
  const judge = async (label: string, of: number): Promise<void> => {
    const found = await faultsFrom(home, act, { job, location: saved?.dir ?? '' }, here);
    book.note(label, found, of);
    faults.push(...found.map((fault) => `${label}: ${fault}`));
  };
  const images = await Images.of(home, dir, interposer);
  const opened: Images[] = [images];
  try {
    const { operations } = images;
    const points = everyPoint(operations);
    const again = Math.min(rates.again, points.length);
    const cuts = sampled(
      operations.map((_, index) => index + 1),
      rates.cuts,
      chance,
    );
    const total = again + cuts.length;
    for (const [index, first] of sampled(points, Math.ceil(again / SECOND), chance).entries()) {
      images.at(first, dir);
      const recovery = await Images.of(home, dir, interposer);
      opened.push(recovery);
      const most = Math.min(SECOND, again - index * SECOND);
      for (const second of sampled(everyPoint(recovery.operations), most, chance)) {
        const label = `${act}: ${labelOf([first, second])}`;
        if (book.has(label)) continue;
        recovery.at(second, dir);
        await judge(label, total);
      }
      opened.pop()?.remove();
    }
    for (const cut of cuts) {
      const label = `${act}: power cut at operation ${cut}`;
      if (book.has(label)) continue;
      rmSync(dir, { recursive: true, force: true });
      cpSync(fresh.dir, dir, { recursive: true });
      develop(home, operations.slice(0, cut - 1));
      await judge(label, total);
    }
    return { again, cuts: cuts.length, faults };
  } finally {
    for (const each of opened) each.remove();
    fresh.remove();
    home.remove();
  }
}

/** Goes on from what is there to the end of the story. */
async function faultsFrom(
  home: StoreFolder,
  act: 'save' | 'restore',
  before: { readonly job: string; readonly location: string },
  here: EngineHere,
): Promise<string[]> {
  const story = new SavepointStory(home, here);
  try {
    const end = await story.finished(act === 'save' ? await story.save({}) : before, {});
    if (!isDeepStrictEqual(end, STORY_END)) story.faults.push(`it ends with ${JSON.stringify(end)}`);
  } catch (error) {
    story.faults.push(error instanceof Error ? error.message : String(error));
  }
  return story.faults;
}
