/** Jobs that broke down, over a command, their work or their checkpoint: set aside from their last durable state, and who waits is told. */
import type { Refusal } from '../core/commands.ts';
import type { RunningJob, Ticket } from './running-job.ts';
import type { Engine } from './engine.ts';

/** Of one engine. */
export class BrokenJobs {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Tells whoever asked; what would have returned with it is committed without it. */
  refuse(ticket: Ticket, refusal: Refusal): void {
    for (const back of ticket.returning ?? []) this.#engine.units.commitReturned(back);
    ticket.refused?.(refusal);
  }

  /** What it would have saved is lost: its jobs go back to their last durable state. */
  unitFailed(jobs: readonly RunningJob[], tickets: readonly Ticket[], reason: string): void {
    for (const job of jobs) this.#engine.cache.forget(job);
    for (const ticket of tickets) ticket.failed?.(reason);
    const leftAlone = tickets.some(({ setsAside }) => setsAside === true);
    for (const job of jobs) {
      const waiting = job.queue.splice(0);
      if (leftAlone) this.#refuseAll(waiting, job.id, reason);
      else this.#raise(job.id, `its checkpoint could not be saved: ${reason}`, waiting, reason);
    }
    this.#engine.checkIdle();
  }

  /** A job broke down over a command, or over its work: an incident on its last durable state. */
  setAside(job: RunningJob, ticket: Ticket | undefined, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const waiting = job.queue.splice(0);
    this.#engine.cache.forget(job);
    // What returned into it has not: it is taken up again, and returns again.
    for (const back of ticket?.returning ?? []) this.unitFailed([back.job, ...back.jobs], back.tickets, reason);
    ticket?.failed?.(reason);
    if (ticket?.setsAside === true) this.#refuseAll(waiting, job.id, reason);
    else this.#raise(job.id, reason, waiting);
  }

  /** `unsaved`: why a checkpoint failed; kept beside the incident, for the statistics. */
  #raise(id: string, reason: string, waiting: readonly Ticket[], unsaved: string | null = null): void {
    this.#engine.background(async () => {
      const found = await this.#engine.cache.reach(id, (again) => {
        again.queue.push(
          {
            command: () => ({ type: 'raise-incident', token: null, message: reason }),
            obeyed: () =>
              unsaved === null
                ? undefined
                : { records: { failures: [{ job: id, kind: 'checkpoint', at: this.#engine.now, reason: unsaved }] } },
            setsAside: true,
          },
          ...waiting,
        );
        this.#engine.pump(again);
      });
      if (!found) this.#refuseAll(waiting, id, reason);
    });
  }

  #refuseAll(tickets: readonly Ticket[], id: string, reason: string): void {
    for (const ticket of tickets)
      this.refuse(ticket, { code: 'unknown', message: `job ${id} could not go on: ${reason}` });
  }
}
