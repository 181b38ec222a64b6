/** Where savepoints lie, and what people call the thing that a job can be restored from. */
import { readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from './manifest.ts';
import { SavepointRefused } from './manifest.ts';
import { peekSavepoint } from './savepoint.ts';

/** Folder of the savepoints of a store. */
export function savepointsOf(storeDir: string): string {
  return path.join(storeDir, 'savepoints');
}

/** A key as a folder's name: what a file system could take for something else is escaped. */
function folderName(key: string): string {
  const escaped = key.replaceAll(/[^\p{L}\p{N}_.-]/gu, (other) => encodeURIComponent(other).replaceAll('*', '%2A'));
  return escaped.startsWith('.') ? `%2E${escaped.slice(1)}` : escaped;
}

/** Directory of a savepoint to be written, inside the target or the savepoint folder. */
export function savepointDir(folder: string, key: string, id: string): string {
  return path.join(folder, folderName(key), `${PREFIX}${id}`);
}

/** What a job can be restored from: a directory, or a checkpoint in the history of a store. */
export type Source =
  | { readonly kind: 'savepoint'; readonly path: string }
  | { readonly kind: 'checkpoint'; readonly path: string; readonly job: string; readonly seq: number };

/** How the directory of a savepoint is called, behind which its id stands. */
const PREFIX = 'savepoint-';
/** Folders between the savepoint folder and a savepoint that is listed. */
const DEPTH = 4;
/** Characters of a strange path that its refusal repeats. */
const SHOWN = 200;

const CHECKPOINT = /^checkpoint:(.+)\/(\d+)$/;

/** How a checkpoint is named where a savepoint's path could stand. */
export function checkpointPath(job: string, seq: number): string {
  return `checkpoint:${job}/${seq}`;
}

/** Reads `checkpoint:<job>/<seq>` or a path; a relative one counts from `base`. */
export function sourceOf(text: string, base: string): Source {
  const [, job, seq] = CHECKPOINT.exec(text) ?? [];
  if (job !== undefined && seq !== undefined) return { kind: 'checkpoint', path: text, job, seq: Number(seq) };
  return { kind: 'savepoint', path: path.resolve(base, text) };
}

/** @throws SavepointRefused unless the path lies in the folder, links followed. */
export async function confined(folder: string, given: string): Promise<string> {
  const wanted = path.resolve(folder, given);
  const root = await realOf(folder);
  let real: string;
  try {
    real = await realOf(wanted);
  } catch (cause) {
    // Too long, through a file, with a zero byte in it.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new SavepointRefused(
      `${given.slice(0, SHOWN)} is no path in the savepoint folder ${folder} (${String(cause.code)}).`,
      { cause },
    );
  }
  if (real === root || real.startsWith(`${root}${path.sep}`)) return wanted;
  throw new SavepointRefused(`${given} does not lie in the savepoint folder ${folder}.`);
}

/**
 * Folder for new savepoints, in the savepoint folder.
 * @throws SavepointRefused also where no list would show what lies there.
 */
export async function targetIn(folder: string, given: string): Promise<string> {
  const target = await confined(folder, given);
  const names = path.relative(path.resolve(folder), target).split(path.sep);
  const hidden = names.find((name) => name.startsWith('.') || name.startsWith(PREFIX));
  if (hidden !== undefined)
    throw new SavepointRefused(`${given.slice(0, SHOWN)}: ${hidden} is no name for a folder of savepoints.`);
  // Below it come a folder for the process, and the savepoint.
  if (names.length >= DEPTH)
    throw new SavepointRefused(
      `${given.slice(0, SHOWN)} lies deeper in the savepoint folder than ${DEPTH - 1} folders.`,
    );
  return target;
}

/** What the path leads to; of what does not exist yet, the part that does. */
async function realOf(wanted: string): Promise<string> {
  try {
    return await realpath(wanted);
  } catch (error) {
    const parent = path.dirname(wanted);
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT') || parent === wanted) throw error;
    return path.join(await realOf(parent), path.basename(wanted));
  }
}

export interface ListedSavepoint {
  readonly dir: string;
  /** Null: it cannot be used, and the reason. */
  readonly manifest: Manifest | null;
  readonly problem: string | null;
  /** Of all its files. */
  readonly bytes: number;
}

/** All savepoints below the folder, latest first; unreadable ones too, with the reason. */
export async function listSavepoints(folder: string): Promise<ListedSavepoint[]> {
  const found: ListedSavepoint[] = [];
  for (const dir of await savepointDirs(folder, DEPTH)) {
    const bytes = await sizeOf(dir);
    // Deleted meanwhile.
    if (bytes === null) continue;
    try {
      found.push({ dir, manifest: await peekSavepoint(dir), problem: null, bytes });
    } catch (error) {
      if (!(error instanceof SavepointRefused)) throw error;
      found.push({ dir, manifest: null, problem: error.message, bytes });
    }
  }
  const time = ({ manifest }: ListedSavepoint): string => manifest?.createdAt ?? '';
  return found.toSorted((a, b) => (time(a) === time(b) ? (a.dir < b.dir ? -1 : 1) : time(a) < time(b) ? 1 : -1));
}

/** Of a savepoint's files; null: there is no such directory. */
export async function sizeOf(dir: string): Promise<number | null> {
  try {
    const names = await readdir(dir);
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(dir, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

/**
 * Takes a savepoint away: renamed first, to a name that no list shows, so that it is never seen by halves.
 * @throws SavepointRefused unless it is a savepoint's directory inside the folder.
 */
export async function deleteSavepoint(folder: string, given: string): Promise<void> {
  const dir = await confined(folder, given);
  const name = path.basename(dir);
  if (!name.startsWith(PREFIX) || (await sizeOf(dir)) === null)
    throw new SavepointRefused(`There is no savepoint ${dir}.`);
  await rm(asideOf(dir), { recursive: true, force: true });
  await takeAway(dir);
}

/**
 * The same of a savepoint that was handed to the store, wherever it lies; one that is not there any more is nobody's, nor is
 * what lies in its place. False: the system keeps it from being taken away.
 */
export async function discardSavepoint(dir: string, id: string): Promise<boolean> {
  try {
    // Begun by an engine that died meanwhile.
    await rm(asideOf(dir), { recursive: true, force: true });
    if ((await peekSavepoint(dir)).id === id) await takeAway(dir);
    return true;
  } catch (error) {
    if (error instanceof SavepointRefused) return true;
    if (!(error instanceof Error && 'code' in error)) throw error;
    return false;
  }
}

async function takeAway(dir: string): Promise<void> {
  await rename(dir, asideOf(dir));
  await rm(asideOf(dir), { recursive: true, force: true });
}

function asideOf(dir: string): string {
  return path.join(path.dirname(dir), `.${path.basename(dir)}.deleted`);
}

async function savepointDirs(folder: string, depth: number): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const dirs: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const dir = path.join(folder, entry.name);
    if (entry.name.startsWith(PREFIX)) dirs.push(dir);
    else if (depth > 0) dirs.push(...(await savepointDirs(dir, depth - 1)));
  }
  return dirs;
}
