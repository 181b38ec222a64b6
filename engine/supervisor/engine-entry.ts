/** Where an engine process begins, and what runs it. */
import { fileURLToPath } from 'node:url';

export interface EngineEntry {
  /** Program file of the engine process. */
  readonly file: string;
  /** The Node that runs it. */
  readonly execPath: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Beside the bundle when this code is bundled; among the sources otherwise, which Node reads as they are. */
export function engineEntry(here: string = import.meta.url): EngineEntry {
  const place = here.endsWith('.ts') ? '../runtime/engine-process.ts' : './engine-process.js';
  const entry = { file: fileURLToPath(new URL(place, here)), execPath: process.execPath };
  // Electron's program is Node when it is told so.
  return 'electron' in process.versions ? { ...entry, env: { ELECTRON_RUN_AS_NODE: '1' } } : entry;
}
