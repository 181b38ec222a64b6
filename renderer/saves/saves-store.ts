/** The place of the saves: which savepoints there are, which is looked at, and what a restore of one would do. */
import { create } from 'zustand';
import type { RestorePreview, SavepointCheck, SavepointList } from '../../engine/protocol/savepoint-views.ts';

export type Savepoint = SavepointList['savepoints'][number];

/** How a restore is wished for. */
export interface Wish {
  /** Null: the version that was saved. */
  readonly toVersion: number | null;
  /** Element of the saved version → of the new one. */
  readonly map: Readonly<Record<string, string>>;
  readonly allowDropped: boolean;
  /** Although it was used before, this once. */
  readonly again: boolean;
  readonly mode: 'no-claim' | 'claim';
}

export const plainWish: Wish = { toVersion: null, map: {}, allowDropped: false, again: false, mode: 'no-claim' };

export interface SavesState {
  readonly list: SavepointList | null;
  /** Why there is no list. */
  readonly problem: string | null;
  /** Path of the savepoint that is looked at. */
  readonly selected: string | null;
  /** What was read of whole savepoints, by path. */
  readonly checks: Readonly<Record<string, SavepointCheck>>;
  readonly creating: boolean;
  /** Path of what is to be restored; null: the list is shown. */
  readonly source: string | null;
  readonly wish: Wish;
  /** Of `source` and `wish`; the one before while it is worked out anew. */
  readonly preview: RestorePreview | null;
  readonly previewProblem: string | null;
  /** Element of the saved diagram that a home is looked for. */
  readonly picked: string | null;
}

const noRestore = {
  source: null,
  wish: plainWish,
  preview: null,
  previewProblem: null,
  picked: null,
} satisfies Partial<SavesState>;

export const useSaves = create<SavesState>()(() => ({
  list: null,
  problem: null,
  selected: null,
  checks: {},
  creating: false,
  ...noRestore,
}));

/** Shows what a restore would do. */
export function openRestore(source: string): void {
  useSaves.setState({ ...noRestore, source });
}

export function closeRestore(): void {
  useSaves.setState(noRestore);
}

export function changeWish(change: Partial<Wish>): void {
  useSaves.setState(({ wish }) => ({ wish: { ...wish, ...change } }));
}

/** Gives an element of the saved version a home; null: none of its own. */
export function mapElement(from: string, to: string | null): void {
  useSaves.setState(({ wish }) => {
    const map = { ...wish.map };
    if (to === null || to === from) delete map[from];
    else map[from] = to;
    return { wish: { ...wish, map }, picked: null };
  });
}

export function selectedOf({ list, selected }: Pick<SavesState, 'list' | 'selected'>): Savepoint | null {
  return list?.savepoints.find(({ path }) => path === selected) ?? null;
}

/** Where it lies, without the folder that all of them lie in. */
export function placeOf(path: string, folder: string): string {
  return path.startsWith(folder) ? path.slice(folder.length).replace(/^[/\\]/, '') : path;
}

/** The same, where there is little room: what tells one savepoint of a process from another is how its name ends. */
export function shortPlace(place: string): string {
  return place.replace(/savepoint-[0-9a-f]+(?=[0-9a-f]{12}$)/, '…');
}

/** What the engine says of a savepoint, which names its whole path: in the panel it reads as it does beside it. */
export function withShortPlace(sentence: string, source: string | null, folder: string): string {
  return source === null ? sentence : sentence.replaceAll(source, () => shortPlace(placeOf(source, folder)));
}

/** The job that has to end before a restore is allowed, by what refuses it; null: something else is in the way. */
export function livingJob(refusal: string): string | null {
  return /\(job (\S+)\), of the same lineage, is still running/.exec(refusal)?.[1] ?? null;
}
