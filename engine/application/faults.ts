/** What makes the outcome of a job a bad answer. */
import type { ResultDocument } from '../protocol/views.ts';

export interface Fault {
  readonly kind: 'failed' | 'incident';
  readonly message: string;
}

/** Empty: the job ended well, was cancelled, or waits. */
export function faultsOf({ job, error, incidents }: ResultDocument): Fault[] {
  const reason = error === null ? 'the job failed' : `the job failed: ${error.code} ${error.message}`.trim();
  return [
    ...(job.status === 'failed' ? [{ kind: 'failed' as const, message: reason }] : []),
    ...incidents.map(({ element, message }) => {
      return { kind: 'incident' as const, message: `incident at ${element ?? 'the job'}: ${message}` };
    }),
  ];
}
