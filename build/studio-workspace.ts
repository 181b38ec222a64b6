/**
 * Which workspace `npm start` opens: the folder that is named; else the one that was open last in the studio of this very
 * clone; else a copy of the samples. What other windows and clones of the same person had open does not count, so that a
 * fresh clone always shows what the README speaks of.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { sampleWorkspace } from '../engine/application/sample-workspace.ts';
import type { UserFolder } from '../engine/application/user-folder.ts';

export interface WorkspaceWish {
  readonly folder: string | undefined;
  readonly samples: boolean;
}

export interface ChosenWorkspace {
  /** Null: a copy of the samples, made if there is none. */
  readonly dir: string | null;
  /** For the terminal: why this one, and how to get another. */
  readonly because: string;
}

const file = 'studio.json';
const kept = z.record(z.string(), z.string());

/** Workspace by root of a clone. */
function lastOf(user: UserFolder): Readonly<Record<string, string>> {
  const read = kept.safeParse(user.read(file));
  return read.success ? read.data : {};
}

/** @throws Error when a folder was named that is not there. */
export function chooseWorkspace(wish: WorkspaceWish, user: UserFolder, root: string, cwd: string): ChosenWorkspace {
  if (wish.folder !== undefined) {
    const dir = resolve(cwd, wish.folder);
    if (!existsSync(dir)) throw new Error(`there is no folder ${dir}`);
    return { dir, because: 'as named' };
  }
  const last = lastOf(user)[root];
  if (!wish.samples && last !== undefined && last !== sampleWorkspace(user.dir) && existsSync(last)) {
    return { dir: last, because: 'open here last; npm start -- --samples opens the samples' };
  }
  return { dir: null, because: 'a copy of the samples; npm start -- FOLDER opens another' };
}

/** To be called with what is open: the next start without a folder opens it again. */
export function rememberWorkspace(user: UserFolder, root: string, dir: string): void {
  user.write(file, { ...lastOf(user), [root]: dir });
}
