/**
 * An engine with everything around it: store, lease, recorder, sandbox. The engine process is one of these; tests and
 * benchmarks make their own.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { evaluatorWithin } from '../expressions/evaluate.ts';
import { Sandbox } from '../expressions/sandbox.ts';
import { parseJson } from '../core/json.ts';
import type { CrashPoint, EngineOptions, Positions } from '../protocol/engine-link.ts';
import { engineRequest } from '../protocol/requests.ts';
import { scenario as scenarioFile, type Scenario } from '../protocol/scenario.ts';
import { savepointsOf } from '../savepoints/places.ts';
import { processIdentity, processTable, type Processes } from '../store/liveness.ts';
import type { TakenLease } from '../store/lease.ts';
import type { AgentRow, LeaseRow, TenureEnd } from '../store/rows.ts';
import { openStore } from '../store/sqlite-store.ts';
import { Fenced, StoreUnusable, type Store } from '../store/store.ts';
import { resolveHttpRequest } from '../tasks/web-service.ts';
import type { Tools } from '../tasks/perform.ts';
import { Predecessors } from './begun.ts';
import { comeToLease, type AgentIdentity } from './candidacy.ts';
import { releaseClaims } from './claims.ts';
import { wallClock, type Clock } from './clock.ts';
import { CrashPoints } from './crash-points.ts';
import { Engine } from './engine.ts';
import { uuids, type Ids } from './ids.ts';
import { Inbox } from './inbox.ts';
import { LivePositions } from './live-positions.ts';
import { Performer, type Perform } from './performer.ts';
import { Recorder, type Append } from './recorder.ts';
import { recover } from './recovery.ts';
import { Tenure } from './tenure.ts';

/** How often the inbox is looked at when nobody says that something is there, ms. */
const LOOK_MS = 50;
/** How often history is trimmed, ms. */
const TIDY_MS = 500;
/** Jobs with undispatched messages that are looked at in one go. */
const OUTGOING = 1000;

export interface HostHooks {
  readonly progress: (jobs: readonly { id: string; seq: number; status: string }[]) => void;
  readonly broken: (error: Error) => void;
  readonly paused: (reason: string | null) => void;
  /** A sentence that a person should read. */
  readonly notice?: (message: string) => void;
  /** Dies at an armed crash point; must not return. */
  readonly kill: (point: CrashPoint) => void;
  /** Where the tokens of watched jobs are. */
  readonly positions?: (jobs: Positions[]) => void;
  /** Another agent holds the lease, and this one waits for it. */
  readonly standby?: (holder: LeaseRow) => void;
  /** An agent of a higher priority waits: the engine is to be stopped, handing over. */
  readonly outranked?: (by: AgentRow) => void;
}

/** What a test may put in place of the real thing. */
export interface HostParts {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly store?: Store;
  readonly perform?: Perform;
  readonly append?: Append;
  readonly processes?: Processes;
  /** Stays open when the host stops: it belongs to whoever gave it. */
  readonly sandbox?: Sandbox;
  /** Units of a group that the writer's thread is given. */
  readonly largeGroup?: number;
  /** Of this agent's process. */
  readonly pid?: number;
  /** Aborts when it is to stop before it has the lease. */
  readonly leaving?: AbortSignal;
}

export class EngineHost {
  readonly engine: Engine;
  readonly inbox: Inbox;
  readonly epoch: number;
  readonly recorder: Recorder;
  /** Active jobs that were taken up at the start. */
  readonly recovered: number;
  readonly #crashPoints: CrashPoints;
  readonly #positions: LivePositions;
  readonly #store: Store;
  readonly #closeSandbox: () => Promise<void>;
  readonly #self: AgentIdentity;
  /** How to call off what is done again and again. */
  readonly #ticks = new Map<() => void, () => void>();

  private constructor(given: {
    engine: Engine;
    inbox: Inbox;
    epoch: number;
    recorder: Recorder;
    recovered: number;
    crashPoints: CrashPoints;
    positions: LivePositions;
    store: Store;
    closeSandbox: () => Promise<void>;
    self: AgentIdentity;
  }) {
    this.engine = given.engine;
    this.inbox = given.inbox;
    this.epoch = given.epoch;
    this.recorder = given.recorder;
    this.recovered = given.recovered;
    this.#crashPoints = given.crashPoints;
    this.#positions = given.positions;
    this.#store = given.store;
    this.#closeSandbox = given.closeSandbox;
    this.#self = given.self;
  }

  /**
   * Opens the store, takes the lease, recovers, and looks at the inbox.
   * @throws StoreUnusable, HeldByAnother, CandidateLeft
   */
  static async start(options: EngineOptions, hooks: HostHooks, parts: HostParts = {}): Promise<EngineHost> {
    const clock = parts.clock ?? wallClock;
    const { settings } = options;
    const store =
      parts.store ??
      openStore(options.storeDir, { durability: settings.durability, keepHistory: settings.history.keep !== 'none' });
    const processes = parts.processes ?? processTable;
    const self: AgentIdentity = {
      ...processIdentity(parts.pid ?? process.pid, processes),
      name: settings.agent.name ?? 'agent',
      priority: settings.agent.priority,
      leaseSeconds: settings.agent.leaseSeconds,
      startedAt: clock.now(),
    };
    let lease: TakenLease;
    let tenure: Tenure;
    try {
      lease = await comeToLease({
        store,
        clock,
        processes,
        self,
        standby: options.standby,
        waits: hooks.standby ?? (() => undefined),
        leaving: parts.leaving ?? new AbortController().signal,
      });
      tenure = new Tenure(store, clock, processes, self);
      tenure.begin();
    } catch (error) {
      store.close();
      throw error;
    }
    const folder = path.join(options.storeDir, 'recorder');
    const recorder = new Recorder(folder, lease.now.epoch, lease.now.agent, parts.append);
    recorder.write({
      e: 'engine-started',
      t: clock.now(),
      agent: lease.now.agent,
      epoch: lease.now.epoch,
      pid: process.pid,
    });
    const sandbox = parts.sandbox ?? new Sandbox();
    const closeSandbox = async (): Promise<void> => {
      if (parts.sandbox === undefined) await sandbox.close();
    };
    const limits = { timeoutMs: settings.script.timeoutMs, memoryMb: settings.script.memoryMb };
    const evaluate = evaluatorWithin(limits);
    const tools: Tools = {
      sandbox,
      evaluate,
      limits,
      trusted: options.trusted || settings.trusted,
    };
    const crashPoints = new CrashPoints(options.crashPoints, (point) => {
      recorder.write({
        e: 'crash-point',
        t: clock.now(),
        element: point.element,
        point: point.point,
        visit: point.visit,
      });
      hooks.kill(point);
    });
    const positions = new LivePositions(clock, (jobs) => hooks.positions?.(jobs));
    const engine = new Engine({
      store,
      clock,
      ids: parts.ids ?? uuids(() => clock.now()),
      recorder,
      mayBegin: () => tenure.fresh(),
      performer: new Performer(tools, parts.perform),
      evaluate,
      resolveRequest: resolveHttpRequest,
      crashPoints,
      cacheJobs: settings.cache.jobs,
      largeGroup: parts.largeGroup,
      savepointFolder: savepointsOf(options.storeDir),
      workspaceDir: options.workspaceDir,
      readScenario,
      progress: hooks.progress,
      broken: hooks.broken,
      paused: hooks.paused,
      moved: (state) => {
        positions.moved(state);
      },
    });
    const inbox = new Inbox(engine);
    let recovered: number;
    try {
      recovered = await takeUp(engine, settings, predecessors(folder, lease), hooks);
    } catch (error) {
      engine.stop();
      recorder.close();
      await closeSandbox();
      releaseLease(store, clock.now(), 'released');
      store.close();
      throw error;
    }
    // Of jobs that wait for a decision it has nothing to say: the engines before it do.
    if (engine.undecided.size === 0) recorder.write({ e: 'engine-recovered', t: clock.now(), jobs: recovered });
    const { epoch } = lease.now;
    const rest = { recorder, recovered, crashPoints, positions, store, closeSandbox, self };
    const host = new EngineHost({ engine, inbox, epoch, ...rest });
    host.#resume();
    host.#tick(settings, clock, tenure, hooks);
    engine.timers.takenUp();
    inbox.look();
    engine.aside(() => engine.preload.run(settings.preload));
    return host;
  }

  /** Outgoing messages of jobs that are not active, messages that somebody waits for, and scenarios that wait for their next move. */
  #resume(): void {
    const { engine } = this;
    engine.background(() => this.#sendOn());
    engine.correlation.resume();
    engine.dataStores.takeUp();
    for (const id of this.#store.drivenJobs()) if (!engine.stills.isFrozen(id)) engine.driver.wake(id);
  }

  /** Sends what the engine before had yet to send, as many jobs at a time as there is room for. */
  async #sendOn(): Promise<void> {
    const { engine } = this;
    const seen = new Set<string>();
    for (let more = true; more;) {
      more = false;
      for (const { job: id } of this.#store.outgoing(OUTGOING + seen.size)) {
        if (seen.has(id)) continue;
        await engine.cache.room();
        if (engine.stopped) return;
        seen.add(id);
        more = true;
        await engine.cache.reach(id, (job) => {
          engine.correlation.dispatch(job);
          engine.pump(job);
        });
      }
    }
  }

  #tick(settings: EngineOptions['settings'], clock: Clock, tenure: Tenure, hooks: HostHooks): void {
    let version = this.#store.dataVersion();
    const guarded = (business: () => void) => (): void => {
      try {
        business();
      } catch (error) {
        // No room, or a lock: it is tried again with the next tick, and commits say so.
        if (error instanceof StoreUnusable && error.retryable) return;
        this.engine.fail(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const every = (ms: number, business: () => void): void => {
      const tick = guarded(business);
      const again = (): void => {
        this.#ticks.set(
          tick,
          clock.after(ms, () => {
            again();
            tick();
          }),
        );
      };
      again();
    };
    every(LOOK_MS, () => {
      const now = this.#store.dataVersion();
      if (now === version) return;
      version = now;
      this.inbox.look();
      this.engine.timers.plan();
    });
    every(tenure.every, () => {
      tenure.renew();
      const better = tenure.successor();
      if (better !== null) hooks.outranked?.(better);
    });
    const tidy = guarded(() => {
      this.#store.tidy(clock.now(), settings.history.keep);
    });
    every(TIDY_MS, () => {
      this.engine.quietly(tidy);
    });
  }

  /** These crash points and no others from now on. */
  arm(points: readonly CrashPoint[]): void {
    this.#crashPoints.arm(points);
  }

  /** Tells where the tokens of these jobs and no others are. */
  watch(jobs: readonly string[]): void {
    const watched = new Set(jobs);
    const states = [...this.engine.cache.jobs()].flatMap(({ id, state }) => (watched.has(id) ? [state] : []));
    this.#positions.watch(jobs, states);
  }

  /** Finishes what is under way, releases the lease. */
  async stop(end: 'released' | 'handed-over' = 'released'): Promise<void> {
    for (const callOff of this.#ticks.values()) callOff();
    this.engine.stop();
    this.recorder.write({ e: 'engine-stopped', t: this.engine.now });
    this.recorder.close();
    releaseLease(this.#store, this.engine.now, end);
    withdraw(this.#store, this.#self);
    this.#store.close();
    await this.#closeSandbox();
  }
}

/** Takes up what is there, as the settings want it. Answers how many jobs go on. */
async function takeUp(
  engine: Engine,
  settings: EngineOptions['settings'],
  before: Predecessors,
  hooks: HostHooks,
): Promise<number> {
  const notice = hooks.notice ?? ((): void => undefined);
  let recovered = 0;
  if (settings.recovery.automatic) {
    await engine.undecided.forget();
    recovered = await recover(engine, before);
  } else {
    const found = await engine.undecided.find(before);
    if (found > 0)
      notice(`${found} ${found === 1 ? 'job waits' : 'jobs wait'} for a decision: restart, keep or remove`);
  }
  await releaseClaims(engine);
  for (const [key, path] of Object.entries(settings.recoveryPath)) {
    const wish = engineRequest.parse({ kind: 'restore', path });
    const refused = wish.kind === 'restore' ? await engine.restores.restore(wish, null, key) : null;
    // The guard's words stand alone: others look for them.
    if (refused !== null) notice(refused.code === 'used' ? refused.message : `recoveryPath.${key}: ${refused.message}`);
  }
  return recovered;
}

/** Whatever keeps it from being released: the next engine sees that this one is gone. */
function releaseLease(store: Store, at: number, end: TenureEnd): void {
  try {
    store.releaseLease(at, end);
  } catch (error) {
    if (!(error instanceof Fenced) && !(error instanceof StoreUnusable)) throw error;
  }
}

function withdraw(store: Store, self: AgentIdentity): void {
  try {
    store.withdrawAgents([self.id]);
  } catch (error) {
    // Others see that its process is gone.
    if (!(error instanceof StoreUnusable)) throw error;
  }
}

/** @throws Error that says what is wrong with it. */
function readScenario(text: string): Scenario {
  const parsed = scenarioFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`the scenario's ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not readable'}`);
}

/** Recorder files outlive engines, but not surely the machine: those of another boot may lack their end. */
function predecessors(folder: string, { before, now }: { before: LeaseRow | null; now: LeaseRow }): Predecessors {
  if (before === null || before.boot !== now.boot) return new Predecessors([]);
  const older = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && name < before.recorder);
  return new Predecessors([before.recorder, ...older.toSorted().toReversed()].map((name) => path.join(folder, name)));
}
