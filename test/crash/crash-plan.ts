/** Every moment of an undisturbed run at which an armed crash point must fire. */
import { crashPointName, type CrashPoint, type CrashPointName } from '../../engine/protocol/engine-link.ts';
import type { Tale } from './tale.ts';

/** In the order of their numbers. */
export const pointNames: readonly CrashPointName[] = crashPointName.options;

/** Each element as often as the whole tree of jobs executed it: points count the visits of their process. */
export function everyPoint(undisturbed: Tale, point: CrashPointName): CrashPoint[] {
  const executions = undisturbed.jobs.flatMap((job) => job.executions);
  const reached = executions.filter(({ outcome }) => point === 'before-task' || outcome === 'completed');
  return [...Map.groupBy(reached, ({ element }) => element)].flatMap(([element, visits]) =>
    visits.map((_, index) => ({ element, point, visit: index + 1 })),
  );
}

export function labelOf({ element, point, visit }: CrashPoint): string {
  return `${element}:${point}:${visit}`;
}
