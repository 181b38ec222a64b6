/** An engine program made of the project's sources, changed here and there: for bugs that a test plants. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { EngineEntry } from '../../engine/supervisor/engine-entry.ts';
import type { Edit } from './plant.ts';

const root = join(import.meta.dirname, '../..');

export class PatchedEngine {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async of(edits: readonly Edit[]): Promise<PatchedEngine> {
    const dir = mkdtempSync(join(tmpdir(), 'cairn-planted-'));
    const engine = new PatchedEngine(dir);
    try {
      for (const name of ['engine', 'package.json']) cpSync(join(root, name), join(dir, name), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'dir');
      for (const edit of edits) engine.#apply(edit);
      await engine.#build();
      return engine;
    } catch (error) {
      engine.remove();
      throw error;
    }
  }

  #apply({ file, from, to }: Edit): void {
    const path = join(this.#dir, 'engine', file);
    const parts = readFileSync(path, 'utf8').split(from);
    if (parts.length !== 2)
      throw new Error(`the plant does not fit engine/${file} any more: found ${parts.length - 1} times: ${from}`);
    writeFileSync(path, parts.join(to));
  }

  /** As build/bundle.ts does it, and only what an engine process needs. */
  async #build(): Promise<void> {
    await build({
      absWorkingDir: this.#dir,
      entryPoints: {
        'engine-process': 'engine/runtime/engine-process.ts',
        'sandbox-worker': 'engine/expressions/sandbox-worker.ts',
        'writer-thread': 'engine/store/writer-thread.ts',
      },
      external: ['better-sqlite3', 'quickjs-emscripten', 'quickjs-emscripten-core', '@jitl/*'],
      outdir: 'out',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      logLevel: 'error',
    });
  }

  get entry(): EngineEntry {
    return { file: join(this.#dir, 'out/engine-process.js'), execPath: process.execPath };
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
