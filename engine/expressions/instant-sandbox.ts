/**
 * The sandbox for JavaScript whose answer a decision waits for: loop conditions, conditional events, correlation. The same
 * thread as for scripts (`sandbox-worker.ts`), but the caller stands still until it has answered, so that whoever decides
 * need not come back later.
 *
 * 1. Every call is answered: by the expression, by the deadline inside the interpreter, or {@link GRACE_MS} later by the
 *    end of the thread. The next call gets a new thread.
 * 2. The thread never keeps the process alive.
 */
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Evaluation, Moment } from '../core/evaluation.ts';
import type { Variables } from '../core/value.ts';
import { quote } from './quote.ts';
import { failedReport, GRACE_MS, outcomeOf, requestOf } from './sandbox-exchange.ts';
import type { CallerWaits, SandboxLimits, WorkerMessage, WorkerReport, WorkerRequest } from './sandbox-request.ts';

/** How long a new thread may take to be ready: a machine under load is slow, but whoever waits stands still. */
const START_MS = 10_000;
/** However long scripts may take: meanwhile nothing else goes on. */
const MOST_MS = 1_000;

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** Rises with each message of the thread. */
  readonly told: Int32Array<SharedArrayBuffer>;
  /** How many of them were taken. */
  taken: number;
}

export class InstantSandbox {
  readonly #limits: SandboxLimits;
  #thread: Thread | null = null;
  #nextId = 1;

  constructor(limits: SandboxLimits) {
    this.#limits = { ...limits, timeoutMs: Math.min(limits.timeoutMs, MOST_MS) };
  }

  /** The value of an expression; what it writes is dropped. Never throws. */
  evaluate(text: string, variables: Variables, moment: Moment): Evaluation {
    const given = { name: 'expression', variables, ...moment, executionId: '', limits: this.#limits };
    // A text in braces would be a block.
    const source = /^\{[^]*\}$/.test(text.trim()) ? `(${text})` : text;
    const outcome = outcomeOf(
      this.#ask(requestOf(this.#nextId, 'script', [source], given, true)),
      'expression',
      variables,
    );
    this.#nextId += 1;
    switch (outcome.kind) {
      case 'completed':
        return { ok: true, value: outcome.result };
      case 'bpmn-error':
        return { ok: false, message: `JavaScript ${quote(text)} throws the BPMN error ${outcome.code}` };
      case 'failed': {
        const message = `JavaScript ${quote(text)}: ${outcome.message.replace(/^the script of expression (failed: )?/, '')}`;
        return /ReferenceError: .* is not defined/.test(message)
          ? { ok: false, message, missing: true }
          : { ok: false, message };
      }
      default:
        return outcome satisfies never;
    }
  }

  #ask(request: WorkerRequest): WorkerReport {
    const thread = this.#thread ?? this.#start();
    if (thread === null) return failedReport('was not started: the sandbox cannot be started');
    thread.port.postMessage(request);
    const message = next(thread, request.limits.timeoutMs + GRACE_MS);
    if (message?.kind !== 'answer') {
      this.#abandon(thread);
      return failedReport(`did not end within ${request.limits.timeoutMs} ms`);
    }
    if (message.broken) this.#abandon(thread);
    return message.report;
  }

  #start(): Thread | null {
    const file = import.meta.url.endsWith('.ts') ? './sandbox-worker.ts' : './sandbox-worker.js';
    const { port1, port2 } = new MessageChannel();
    const told = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(new URL(file, import.meta.url), {
      resourceLimits: { stackSizeMb: 32 },
      execArgv: [],
      env: {},
      stdin: false,
      workerData: { port: port2, told } satisfies CallerWaits,
      transferList: [port2],
    });
    // Whoever waits for a thread that died hears nothing from it, and that is its answer.
    worker.on('error', () => {
      if (this.#thread?.worker === worker) this.#thread = null;
    });
    worker.unref();
    const thread: Thread = { worker, port: port1, told, taken: 0 };
    if (next(thread, START_MS)?.kind !== 'ready') {
      this.#abandon(thread);
      return null;
    }
    this.#thread = thread;
    return thread;
  }

  #abandon(thread: Thread): void {
    if (this.#thread === thread) this.#thread = null;
    thread.port.close();
    void thread.worker.terminate();
  }
}

/** The thread's next message; null: it said nothing for so long. */
function next(thread: Thread, withinMs: number): WorkerMessage | null {
  Atomics.wait(thread.told, 0, thread.taken, withinMs);
  const received: { readonly message: WorkerMessage } | undefined = receiveMessageOnPort(thread.port);
  if (received === undefined) return null;
  thread.taken += 1;
  return received.message;
}
