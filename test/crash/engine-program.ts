/** The engine as it ships: the bundle, which was built before the tests. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEntry } from '../../engine/supervisor/engine-entry.ts';

export function engineProgram(): EngineEntry {
  const file = join(import.meta.dirname, '../../out/engine-process.js');
  if (!existsSync(file)) throw new Error(`${file} is missing: it is built before the tests`);
  return { file, execPath: process.execPath };
}
