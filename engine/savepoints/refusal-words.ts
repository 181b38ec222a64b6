/** Why a job is not restored, in the words of the preview and of the engine alike. */

/** That a job lives whose lineage is to be restored: by what people know it first. */
export function stillRunning(job: {
  readonly id: string;
  readonly extId: string;
  readonly lineage: string;
  readonly definitionKey: string;
}): string {
  const key = job.extId === job.id || job.extId === job.lineage ? '' : ` “${job.extId}”`;
  return `${job.definitionKey}${key} (job ${job.id}), of the same lineage, is still running`;
}

/** The words of the used-once guard, as others rely on them. */
export function usedWords(path: string): string {
  return `The savepoint ${path} was already used. The job won't be run from there.`;
}

export function endedWords(job: string): string {
  return `job ${job} had ended: there is nothing to go on with`;
}

/** Whether a job is not over. */
export function isAlive({ status }: { readonly status: string }): boolean {
  return status === 'active' || status === 'passive';
}
