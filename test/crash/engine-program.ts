/** The engine as it ships: the bundle, which was built before the tests. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineEntry } from '../../engine/supervisor/engine-entry.ts';

export function engineProgram(): EngineEntry {
  const file = join(import.meta.dirname, '../../out/engine-process.js');
  if (!existsSync(file)) throw new Error(`${file} is missing: it is built before the tests`);
  // As under `cairn`, which gives its engines this: some hundred of them start in a minute here.
  return { file, execPath: process.execPath, env: { NODE_COMPILE_CACHE: join(dirname(file), 'compile-cache') } };
}
