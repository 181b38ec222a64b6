/** Kills, second kills and power cuts at the file operations of an engine that makes a savepoint, and of one that restores from it. */
import { isDeepStrictEqual } from 'node:util';
import { listSavepoints, savepointsOf } from '../../../engine/savepoints/places.ts';
import { EngineHere } from '../engine-here.ts';
import { inLanes, LANES } from '../lanes.ts';
import { restoreOf, SAVE, SavepointStory, STORY_END, type Disturbance } from '../savepoint-story.ts';
import type { SeededChoice } from '../seeded-choice.ts';
import type { StoreFolder } from '../store-folder.ts';
import { noBook, type CampaignBook, type Rates } from './campaign.ts';
import type { Interposer, Orders } from './interposer.ts';
import type { Operation } from './journal.ts';
import { everyPoint, labelOf, sampled } from './points.ts';
import { savepointImages, type SavepointImagesReport } from './savepoint-images.ts';

export interface SavepointReport {
  /** Operations on the store's files and the savepoint's, by what the engine did. */
  readonly operations: Readonly<Record<Act, number>>;
  /** Of those, the ones on files and folders of the savepoint. */
  readonly ofSavepoint: Readonly<Record<Act, number>>;
  readonly kills: number;
  /** Second kills, in the recovery from the first. */
  readonly again: number;
  readonly cuts: number;
  /** Points that the engine had done its work before. */
  readonly unreached: number;
  readonly faults: readonly string[];
}

const ACTS = ['save', 'restore'] as const;
type Act = (typeof ACTS)[number];

/** `rates`: how many of each act. */
export async function savepointCampaign(
  interposer: Interposer,
  rates: Rates,
  chance: SeededChoice,
  book: CampaignBook = noBook,
): Promise<SavepointReport> {
  const here = new EngineHere();
  const begun = new SavepointStory(undefined, here);
  await begun.begin();
  const saved = new SavepointStory(begun.folder.copy(), here);
  const { job } = await saved.save({});
  const fresh: Record<Act, StoreFolder> = { save: begun.folder, restore: saved.folder };

  /** From the act on to the end; what went wrong. */
  const told = async (act: Act, disturbance: Disturbance): Promise<SavepointStory> => {
    const story = new SavepointStory(fresh[act].copy(), here);
    try {
      const place =
        act === 'save'
          ? await story.save(disturbance)
          : { job, location: (await listSavepoints(savepointsOf(story.folder.dir)))[0]?.dir ?? '' };
      const end = await story.finished(place, act === 'restore' ? disturbance : {});
      if (!isDeepStrictEqual(end, STORY_END)) story.faults.push(`it ends with ${JSON.stringify(end)}`);
    } catch (error) {
      story.faults.push(error instanceof Error ? error.message : String(error));
    } finally {
      story.folder.remove();
    }
    return story;
  };
  const under = async <Answer>(
    orders: readonly Orders[],
    act: Act,
    ask: (story: SavepointStory, operations: Operation[]) => Answer,
  ): Promise<Answer> => {
    const orderBook = interposer.orders(orders);
    try {
      const story = await told(act, { entry: orderBook.entry });
      return ask(story, orderBook.operations(0));
    } finally {
      orderBook.remove();
    }
  };

  try {
    const operations = { save: 0, restore: 0 };
    const ofSavepoint = { save: 0, restore: 0 };
    const points: { act: Act; orders: Orders }[] = [];
    for (const act of ACTS) {
      const done = await under([], act, (story, all) => {
        if (story.faults.length > 0) throw new Error(`under the interposed library: ${story.faults.join('; ')}`);
        return all;
      });
      operations[act] = done.length;
      ofSavepoint[act] = done.filter(({ name }) => !name.startsWith('store.sqlite')).length;
      points.push(...sampled(everyPoint(done), rates.kills, chance).map((orders) => ({ act, orders })));
    }
    let unreached = 0;
    const faults = await inLanes(points, LANES, async ({ act, orders }) => {
      const point = `${act}: ${labelOf([orders])}`;
      if (book.has(point)) return [];
      const found = await under([orders], act, (story) => {
        if (story.deaths === 0) unreached += 1;
        return story.faults.map((fault) => `${point}: ${fault}`);
      });
      book.note(point, found, points.length);
      return found;
    });
    const tools = { interposer, here, rates, chance, book };
    const onImages: SavepointImagesReport[] = [];
    for (const act of ACTS) {
      const home = fresh[act].copy();
      if (act === 'save') home.accept(...SAVE);
      else home.accept(...restoreOf((await listSavepoints(savepointsOf(home.dir)))[0]?.dir ?? ''));
      onImages.push(await savepointImages(act, home, job, tools));
    }
    return {
      operations,
      ofSavepoint,
      kills: points.length,
      again: onImages.reduce((sum, { again }) => sum + again, 0),
      cuts: onImages.reduce((sum, { cuts }) => sum + cuts, 0),
      unreached,
      faults: [...faults.flat(), ...onImages.flatMap((report) => report.faults)],
    };
  } finally {
    for (const folder of Object.values(fresh)) folder.remove();
    await here.close();
  }
}
