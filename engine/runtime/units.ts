/** What becomes durable as a whole: captured jobs and what is saved with them, sent to the commit path and followed up after it. */
import type { CheckpointPoint } from '../core/checkpoint-policy.ts';
import { hasEnded } from '../core/decide.ts';
import type { CheckpointPart, CommitUnit, Records } from '../store/rows.ts';
import { pointsOf, type Others } from './calls.ts';
import { captureCheckpoint, captureRows } from './capture.ts';
import type { CommitPath } from './commit-path.ts';
import { worldOf } from './data-stores.ts';
import type { RunningJob, Extras, Returning, Ticket } from './running-job.ts';
import type { Engine } from './engine.ts';

/** Of one engine; whoever has rows to save comes here. */
export class Units {
  readonly #engine: Engine;
  readonly #commits: CommitPath;

  constructor(engine: Engine, commits: CommitPath) {
    this.#engine = engine;
    this.#commits = commits;
  }

  /** Captures the job and sends the unit off; a called job at its end goes through its caller's turn first. */
  conclude(
    job: RunningJob,
    points: readonly CheckpointPoint[],
    ticket: Ticket,
    extras: Extras | undefined,
    others: Others,
  ): void {
    const tickets = [ticket];
    const allExtras: Extras[] = extras === undefined ? [] : [extras];
    if (others.created.length > 0) allExtras.push({ created: others.created });
    const jobs: RunningJob[] = [...others.jobs];
    const allParts = others.jobs.map((other) => this.capture(other, pointsOf(others, other)));
    for (const back of [...(ticket.returning ?? []), ...others.ended]) {
      back.taken = true;
      allParts.push(this.capture(back.job, [...back.points, ...pointsOf(others, back.job)]), ...back.parts);
      jobs.push(back.job, ...back.jobs);
      tickets.push(...back.tickets);
      allExtras.push(...back.extras);
    }
    const told = others.told.get(job.id) ?? [];
    const returns = (hasEnded(job.state) && points.length > 0) || told.length > 0;
    if (returns && (job.state.parent?.token ?? null) !== null) {
      const terminates = others.terminating.has(job.id);
      job.returning = {
        job,
        points,
        told,
        terminates,
        tickets,
        extras: allExtras,
        jobs,
        parts: allParts,
        taken: false,
      };
      this.#engine.calls.comeBack(job.returning);
      return;
    }
    allParts.unshift(
      points.length > 0
        ? this.capture(job, points)
        : captureRows(job.state, job.journal, this.#engine.parts.clock.monotonic()),
    );
    jobs.unshift(job);
    this.submit({ parts: allParts, jobs, extras: allExtras, tickets });
  }

  /** Commits a called job at its end alone: its caller does not wait for it any more. */
  commitReturned(back: Returning): void {
    if (back.taken) return;
    back.taken = true;
    const parts = [this.capture(back.job, back.points), ...back.parts];
    this.submit({ parts, jobs: [back.job, ...back.jobs], extras: back.extras, tickets: back.tickets });
  }

  /** A checkpoint of the job as it stands. */
  capture(job: RunningJob, points: readonly CheckpointPoint[], kind?: 'savepoint'): CheckpointPart {
    const { state } = job;
    return captureCheckpoint(state, job.journal, {
      points,
      kind,
      at: state.clock === 'virtual' ? state.now : Math.max(state.now, this.#engine.parts.clock.now()),
      capturedAt: this.#engine.parts.clock.monotonic(),
      children: this.#engine.calls.sequenceNumbers(state),
      world: worldOf(job),
    });
  }

  /** Makes rows durable that no command changed, all or nothing. False: they were refused. */
  commitParts(
    jobs: readonly RunningJob[],
    parts: readonly CheckpointPart[],
    extras: readonly Extras[],
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const ticket: Ticket = {
        command: () => ({ type: 'continue' }),
        durable: () => {
          resolve(true);
        },
        failed: () => {
          resolve(false);
        },
      };
      this.submit({ parts, jobs, extras, tickets: [ticket] });
    });
  }

  /** Rows that belong to no job: answers, messages that wait. False: they were refused, alone. */
  commitRows(extras: Extras): Promise<boolean> {
    return this.commitParts([], [], [extras]);
  }

  /** Sends it off; the jobs are behind their barrier until it is durable. */
  submit(given: {
    parts: readonly CheckpointPart[];
    jobs: readonly RunningJob[];
    extras: readonly Extras[];
    tickets: readonly Ticket[];
  }): void {
    const { parts, jobs, extras, tickets } = given;
    const dying = this.#armedFor(jobs);
    const unit: CommitUnit = {
      parts,
      messages: extras.flatMap((extra) => extra.messages ?? []),
      requests: extras.flatMap((extra) => extra.requests ?? []),
      created: extras.flatMap((extra) => extra.created ?? []),
      scenarios: extras.flatMap((extra) => extra.scenarios ?? []),
      startTimers: extras.flatMap((extra) => extra.startTimers ?? []),
      ...recordsOf(extras),
      ...(dying.inTransaction === null ? {} : { midway: dying.inTransaction }),
    };
    for (const job of jobs) job.barrier = true;
    this.#commits.submit(unit, (result) => {
      if (!result.ok) {
        this.#engine.brokenJobs.unitFailed(jobs, tickets, result.reason);
        return;
      }
      dying.afterCommit?.();
      const { recorder, progress } = this.#engine.parts;
      for (const job of jobs)
        recorder.note({ e: 'checkpoint-durable', t: this.#engine.now, job: job.id, seq: job.state.seq });
      if (jobs.length > 0) progress(jobs.map(({ id, state }) => ({ id, seq: state.seq, status: state.status })));
      for (const job of jobs) {
        job.returning = null;
        job.lift();
      }
      for (const ticket of tickets) ticket.durable?.();
      // All are sent off before any gets its turn: a turn may pass to another of them, which then leaves memory.
      for (const job of jobs) {
        this.#engine.correlation.opened(job);
        this.#engine.correlation.dispatch(job);
      }
      this.#engine.dataStores.written(parts);
      for (const job of jobs) this.#engine.pump(job);
      if (jobs.length === 0) this.#engine.checkIdle();
    });
  }

  /** Crash points that this transaction reaches. */
  #armedFor(jobs: readonly RunningJob[]): { inTransaction: (() => void) | null; afterCommit: (() => void) | null } {
    const { crashPoints } = this.#engine.parts;
    if (!crashPoints.any) return { inTransaction: null, afterCommit: null };
    const completed = jobs.flatMap((job) => job.completed.splice(0));
    const first = (name: 'in-transaction' | 'after-commit'): (() => void) | null => {
      const due = completed.map((element) => crashPoints.due(element, name)).filter((point) => point !== null);
      const [point] = due;
      return point === undefined
        ? null
        : () => {
            crashPoints.kill(point);
          };
    };
    return { inTransaction: first('in-transaction'), afterCommit: first('after-commit') };
  }
}

/** What they write besides jobs, messages and requests; hardly any does. */
function recordsOf(extras: readonly Extras[]): { records?: Records } {
  const given = extras.flatMap(({ records }) => (records === undefined ? [] : [records]));
  if (given.length === 0) return {};
  return {
    records: {
      savepoints: given.flatMap((records) => records.savepoints ?? []),
      restores: given.flatMap((records) => records.restores ?? []),
      failures: given.flatMap((records) => records.failures ?? []),
      undecided: given.flatMap((records) => records.undecided ?? []),
      definitions: given.flatMap((records) => records.definitions ?? []),
    },
  };
}
