/**
 * What kills would leave, without killing: one engine runs to its end, and at each operation on the store's files the interposed
 * library copies the store's folder, before it, after it and in the middle of it. A killed process leaves just that: all that
 * it wrote, and nothing of its memory. So one process stands for all the points of a run.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashRun } from '../crash-run.ts';
import { deathOf, type Death } from '../death.ts';
import { StoreFolder } from '../store-folder.ts';
import type { Interposer, Orders } from './interposer.ts';
import type { Operation } from './journal.ts';

export class Images {
  readonly operations: readonly Operation[];
  readonly #dir: string;
  readonly #workspace: string;

  private constructor(dir: string, workspace: string, operations: readonly Operation[]) {
    this.#dir = dir;
    this.#workspace = workspace;
    this.operations = operations;
  }

  /** Of an engine that takes up the folder and runs until nothing is left to do. */
  static async of(folder: StoreFolder, workspace: string, interposer: Interposer): Promise<Images> {
    const dir = mkdtempSync(join(tmpdir(), 'cairn-images-'));
    const book = interposer.images(dir);
    try {
      const { rested, end } = await crashRun(folder, { entry: book.entry });
      if (!rested || end.kind !== 'stopped') throw new Error(`it was to be copied, and ended: ${JSON.stringify(end)}`);
      return new Images(dir, workspace, book.operations(0));
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      throw error;
    } finally {
      book.remove();
    }
  }

  /** A copy of what the kill leaves; `dir`: in the place of what is there. */
  at({ operation, mode }: Orders, dir?: string): StoreFolder {
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
    const copy = new StoreFolder(this.#workspace, dir);
    cpSync(join(this.#dir, `${operation}-${mode}`), copy.dir, { recursive: true });
    mkdirSync(join(copy.dir, 'recorder'), { recursive: true });
    return copy;
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

/** The death whose image the folder is. `before`: recorder file of the engine before it. */
export function deathIn(folder: StoreFolder, before: string): Death {
  const crash = {
    pid: null,
    code: null,
    signal: 'SIGKILL',
    output: '',
    crashPoint: null,
    inARow: 1,
    recorder: null,
    pulled: true,
  } as const;
  return deathOf(folder, crash, before, new Map());
}
