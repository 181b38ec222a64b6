/** Retries that a person asked for: what came of one is told when it is known, however long its work takes. */
import type { JobDocument } from '../../engine/protocol/window-views.ts';

type Incident = JobDocument['incidents'][number];

const asked = new Map<string, Incident>();

/** Remembers how an incident stood when it was tried again. */
export function retryAsked(job: string, incident: Incident): void {
  asked.set(keyOf(job, incident), incident);
}

/** A retry was refused: nothing will come of it. */
export function retryRefused(job: string, incident: Incident): void {
  asked.delete(keyOf(job, incident));
}

export interface FailedAgain {
  readonly incident: Incident;
  readonly same: boolean;
}

/** Those of the document that failed again since they were asked for; each is answered once. */
export function failedAgain(document: Pick<JobDocument, 'job' | 'incidents'>): readonly FailedAgain[] {
  return document.incidents.flatMap((incident) => {
    const key = keyOf(document.job.id, incident);
    const before = asked.get(key);
    if (before === undefined || incident.attempts <= before.attempts) return [];
    asked.delete(key);
    return [{ incident, same: incident.message === before.message }];
  });
}

function keyOf(job: string, { job: called, element, instance }: Incident): string {
  return [called ?? job, element ?? '', instance ?? ''].join('\n');
}
