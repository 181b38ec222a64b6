/** The interposed library, built by this machine's C compiler when it is wanted, and an engine that runs under it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEntry } from '../../../engine/supervisor/engine-entry.ts';
import { engineProgram } from '../engine-program.ts';
import { operationsIn, type Operation } from './journal.ts';

/** What happens at an operation: the process dies before, after or in the middle of it, or it fails. */
export type Mode = 'before' | 'after' | 'torn' | 'full' | 'broken';

export interface Orders {
  /** Counted from 1, in each process anew. */
  readonly operation: number;
  readonly mode: Mode;
  /** `full` and `broken`: how many operations fail, from this one on. */
  readonly failing?: number;
}

export class Interposer {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** The library, or why there is none here. */
  static build(): Interposer | string {
    if (process.platform !== 'linux') return `this system (${process.platform}) is not Linux`;
    const compiler = process.env['CC'] ?? 'cc';
    const dir = mkdtempSync(join(tmpdir(), 'cairn-interposer-'));
    const source = join(import.meta.dirname, 'interposer.c');
    const words = ['-shared', '-fPIC', '-O2', '-o', join(dir, 'interposer.so'), source, '-ldl', '-lpthread'];
    const { error, status, stderr } = spawnSync(compiler, words, { encoding: 'utf8' });
    if (error === undefined && status === 0) return new Interposer(dir);
    rmSync(dir, { recursive: true, force: true });
    return error === undefined
      ? `${compiler} cannot build the interposed library: ${stderr}`
      : `there is no C compiler (${compiler}: ${error.message})`;
  }

  /** Orders for the engines of one run, in their order; those after them have none. */
  orders(orders: readonly Orders[], keepsBytes = false): OrderBook {
    return new OrderBook(join(this.#dir, 'interposer.so'), orders, keepsBytes);
  }

  /** For an engine that nobody kills: what a kill would leave at each moment goes to the folder. */
  images(folder: string): OrderBook {
    return new OrderBook(join(this.#dir, 'interposer.so'), [], true, folder);
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

export class OrderBook {
  readonly entry: EngineEntry;
  readonly #dir = mkdtempSync(join(tmpdir(), 'cairn-orders-'));

  constructor(library: string, orders: readonly Orders[], keepsBytes: boolean, images: string | null = null) {
    for (const [number, { operation, mode, failing = 0 }] of orders.entries()) {
      writeFileSync(join(this.#dir, `orders-${number}`), `${operation} ${mode} ${failing}\n`);
    }
    const { file, execPath, env = {} } = engineProgram();
    const wrapper = join(this.#dir, 'node');
    const settings = [
      `CAIRN_ORDERS='${this.#dir}'`,
      `LD_PRELOAD='${library}'`,
      ...(keepsBytes ? ['CAIRN_KEEPS_BYTES=1'] : []),
      ...(images === null ? [] : [`CAIRN_IMAGES='${images}'`]),
    ];
    writeFileSync(wrapper, `#!/bin/sh\nexport ${settings.join(' ')}\nexec '${execPath}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    this.entry = { file, execPath: wrapper, env };
  }

  /** What the engine of this number did to the store's files. */
  operations(engine: number): Operation[] {
    const file = join(this.#dir, `journal-${engine}`);
    return existsSync(file) ? operationsIn(readFileSync(file)) : [];
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
