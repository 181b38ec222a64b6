/**
 * What one more death would set aside (checkpoint-semantics, section 5). Whoever kills engine after engine from outside
 * spares such an engine: how far each gets is chance, and set aside is no other end of the same story, it is none.
 */
import type { Death } from './death.ts';
import type { StoreFolder } from './store-folder.ts';
import { readTale, type Tale } from './tale.ts';

/** Of three deaths that set an activity instance aside, those that leave it one more. */
const DEATHS = 2;

/** More than the engine blames: all that was begun and is not saved, whether or not it had ended. */
export function wouldBeSetAside(deaths: readonly Death[], folder: StoreFolder): boolean {
  const blamed = [...blamedOf(deaths)].filter(([, times]) => times >= DEATHS);
  if (blamed.length === 0) return false;
  const saved = new Set(savedIn(folder.read(readTale)));
  return blamed.some(([work]) => !saved.has(work));
}

function blamedOf(deaths: readonly Death[]): Map<string, number> {
  const blamed = new Map<string, number>();
  for (const { recordings, tale } of deaths) {
    const saved = new Set(savedIn(tale));
    const begun = recordings.flatMap((line) => (line.e === 'work-began' ? [`${line.job} ${line.instance}`] : []));
    for (const work of new Set(begun)) if (!saved.has(work)) blamed.set(work, (blamed.get(work) ?? 0) + 1);
  }
  return blamed;
}

function savedIn(tale: Tale): string[] {
  return tale.jobs.flatMap(({ row, executions }) =>
    executions.filter(({ outcome }) => outcome === 'completed').map(({ instance }) => `${row.id} ${instance}`),
  );
}
