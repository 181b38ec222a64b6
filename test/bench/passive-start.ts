/** Opens a store and starts an engine on it: `node --expose-gc passive-start.ts FOLDER` prints how long that took and its memory. */
import { LocalEngine, DURABILITY } from './local-engine.ts';
import { openStore } from '../../engine/store/sqlite-store.ts';

/** What is printed, as JSON. */
export interface Started {
  readonly ms: number;
  /** Resident, bytes. */
  readonly memory: number;
}

if (process.argv[1] === import.meta.filename) {
  const [folder = ''] = process.argv.slice(2);
  const began = performance.now();
  const engine = await LocalEngine.start(folder, openStore(folder, { durability: DURABILITY }));
  const ms = performance.now() - began;
  globalThis.gc?.();
  const started: Started = { ms, memory: process.memoryUsage.rss() };
  process.stdout.write(JSON.stringify(started));
  await engine.stop();
}
