/**
 * Where a process's own JavaScript runs: a worker thread with QuickJS in it, so that a script that loops, eats memory or
 * overflows a stack takes nothing down but itself.
 *
 * 1. Scripts run one at a time, in the order of the calls. The thread is told of a few in advance, so that it need not wait for
 *    this one; when it is lost, those behind the one that it was at are told to the next.
 * 2. Every call is answered: by the script, by the deadline inside the interpreter, or {@link GRACE_MS} later by the end
 *    of the thread. The next script gets a new thread.
 * 3. The thread keeps the process alive only while a script runs.
 */
import { Worker } from 'node:worker_threads';
import type { Outcome } from '../core/work.ts';
import { quote } from './quote.ts';
import { failedReport, GRACE_MS, outcomeOf, requestOf, type SandboxSurroundings } from './sandbox-exchange.ts';
import type { WorkerMessage, WorkerReport, WorkerRequest } from './sandbox-request.ts';

/** One script. */
export interface ScriptRequest extends SandboxSurroundings {
  readonly script: string;
  /** Whose it is, in messages; absent: the name. */
  readonly title?: string;
  /** Whether the value of the last expression is wanted; then it must be one that can be kept. True by default. */
  readonly wantsResult?: boolean;
}

/** Several conditions, evaluated on the same variables. */
export interface ConditionsRequest extends SandboxSurroundings {
  readonly conditions: readonly string[];
}

interface Job {
  readonly message: WorkerRequest;
  readonly settle: (report: WorkerReport) => void;
}

/** Scripts that the thread has at the most: the one that it is at, and those that it goes on with. */
const GIVEN = 4;

/** Runs JavaScript. Starts its thread when the first script comes; {@link close} ends it. */
export class Sandbox {
  #worker: Worker | null = null;
  #ready = false;
  #closed = false;
  #nextId = 1;
  readonly #queue: Job[] = [];
  /** What the thread has, in order: it is at the first. */
  #given: Job[] = [];
  /** Ends the thread when the first takes too long. */
  #timer: NodeJS.Timeout | null = null;

  /** Runs a script. Never rejects: whatever goes wrong is an outcome. */
  async run(request: ScriptRequest): Promise<Outcome> {
    const report = await this.#ask('script', [request.script], request, request.wantsResult ?? true);
    return outcomeOf(report, request.title ?? request.name, request.variables);
  }

  /**
   * Evaluates conditions: the result is a list of booleans in their order: what JavaScript takes for true is. The first
   * that fails fails all, by its text. What they write is dropped.
   */
  async runConditions(request: ConditionsRequest): Promise<Outcome> {
    const report = await this.#ask('conditions', request.conditions, request, true);
    if (report.kind === 'failed') {
      const condition = quote(request.conditions[report.source] ?? '');
      return {
        kind: 'failed',
        message: `condition ${condition} of ${request.name}: ${report.reason.replace(/^failed: /, '')}`,
      };
    }
    return outcomeOf(report, request.name, request.variables);
  }

  /** Ends the thread. What is under way or waiting fails. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#detach();
    for (const job of this.#queue.splice(0)) job.settle(failedReport('was stopped: the engine is closing'));
    await worker?.terminate();
  }

  #ask(
    kind: WorkerRequest['kind'],
    sources: readonly string[],
    from: SandboxSurroundings,
    wantsResult: boolean,
  ): Promise<WorkerReport> {
    return new Promise((settle) => {
      if (this.#closed) {
        settle(failedReport('was not started: the engine is closing'));
        return;
      }
      const message = requestOf(this.#nextId, kind, sources, from, wantsResult);
      this.#nextId += 1;
      this.#queue.push({ message, settle });
      this.#next();
    });
  }

  #next(): void {
    if (this.#given.length >= GIVEN || this.#queue.length === 0) return;
    if (this.#worker === null) this.#start();
    const worker = this.#worker;
    if (worker === null || !this.#ready) return;
    for (const job of this.#queue.splice(0, GIVEN - this.#given.length)) {
      this.#given.push(job);
      worker.postMessage(job.message);
    }
    if (this.#timer === null) this.#watch();
  }

  /** The first of what the thread has may take so long from here on. */
  #watch(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const [job] = this.#given;
    if (job === undefined) return;
    this.#timer = setTimeout(() => {
      // Where this thread itself was held up, the answer may be here already and is looked at first.
      setImmediate(() => this.#expire(job));
    }, job.message.limits.timeoutMs + GRACE_MS);
  }

  #start(): void {
    // Built, all outputs lie beside each other; from sources, Node reads TypeScript itself.
    const file = import.meta.url.endsWith('.ts') ? './sandbox-worker.ts' : './sandbox-worker.js';
    const worker = new Worker(new URL(file, import.meta.url), {
      resourceLimits: { stackSizeMb: 32 },
      execArgv: [],
      env: {},
      stdin: false,
    });
    this.#worker = worker;
    this.#ready = false;
    worker.on('message', (message: WorkerMessage) => {
      if (this.#worker === worker) this.#receive(message);
    });
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) this.#lose(error.message);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#lose('it ended');
    });
  }

  #receive(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      this.#ready = true;
      // From here on the timer of a running script keeps the process alive, and an idle thread does not.
      this.#worker?.unref();
      this.#next();
      return;
    }
    const [job] = this.#given;
    if (job?.message.id !== message.id) return;
    this.#given.shift();
    if (message.broken) this.#abandon();
    else this.#watch();
    job.settle(message.report);
    this.#next();
  }

  /** The interpreter did not stop by itself. */
  #expire(job: Job): void {
    if (this.#given[0] !== job) return;
    this.#given.shift();
    this.#abandon();
    job.settle(failedReport(`did not end within ${job.message.limits.timeoutMs} ms`));
    this.#next();
  }

  /** The thread died by itself. */
  #lose(reason: string): void {
    const started = this.#ready;
    // A thread that cannot even start would not do so the next time: whoever waits is told.
    const lost = started ? this.#given.splice(0, 1) : this.#queue.splice(0);
    this.#detach();
    const what = started ? 'broke the sandbox' : 'was not started: the sandbox cannot be started';
    for (const job of lost) job.settle(failedReport(`${what}: ${reason}`));
    this.#next();
  }

  #abandon(): void {
    const worker = this.#worker;
    this.#detach();
    void worker?.terminate();
  }

  /** Lets go of the thread; what it has not answered waits for the next one. */
  #detach(): void {
    this.#queue.unshift(...this.#given.splice(0));
    this.#watch();
    this.#worker = null;
    this.#ready = false;
  }
}
