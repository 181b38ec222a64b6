import type { EngineView } from '../../engine/protocol/window-views.ts';

/** Why no savepoint can be taken; null: one can, or nobody knows yet. */
export function nothingToSave(engine: Pick<EngineView, 'counts'> | null): string | null {
  if (engine === null || (engine.counts.active ?? 0) + (engine.counts.passive ?? 0) > 0) return null;
  return 'No job is running: there is nothing to save';
}
