/** Why the first attempt that a forked or restored job shows is not its number 1. */
import type { EffectView, JobDocument } from '../../engine/protocol/window-views.ts';
import { shortId } from '../jobs/job-ids.ts';

type Try = Pick<EffectView, 'instance' | 'attempt'>;

/** Null: nothing asks for an explanation. Which attempts were made where is not said: a crash can skip numbers, too. */
export function earlierAttempts(origin: JobDocument['origin'], effects: readonly Try[]): string | null {
  if (origin === null) return null;
  const tries = [...Map.groupBy(effects, ({ instance }) => instance).values()];
  if (!tries.some((each) => each.every(({ attempt }) => attempt > 1))) return null;
  const { how, job, seq } = origin;
  return `What was under way at checkpoint ${seq} of ${shortId(job)}, where this job was ${how === 'fork' ? 'forked' : 'restored'}, goes on counting its attempts here.`;
}
