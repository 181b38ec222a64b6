/**
 * One object owns the engine process: starts it, kills it, restarts it, tells what becomes of it. Neighbours: the child
 * (`engine/runtime/engine-process.ts`), with which it speaks the engine link; the application, which listens.
 *
 * Invariants (cited by tests):
 *  1. Nothing that the child says or does throws here; what it may not say is announced and otherwise ignored.
 *  2. An exit (it was asked to stop, or refused to start) and a crash are different announcements.
 *  3. `end` is announced once, last; `wait` answers it.
 *  4. A crash point kills one engine: it is not armed again in the next one.
 *  5. Crashes are counted since the latest progress: pauses grow with the count, and there is a most.
 *  6. A standby that lost the lease, or gave it away, becomes a standby again, in a new process.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  fromEngine,
  type CrashPoint,
  type EngineOptions,
  type FromEngine,
  type ToEngine,
} from '../protocol/engine-link.ts';
import { spend } from './armed-points.ts';
import { engineEntry, type EngineEntry } from './engine-entry.ts';
import { OutputTail } from './output-tail.ts';
import { readRecordings } from './recorder-reader.ts';

export type Ready = Extract<FromEngine, { type: 'ready' }>;

export interface Crash {
  readonly pid: number | null;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last words. */
  readonly output: string;
  /** Where it was armed to die; null: it died by itself. */
  readonly crashPoint: CrashPoint | null;
  /** Crashes since the latest progress, this one included; those at crash points do not count. */
  readonly inARow: number;
  /** Its recorder file; null: it never was ready. */
  readonly recorder: string | null;
  /** Somebody pulled the plug (`kill`). */
  readonly pulled: boolean;
}

/** How it all ended. */
export type EngineEnd =
  | { readonly kind: 'stopped' }
  | ({ readonly kind: 'refused' } & Omit<Extract<FromEngine, { type: 'refused' }>, 'type'>)
  | ({ readonly kind: 'crashed' } & Crash);

export type Announcement =
  | FromEngine
  | ({ readonly type: 'crashed' } & Crash)
  | { readonly type: 'restarting'; readonly afterMs: number; readonly crash: Crash }
  /** The child said what it may not say. */
  | { readonly type: 'misspoke'; readonly message: string }
  | { readonly type: 'end'; readonly end: EngineEnd };

export interface RestartRule {
  /** ms before the restart after this many crashes in a row, from 1. */
  readonly pauseAfter: (inARow: number) => number;
  /** More crashes in a row than this end it. */
  readonly most: number;
  /** It stays dead where the plug was pulled, by `kill` or at a crash point: whoever did that wants to look. */
  readonly staysDead?: boolean;
}

/** At once, then after a quarter of a second, doubling up to half a minute. */
export const growingPauses = (most: number): RestartRule => ({
  pauseAfter: (inARow) => (inARow <= 1 ? 0 : Math.min(250 * 2 ** (inARow - 2), 30_000)),
  most,
});

export interface EngineHandleOptions {
  readonly engine: EngineOptions;
  /** Null: a crash is the end. */
  readonly restart: RestartRule | null;
  readonly entry?: EngineEntry;
  /** Waits between restarts; ends early, by rejecting, when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How long `stop` waits before it kills. */
  readonly stopGraceMs?: number;
}

const defaultStopGraceMs = 15_000;

/** An engine process and its successors. */
export class EngineHandle {
  readonly #options: EngineHandleOptions;
  readonly #listeners = new Set<(announcement: Announcement) => void>();
  readonly #stopping = new AbortController();
  readonly #seqs = new Map<string, number>();
  #crashPoints: EngineOptions['crashPoints'];
  #child: ChildProcess | null = null;
  #ready: Ready | null = null;
  #refused: Extract<FromEngine, { type: 'refused' }> | null = null;
  #end: EngineEnd | null = null;
  #inARow = 0;
  #idleAsked = 0;
  #killed = false;
  #watched: readonly string[] = [];

  constructor(options: EngineHandleOptions, listener?: (announcement: Announcement) => void) {
    this.#options = options;
    this.#crashPoints = options.engine.crashPoints;
    if (listener !== undefined) this.#listeners.add(listener);
    this.#launch();
  }

  /** Of the process that runs now. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Tells the listener everything from now on; the answer ends that. */
  listen(listener: (announcement: Announcement) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Its greeting, as soon as it is ready; null when it ended first. */
  ready(): Promise<Ready | null> {
    if (this.#ready !== null) return Promise.resolve(this.#ready);
    return this.#until((said) => (said.type === 'ready' ? said : undefined));
  }

  /** True once it says that nothing is left to do, restarts included; false when it ended first. */
  async idle(): Promise<boolean> {
    this.#idleAsked += 1;
    this.#send({ type: 'tell-when-idle' });
    try {
      return (await this.#until((said) => (said.type === 'idle' ? true : undefined))) ?? false;
    } finally {
      this.#idleAsked -= 1;
    }
  }

  /** How it all ended. */
  async wait(): Promise<EngineEnd> {
    if (this.#end === null) await this.#until(() => undefined);
    if (this.#end === null) throw new Error('the engine ended, and did not say how');
    return this.#end;
  }

  /** There may be a new request. */
  look(): void {
    this.#send({ type: 'look' });
  }

  /** Pulls the plug: SIGKILL, by pid. */
  kill(): void {
    const pid = this.pid;
    if (pid === null) return;
    this.#killed = true;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** These crash points and no others, in this process and the next ones; resolves when the process knows. */
  async arm(points: readonly CrashPoint[]): Promise<void> {
    this.#crashPoints = [...points];
    // One that is still starting was given those of before: it is told right after.
    if (this.#ready === null) await this.ready();
    if (this.#child?.connected !== true) return;
    const text = JSON.stringify(points);
    const armed = this.#until((said) => {
      return (said.type === 'armed' && JSON.stringify(said.points) === text) || said.type === 'crashed'
        ? true
        : undefined;
    });
    this.#send({ type: 'arm', points: [...points] });
    await armed;
  }

  /** Has it tell where the tokens of these jobs are (`positions`); holds for its successors too. */
  watch(jobs: readonly string[]): void {
    this.#watched = jobs;
    this.#send({ type: 'watch', jobs: [...jobs] });
  }

  /** Lets it finish the commit under way and end; after a grace, kills it. No restart follows. */
  async stop(): Promise<EngineEnd> {
    this.#stopping.abort();
    this.thaw();
    this.#send({ type: 'stop' });
    const timer = setTimeout(() => this.kill(), this.#options.stopGraceMs ?? defaultStopGraceMs);
    try {
      return await this.wait();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets one that somebody froze hear and go on. */
  thaw(): void {
    if (this.pid === null || process.platform === 'win32') return;
    try {
      process.kill(this.pid, 'SIGCONT');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  #launch(): void {
    const { file, execPath, env = {} } = this.#options.entry ?? engineEntry();
    const tail = new OutputTail();
    this.#refused = null;
    let child: ChildProcess;
    try {
      child = fork(file, [], {
        execPath,
        execArgv: [],
        env: { ...process.env, ...env },
        // Its own process group: an interrupt at the terminal is for the supervisor, which then stops it in order.
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
    } catch (error) {
      this.#ended(null, null, null, String(error));
      return;
    }
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => tail.add(chunk));
    }
    child.on('message', (message) => this.#hear(message));
    let over = false;
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (!over) this.#ended(child.pid ?? null, code, signal, tail.text);
      over = true;
    };
    child.on('error', (error) => {
      tail.add(`${error.message}\n`);
      if (child.pid === undefined) end(null, null);
    });
    child.on('close', end);
    this.#send({ type: 'start', options: { ...this.#options.engine, crashPoints: this.#crashPoints } });
    if (this.#watched.length > 0) this.#send({ type: 'watch', jobs: [...this.#watched] });
    if (this.#stopping.signal.aborted) this.#send({ type: 'stop' });
  }

  #send(message: ToEngine): void {
    if (this.#child?.connected !== true) return;
    // A child that died meanwhile announces that itself.
    this.#child.send(message, () => undefined);
  }

  #hear(message: unknown): void {
    const said = fromEngine.safeParse(message);
    if (!said.success) {
      this.#announce({ type: 'misspoke', message: printable(message) });
      return;
    }
    switch (said.data.type) {
      case 'ready':
        this.#ready = said.data;
        if (this.#idleAsked > 0) this.#send({ type: 'tell-when-idle' });
        break;
      case 'refused':
        this.#refused = said.data;
        break;
      case 'progress':
        this.#noteProgress(said.data.jobs);
        break;
      case 'idle':
      case 'paused':
      case 'resumed':
      case 'notice':
      case 'armed':
      case 'positions':
      case 'standby':
        break;
    }
    this.#announce(said.data);
  }

  #noteProgress(jobs: readonly { readonly id: string; readonly seq: number }[]): void {
    for (const { id, seq } of jobs) {
      if (seq <= (this.#seqs.get(id) ?? 0)) continue;
      this.#seqs.set(id, seq);
      this.#inARow = 0;
    }
  }

  #ended(pid: number | null, code: number | null, signal: NodeJS.Signals | null, output: string): void {
    const recorder = this.#ready?.recorder;
    this.#child = null;
    this.#ready = null;
    if (this.#refused !== null) {
      const { reason, message } = this.#refused;
      const lostLease = reason === 'fenced' || reason === 'handed-over';
      if (lostLease && this.#options.engine.standby && !this.#stopping.signal.aborted) {
        this.#launch();
        return;
      }
      this.#finish({ kind: 'refused', reason, message });
      return;
    }
    if (code === 0) {
      this.#finish({ kind: 'stopped' });
      return;
    }
    const crashPoint = signal === 'SIGKILL' ? this.#spendCrashPoint(recorder) : null;
    if (crashPoint === null) this.#inARow += 1;
    const pulled = this.#killed && signal === 'SIGKILL';
    this.#killed = false;
    const inARow = this.#inARow;
    const crash: Crash = { pid, code, signal, output, crashPoint, inARow, recorder: recorder ?? null, pulled };
    this.#announce({ type: 'crashed', ...crash });
    const rule = this.#options.restart;
    const staysDead = rule?.staysDead === true && (pulled || crashPoint !== null);
    if (this.#stopping.signal.aborted || rule === null || crash.inARow > rule.most || staysDead) {
      this.#finish({ kind: 'crashed', ...crash });
      return;
    }
    void this.#restart(crash, crashPoint === null ? rule.pauseAfter(crash.inARow) : 0);
  }

  #spendCrashPoint(recorder: string | undefined): CrashPoint | null {
    if (this.#crashPoints.length === 0) return null;
    const name = recorder === undefined ? undefined : basename(recorder);
    const { fired, left } = spend(this.#crashPoints, readRecordings(this.#options.engine.storeDir, name));
    this.#crashPoints = left;
    return fired;
  }

  async #restart(crash: Crash, afterMs: number): Promise<void> {
    this.#announce({ type: 'restarting', afterMs, crash });
    const pause = this.#options.pause ?? ((ms, signal) => delay(ms, undefined, { signal }));
    const wanted = await pause(afterMs, this.#stopping.signal).then(
      () => !this.#stopping.signal.aborted,
      () => false, // stopped meanwhile
    );
    if (wanted) this.#launch();
    else this.#finish({ kind: 'stopped' });
  }

  #finish(end: EngineEnd): void {
    this.#end = end;
    this.#announce({ type: 'end', end });
  }

  #announce(announcement: Announcement): void {
    for (const listener of [...this.#listeners]) listener(announcement);
  }

  /** What `pick` first makes of an announcement; null when all ended before. */
  #until<T>(pick: (said: Announcement) => T | undefined): Promise<T | null> {
    if (this.#end !== null) return Promise.resolve(null);
    return new Promise((resolve) => {
      const leave = this.listen((said) => {
        const picked = pick(said);
        if (picked === undefined && said.type !== 'end') return;
        leave();
        resolve(picked ?? null);
      });
    });
  }
}

function printable(message: unknown): string {
  try {
    return (JSON.stringify(message) ?? String(message)).slice(0, 200);
  } catch (error) {
    return error instanceof Error ? error.message : 'something unprintable';
  }
}
