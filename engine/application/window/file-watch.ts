/** Tells which files of a workspace changed, whoever changed them: looks again when the system says that something did. */
import { existsSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceFiles } from './workspace-files.ts';

const SETTLE_MS = 80;
const folders = ['processes', 'rules', 'scenarios'];

export interface ChangedFile {
  readonly path: string;
  readonly stamp: string | null;
}

export class FileWatch {
  readonly #files: WorkspaceFiles;
  readonly #tell: (files: ChangedFile[]) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #known: ReadonlyMap<string, string>;
  #settling: NodeJS.Timeout | null = null;

  constructor(files: WorkspaceFiles, tell: (files: ChangedFile[]) => void) {
    this.#files = files;
    this.#tell = tell;
    this.#known = this.#stamps();
    this.#watch();
  }

  /** Looks now, and tells what changed: after a change of one's own. */
  look(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = null;
    const now = this.#stamps();
    const changed: ChangedFile[] = [];
    for (const [path, stamp] of now) if (this.#known.get(path) !== stamp) changed.push({ path, stamp });
    for (const path of this.#known.keys()) if (!now.has(path)) changed.push({ path, stamp: null });
    this.#known = now;
    this.#watch();
    if (changed.length > 0) this.#tell(changed);
  }

  close(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #stamps(): Map<string, string> {
    return new Map(this.#files.list().files.map(({ path, stamp }) => [path, stamp]));
  }

  /** The workspace itself for settings and new folders, and each folder that is there with all below it. */
  #watch(): void {
    this.#watchOne(this.#files.dir, false);
    for (const folder of folders) this.#watchOne(join(this.#files.dir, folder), true);
  }

  #watchOne(dir: string, recursive: boolean): void {
    if (this.#watchers.has(dir) || !existsSync(dir)) return;
    try {
      const watcher = watch(dir, { recursive, persistent: false }, () => this.#settle());
      watcher.on('error', () => this.#drop(dir));
      this.#watchers.set(dir, watcher);
    } catch (error) {
      // No watches left, or the folder went away: files are looked at when the window changes something itself.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  #drop(dir: string): void {
    this.#watchers.get(dir)?.close();
    this.#watchers.delete(dir);
    this.#settle();
  }

  #settle(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.look(), SETTLE_MS);
    this.#settling.unref();
  }
}
