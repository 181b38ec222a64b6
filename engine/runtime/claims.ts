/**
 * Savepoints that belong to the store since a job was restored from them in claim mode: deleted after that job's first
 * own savepoint is recorded. Whatever an engine left undone, the next one does at its start.
 */
import { discardSavepoint } from '../savepoints/places.ts';
import type { Engine } from './engine.ts';

/** Deletes what the job's restore claimed; of every job where none is named. */
export async function releaseClaims(engine: Engine, job?: string): Promise<void> {
  const { store } = engine.parts;
  const claimed = store
    .restores(job === undefined ? {} : { job }, Number.MAX_SAFE_INTEGER)
    .filter(({ mode }) => mode === 'claim');
  for (const row of claimed) {
    if (store.savepoints({ job: row.job }, 1).length === 0) continue;
    // What cannot be deleted now stays claimed, and keeps nobody from anything.
    if (!(await discardSavepoint(row.path, row.source.replace(/^savepoint:/, '')))) continue;
    await engine.units.commitRows({ records: { restores: [{ ...row, mode: 'deleted' }] } });
  }
}
