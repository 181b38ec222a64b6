/** Where a job stood that somebody cancelled. */
import type { JobDocument } from '../../engine/protocol/window-views.ts';

export type StoodToken = Pick<JobDocument['tokens'][number], 'element' | 'state'>;

/**
 * An end takes the tokens away: they are in the checkpoint before it. Where more was done after that one, it does not
 * tell where they stood.
 */
export async function stoodBefore(
  { job, seq, oldest, executions, olderExecutions }: JobDocument,
  show: (of: { readonly job: string; readonly at: number }) => Promise<JobDocument>,
): Promise<StoodToken[]> {
  if (job.status !== 'cancelled' || oldest === null || oldest >= seq) return [];
  const before = await show({ job: job.id, at: seq - 1 });
  if (before.olderExecutions + before.executions.length !== olderExecutions + executions.length) return [];
  return before.tokens.map(({ element, state }) => ({ element, state }));
}
