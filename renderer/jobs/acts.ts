/** Acts on jobs, with what went wrong told to the person who acted. */
import type { CallResult, WindowClient, WindowRequest } from '../../engine/protocol/window-link.ts';
import { tellProblem } from '../workbench/notice.ts';
import { isGone, reasonIn } from './failure-text.ts';

/** The accepted answer; null: it was refused, and the person has been told. */
export async function act(
  client: WindowClient,
  request: WindowRequest,
  /** What was to be done, for the message: `The task could not be completed`. */
  failed: string,
): Promise<Extract<CallResult<'jobs.act'>, { ok: true }> | null> {
  try {
    const answer = await client.call('jobs.act', { request });
    if (answer.ok) return answer;
    tellProblem({ title: failed, reason: answer.message });
  } catch (failure) {
    if (!isGone(failure)) tellProblem({ title: failed, reason: reasonIn(failure) });
    else tellProblem({ title: failed, reason: 'The connection was lost before the answer came.' });
  }
  return null;
}
