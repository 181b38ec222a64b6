/**
 * The inside of the sandbox: a worker thread in which QuickJS interprets one script after the other. QuickJS is
 * WebAssembly: all that it knows is in one piece of memory. That memory is copied once, when the interpreter is ready
 * for a script, and put back after each, which is both quicker than a new interpreter and more thorough than clearing
 * one up. Deadline and memory limit are kept in here; should they not be enough, the thread is ended from outside
 * (`sandbox.ts`).
 */
import { parentPort, workerData } from 'node:worker_threads';
import {
  RELEASE_SYNC,
  newQuickJSWASMModule,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from 'quickjs-emscripten';
import { PRELUDE } from './sandbox-prelude.ts';
import type { CallerWaits, WorkerAnswer, WorkerMessage, WorkerReport, WorkerRequest } from './sandbox-request.ts';

/**
 * The script's local time is UTC. QuickJS asks the thread for it, and nothing else in this thread asks.
 */
function liveInUtc(): void {
  const date = Date.prototype;
  date.getTimezoneOffset = () => 0;
  date.getSeconds = date.getUTCSeconds;
  date.getMinutes = date.getUTCMinutes;
  date.getHours = date.getUTCHours;
  date.getDate = date.getUTCDate;
  date.getDay = date.getUTCDay;
  date.getMonth = date.getUTCMonth;
  date.getFullYear = date.getUTCFullYear;
}

/** An interpreter with the functions of the prelude. */
interface Room {
  readonly context: QuickJSContext;
  readonly prelude: Readonly<Record<'start' | 'finish' | 'holds' | 'caught' | 'describe', QuickJSHandle>>;
}

/** Something ended by an exception; the handle is the exception. */
class Thrown extends Error {
  readonly error: QuickJSHandle;
  readonly source: number;
  constructor(error: QuickJSHandle, source: number) {
    super();
    this.error = error;
    this.source = source;
  }
}

function furnish(context: QuickJSContext): Room {
  const made = context.unwrapResult(context.evalCode(PRELUDE, 'prelude'));
  const prelude = {
    start: context.getProp(made, 'start'),
    finish: context.getProp(made, 'finish'),
    holds: context.getProp(made, 'holds'),
    caught: context.getProp(made, 'caught'),
    describe: context.getProp(made, 'describe'),
  };
  return { context, prelude };
}

function call({ context }: Room, fn: QuickJSHandle, argument: QuickJSHandle, index = 0): QuickJSHandle {
  const result = context.callFunction(fn, context.undefined, argument);
  if (result.error !== undefined) throw new Thrown(result.error, index);
  return result.value;
}

function evaluate({ context }: Room, source: string, name: string, index: number): QuickJSHandle {
  const result = context.evalCode(source, name, { type: 'global' });
  if (result.error !== undefined) throw new Thrown(result.error, index);
  return result.value;
}

function perform(room: Room, request: WorkerRequest): WorkerReport {
  const { context, prelude } = room;
  const input = context.newString(request.input);
  call(room, prelude.start, input);
  if (request.kind === 'conditions') {
    const answers = request.sources.map((source, index) => {
      const holds = call(room, prelude.holds, evaluate(room, source, request.name, index), index);
      return context.dump(holds) === true;
    });
    return { kind: 'finished', output: JSON.stringify({ result: JSON.stringify(answers), writes: {} }) };
  }
  const value = evaluate(room, request.sources[0] ?? '', request.name, 0);
  return { kind: 'finished', output: context.getString(call(room, prelude.finish, value)) };
}

/** What an exception means. Looking at it runs the script's code again, which may throw again. */
function explain(room: Room, request: WorkerRequest, thrown: Thrown, expired: () => boolean): WorkerReport {
  const { context, prelude } = room;
  const failed = (reason: string, line: number | null = null): WorkerReport => ({
    kind: 'failed',
    reason,
    line,
    source: thrown.source,
  });
  if (expired()) return failed(`did not end within ${request.limits.timeoutMs} ms`);
  try {
    const caught = call(room, prelude.caught, thrown.error);
    if (context.typeof(caught) === 'string' && request.kind === 'script') {
      return { kind: 'bpmn-error', output: context.getString(caught) };
    }
    const text = context.getString(call(room, prelude.describe, thrown.error));
    const { reason, stack } = JSON.parse(text) as { reason: string; stack: string };
    if (reason.startsWith('failed: InternalError: out of memory'))
      return failed(`needs more than ${request.limits.memoryMb} MB of memory`);
    return failed(reason, lineOf(stack, request.name));
  } catch (again) {
    if (!(again instanceof Thrown)) throw again;
    if (expired()) return failed(`did not end within ${request.limits.timeoutMs} ms`);
    // Out of memory even for the explanation, or an error that throws when it is looked at.
    const dumped = context.dump(again.error) as { message?: unknown } | null;
    const message = typeof dumped === 'object' && dumped !== null ? String(dumped.message) : String(dumped);
    return failed(
      message === 'out of memory' || message === 'null'
        ? `needs more than ${request.limits.memoryMb} MB of memory`
        : message,
    );
  }
}

function lineOf(stack: string, name: string): number | null {
  const at = stack.indexOf(`${name}:`);
  const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + name.length + 1), 10);
  return Number.isNaN(line) ? null : line;
}

/** The part of `WebAssembly.Memory` that is needed: its types come with those of a browser, which are not wanted here. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
const { Memory } = (
  globalThis as unknown as { WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => WasmMemory } }
).WebAssembly;

/** Memory that QuickJS starts with and may grow to, in pages of 64 KiB: as its makers have it. */
const INITIAL_PAGES = 256;
const MAXIMUM_PAGES = 32_768;
/** Beyond this a thread gives its memory back by ending. */
const LARGE = 128 * 1024 * 1024;

/** A piece of memory. */
interface Block {
  readonly at: number;
  readonly bytes: Uint8Array;
}

const PAGE = 4096;
/** To compare with at the machine's speed: a thread begins with sixteen megabytes of pages. */
const EMPTY_PAGE = Buffer.alloc(PAGE);

/**
 * The pages that hold anything. What is empty now is free memory, and nobody reads free memory before writing it; most
 * of it is a stack of five megabytes, which would cost more to put back than a script takes.
 */
function imageOf(bytes: Uint8Array): Block[] {
  const blocks: Block[] = [];
  let from = -1;
  for (let at = 0; at <= bytes.length; at += PAGE) {
    const used = at < bytes.length && EMPTY_PAGE.compare(bytes, at, at + PAGE) !== 0;
    if (used && from < 0) from = at;
    if (!used && from >= 0) {
      blocks.push({ at: from, bytes: bytes.slice(from, at) });
      from = -1;
    }
  }
  return blocks;
}

/** A QuickJS that forgets every script when it has ended. */
class Interpreter {
  readonly #memory: WasmMemory;
  readonly #runtime: QuickJSRuntime;
  readonly #room: Room;
  /** The memory as it is before every script. */
  readonly #image: readonly Block[];
  #deadline = Number.POSITIVE_INFINITY;

  static async create(): Promise<Interpreter> {
    const memory = new Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
    const quickjs = await newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmMemory: memory }));
    return new Interpreter(memory, quickjs.newRuntime());
  }

  private constructor(memory: WasmMemory, runtime: QuickJSRuntime) {
    this.#memory = memory;
    this.#runtime = runtime;
    runtime.setInterruptHandler(this.#expired);
    this.#room = furnish(runtime.newContext());
    this.#image = imageOf(new Uint8Array(memory.buffer));
  }

  readonly #expired = (): boolean => performance.now() > this.#deadline;

  answer(request: WorkerRequest): WorkerAnswer {
    this.#deadline = performance.now() + request.limits.timeoutMs;
    this.#runtime.setMemoryLimit(request.limits.memoryMb * 1024 * 1024);
    try {
      const report = this.#report(request);
      // Handles are not disposed of: what they point to is gone with the next line.
      const bytes = new Uint8Array(this.#memory.buffer);
      for (const block of this.#image) bytes.set(block.bytes, block.at);
      return { kind: 'answer', id: request.id, broken: this.#memory.buffer.byteLength > LARGE, report };
    } catch (broken) {
      // The interpreter itself gave up: an abort or a trap.
      const reason = broken instanceof Error ? broken.message : String(broken);
      const report = {
        kind: 'failed',
        reason: `broke its interpreter: ${reason.slice(0, 500)}`,
        line: null,
        source: 0,
      } as const;
      return { kind: 'answer', id: request.id, broken: true, report };
    }
  }

  #report(request: WorkerRequest): WorkerReport {
    try {
      return perform(this.#room, request);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      return explain(this.#room, request, thrown, this.#expired);
    }
  }
}

liveInUtc();
const waits = (workerData ?? null) as CallerWaits | null;
const port = waits?.port ?? parentPort;
if (port === null) throw new Error('sandbox-worker.ts is the entry of a worker thread');
const interpreter = await Interpreter.create();
const say = (message: WorkerMessage): void => {
  port.postMessage(message);
  if (waits === null) return;
  Atomics.add(waits.told, 0, 1);
  Atomics.notify(waits.told, 0);
};
port.on('message', (request: WorkerRequest) => {
  say(interpreter.answer(request));
});
say({ kind: 'ready' });
