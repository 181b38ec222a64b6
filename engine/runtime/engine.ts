/**
 * The run loop: takes commands to jobs one at a time, commits what they did, performs the work that follows. Everything
 * between a command's acceptance and its durable effect goes through here.
 *
 * Neighbours: core/decide.ts (what a command does), units.ts (what is saved as a whole), commit-path.ts (makes it durable),
 * broken-jobs.ts (what becomes of jobs that cannot go on), performer.ts (does the work), job-cache.ts (jobs in memory), job-timers.ts, calls.ts (jobs that call jobs), correlation.ts (messages), recovery.ts
 * (start), inbox.ts (requests).
 *
 *  1. Commands of one job are applied one at a time, in order of acceptance.
 *  2. Work that follows a checkpoint starts only after it is durable; nothing is answered before (the barrier).
 *  3. The barrier is per job: other jobs do not wait.
 *  4. A passive job leaves memory after its checkpoint; a timer, a message or a person brings it back.
 *  5. A job that breaks an invariant is set aside from its last durable state; the others go on.
 */
import { pointsIn } from '../core/checkpoint-policy.ts';
import type { Command } from '../core/commands.ts';
import { decide, type Decision } from '../core/decide.ts';
import type { Evaluate, ResolveRequest } from '../core/evaluation.ts';
import type { JobEvent } from '../core/events.ts';
import type { JobState } from '../core/job-state.ts';
import type { Surroundings } from '../core/step.ts';
import { behaviourOf } from '../core/elements/index.ts';
import type { Scenario } from '../protocol/scenario.ts';
import type { Store } from '../store/store.ts';
import { Calls, noOthers, pointsOf } from './calls.ts';
import { captureRows } from './capture.ts';
import type { Clock } from './clock.ts';
import { CommitPath } from './commit-path.ts';
import { Correlation } from './correlation.ts';
import type { CrashPoints } from './crash-points.ts';
import { DataStores } from './data-stores.ts';
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
import type { RunningJob, Ticket } from './running-job.ts';
import { Units } from './units.ts';
import { BrokenJobs } from './broken-jobs.ts';
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
  readonly units: Units;
  readonly brokenJobs: BrokenJobs;
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
    this.units = new Units(this, this.#commits);
    this.brokenJobs = new BrokenJobs(this);
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
    this.checkIdle();
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
        this.checkIdle();
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
      this.brokenJobs.setAside(job, ticket, error);
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
      this.brokenJobs.refuse(ticket, command);
      return;
    }
    const decision = decide(job.definition.graph, job.state, command, this.surroundings(job));
    if (!decision.ok) {
      this.brokenJobs.refuse(ticket, decision.refusal);
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
      this.units.conclude(job, points, ticket, extras, others);
      return;
    }
    this.background(async () => {
      const others = noOthers(returning);
      try {
        await this.calls.settle(job, decision.events, others);
        this.units.conclude(job, [...points, ...pointsOf(others, job)], ticket, extras, others);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const ended = others.ended.flatMap((back) => [back.job, ...back.jobs]);
        this.brokenJobs.unitFailed(
          [...others.jobs, ...ended],
          others.ended.flatMap(({ tickets }) => tickets),
          reason,
        );
        this.brokenJobs.setAside(job, ticket, error);
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

  /** Moves a virtual clock in memory; the caller makes it durable. */
  moveClock(job: RunningJob, to: number): void {
    const decision = decide(job.definition.graph, job.state, { type: 'move-clock', to }, this.surroundings(job));
    if (decision.ok) this.follow(job, decision.events);
  }

  /** Lets a job that waits leave memory. */
  #settle(job: RunningJob): void {
    if (job.gone || !job.quiet || job.pins > 0) {
      this.checkIdle();
      return;
    }
    const { state } = job;
    if (state.status === 'active') {
      this.checkIdle();
      return;
    }
    const { dirty } = state;
    const unsaved = dirty.outgoing.size > 0 || dirty.tokens.size > 0 || dirty.variables.size > 0 || !job.journal.empty;
    if (unsaved && state.seq > 0) {
      this.units.submit({
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
    this.checkIdle();
  }

  /** The next job of a scenario's tree may work. */
  #passTurn(root: string): void {
    const others = [...this.cache.jobs()].filter((job) => job.root === root);
    for (const job of others.toSorted((left, right) => (left.id < right.id ? -1 : 1))) this.pump(job);
  }

  /** Calls back whoever waits for idleness, once nothing is under way. */
  checkIdle(): void {
    if (this.#idle.length === 0 || this.#business > 0 || this.#commits.waiting > 0 || this.driver.busy) return;
    for (const job of this.cache.jobs()) if (!job.quiet || job.state.status === 'active') return;
    for (const callback of this.#idle.splice(0)) callback();
  }
}
