/**
 * What a disk holds of a folder of files: of a file what was written before its latest sync, of a folder the names that it had
 * at its latest sync. Everything else is gone with the power.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from './journal.ts';

interface DiskFile {
  readonly kind: 'file';
  bytes: Buffer;
  pending: Operation[];
}

interface DiskFolder {
  readonly kind: 'folder';
  /** As its processes see it. */
  readonly names: Map<string, DiskNode>;
  /** As the disk has it. */
  durable: Map<string, DiskNode>;
}

type DiskNode = DiskFile | DiskFolder;

export class DiskTree {
  readonly #root: DiskFolder;

  private constructor(root: DiskFolder) {
    this.#root = root;
  }

  /** All that is there is on the disk. */
  static of(dir: string): DiskTree {
    return new DiskTree(existsSync(dir) ? readFolder(dir) : folderOf(new Map()));
  }

  /** Paths begin with the folder's own name, which is taken for durable. */
  apply(operation: Operation): void {
    const { kind, name } = operation;
    if (kind === 'rename') {
      const [from = '', to = ''] = name.split('>');
      const moved = this.#take(from);
      if (moved !== undefined) this.#folderAround(to).names.set(lastOf(to), moved);
    } else if (kind === 'unlink') this.#take(name);
    else if (kind === 'mkdir') this.#folderAround(`${name}/`);
    else if (kind === 'sync') this.#sync(name);
    else this.#file(name).pending.push(operation);
  }

  /** In the place of what is there. */
  writeTo(dir: string): void {
    rmSync(dir, { recursive: true, force: true });
    writeFolder(this.#root, dir);
  }

  #sync(path: string): void {
    const node = path.includes('/') ? this.#folderAround(path).names.get(lastOf(path)) : this.#root;
    if (node?.kind === 'file') {
      for (const operation of node.pending) node.bytes = applied(node.bytes, operation);
      node.pending = [];
    } else if (node !== undefined) node.durable = new Map(node.names);
  }

  #take(path: string): DiskNode | undefined {
    const { names } = this.#folderAround(path);
    const node = names.get(lastOf(path));
    names.delete(lastOf(path));
    return node;
  }

  /** The file; made, where it is written to for the first time. */
  #file(path: string): DiskFile {
    const { names } = this.#folderAround(path);
    const known = names.get(lastOf(path));
    if (known?.kind === 'file') return known;
    const made: DiskFile = { kind: 'file', bytes: Buffer.alloc(0), pending: [] };
    names.set(lastOf(path), made);
    return made;
  }

  /** Folders are there as soon as they are made, or something is done in them. */
  #folderAround(path: string): DiskFolder {
    let folder = this.#root;
    for (const name of path.split('/').slice(1, -1)) {
      const known = folder.names.get(name);
      const next = known?.kind === 'folder' ? known : folderOf(new Map());
      folder.names.set(name, next);
      folder = next;
    }
    return folder;
  }
}

/** What an operation makes of a file. */
export function applied(file: Buffer, { kind, offset, bytes }: Operation): Buffer {
  if (kind === 'truncate')
    return Buffer.concat([file.subarray(0, offset), Buffer.alloc(Math.max(0, offset - file.length))]);
  if (kind === 'unlink') return Buffer.alloc(0);
  if (bytes === null) return file;
  const end = offset + bytes.length;
  const grown = end > file.length ? Buffer.concat([file, Buffer.alloc(end - file.length)]) : Buffer.from(file);
  bytes.copy(grown, offset);
  return grown;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(names: Map<string, DiskNode>): DiskFolder {
  return { kind: 'folder', names, durable: new Map(names) };
}

function readFolder(dir: string): DiskFolder {
  return folderOf(
    new Map(
      readdirSync(dir, { withFileTypes: true }).map((entry): [string, DiskNode] => {
        const path = join(dir, entry.name);
        return [
          entry.name,
          entry.isDirectory() ? readFolder(path) : { kind: 'file', bytes: readFileSync(path), pending: [] },
        ];
      }),
    ),
  );
}

function writeFolder({ durable }: DiskFolder, dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, node] of durable) {
    if (node.kind === 'folder') writeFolder(node, join(dir, name));
    else writeFileSync(join(dir, name), node.bytes);
  }
}
