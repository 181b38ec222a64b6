/**
 * Work over which engines have died so often that the next death sets it aside. When an engine dies, all that it was
 * working on is blamed alike; so that the innocent are not set aside with the guilty, suspects are performed one at a
 * time, each until its outcome is durable. Whatever else there is to do goes on beside.
 */
import { isSuspect } from '../core/activity.ts';
import type { Work } from '../core/work.ts';
import type { RunningJob } from './running-job.ts';

export class Suspects {
  #onTrial: Work | null = null;
  readonly #waiting = new Set<RunningJob>();

  /** Whether the work may begin. False: a suspect is being performed; the job gets another turn after it. */
  mayBegin(job: RunningJob, work: Work): boolean {
    if (this.#onTrial === null || !isSuspect(job.state, work.instance)) return true;
    this.#waiting.add(job);
    return false;
  }

  begins(job: RunningJob, work: Work): void {
    if (isSuspect(job.state, work.instance)) this.#onTrial = work;
  }

  isOnTrial(work: Work): boolean {
    return this.#onTrial === work;
  }

  /** Its outcome is durable, or nobody wants it any more. Answers the jobs that waited for that. */
  acquitted(): RunningJob[] {
    this.#onTrial = null;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    return waiting;
  }
}
