/** Acts on jobs, with what went wrong told to the person who acted. */
import type { CallResult, WindowRequest } from '../../engine/protocol/window-calls.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { CallFailed } from '../bridge/call-failed.ts';
import { problemIsOver, tellProblem } from '../workbench/notice.ts';
import { isGone, reasonIn } from './failure-text.ts';

type Accepted = Extract<CallResult<'jobs.act'>, { ok: true }>;

/** The accepted answer; null: it was refused, and the person has been told. */
export async function act(
  client: WindowClient,
  request: WindowRequest,
  /** What was to be done, for the message: `The task could not be completed`. */
  failed: string,
): Promise<Accepted | null> {
  const tried = await attempt(client, request);
  if (tried.ok) {
    problemIsOver(failed);
    return tried.answer;
  }
  tellProblem({ title: failed, reason: tried.reason, ...(tried.dead ? { cause: 'engine-dead' } : {}) });
  return null;
}

type Tried =
  | { readonly ok: true; readonly answer: Accepted }
  | { readonly ok: false; readonly reason: string; /** Because the engine is dead. */ readonly dead: boolean };

/** For whoever has a place of their own to say what went wrong. */
export async function attempt(client: WindowClient, request: WindowRequest): Promise<Tried> {
  try {
    const answer = await client.call('jobs.act', { request });
    return answer.ok ? { ok: true, answer } : { ok: false, reason: answer.message, dead: false };
  } catch (failure) {
    const reason = isGone(failure) ? 'The connection was lost before the answer came.' : reasonIn(failure);
    return { ok: false, reason, dead: failure instanceof CallFailed && failure.code === 'engine-dead' };
  }
}
