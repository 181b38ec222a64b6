/**
 * The engine behind a window: started when something is to be done, restarted when it crashes by itself, and left dead
 * when somebody pulled the plug, until somebody recovers it. Neighbours: supervisor/engine-handle.ts (the process),
 * deaths.ts (what a death cost).
 */
import { basename } from 'node:path';
import type { OwnAgent } from '../../protocol/agent-views.ts';
import type { CrashPoint, EngineOptions, Positions } from '../../protocol/engine-link.ts';
import type { EngineView } from '../../protocol/window-views.ts';
import type { LeaseRow } from '../../store/rows.ts';
import { holderOf, processTable } from '../../store/liveness.ts';
import { StoreUnusable } from '../../store/store.ts';
import type { EngineEntry } from '../../supervisor/engine-entry.ts';
import { EngineHandle, growingPauses, type Announcement, type EngineEnd } from '../../supervisor/engine-handle.ts';
import { agentsOf } from '../agents.ts';
import { engineOptionsOf, type Context } from '../context.ts';
import { describeDeath } from '../engine-access.ts';
import { CallFailed } from './call-failed.ts';
import { deathOf, type Death } from './deaths.ts';
import { lastCheckpointOf } from './last-checkpoint.ts';
import { standingView } from './standing-view.ts';
import type { StoreKeeper } from './store-keeper.ts';

export type EngineState = EngineView['state'];
export interface Progress {
  readonly id: string;
  readonly seq: number;
  readonly status: string;
}

export interface KeeperHooks {
  readonly changed: () => void;
  readonly progress: (jobs: readonly Progress[]) => void;
  readonly positions: (jobs: readonly Positions[]) => void;
}

const mostCrashesInARow = 5;

export class EngineKeeper {
  readonly #context: () => Context;
  readonly #store: StoreKeeper;
  readonly #hooks: KeeperHooks;
  readonly #entry: EngineEntry | undefined;
  readonly #waiting = new Set<() => void>();
  #handle: EngineHandle | null = null;
  #state: EngineState = 'absent';
  #message: string | null = null;
  /** Of another agent that serves the store. */
  #holder: string | null = null;
  #priority: number | null = null;
  /** Somebody pulled its plug, and nobody has brought it back, whoever serves the store meanwhile. */
  #fallen = false;
  #frozen = false;
  /** Processes of other agents whose plug somebody pulled. */
  readonly #killed = new Set<number>();
  /** Whose end was asked for: nobody comes after it. */
  #stopped: EngineHandle | null = null;
  #pid: number | null = null;
  #epoch: number | null = null;
  #armed: CrashPoint[] = [];
  #watched: readonly string[] = [];
  #death: Death | null = null;
  #lastCheckpoint: EngineView['lastCheckpoint'] = null;

  /** @param entry of engine processes; that of this build by default */
  constructor(context: () => Context, store: StoreKeeper, hooks: KeeperHooks, entry?: EngineEntry) {
    this.#context = context;
    this.#store = store;
    this.#hooks = hooks;
    this.#entry = entry;
  }

  get state(): EngineState {
    return this.#state;
  }

  get death(): Death | null {
    return this.#death;
  }

  /** Of its agent. */
  get name(): string {
    return engineOptionsOf(this.#context()).settings.agent.name ?? '';
  }

  /** Of its own process, whether that serves the store or stands by. */
  get pid(): number | null {
    return this.#handle?.pid ?? null;
  }

  /** The agent that this is. */
  agent(): OwnAgent {
    const { priority } = this.#context().workspace.settings.agent;
    return {
      name: this.name,
      priority: this.#priority ?? priority,
      main: true,
      pid: this.pid,
      state: this.#agentState(),
      message: this.#state === 'elsewhere' ? null : this.#message,
    };
  }

  #agentState(): OwnAgent['state'] {
    switch (this.#state) {
      case 'starting':
      case 'restarting':
      case 'refused':
      case 'dead':
        return this.#state;
      case 'active':
      case 'paused':
      case 'stopping':
        return 'active';
      case 'elsewhere':
        return this.#handle !== null ? 'standby' : this.#fallen ? 'dead' : 'stopped';
      case 'absent':
        return 'stopped';
      default:
        return this.#state satisfies never;
    }
  }

  view(): EngineView {
    return {
      state: this.#state,
      message: this.#message,
      frozen: this.#frozen,
      pid: this.#pid,
      epoch: this.#epoch,
      agent: this.#state === 'elsewhere' ? this.#holder : this.#handle === null ? null : this.name,
      durability: this.#context().workspace.settings.durability,
      ...standingView(this.#store.ask((reader) => reader.standing())),
      lastCheckpoint: this.#lastCheckpoint,
      armed: [...this.#armed],
      lastDeath: this.#death,
    };
  }

  /** Looks who serves the store; what an engine left that died while nobody looked is its death. */
  look(): void {
    this.#lookWhetherFrozen();
    const lease = this.#store.ask((reader) => reader.lease());
    const holder = holderOf(lease);
    if (this.#handle !== null) {
      // Frozen, or a standby: somebody else has taken over.
      if (holder !== null && this.#epoch !== null && holder.epoch > this.#epoch && holder.pid !== this.#handle.pid)
        this.#elsewhere(holder);
      if (holder === null && lease !== null && !lease.released && this.#state === 'elsewhere') this.#left(lease);
      return;
    }
    if (holder !== null) this.#elsewhere(holder);
    else if (this.#state === 'elsewhere') this.#unserved(lease);
    if (this.#state === 'dead') return;
    if (holder === null && lease !== null && !lease.released && this.#death === null) {
      this.#death = deathOf(this.#store, { recorder: lease.recorder, pid: lease.pid, pulled: null });
    }
  }

  #lookWhetherFrozen(): void {
    const pid = this.#handle?.pid ?? null;
    const frozen = pid !== null && processTable.isFrozen(pid) === true;
    if (frozen === this.#frozen) return;
    this.#frozen = frozen;
    this.#hooks.changed();
  }

  /** Whoever served the store is gone. Killed, after this one's plug was pulled: only a person can go on. */
  #unserved(lease: LeaseRow | null): void {
    if (!this.#fallen || lease === null || lease.released) {
      this.#turn('absent', null);
      return;
    }
    const agents = this.#store.ask((reader) => agentsOf(reader, this.#context().now()).agents) ?? [];
    // One that stands by is about to take over.
    if (agents.some(({ state }) => state === 'running')) return;
    const { agent, pid, recorder } = lease;
    const pulled = this.#killed.has(pid) ? ('now' as const) : null;
    this.#death = deathOf(this.#store, { recorder, pid, pulled, at: this.#context().now() });
    this.#pid = null;
    this.#epoch = null;
    this.#turn('dead', `agent ${agent} (process ${pid}) is dead, and no other serves this store`);
  }

  /** The plug of this process, another agent's, is about to be pulled. */
  noteKill(pid: number): void {
    this.#killed.add(pid);
  }

  /** Whoever took over is dead, and its own process, frozen, cannot take the lease back: only a person can go on. */
  #left(lease: LeaseRow): void {
    const frozen = this.#handle?.pid ?? null;
    if (frozen === null || processTable.isFrozen(frozen) !== true) return;
    const agents = this.#store.ask((reader) => agentsOf(reader, this.#context().now()).agents) ?? [];
    if (agents.some(({ state }) => state === 'running')) return;
    const { agent, pid, recorder } = lease;
    this.#death = deathOf(this.#store, { recorder, pid, pulled: null });
    this.#pid = null;
    this.#turn(
      'dead',
      `nobody serves this store: agent ${agent} (process ${pid}) is dead, and agent ${this.name} (process ${frozen}) is frozen; recovering thaws it`,
    );
  }

  #elsewhere(holder: LeaseRow): void {
    const same = this.#state === 'elsewhere' && this.#pid === holder.pid && this.#epoch === holder.epoch;
    this.#pid = holder.pid;
    this.#epoch = holder.epoch;
    this.#holder = holder.agent;
    if (same) return;
    this.#turn('elsewhere', `agent ${holder.agent} (process ${holder.pid}) serves this store`);
  }

  /**
   * Starts its engine beside whoever serves the store: it stands by, or takes the lease where it may.
   * @throws CallFailed when it runs already.
   */
  join(priority: number): void {
    if (this.#handle !== null) throw new CallFailed('exists', `agent ${this.name} runs already`);
    this.#priority = priority;
    this.#launch(true);
  }

  /**
   * Sees to it that somebody serves the store, without waiting for it.
   * @throws CallFailed when the plug was pulled.
   */
  ensure(): void {
    this.look();
    switch (this.#state) {
      case 'dead':
        throw new CallFailed(
          'engine-dead',
          this.#handle === null
            ? 'the engine is dead: its plug was pulled'
            : (this.#message ?? 'nobody serves this store'),
        );
      case 'absent':
      case 'refused':
        this.#launch();
        return;
      default:
    }
  }

  /** There may be a new request. */
  nudge(): void {
    this.#handle?.look();
  }

  /** Starts one, dead or not, and waits until it is ready. @throws CallFailed when it refuses. */
  async start(): Promise<void> {
    this.look();
    if (this.#state === 'elsewhere')
      throw new CallFailed('refused', this.#message ?? 'another process serves this store');
    if (this.#handle === null) this.#launch();
    else if (this.#state === 'dead') this.#handle.thaw();
    await this.until(
      () =>
        this.#state === 'active' ||
        this.#state === 'paused' ||
        // One that was thawed ends, and its successor is about to be started.
        (this.#handle === null && this.#state !== 'starting'),
    );
    if (this.#handle === null && this.#state !== 'absent') {
      throw new CallFailed('refused', this.#message ?? 'the engine did not start');
    }
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    const handle = this.#handle;
    if (handle === null) return;
    this.#stopped = handle;
    this.#turn('stopping', null);
    await handle.stop();
  }

  /** SIGKILL; resolves when it is dead, and what that cost is known. @throws CallFailed when there is none. */
  async kill(): Promise<void> {
    const handle = this.#handle;
    if (handle === null || handle.pid === null) {
      throw new CallFailed(
        'refused',
        this.#state === 'elsewhere'
          ? `${this.#message ?? 'another process serves this store'}; it can be killed where it was started`
          : 'there is no engine to kill',
      );
    }
    handle.kill();
    await this.until(() => this.#handle !== handle);
  }

  /** @throws CallFailed when another process serves the store. */
  async arm(points: readonly CrashPoint[]): Promise<void> {
    this.look();
    if (this.#state === 'elsewhere')
      throw new CallFailed('refused', this.#message ?? 'another process serves this store');
    this.#armed = [...points];
    await this.#handle?.arm(points);
    this.#hooks.changed();
  }

  get armed(): readonly CrashPoint[] {
    return this.#armed;
  }

  watch(jobs: readonly string[]): void {
    this.#watched = jobs;
    this.#handle?.watch(jobs);
  }

  /** Resolves when it is so; looked at whenever something about the engine changes. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  #launch(standby = false): void {
    this.#turn('starting', null);
    this.#fallen = false;
    this.#epoch = null;
    const engine = this.#engineOptions(standby);
    const restart = { ...growingPauses(mostCrashesInARow), staysDead: true };
    const handle = new EngineHandle({ engine, restart, ...(this.#entry === undefined ? {} : { entry: this.#entry }) });
    this.#handle = handle;
    this.#pid = handle.pid;
    handle.listen((news) => {
      if (this.#handle === handle) this.#hear(news);
    });
    if (this.#watched.length > 0) handle.watch(this.#watched);
  }

  #engineOptions(standby: boolean): EngineOptions {
    const options = { ...engineOptionsOf(this.#context(), this.#armed), standby };
    if (this.#priority === null) return options;
    const { settings } = options;
    return { ...options, settings: { ...settings, agent: { ...settings.agent, priority: this.#priority } } };
  }

  #hear(news: Announcement): void {
    switch (news.type) {
      case 'ready':
        this.#pid = news.pid;
        this.#epoch = news.epoch;
        this.#turn('active', null);
        return;
      case 'progress':
        this.#progress(news.jobs);
        return;
      case 'positions':
        this.#hooks.positions(news.jobs);
        return;
      case 'paused':
        this.#turn('paused', news.reason);
        return;
      case 'resumed':
        this.#turn('active', null);
        return;
      case 'crashed': {
        const { crashPoint, recorder, pid, code, signal, output } = news;
        if (crashPoint !== null) this.#armed = this.#armed.filter((point) => !samePoint(point, crashPoint));
        const pulled = crashPoint !== null ? 'armed' : news.pulled ? 'now' : null;
        const at = this.#context().now();
        const file = recorder === null ? null : basename(recorder);
        this.#death = deathOf(this.#store, { recorder: file, pid, pulled, crashPoint, code, signal, output, at });
        this.#pid = null;
        return;
      }
      case 'restarting':
        this.#turn('restarting', describeDeath(news.crash));
        return;
      case 'end':
        this.#ended(news.end);
        return;
      case 'standby':
        this.#pid = news.pid;
        this.#epoch = news.epoch;
        this.#holder = news.agent;
        this.#turn('elsewhere', `agent ${news.agent} (process ${news.pid}) serves this store`);
        return;
      case 'refused':
      case 'idle':
      case 'armed':
      case 'misspoke':
        return;
      case 'notice':
        this.#message = news.message;
        this.#hooks.changed();
        return;
      default:
        news satisfies never;
    }
  }

  #ended(end: EngineEnd): void {
    const wasStopped = this.#stopped === this.#handle;
    this.#handle = null;
    this.#stopped = null;
    const served = this.#epoch !== null;
    this.#pid = null;
    this.#epoch = null;
    switch (end.kind) {
      case 'stopped':
        this.#turn('absent', null);
        return;
      case 'refused':
        if (end.reason === 'unusable' || end.reason === 'settings') {
          this.#turn('refused', end.message);
          return;
        }
        // It served the store until somebody took over: from now on it stands by.
        if (served && !wasStopped) this.#launch(true);
        else this.#turn('absent', end.message);
        this.look();
        return;
      case 'crashed':
        if (end.pulled || end.crashPoint !== null) {
          this.#fallen = true;
          this.#turn('dead', describeDeath(end));
        } else
          this.#turn('refused', `gave up after ${end.inARow} deaths in a row without progress; ${describeDeath(end)}`);
        return;
      default:
        end satisfies never;
    }
  }

  #progress(jobs: readonly Progress[]): void {
    this.#hooks.progress(jobs);
    this.#wake();
  }

  /** The latest checkpoint, for the status bar, now that a job made progress. */
  noteCheckpoint(job: string): void {
    try {
      this.#lastCheckpoint = this.#store.ask((reader) => lastCheckpointOf(reader, job)) ?? this.#lastCheckpoint;
    } catch (error) {
      // The status bar can wait; whoever asks for the store next is told what is wrong with it.
      if (!(error instanceof StoreUnusable)) throw error;
    }
  }

  #turn(state: EngineState, message: string | null): void {
    this.#state = state;
    this.#message = message;
    this.#wake();
    this.#hooks.changed();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}

const samePoint = (left: CrashPoint, right: CrashPoint): boolean =>
  left.element === right.element && left.point === right.point && left.visit === right.visit;
