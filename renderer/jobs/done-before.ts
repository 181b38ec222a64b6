/** What was done before a job was forked or restored, by the jobs that it comes from. */
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { CallFailed } from '../bridge/call-failed.ts';
import { isGone } from './failure-text.ts';

type Origin = NonNullable<JobDocument['origin']>;

/** As far as those jobs are still there; oldest first. `doneAt` asks what one of them had done by then, all told. */
export async function doneBefore<Done extends readonly unknown[]>(
  origin: Origin | null,
  doneAt: (origin: Origin) => Promise<Done>,
): Promise<Done | []> {
  if (origin === null) return [];
  try {
    return await doneAt(origin);
  } catch (failure) {
    // The original may be gone, or of another store; a lost connection is the same for both, and asked again.
    if (!(failure instanceof CallFailed) || isGone(failure)) throw failure;
    return [];
  }
}
