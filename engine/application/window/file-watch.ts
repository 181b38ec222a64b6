/**
 * Tells which files of a workspace changed, whoever changed them: looks again when the system says that something did.
 * Each folder has a watch of its own: Node's recursive one looks, on Linux, at the files that it found, and no longer
 * hears of one once another file was renamed over it, as every save does.
 */
import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { deepest, type WorkspaceFiles } from './workspace-files.ts';

const SETTLE_MS = 80;
const folders = ['processes', 'rules', 'scenarios'];

export interface ChangedFile {
  readonly path: string;
  readonly stamp: string | null;
}

export class FileWatch {
  readonly #files: WorkspaceFiles;
  readonly #tell: (files: ChangedFile[]) => void;
  /** By folder; a folder that was made anew is another one. */
  readonly #watchers = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();
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
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #stamps(): Map<string, string> {
    return new Map(this.#files.list().files.map(({ path, stamp }) => [path, stamp]));
  }

  /** The workspace itself for settings and new folders, and each folder that is there with all below it. */
  #watch(): void {
    const wanted = [
      this.#files.dir,
      ...folders.flatMap((folder) => foldersFrom(join(this.#files.dir, folder), deepest)),
    ];
    for (const dir of this.#watchers.keys()) if (!wanted.includes(dir)) this.#close(dir);
    for (const dir of wanted) this.#watchOne(dir);
  }

  #watchOne(dir: string): void {
    try {
      const inode = statSync(dir).ino;
      if (this.#watchers.get(dir)?.inode === inode) return;
      this.#close(dir);
      const watcher = watch(dir, { persistent: false }, () => this.#settle());
      watcher.on('error', () => {
        this.#close(dir);
        this.#settle();
      });
      this.#watchers.set(dir, { inode, watcher });
    } catch (error) {
      // No watches left, or the folder went away: files are looked at when the window changes something itself.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  #close(dir: string): void {
    this.#watchers.get(dir)?.watcher.close();
    this.#watchers.delete(dir);
  }

  #settle(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.look(), SETTLE_MS);
    this.#settling.unref();
  }
}

/** A folder and those below it that can hold files of the workspace; none where it is not there. */
function foldersFrom(dir: string, levels: number): string[] {
  try {
    const below = readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && levels > 1)
      .flatMap((entry) => foldersFrom(join(dir, entry.name), levels - 1));
    return [dir, ...below];
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []; // not there, or not for us
    throw error;
  }
}
