/** An engine under test, in this process: its clock, its ids, its store and its tasks belong to the test. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { printJson } from '../../../engine/core/json.ts';
import { awaitedName, decodeJob } from '../../../engine/core/job-codec.ts';
import type { JobState } from '../../../engine/core/job-state.ts';
import { toValue, type Variables } from '../../../engine/core/value.ts';
import { ownVariables } from '../../../engine/core/variables.ts';
import type { Outcome, Work } from '../../../engine/core/work.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { startsOf } from '../../../engine/model/starts.ts';
import { engineOptions, type CrashPoint } from '../../../engine/protocol/engine-link.ts';
import {
  engineAnswer,
  engineRequest,
  type EngineAnswer,
  type EngineRequestInput,
} from '../../../engine/protocol/requests.ts';
import type { Recording } from '../../../engine/protocol/recording.ts';
import { EngineHost } from '../../../engine/runtime/host.ts';
import type { Perform } from '../../../engine/runtime/performer.ts';
import { startTimersOf } from '../../../engine/application/start-timers.ts';
import { openMemoryStore } from '../../../engine/store/memory-store.ts';
import { MemoryTables } from '../../../engine/store/memory-tables.ts';
import type { ExecutionRow, JobRow } from '../../../engine/store/rows.ts';
import type { Store } from '../../../engine/store/store.ts';
import { perform } from '../../../engine/tasks/perform.ts';
import { ManualClock } from './manual-clock.ts';
import { watch, watchedStore, type Watch } from './watched-store.ts';

export interface RigSettings {
  /** Jobs in memory at the most. */
  cacheJobs?: number;
  /** Of `cairn.json`, beside those that every rig has. */
  more?: Record<string, unknown>;
  /** Units of a group that the writer's thread is given. */
  largeGroup?: number;
  /** Opens the store of each engine; in memory, on the same tables, unless told otherwise. */
  open?: () => Store;
}

/** Work under way that waits for the test. */
export interface Underway {
  readonly work: Work;
  readonly variables: Variables;
  readonly end: (outcome: Outcome) => void;
}

export type Task = (variables: Variables, work: Work) => Outcome | Promise<Outcome>;

export function done(writes: Record<string, unknown> = {}): Outcome {
  return { kind: 'completed', result: null, writes: toValue(writes, 'writes') as Variables };
}

/** Event-loop turns after which something that has not come is not coming. */
const PATIENCE = 30_000;
/** And as long as that, ms: files take their time. */
const PATIENCE_MS = 5_000;

export class Rig {
  readonly clock = new ManualClock();
  readonly tables = new MemoryTables();
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cairn-runtime-'));
  /** How elements are performed; what is not here is performed by the engine's own tasks. */
  readonly tasks = new Map<string, Task>();
  /** Elements whose work began, in order. */
  readonly began: string[] = [];
  watch: Watch = watch();
  readonly progress: { id: string; seq: number; status: string }[] = [];
  readonly broken: Error[] = [];
  readonly paused: (string | null)[] = [];
  readonly notices: string[] = [];
  /** What was written to recorder files, write by write. */
  readonly appended: string[] = [];
  /** There is no room for recordings. */
  recorderFull = false;
  /** An armed crash point was reached; the engine goes on, as no real one would. */
  killed: (point: CrashPoint) => void = () => undefined;
  /** Of the engines to come. */
  readonly settings: RigSettings;
  /** Of the latest engine's process. */
  pid = 0;
  /** Processes that are gone. */
  readonly dead = new Set<number>();
  #host: EngineHost | null = null;
  #store: Store | null = null;
  #ids = 0;
  #requests = 0;

  constructor(settings: RigSettings = {}) {
    this.settings = settings;
  }

  static async start(settings: RigSettings = {}): Promise<Rig> {
    const rig = new Rig(settings);
    await rig.start();
    return rig;
  }

  get host(): EngineHost {
    if (this.#host === null) throw new Error('no engine runs');
    return this.#host;
  }

  get engine(): EngineHost['engine'] {
    return this.host.engine;
  }

  get store(): Store {
    this.#store ??= this.settings.open?.() ?? openMemoryStore(this.tables, { clock: () => this.clock.monotonic() });
    return this.#store;
  }

  /** Starts an engine on what the one before left. */
  async start(crashPoints: readonly CrashPoint[] = []): Promise<void> {
    const options = engineOptions.parse({
      storeDir: this.folder,
      workspaceDir: this.folder,
      settings: { cache: { jobs: this.settings.cacheJobs ?? 10_000 }, agent: { name: 'rig' }, ...this.settings.more },
      trusted: false,
      crashPoints,
    });
    this.dead.add(this.pid);
    this.#host = await EngineHost.start(
      options,
      {
        progress: (jobs) => this.progress.push(...jobs),
        broken: (error) => this.broken.push(error),
        paused: (reason) => this.paused.push(reason),
        notice: (message) => this.notices.push(message),
        kill: (point) => {
          this.killed(point);
        },
      },
      {
        clock: this.clock,
        pid: (this.pid += 1),
        processes: {
          exists: (pid) => !this.dead.has(pid),
          startOf: String,
          boot: () => 'boot',
          isFrozen: () => false,
          kill: (pid) => this.dead.add(pid),
        },
        store: watchedStore(this.store, this.watch),
        ...(this.settings.largeGroup === undefined ? {} : { largeGroup: this.settings.largeGroup }),
        perform: this.#perform,
        append: (descriptor, bytes) => {
          if (this.recorderFull) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
          this.appended.push(Buffer.from(bytes).toString());
          return writeSync(descriptor, bytes);
        },
        ids: {
          next: () => `job-${String((this.#ids += 1)).padStart(4, '0')}`,
          seed: () => 7,
        },
      },
    );
  }

  readonly #perform: Perform = (work, task, tools) => {
    if (work.kind !== 'conditions') this.began.push(work.node);
    const own = this.tasks.get(work.node);
    return own === undefined ? perform(work, task, tools) : own(task.variables, work);
  };

  /** Lets the test end this element's work, piece by piece. */
  hold(element: string): Underway[] {
    const held: Underway[] = [];
    this.tasks.set(element, (variables, work) => {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      held.push({ work, variables, end: resolve });
      return promise;
    });
    return held;
  }

  /** The engine dies: whatever is not in the store or in its recorder file is gone. */
  crash(): void {
    this.#host?.engine.stop();
    this.#host = null;
    this.#store?.close();
    this.#store = null;
    this.watch = watch();
    this.broken.length = 0;
  }

  async restart(): Promise<void> {
    this.crash();
    await this.start();
  }

  async close(): Promise<void> {
    if (this.#host !== null) await this.#host.stop().catch(() => undefined);
    this.#host = null;
    rmSync(this.folder, { recursive: true, force: true });
  }

  async deploy(xml: string, resources: Record<string, string> = {}): Promise<void> {
    const { processes, problems } = await readBpmn(xml, 'test.bpmn');
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
    for (const graph of processes) {
      const startMessages = startsOf(graph).map(({ kind, name }) => awaitedName({ trigger: kind, message: name }));
      const timers = startTimersOf(graph, this.clock.now()).map((timer) => ({
        ...timer,
        definitionKey: graph.processId,
      }));
      this.store.deploy(
        {
          key: graph.processId,
          name: null,
          file: 'test.bpmn',
          xml,
          resources,
          deployedAt: this.clock.now(),
          startMessages,
        },
        timers,
      );
    }
  }

  /** Puts a request into the inbox; whoever has a known id gets the row that is there. */
  accept(input: EngineRequestInput, id = `request-${(this.#requests += 1)}`): string {
    const request = engineRequest.parse(input);
    this.store.accept({
      id,
      kind: request.kind,
      job: 'job' in request ? request.job : null,
      instance: request.kind === 'complete' ? (request.instance ?? null) : null,
      data: JSON.stringify(request),
      acceptedAt: this.clock.now(),
      answer: null,
    });
    return id;
  }

  look(): void {
    this.host.inbox.look();
  }

  answerTo(id: string): EngineAnswer | null {
    const answer = this.store.request(id)?.answer ?? null;
    return answer === null ? null : engineAnswer.parse(JSON.parse(answer));
  }

  async answered(id: string): Promise<EngineAnswer> {
    await this.until(() => this.answerTo(id) !== null, `an answer to ${id}`);
    return this.answerTo(id) as EngineAnswer;
  }

  async ask(input: EngineRequestInput, id?: string): Promise<EngineAnswer> {
    const row = this.accept(input, id);
    this.look();
    return this.answered(row);
  }

  /** Starts a job, and answers its id. */
  async startJob(
    definition: string,
    more: { extId?: string; variables?: Record<string, unknown>; scenario?: object } = {},
  ): Promise<string> {
    const answer = await this.ask({
      kind: 'start',
      definition,
      variables: printJson(toValue(more.variables ?? {}, 'variables')),
      ...(more.extId === undefined ? {} : { extId: more.extId }),
      ...(more.scenario === undefined ? {} : { scenario: JSON.stringify(more.scenario) }),
    });
    if (!answer.ok || answer.job === null) throw new Error(`not started: ${JSON.stringify(answer)}`);
    return answer.job;
  }

  publish(
    name: string,
    more: { key?: string; id?: string; variables?: Record<string, unknown>; ttlMs?: number; request?: string } = {},
  ): Promise<EngineAnswer> {
    const { key = null, id = `message-${(this.#requests += 1)}`, variables = {}, ttlMs, request } = more;
    return this.ask(
      {
        kind: 'message',
        name,
        key,
        messageId: id,
        variables: JSON.stringify(variables),
        ...(ttlMs === undefined ? {} : { ttlMs }),
      },
      request,
    );
  }

  complete(
    job: string,
    element: string,
    variables: Record<string, unknown> = {},
    instance?: string,
  ): Promise<EngineAnswer> {
    return this.ask({
      kind: 'complete',
      job,
      element,
      variables: JSON.stringify(variables),
      ...(instance === undefined ? {} : { instance }),
    });
  }

  /** Until something holds, one turn of the event loop after the other. */
  async until(holds: () => boolean, what = 'it'): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    for (let turn = 0; turn < PATIENCE || performance.now() < until; turn += 1) {
      if (holds()) return;
      await this.turn();
    }
    throw new Error(`${what} has not come about; broken: ${this.broken.map((error) => error.stack).join('; ')}`);
  }

  async turn(): Promise<void> {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }

  /** Enough turns for everything that can happen without the test. */
  async turns(count = 30): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await this.turn();
  }

  /** Until the engine says that nothing is under way. */
  async idle(): Promise<void> {
    let idle = false;
    this.engine.whenIdle(() => {
      idle = true;
    });
    await this.until(() => idle || this.broken.length > 0, 'idleness');
    if (this.broken[0] !== undefined && !idle) throw this.broken[0];
  }

  /** Moves time, and waits until nothing is under way. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.idle();
  }

  job(id: string): JobRow {
    const row = this.store.job(id);
    if (row === null) throw new Error(`no job ${id}`);
    return row;
  }

  /** Its latest durable state. */
  state(id: string): JobState {
    const stored = this.store.load(this.job(id).id);
    if (stored === null) throw new Error(`no job ${id}`);
    return decodeJob(stored.job, stored.rows);
  }

  /** User variables of its root scope, as of its latest durable state; of an ended job, as of the last one that had them. */
  variables(id: string): Variables {
    const state = this.state(id);
    if (state.scopes.has(state.root)) return ownVariables(state, state.root);
    throw new Error(`job ${id} has no variables`);
  }

  /** Where its tokens are. */
  places(id: string): string[] {
    return [...this.state(id).tokens.values()].map(({ node, state }) => `${node} ${state}`).toSorted();
  }

  incidents(id: string): string[] {
    return [...this.state(id).incidents.values()].map(({ message }) => message);
  }

  executions(id: string, element?: string): ExecutionRow[] {
    return this.store.executions(id).filter((row) => element === undefined || row.element === element);
  }

  children(id: string): JobRow[] {
    return this.store.children(id);
  }

  /** What the latest engine recorded, or all of them. */
  recordings(all = false): Recording[] {
    const folder = path.join(this.folder, 'recorder');
    const files = readdirSync(folder).toSorted();
    return (all ? files : files.slice(-1)).flatMap((name) =>
      readFileSync(path.join(folder, name), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((text) => JSON.parse(text) as Recording),
    );
  }
}
