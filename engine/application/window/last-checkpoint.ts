/** The latest checkpoint of a store, for the status bar. */
import type { EngineView } from '../../protocol/window-views.ts';
import type { StoreReader } from '../../store/store.ts';
import { instantOf } from '../plain.ts';

/**
 * In order of the commits: what a job says of itself tells nothing, for one that was only taken up has made none since, and
 * a scenario's clock may be months away. Without history nobody knows the order, and it is that of the job that moved last.
 */
export function lastCheckpointOf(reader: StoreReader, moved: string): EngineView['lastCheckpoint'] {
  const committed = reader.latestCommitted(1);
  const job = committed === null ? moved : committed[0]?.job;
  const row = committed === null ? reader.latestCheckpoint(moved) : committed[0]?.checkpoint;
  if (job === undefined || row === null || row === undefined) return null;
  const { seq, at, micros, bytes } = row;
  return { job, seq, at: instantOf(at), micros, bytes };
}
