/** Text that somebody wrote and did not save yet, kept in the store's folder: one file for each path and window. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptDraft, type KeptDraft } from '../../protocol/kept.ts';
import type { DraftView } from '../../protocol/window-views.ts';
import { instantOf } from '../plain.ts';
import { fileFailure } from './call-failed.ts';
import { kindOf, type WorkspaceFiles } from './workspace-files.ts';

export class Drafts {
  readonly #dir: string;
  readonly #files: WorkspaceFiles;

  constructor(storeDir: string, files: WorkspaceFiles) {
    this.#dir = join(storeDir, 'drafts');
    this.#files = files;
  }

  /** By path, and for each the latest first. One that cannot be read is left alone and left out. `windows`: those that are open. */
  list(windows: ReadonlySet<string>): DraftView[] {
    if (!existsSync(this.#dir)) return [];
    const drafts = readdirSync(this.#dir).flatMap((name): DraftView[] => {
      if (!name.endsWith('.json')) return [];
      const draft = this.#read(join(this.#dir, name));
      if (draft === null) return [];
      return [{ ...draft, current: this.#files.stamp(draft.path) === draft.base, open: windows.has(draft.owner) }];
    });
    const latest = ({ savedAt, owner }: DraftView): string => `${savedAt} ${owner}`;
    return drafts.toSorted((left, right) => {
      if (left.path !== right.path) return left.path < right.path ? -1 : 1;
      return latest(left) > latest(right) ? -1 : 1;
    });
  }

  #read(file: string): KeptDraft | null {
    try {
      const read = keptDraft.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      return read.success ? read.data : null;
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
      throw error;
    }
  }

  has(path: string, owner: string): boolean {
    return existsSync(this.#fileOf(path, owner));
  }

  /** @throws CallFailed */
  save(draft: Omit<KeptDraft, 'savedAt'>, now: number): string {
    const { path, owner } = draft;
    kindOf(path);
    const savedAt = instantOf(now);
    const file = this.#fileOf(path, owner);
    try {
      mkdirSync(this.#dir, { recursive: true });
      const fresh = `${file}.fresh`;
      writeFileSync(fresh, JSON.stringify({ ...draft, savedAt } satisfies KeptDraft));
      renameSync(fresh, file);
    } catch (error) {
      throw fileFailure(`the draft of ${path}`, error);
    }
    return savedAt;
  }

  discard(path: string, owner: string): void {
    kindOf(path);
    try {
      rmSync(this.#fileOf(path, owner), { force: true });
    } catch (error) {
      throw fileFailure(`the draft of ${path}`, error);
    }
  }

  #fileOf(path: string, owner: string): string {
    const name = owner === '' ? path : `${path}\0${owner}`;
    return join(this.#dir, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
  }
}
