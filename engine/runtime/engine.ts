/**
 * The run loop: takes commands to jobs one at a time, commits what they did, performs the work that follows. Everything
 * between a command's acceptance and its durable effect goes through here.
 *
 * Neighbours: core/decide.ts (what a command does), commit-path.ts (makes it durable), performer.ts (does the work),
 * job-cache.ts (jobs in memory), job-timers.ts, calls.ts (jobs that call jobs), correlation.ts (messages), recovery.ts
 * (start), inbox.ts (requests).
 *
 *  1. Commands of one job are applied one at a time, in order of acceptance.
 *  2. Work that follows a checkpoint starts only after it is durable; nothing is answered before (the barrier).
 *  3. The barrier is per job: other jobs do not wait.
 *  4. A passive job leaves memory after its checkpoint; a timer, a message or a person brings it back.
 *  5. A job that breaks an invariant is set aside from its last durable state; the others go on.
 */
import { pointsIn, type CheckpointPoint } from '../core/checkpoint-policy.ts';
import type { Command, Refusal } from '../core/commands.ts';
import { decide, hasEnded, type Decision } from '../core/decide.ts';
import type { Evaluate, ResolveRequest } from '../core/evaluation.ts';
import type { JobEvent } from '../core/events.ts';
import type { JobState } from '../core/job-state.ts';
import type { Surroundings } from '../core/step.ts';
import { behaviourOf } from '../core/elements/index.ts';
import type { Scenario } from '../protocol/scenario.ts';
import type { CheckpointPart, CommitUnit, Records } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { Calls, noOthers, pointsOf, type Others } from './calls.ts';
import { captureCheckpoint, captureRows } from './capture.ts';
import type { Clock } from './clock.ts';
import { CommitPath } from './commit-path.ts';
import { Correlation } from './correlation.ts';
import type { CrashPoints } from './crash-points.ts';
import { DataStores, worldOf } from './data-stores.ts';
import { Definitions } from './definitions.ts';
import { ScenarioDriver } from './scenario-driver.ts';
import { Holds } from './holds.ts';
import { JobCache } from './job-cache.ts';
import { JobTimers } from './job-timers.ts';
import { Preload } from './preload.ts';
import { Restores } from './restores.ts';
import { Stills } from './stills.ts';
import { Undecided } from './undecided.ts';
import type { Ids } from './ids.ts';
import type { Performer } from './performer.ts';
import { Signals } from './signals.ts';
import { StartTimers } from './start-timers.ts';
import type { Recorder } from './recorder.ts';
import type { RunningJob, Extras, Returning, Ticket } from './running-job.ts';
import { Worlds } from './worlds.ts';

/** Commands of one job in a row before others get their turn. */
const TURN = 500;
/** Steps of one job in a row, each going on where the one before stopped, before other commands and work get their turn. */
const STEPS_IN_A_ROW = 100;
const GO_ON: Ticket = { command: () => ({ type: 'continue' }) };

type Decided = Extract<Decision, { ok: true }>;

export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly recorder: Recorder;
  readonly performer: Performer;
  readonly evaluate: Evaluate;
  readonly resolveRequest: ResolveRequest;
  readonly crashPoints: CrashPoints;
  /** Whether the lease is fresh enough for work to begin. @throws Fenced */
  readonly mayBegin: () => boolean;
  /** Jobs in memory at the most. */
  readonly cacheJobs: number;
  /** Units of a group that the writer's thread is given. */
  readonly largeGroup?: number | undefined;
  /** Folder of the savepoints. */
  readonly savepointFolder: string;
  /** Relative paths of savepoints count from here. */
  readonly workspaceDir: string;
  readonly readScenario: (text: string) => Scenario;
  /** Jobs whose durable state changed. */
  readonly progress: (jobs: readonly { id: string; seq: number; status: string }[]) => void;
  /** The engine cannot go on: lease lost, store unusable, or a defect of its own. */
  readonly broken: (error: Error) => void;
  /** No room on the disk (a reason), or room again (null). */
  readonly paused: (reason: string | null) => void;
  /** A job had its turn: its tokens may have moved. */
  readonly moved: (state: JobState) => void;
}

export class Engine {
  readonly parts: EngineParts;
  readonly definitions: Definitions;
  readonly holds = new Holds();
  readonly stills: Stills;
  readonly restores: Restores;
  readonly undecided: Undecided;
  readonly correlation: Correlation;
  readonly dataStores: DataStores;
  readonly signals: Signals;
  readonly worlds: Worlds;
  readonly calls: Calls;
  readonly driver: ScenarioDriver;
  readonly startTimers: StartTimers;
  readonly preload: Preload;
  readonly cache: JobCache;
  readonly timers: JobTimers;
  readonly #commits: CommitPath;
  /** Asynchronous business that is neither in a queue nor in the commit path. */
  #business = 0;
  #stopped = false;
  readonly #idle: (() => void)[] = [];
  readonly #over = Promise.withResolvers<never>();

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.definitions = new Definitions(parts.store);
    this.#commits = new CommitPath(
      parts.store,
      parts.clock,
      {
        starting: () => {
          parts.recorder.flush();
        },
        answering: () => {
          parts.performer.gather();
        },
        answered: () => {
          parts.performer.begin(this);
        },
        broken: (error) => {
          this.fail(error);
        },
        paused: parts.paused,
      },
      parts.largeGroup,
    );
    this.worlds = new Worlds(this);
    this.correlation = new Correlation(this);
    this.stills = new Stills(this);
    this.restores = new Restores(this);
    this.undecided = new Undecided(this);
    this.signals = new Signals(this);
    this.dataStores = new DataStores(this);
    this.calls = new Calls(this);
    this.driver = new ScenarioDriver(this);
    this.startTimers = new StartTimers(this);
    this.preload = new Preload(this);
    this.cache = new JobCache(this);
    this.timers = new JobTimers(this);
    // Nobody needs to ask.
    this.#over.promise.catch(() => undefined);
  }

  get now(): number {
    return this.parts.clock.now();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Calls back once nothing is under way; passive jobs and timers to come do not count. */
  whenIdle(callback: () => void): void {
    this.#idle.push(callback);
    this.#checkIdle();
  }

  stop(): void {
    this.#stopped = true;
    this.#over.reject(new Error('the engine was stopped'));
    this.timers.close();
    this.#commits.close();
    this.cache.close();
  }

  /** Reports a failure that the engine cannot survive. */
  fail(error: Error): void {
    if (this.#stopped) return;
    this.#over.reject(error);
    this.stop();
    this.parts.broken(error);
  }

  /** Never resolves; rejects when the engine has stopped, with the reason. */
  get over(): Promise<never> {
    return this.#over.promise;
  }

  /** Does what wants the store for itself: as soon as no transaction is under way. */
  quietly(business: () => void): void {
    this.#commits.quietly(business);
  }

  /** Runs asynchronous business so that idleness waits for it and its failure is not lost. */
  background(business: () => Promise<void>): void {
    this.#business += 1;
    void business()
      .catch((error: unknown) => {
        this.fail(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        this.#business -= 1;
        this.#checkIdle();
      });
  }

  /** Runs asynchronous business that nobody waits for; its failure is not lost either. */
  aside(business: () => Promise<void>): void {
    void business().catch((error: unknown) => {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /**
   * Whether a job may perform work now. Under a scenario the jobs of one tree take turns, the one that was made first
   * before the others, so that the order is the same whatever kills fall between.
   */
  mayWork(job: RunningJob): boolean {
    if (!this.stills.mayWork(job)) return false;
    if (!job.state.simulated) return true;
    for (const other of this.cache.jobs()) {
      if (other.root === job.root && other.id < job.id && (other.state.status === 'active' || !other.quiet))
        return false;
    }
    return true;
  }

  /** Queues a command for a job in memory. */
  submit(job: RunningJob, ticket: Ticket): void {
    if (job.gone) {
      ticket.refused?.({ code: 'too-late', message: `job ${job.id} is not in memory any more` });
      return;
    }
    job.queue.push(ticket);
    this.pump(job);
  }

  /** Rows that belong to no job: answers, messages that wait. False: they were refused, alone. */
  commitRows(extras: Extras): Promise<boolean> {
    return this.commitParts([], [], [extras]);
  }

  surroundings(job: RunningJob): Surroundings {
    const { parts } = this;
    return {
      now: job.state.clock === 'virtual' ? job.state.now : parts.clock.now(),
      evaluate: parts.evaluate,
      resolveRequest: parts.resolveRequest,
      newJobId: () => parts.ids.next(),
      holds: (node) => this.holds.holds(job.id, node),
      stubbed: (node) => job.scenario !== null && Object.hasOwn(job.scenario.services, node),
      stored: (store) => this.dataStores.read(job, store),
      audience: (signal) => this.signals.audience(signal, job.scenario === null ? null : job.root, job.id),
    };
  }

  /** Gives a job its turn: commands first, then work, until it waits or is behind its barrier. */
  pump(job: RunningJob): void {
    if (job.pumping || job.gone || this.#stopped || !this.stills.mayMove(job)) return;
    job.pumping = true;
    let ticket: Ticket | undefined;
    try {
      for (let turn = 0; !job.barrier && !job.gone && !this.#stopped; turn += 1) {
        if (turn >= TURN) {
          setImmediate(() => {
            this.pump(job);
          });
          break;
        }
        ticket = job.queue.shift();
        if (ticket !== undefined) this.#apply(job, ticket);
        else if (this.parts.performer.startNext(this, job)) continue;
        else if (job.mayGoOn) this.#apply(job, GO_ON);
        else break;
      }
    } catch (error) {
      this.#setAside(job, ticket, error);
    } finally {
      job.pumping = false;
    }
    // Of the turns of many jobs one write: before the transaction that follows them.
    if (!this.#commits.imminent) this.parts.recorder.flush();
    this.parts.moved(job.state);
    this.#settle(job);
  }

  #apply(job: RunningJob, ticket: Ticket): void {
    const command = ticket.command(job.state);
    if ('code' in command) {
      this.#refuse(ticket, command);
      return;
    }
    const decision = decide(job.definition.graph, job.state, command, this.surroundings(job));
    if (!decision.ok) {
      this.#refuse(ticket, decision.refusal);
      return;
    }
    this.follow(job, decision.events);
    job.held.push(...decision.work);
    const extras = ticket.obeyed?.(job.state);
    const points = pointsIn(job.definition.graph, decision.events);
    this.#goOn(job, command, decision);
    const returning = ticket.returning ?? [];
    if (points.length === 0 && extras === undefined && returning.length === 0) return;
    job.barrier = true;
    const concernsOthers = decision.events.some(
      (event) => event.type === 'call-requested' || event.type === 'call-cancelled',
    );
    if (!concernsOthers) {
      const others = noOthers();
      this.calls.listen(job, decision.events, others);
      this.#conclude(job, points, ticket, extras, others);
      return;
    }
    this.background(async () => {
      const others = noOthers(returning);
      try {
        await this.calls.settle(job, decision.events, others);
        this.#conclude(job, [...points, ...pointsOf(others, job)], ticket, extras, others);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const ended = others.ended.flatMap((back) => [back.job, ...back.jobs]);
        this.#unitFailed(
          [...others.jobs, ...ended],
          others.ended.flatMap(({ tickets }) => tickets),
          reason,
        );
        this.#setAside(job, ticket, error);
      }
    });
  }

  /**
   * The next step comes first, unless others should have their turn: the step says so, or there were many in a row, as in a
   * loop through joins. Under a scenario steps alone say it, so that a crash changes no order.
   */
  #goOn(job: RunningJob, command: Command, { more, yields }: Decided): void {
    job.goneOn = command.type === 'continue' ? job.goneOn + 1 : 0;
    const enough = !job.state.simulated && job.goneOn >= STEPS_IN_A_ROW;
    job.yielded = more && (yields || enough);
    if (job.yielded) job.goneOn = 0;
    else if (more) job.queue.unshift(GO_ON);
  }

  /** Captures the job and sends the unit off; a called job at its end goes through its caller's turn first. */
  #conclude(
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
      job.returning = { job, points, told, tickets, extras: allExtras, jobs, parts: allParts, taken: false };
      this.calls.comeBack(job.returning);
      return;
    }
    allParts.unshift(
      points.length > 0 ? this.capture(job, points) : captureRows(job.state, job.journal, this.parts.clock.monotonic()),
    );
    jobs.unshift(job);
    this.#submitUnit({ parts: allParts, jobs, extras: allExtras, tickets });
  }

  /** Commits a called job at its end alone: its caller does not wait for it any more. */
  commitReturned(back: Returning): void {
    if (back.taken) return;
    back.taken = true;
    const parts = [this.capture(back.job, back.points), ...back.parts];
    this.#submitUnit({ parts, jobs: [back.job, ...back.jobs], extras: back.extras, tickets: back.tickets });
  }

  /** A checkpoint of the job as it stands. */
  capture(job: RunningJob, points: readonly CheckpointPoint[], kind?: 'savepoint'): CheckpointPart {
    const { state } = job;
    return captureCheckpoint(state, job.journal, {
      points,
      kind,
      at: state.clock === 'virtual' ? state.now : Math.max(state.now, this.parts.clock.now()),
      capturedAt: this.parts.clock.monotonic(),
      children: this.calls.sequenceNumbers(state),
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
      this.#submitUnit({ parts, jobs, extras, tickets: [ticket] });
    });
  }

  /** What follows from events besides state: rows of the journal, timers, recordings, crash points. */
  follow(job: RunningJob, events: readonly JobEvent[]): void {
    const { graph } = job.definition;
    const { recorder, crashPoints } = this.parts;
    for (const event of events) {
      job.journal.record(graph, job.state, event);
      switch (event.type) {
        case 'timer-armed':
          this.timers.schedule(job, event.timer);
          break;
        case 'subscription-opened':
          job.opened.push(event.subscription);
          break;
        case 'element-entered':
          if (crashPoints.any && !this.#hasWork(job, event.node)) crashPoints.reach(event.node, 'before-task');
          break;
        case 'element-left':
          if (event.outcome !== 'completed') break;
          recorder.note({
            e: 'element-done',
            t: event.at,
            job: job.id,
            instance: event.instance,
            element: event.node,
            attempt: event.attempt,
          });
          if (crashPoints.any) {
            job.completed.push(event.node);
            if (!this.#hasWork(job, event.node)) crashPoints.reach(event.node, 'after-effect');
          }
          break;
        default:
      }
    }
  }

  #hasWork(job: RunningJob, id: string): boolean {
    const node = job.definition.graph.nodes.get(id);
    if (node === undefined || behaviourOf(node).work === undefined) return false;
    return !('implementation' in node) || !['message', 'expression'].includes(node.implementation.kind);
  }

  #refuse(ticket: Ticket, refusal: Refusal): void {
    for (const back of ticket.returning ?? []) this.commitReturned(back);
    ticket.refused?.(refusal);
  }

  #submitUnit(given: {
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
        this.#unitFailed(jobs, tickets, result.reason);
        return;
      }
      dying.afterCommit?.();
      const { recorder, progress } = this.parts;
      for (const job of jobs) recorder.note({ e: 'checkpoint-durable', t: this.now, job: job.id, seq: job.state.seq });
      if (jobs.length > 0) progress(jobs.map(({ id, state }) => ({ id, seq: state.seq, status: state.status })));
      for (const job of jobs) {
        job.returning = null;
        job.lift();
      }
      for (const ticket of tickets) ticket.durable?.();
      // All are sent off before any gets its turn: a turn may pass to another of them, which then leaves memory.
      for (const job of jobs) {
        this.correlation.opened(job);
        this.correlation.dispatch(job);
      }
      this.dataStores.written(parts);
      for (const job of jobs) this.pump(job);
      if (jobs.length === 0) this.#checkIdle();
    });
  }

  /** Crash points that this transaction reaches. */
  #armedFor(jobs: readonly RunningJob[]): { inTransaction: (() => void) | null; afterCommit: (() => void) | null } {
    const { crashPoints } = this.parts;
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

  #unitFailed(jobs: readonly RunningJob[], tickets: readonly Ticket[], reason: string): void {
    for (const job of jobs) this.cache.forget(job);
    for (const ticket of tickets) ticket.failed?.(reason);
    const leftAlone = tickets.some(({ setsAside }) => setsAside === true);
    for (const job of jobs) {
      const waiting = job.queue.splice(0);
      if (leftAlone) this.#refuseAll(waiting, job.id, reason);
      else this.#raise(job.id, `its checkpoint could not be saved: ${reason}`, waiting, reason);
    }
    this.#checkIdle();
  }

  /** A job broke down over a command, or over its work: an incident on its last durable state. */
  #setAside(job: RunningJob, ticket: Ticket | undefined, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const waiting = job.queue.splice(0);
    this.cache.forget(job);
    // What returned into it has not: it is taken up again, and returns again.
    for (const back of ticket?.returning ?? []) this.#unitFailed([back.job, ...back.jobs], back.tickets, reason);
    ticket?.failed?.(reason);
    if (ticket?.setsAside === true) this.#refuseAll(waiting, job.id, reason);
    else this.#raise(job.id, reason, waiting);
  }

  /** `unsaved`: why a checkpoint failed; kept beside the incident, for the statistics. */
  #raise(id: string, reason: string, waiting: readonly Ticket[], unsaved: string | null = null): void {
    this.background(async () => {
      const found = await this.cache.reach(id, (again) => {
        again.queue.push(
          {
            command: () => ({ type: 'raise-incident', token: null, message: reason }),
            obeyed: () =>
              unsaved === null
                ? undefined
                : { records: { failures: [{ job: id, kind: 'checkpoint', at: this.now, reason: unsaved }] } },
            setsAside: true,
          },
          ...waiting,
        );
        this.pump(again);
      });
      if (!found) this.#refuseAll(waiting, id, reason);
    });
  }

  #refuseAll(tickets: readonly Ticket[], id: string, reason: string): void {
    for (const ticket of tickets)
      this.#refuse(ticket, { code: 'unknown', message: `job ${id} could not go on: ${reason}` });
  }

  /** Moves a virtual clock in memory; the caller makes it durable. */
  moveClock(job: RunningJob, to: number): void {
    const decision = decide(job.definition.graph, job.state, { type: 'move-clock', to }, this.surroundings(job));
    if (decision.ok) this.follow(job, decision.events);
  }

  /** Lets a job that waits leave memory. */
  #settle(job: RunningJob): void {
    if (job.gone || !job.quiet || job.pins > 0) {
      this.#checkIdle();
      return;
    }
    const { state } = job;
    if (state.status === 'active') {
      this.#checkIdle();
      return;
    }
    const { dirty } = state;
    const unsaved = dirty.outgoing.size > 0 || dirty.tokens.size > 0 || dirty.variables.size > 0 || !job.journal.empty;
    if (unsaved && state.seq > 0) {
      this.#submitUnit({
        parts: [captureRows(state, job.journal, this.parts.clock.monotonic())],
        jobs: [job],
        extras: [],
        tickets: [],
      });
      return;
    }
    this.cache.forget(job);
    if (state.simulated) this.#passTurn(job.root);
    if (state.clock === 'wall' && state.timers.size > 0) this.timers.plan();
    if (state.simulated && !this.#stopped) this.driver.wake(job.id);
    this.#checkIdle();
  }

  /** The next job of a scenario's tree may work. */
  #passTurn(root: string): void {
    const others = [...this.cache.jobs()].filter((job) => job.root === root);
    for (const job of others.toSorted((left, right) => (left.id < right.id ? -1 : 1))) this.pump(job);
  }

  #checkIdle(): void {
    if (this.#idle.length === 0 || this.#business > 0 || this.#commits.waiting > 0 || this.driver.busy) return;
    for (const job of this.cache.jobs()) if (!job.quiet || job.state.status === 'active') return;
    for (const callback of this.#idle.splice(0)) callback();
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
