/** An engine that died, and what was left of it: its own recordings, and the store before anybody recovers it. */
import type { Recording } from '../../engine/protocol/recording.ts';
import type { Crash } from '../../engine/supervisor/engine-handle.ts';
import { readRecordings, recorderFiles } from '../../engine/supervisor/recorder-reader.ts';
import type { StoreFolder } from './store-folder.ts';
import { readTale, type Tale } from './tale.ts';

export interface Death {
  readonly crash: Crash;
  /** Name of its recorder file; null: it died before it had one. */
  readonly recorder: string | null;
  readonly recordings: readonly Recording[];
  /** The store as it was at the death. */
  readonly tale: Tale;
  /** Highest sequence number that it said was durable, by job. */
  readonly said: ReadonlyMap<string, number>;
}

/** To be called before the next engine starts. `before`: recorder file of the engine before it. */
export function deathOf(folder: StoreFolder, crash: Crash, before: string, said: ReadonlyMap<string, number>): Death {
  const latest = recorderFiles(folder.dir).at(-1) ?? '';
  const recorder = latest > before ? latest : null;
  return {
    crash,
    recorder,
    recordings: recorder === null ? [] : [...readRecordings(folder.dir, recorder)],
    tale: folder.read(readTale),
    said,
  };
}
