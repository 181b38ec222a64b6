/**
 * The files of a workspace that a window may see and change: processes, rules, scenarios, settings. Nothing outside is
 * reached, not by `..`, not by a link, not by a hidden folder.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Dirent,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { NotText, textOfBytes } from '../../model/file-text.ts';
import { asUtf8 } from '../../model/original-text.ts';
import type { FileKind, FileView, WriteAnswer } from '../../protocol/window-views.ts';
import { instantOf } from '../plain.ts';
import { CallFailed, fileFailure } from './call-failed.ts';

interface Kind {
  readonly kind: FileKind;
  readonly folder: string;
  readonly ending: string;
}

const kinds: readonly Kind[] = [
  { kind: 'process', folder: 'processes', ending: '.bpmn' },
  { kind: 'rules', folder: 'rules', ending: '.dmn' },
  { kind: 'scenario', folder: 'scenarios', ending: '.json' },
];
const settingsFile = 'cairn.json';
const mostFiles = 5_000;
const mostBytes = 64 * 1024 * 1024;
export const deepest = 8;

/** What no name may have on some system. */
const strangeSigns = /[\\:*?"<>|\p{Cc}]/u;

/** The kind of file that a path names. @throws CallFailed when it names none that a window may reach. */
export function kindOf(path: string): FileKind {
  if (path === settingsFile) return 'settings';
  const parts = path.split('/');
  const found = kinds.find(({ folder, ending }) => parts[0] === folder && path.toLowerCase().endsWith(ending));
  const strange = parts.some((part) => part === '' || part.startsWith('.') || strangeSigns.test(part));
  if (found === undefined || parts.length < 2 || parts.length > deepest || strange) {
    throw new CallFailed(
      'bad-request',
      `${path}: is no file of the workspace; there are processes/*.bpmn, rules/*.dmn, scenarios/*.json and cairn.json`,
    );
  }
  return found.kind;
}

/** What a folder holds; nothing where it is not there, or not for us. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

const hasEnding = ({ name }: Dirent, ending: string): boolean => name.toLowerCase().endsWith(ending);

/** Whether a folder can be written; of one that is not there yet, the folder that it would be made in. */
export function canWrite(dir: string): boolean {
  if (!existsSync(dir) && dirname(dir) !== dir) return canWrite(dirname(dir));
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

export class WorkspaceFiles {
  readonly dir: string;
  /** Stamps by path, as long as size, time and inode stay the same. */
  readonly #stamps = new Map<string, { readonly look: string; readonly stamp: string }>();

  constructor(dir: string) {
    this.dir = dir;
  }

  get writable(): boolean {
    return canWrite(this.dir);
  }

  /** By path. */
  list(): { files: FileView[]; more: boolean } {
    const paths = [...(existsSync(join(this.dir, settingsFile)) ? [settingsFile] : [])];
    for (const { folder, ending } of kinds) paths.push(...this.#below(folder, ending, 1));
    const files = paths
      .toSorted()
      .slice(0, mostFiles)
      .flatMap((path) => this.#view(path) ?? []);
    return { files, more: paths.length > mostFiles };
  }

  /**
   * Diagrams and decisions that lie elsewhere in the folder, at its top or one folder deep: whoever misses one in the list
   * finds it here. By path, so many at the most.
   */
  elsewhere(most = 20): string[] {
    const endings = kinds.filter(({ kind }) => kind !== 'scenario');
    const read: readonly string[] = kinds.map(({ folder }) => folder);
    const within = (folder: string): { files: string[]; folders: string[] } => {
      const entries = entriesOf(join(this.dir, folder)).filter(({ name }) => !name.startsWith('.'));
      const files = entries.filter((entry) => entry.isFile() && endings.some(({ ending }) => hasEnding(entry, ending)));
      const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
      return {
        files: files.map(({ name }) => (folder === '' ? name : `${folder}/${name}`)),
        folders: folders.map(({ name }) => name),
      };
    };
    const top = within('');
    const deeper = top.folders.filter((folder) => !read.includes(folder)).flatMap((folder) => within(folder).files);
    const strays = kinds.flatMap(({ folder, ending }) =>
      within(folder).files.filter((path) => !path.toLowerCase().endsWith(ending) || strangeSigns.test(path)),
    );
    return [...top.files, ...deeper, ...strays].toSorted().slice(0, most);
  }

  #below(folder: string, ending: string, depth: number): string[] {
    return entriesOf(join(this.dir, folder)).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.name.startsWith('.')) return [];
      if (entry.isDirectory()) return depth < deepest - 1 ? this.#below(path, ending, depth + 1) : [];
      return hasEnding(entry, ending) ? [path] : [];
    });
  }

  #view(path: string): FileView | null {
    try {
      const file = this.#place(path);
      const { size, mtimeMs } = statSync(file);
      return {
        path,
        kind: kindOf(path),
        bytes: size,
        stamp: this.#stampOf(path, file),
        modifiedAt: instantOf(mtimeMs),
      };
    } catch (error) {
      if (error instanceof CallFailed || (error instanceof Error && 'code' in error)) return null; // gone meanwhile, a link that leads away
      throw error;
    }
  }

  /** @throws CallFailed */
  read(path: string): { path: string; text: string; stamp: string } {
    kindOf(path);
    const bytes = this.#bytes(path);
    try {
      return { path, text: textOfBytes(bytes), stamp: stampOf(bytes) };
    } catch (error) {
      if (error instanceof NotText) throw new CallFailed('bad-request', `${path}: ${error.message}`);
      throw error;
    }
  }

  /** What is there now; null: nothing. */
  stamp(path: string): string | null {
    try {
      return this.#stampOf(path, this.#place(path));
    } catch (error) {
      if (error instanceof CallFailed || (error instanceof Error && 'code' in error)) return null;
      throw error;
    }
  }

  /** Writes over what `base` names, and over nothing else. */
  write(path: string, text: string, base: string | null, overwrite: boolean): WriteAnswer {
    kindOf(path);
    const there = this.stamp(path);
    const bytes = bytesOf(path, text);
    if (!overwrite && there !== base && there !== stampOf(bytes)) {
      if (there === null) return { ok: false, conflict: 'removed-on-disk', text: null, stamp: null };
      return { ok: false, conflict: 'changed-on-disk', text: this.read(path).text, stamp: there };
    }
    // What was not edited stays in the encoding that it has.
    if (there !== null && this.#says(path, bytes)) return { ok: true, stamp: there };
    this.#put(path, bytes);
    return { ok: true, stamp: stampOf(bytes) };
  }

  #says(path: string, bytes: Uint8Array): boolean {
    try {
      return bytesOf(path, textOfBytes(this.#bytes(path))).equals(bytes);
    } catch (error) {
      if (error instanceof NotText || error instanceof CallFailed) return false;
      throw error;
    }
  }

  create(path: string, text: string): { path: string; stamp: string } {
    const bytes = bytesOf(path, text);
    const file = this.#place(path);
    this.#makeFolderOf(path, file);
    try {
      writeFileSync(file, bytes, { flag: 'wx' });
    } catch (error) {
      throw fileFailure(path, error);
    }
    return { path, stamp: stampOf(bytes) };
  }

  rename(path: string, to: string): { path: string; stamp: string } {
    if (kindOf(path) !== kindOf(to)) throw new CallFailed('bad-request', `${to}: is another kind of file than ${path}`);
    const from = this.#place(path);
    const target = this.#place(to);
    this.#makeFolderOf(to, target);
    try {
      if (existsSync(target)) throw new CallFailed('exists', `${to}: is there already`);
      renameSync(from, target);
    } catch (error) {
      if (error instanceof CallFailed) throw error;
      throw fileFailure(path, error);
    }
    return { path: to, stamp: stampOf(readFileSync(target)) };
  }

  delete(path: string): void {
    kindOf(path);
    try {
      rmSync(this.#place(path));
    } catch (error) {
      throw fileFailure(path, error);
    }
  }

  #bytes(path: string): Buffer {
    try {
      const file = this.#place(path);
      const { size } = statSync(file);
      if (size > mostBytes) throw new CallFailed('too-large', `${path}: has ${size} bytes; ${mostBytes} are read`);
      return readFileSync(file);
    } catch (error) {
      if (error instanceof CallFailed) throw error;
      if (isForbidden(error)) throw new CallFailed('read-only', `${path}: may not be read`);
      throw fileFailure(path, error);
    }
  }

  /** Whole or not at all: into a file beside it first, which may not have what the one before forbids. */
  #put(path: string, bytes: Buffer): void {
    const file = this.#place(path);
    const beside = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`);
    this.#makeFolderOf(path, file);
    try {
      const mode = modeOf(file);
      writeFileSync(beside, bytes, { flag: 'wx' });
      if (mode !== null) chmodSync(beside, mode);
      renameSync(beside, file);
    } catch (error) {
      throw fileFailure(path, error);
    } finally {
      rmSync(beside, { force: true });
    }
  }

  #makeFolderOf(path: string, file: string): void {
    const folder = dirname(file);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      const isInTheWay =
        error instanceof Error && 'code' in error && ['EEXIST', 'ENOTDIR'].includes(String(error.code));
      if (!isInTheWay) throw fileFailure(path, error);
      throw new CallFailed('bad-request', `${path}: ${relative(this.dir, folder).replaceAll(sep, '/')} is no folder`);
    }
  }

  /** Where a path really leads. @throws CallFailed when that is outside, or no file. */
  #place(path: string): string {
    kindOf(path);
    const file = join(this.dir, ...path.split('/'));
    let existing = file;
    while (!existsSync(existing) && existing !== this.dir) existing = dirname(existing);
    try {
      const real = realpathSync(existing);
      const root = realpathSync(this.dir);
      if (real !== root && !real.startsWith(root + sep)) {
        throw new CallFailed('bad-request', `${path}: leads out of the workspace`);
      }
      // A pipe would be waited for, and nobody writes into it.
      if (existing === file && !statSync(real).isFile()) throw new CallFailed('bad-request', `${path}: is no file`);
      return join(real, relative(existing, file));
    } catch (error) {
      if (error instanceof CallFailed) throw error;
      throw fileFailure(path, error);
    }
  }

  #stampOf(path: string, file: string): string {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    const look = `${ino} ${size} ${mtimeNs}`;
    const known = this.#stamps.get(path);
    if (known?.look === look) return known.stamp;
    // One that is not read is known by its look.
    const stamp = stampOf(size > mostBytes ? Buffer.from(look) : bytesIfAllowed(file, look));
    this.#stamps.set(path, { look, stamp });
    return stamp;
  }
}

const isForbidden = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');

/** What it holds; where that may not be read, what stands for it. */
function bytesIfAllowed(file: string, instead: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isForbidden(error)) return Buffer.from(instead);
    throw error;
  }
}

/** Its permissions; null: there is none. @throws Error when it may not be written. */
function modeOf(file: string): number | null {
  if (!existsSync(file)) return null;
  accessSync(file, constants.W_OK);
  return statSync(file).mode & 0o777;
}

/** In UTF-8, and declared so. @throws CallFailed when it is no path of a file that may be written. */
function bytesOf(path: string, text: string): Buffer {
  const kind = kindOf(path);
  return Buffer.from(kind === 'process' || kind === 'rules' ? asUtf8(text) : text);
}

function stampOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
