/**
 * The host of windows on one workspace: answers every call, tells every change. The service and the desktop put their
 * channels in front of it, and nothing else.
 */
import { basename } from 'node:path';
import type { Positions } from '../../protocol/engine-link.ts';
import { settings as settingsSchema } from '../../protocol/settings.ts';
import { jobStatus } from '../../protocol/views.ts';
import type { CallInput } from '../../protocol/window-calls.ts';
import type { WorkspaceView } from '../../protocol/window-views.ts';
import { StoreUnusable } from '../../store/store.ts';
import type { EngineEntry } from '../../supervisor/engine-entry.ts';
import { contextOf, type Context } from '../context.ts';
import { BadRequest } from '../failure.ts';
import { instantOf } from '../plain.ts';
import { sampleWorkspace } from '../sample-workspace.ts';
import { UserFolder, userFolder } from '../user-folder.ts';
import { workspaceDir } from '../workspace.ts';
import { agentCalls } from './agent-calls.ts';
import { CallFailed } from './call-failed.ts';
import { Drafts } from './drafts.ts';
import { editorCalls } from './editor-calls.ts';
import { engineCalls } from './engine-calls.ts';
import { EngineKeeper, type Progress } from './engine-keeper.ts';
import { EngineLives } from '../engine-lives.ts';
import { FileWatch } from './file-watch.ts';
import { historyCalls } from './history-calls.ts';
import { jobCalls, positionsOf } from './job-calls.ts';
import { News } from './news.ts';
import { OwnAgents } from './own-agents.ts';
import { savepointCalls } from './savepoint-calls.ts';
import { WindowSession, type SessionHost } from './session.ts';
import { writeSettings } from './settings-file.ts';
import { storeCalls } from './store-calls.ts';
import { StoreKeeper } from './store-keeper.ts';
import type { Handlers, Studio } from './studio-parts.ts';
import { workspaceCalls } from './workspace-calls.ts';
import { canWrite, WorkspaceFiles } from './workspace-files.ts';

export interface WindowHostOptions {
  /** A workspace, or a folder in one. */
  readonly dir: string;
  readonly storeDir?: string | undefined;
  readonly host: 'service' | 'desktop';
  readonly version: string;
  /** For this start, whatever is remembered. */
  readonly trusted?: boolean | undefined;
  /** Where the person's preferences are; the system's place by default. */
  readonly userDir?: string | undefined;
  /** The program of engine processes; that of this build by default. */
  readonly entry?: EngineEntry | undefined;
  readonly report: (error: unknown) => void;
  readonly now: () => number;
  readonly newId: () => string;
}

const JOBS_EVERY_MS = 30;
const ENGINE_EVERY_MS = 250;
/** Where nobody tells us what happens in the store. */
const LOOK_EVERY_MS = 500;
const LOOKED_AT = 200;

export class WindowHost {
  readonly dir: string;
  readonly #options: WindowHostOptions;
  readonly #user: UserFolder;
  readonly #news: News;
  readonly #files: WorkspaceFiles;
  readonly #store: StoreKeeper;
  readonly #engine: EngineKeeper;
  readonly #agents: OwnAgents;
  readonly #watch: FileWatch;
  readonly #sessions = new Set<WindowSession>();
  readonly #sessionHost: SessionHost;
  readonly #firstStart: boolean;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #jobs = new Map<string, Progress>();
  #jobsPlanned = false;
  #enginePlanned = false;
  #context: Context;
  #settingsProblems: readonly string[] = [];
  #version: number | null = null;
  #listed = new Map<string, string>();
  #closed = false;

  /** Starts an engine at once where there is work left, unless the settings say otherwise. */
  constructor(options: WindowHostOptions) {
    this.#options = options;
    this.dir = workspaceDir(options.dir);
    this.#user = new UserFolder(options.userDir ?? userFolder());
    this.#firstStart = !this.#remember();
    this.#context = this.#readContext();
    this.#news = new News(options.newId());
    this.#files = new WorkspaceFiles(this.dir);
    this.#store = new StoreKeeper(this.#context.storeDir, () => this.#context.workspace.settings.durability);
    const hooks = {
      changed: () => this.#planEngine(),
      progress: (jobs: readonly Progress[]) => this.#progressed(jobs),
      positions: (jobs: readonly Positions[]) => this.#moved(jobs),
    };
    this.#engine = new EngineKeeper(() => this.#context, this.#store, hooks, options.entry);
    this.#agents = new OwnAgents(
      () => this.#context,
      () => this.#agentsChanged(),
      options.entry,
    );
    this.#watch = new FileWatch(this.#files, (files) => {
      this.#news.tell('files-changed', { files });
      if (files.some(({ path }) => path === 'cairn.json')) this.#settingsChanged();
    });
    const studio = this.#studio();
    const handlers = this.#handlers(studio);
    this.#sessionHost = {
      news: this.#news,
      handlers,
      watching: () => this.#watching(),
      introduced: () => this.#news.tell('drafts-changed', {}),
      report: options.report,
    };
    this.#every(LOOK_EVERY_MS, () => this.#look());
    this.#begin();
  }

  /** A window that has just connected; `send` must not throw. */
  open(send: (frame: string) => void): WindowSession {
    const session = new WindowSession(this.#sessionHost, send);
    this.#sessions.add(session);
    return session;
  }

  /** The place as its settings are now, for hosts that answer programs. */
  get context(): Context {
    return this.#context;
  }

  /** Resolves when somebody serves the store, or nobody can. @throws CallFailed when the plug was pulled. */
  async served(): Promise<void> {
    this.#engine.ensure();
    await this.#engine.until(() => this.#engine.state !== 'starting' && this.#engine.state !== 'restarting');
    if (this.#engine.state === 'refused')
      throw new CallFailed('store-unusable', this.#engine.view().message ?? 'no engine can be started');
  }

  /** What nobody could foresee goes where the host wants it. */
  report(error: unknown): void {
    this.#options.report(error);
  }

  /** It is gone. */
  left(session: WindowSession): void {
    session.close();
    if (this.#sessions.delete(session)) this.#news.tell('drafts-changed', {});
  }

  /** Ends the engine in order, and everything else. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#watch.close();
    for (const session of [...this.#sessions]) this.left(session);
    // Standbys first: none of them has to take over.
    if (this.#engine.state !== 'elsewhere') await this.#agents.stopAll();
    await this.#engine.stop();
    await this.#agents.stopAll();
    this.#store.close();
  }

  #studio(): Studio {
    const { now, newId } = this.#options;
    return {
      context: () => this.#context,
      view: () => this.#view(),
      files: this.#files,
      drafts: new Drafts(this.#context.storeDir, this.#files),
      store: this.#store,
      engine: this.#engine,
      agents: this.#agents,
      user: this.#user,
      news: this.#news,
      now,
      newId,
      windows: () => new Set([...this.#sessions].flatMap(({ window }) => (window === '' ? [] : [window]))),
      trust: (trusted) => this.#trust(trusted),
      set: (changes) => this.#set(changes),
    };
  }

  #handlers(studio: Studio): Handlers {
    const lives = new EngineLives(this.#context.storeDir);
    const handlers = {
      ...workspaceCalls(studio),
      ...editorCalls(studio),
      ...jobCalls(studio, lives),
      ...historyCalls(studio, lives),
      ...engineCalls(studio),
      ...savepointCalls(studio),
      ...storeCalls(studio),
      ...agentCalls(studio),
    };
    const { ['jobs.watch']: watch } = handlers;
    return {
      ...handlers,
      'jobs.watch': async (input, call) => {
        const answer = await watch(input, call);
        this.#place(input.job);
        return answer;
      },
    };
  }

  /** Whether the folder was opened in a window before. */
  #remember(): boolean {
    try {
      return this.#user.opened(this.dir);
    } catch (error) {
      // A home that cannot be written remembers nothing, which is no reason not to start.
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  }

  #readContext(): Context {
    const { storeDir, now, newId } = this.#options;
    const trusted = this.#options.trusted === true || this.#user.isTrusted(this.dir);
    const place = { cwd: this.dir, storeDir, trusted, now, newId };
    try {
      const context = contextOf(place);
      this.#settingsProblems = [];
      // A folder from elsewhere does not vouch for itself: in a window only the person does, or `--trust`.
      const settings = { ...context.workspace.settings, trusted };
      return { ...context, trusted, workspace: { ...context.workspace, settings } };
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      this.#settingsProblems = error.lines;
      return contextOf({ ...place, workspace: { dir: this.dir, settings: settingsSchema.parse({}) } });
    }
  }

  #view(): WorkspaceView {
    const { settings } = this.#context.workspace;
    return {
      dir: this.dir,
      name: basename(this.dir),
      writable: this.#files.writable,
      storeWritable: canWrite(this.#context.storeDir),
      trusted: this.#context.trusted,
      sample: this.dir === sampleWorkspace(this.#user.dir),
      settings,
      settingsProblems: [...this.#settingsProblems],
      firstStart: this.#firstStart,
      host: this.#options.host,
      version: this.#options.version,
    };
  }

  #settingsChanged(): void {
    this.#context = this.#readContext();
    this.#news.tell('workspace-changed', this.#view());
  }

  async #trust(trusted: boolean): Promise<void> {
    this.#user.trust(this.dir, trusted);
    this.#settingsChanged();
    await this.#startAnew();
  }

  async #set(changes: CallInput<'workspace.set'>): Promise<void> {
    const before = this.#context.workspace.settings.durability;
    writeSettings(this.#files, changes);
    this.#settingsChanged();
    if (this.#context.workspace.settings.durability === before) return;
    this.#store.close();
    await this.#startAnew();
    this.#planEngine();
  }

  /** An engine learns its settings when it starts. */
  async #startAnew(): Promise<void> {
    if (this.#engine.state === 'active' || this.#engine.state === 'paused' || this.#engine.state === 'starting') {
      await this.#engine.stop();
      this.#engine.ensure();
    }
  }

  /** One of the agents beside the main one came, went, or took over. */
  #agentsChanged(): void {
    this.#guarded(() => {
      if (this.#store.exists) this.#engine.look();
      this.#planEngine();
    });
  }

  /** Jobs that were left active are taken up, timers and messages are heard. */
  #begin(): void {
    this.#guarded(() => {
      if (!this.#store.exists || !canWrite(this.#context.storeDir)) return;
      this.#engine.look();
      if (this.#context.workspace.settings.recovery.automatic) this.#engine.ensure();
    });
  }

  /** What a timer does may fail like any call, but there is nobody to answer. */
  #guarded(business: () => void): void {
    try {
      business();
    } catch (error) {
      if (!(error instanceof StoreUnusable)) this.#options.report(error);
    }
  }

  #every(ms: number, business: () => void): void {
    const timer = setInterval(() => this.#guarded(business), ms);
    timer.unref();
    this.#timers.add(timer);
  }

  #after(ms: number, business: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#guarded(business);
    }, ms);
    this.#timers.add(timer);
  }

  /** Where another process serves the store, nobody tells what it does: looked at now and then. */
  #look(): void {
    if (!this.#store.exists) return;
    this.#engine.look();
    if (this.#engine.state !== 'elsewhere' && this.#engine.state !== 'absent') return;
    const version = this.#store.version();
    if (version === this.#version && version !== null) return;
    this.#version = version;
    const rows = this.#store.ask((reader) => reader.jobs({}, { limit: LOOKED_AT })) ?? [];
    const before = this.#listed;
    this.#listed = new Map(rows.map(({ id, seq, status }) => [id, `${seq} ${status}`]));
    const changed = rows.filter(({ id }) => before.get(id) !== this.#listed.get(id));
    if (changed.length > 0) this.#progressed(changed.map(({ id, seq, status }) => ({ id, seq, status })));
  }

  #progressed(jobs: readonly Progress[]): void {
    for (const job of jobs) this.#jobs.set(job.id, job);
    if (this.#jobsPlanned || this.#closed) return;
    this.#jobsPlanned = true;
    this.#after(JOBS_EVERY_MS, () => {
      this.#jobsPlanned = false;
      const changed = [...this.#jobs.values()];
      this.#jobs.clear();
      this.#news.tell('jobs-changed', { jobs: changed });
      const last = changed.at(-1);
      if (last !== undefined) this.#engine.noteCheckpoint(last.id);
      this.#planEngine();
      for (const { id } of changed) if (this.#engine.state === 'elsewhere') this.#place(id);
    });
  }

  /** At once the first time, then not more often than anybody can read. */
  #planEngine(): void {
    if (this.#enginePlanned || this.#closed) return;
    this.#enginePlanned = true;
    this.#after(this.#engine.state === 'active' ? ENGINE_EVERY_MS : 0, () => {
      this.#enginePlanned = false;
      this.#news.tell('engine-changed', this.#engine.view());
    });
  }

  #watching(): void {
    this.#engine.watch([...new Set([...this.#sessions].flatMap(({ watched }) => [...watched]))]);
  }

  /** Where the store has a job's tokens, for those who watch it. */
  #place(job: string): void {
    const row = this.#store.ask((reader) => reader.job(job));
    const body = row === null ? null : this.#store.ask((reader) => positionsOf(reader, row.id));
    if (body === null) return;
    for (const session of this.#sessions) {
      if (session.watched.has(body.job)) session.tell({ seq: null, name: 'tokens-moved', body });
    }
  }

  #moved(jobs: readonly Positions[]): void {
    for (const positions of jobs) {
      const status = jobStatus.safeParse(positions.status);
      if (!status.success) continue;
      const body = { ...positions, status: status.data, now: instantOf(positions.now) };
      for (const session of this.#sessions) {
        if (session.watched.has(positions.job)) session.tell({ seq: null, name: 'tokens-moved', body });
      }
    }
  }
}
