/**
 * Crash points still armed. A point kills one engine and is spent; what is left is armed in the next one, or the job
 * would die at the same place for ever.
 */
import type { CrashPoint } from '../protocol/engine-link.ts';
import type { Recording } from '../protocol/recording.ts';

export interface Spent {
  /** What killed the engine; null when nothing was armed. */
  readonly fired: CrashPoint | null;
  readonly left: CrashPoint[];
}

/**
 * Which of the `armed` points killed the engine that left these recordings. One that could not say so (the line was
 * lost) spends the first.
 */
export function spend(armed: readonly CrashPoint[], recordings: Iterable<Recording>): Spent {
  let fired = armed[0];
  for (const line of recordings) {
    if (line.e !== 'crash-point') continue;
    fired =
      armed.find((it) => it.element === line.element && it.point === line.point && it.visit === line.visit) ?? fired;
  }
  return { fired: fired ?? null, left: armed.filter((point) => point !== fired) };
}
