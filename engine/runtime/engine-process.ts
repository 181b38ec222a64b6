/** The engine process: an engine under a supervisor, which speaks `protocol/engine-link.ts` with it. May be killed at any instant. */
import { toEngine, type EngineOptions, type FromEngine } from '../protocol/engine-link.ts';
import type { AgentRow } from '../store/rows.ts';
import { Fenced, StoreUnusable } from '../store/store.ts';
import { CandidateLeft, HeldByAnother } from './candidacy.ts';
import { EngineHost, type HostHooks } from './host.ts';

function tell(message: FromEngine): void {
  // What a supervisor that has just died does not hear is no fault of ours: `disconnect` comes next.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/** So long an engine whose supervisor is gone may take to end. */
const ORPHAN_MS = 10_000;

let host: EngineHost | null = null;
let starting = false;
let leaving = false;
/** Asked for while the engine was starting. */
let watched: readonly string[] = [];
/** Aborts when it is to stop while it still waits for the lease. */
const leavingEarly = new AbortController();

function leave(code: number): void {
  // Messages on the channel are written before the exit.
  setImmediate(() => process.exit(code));
}

function refuse(error: Error): void {
  if (leaving) return;
  leaving = true;
  const reason =
    error instanceof HeldByAnother
      ? 'held-by'
      : error instanceof Fenced
        ? 'fenced'
        : error instanceof StoreUnusable
          ? 'unusable'
          : null;
  if (reason === null) process.stderr.write(`${error.stack ?? error.message}\n`);
  else tell({ type: 'refused', reason, message: error.message });
  leave(reason === null ? 70 : 1);
}

/** SIGKILL by pid, from inside; then nothing more happens here. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

async function start(options: EngineOptions): Promise<void> {
  if (starting) return;
  starting = true;
  const hooks: HostHooks = {
    progress: (jobs) => {
      tell({ type: 'progress', jobs: [...jobs] });
    },
    broken: refuse,
    paused: (reason) => {
      tell(reason === null ? { type: 'resumed' } : { type: 'paused', reason });
    },
    notice: (message) => {
      tell({ type: 'notice', message });
    },
    kill: die,
    positions: (jobs) => {
      tell({ type: 'positions', jobs });
    },
    standby: ({ agent, pid, epoch }) => {
      tell({ type: 'standby', agent, pid, epoch });
    },
    outranked: (by) => {
      run(handOver(by));
    },
  };
  host = await EngineHost.start(options, hooks, { leaving: leavingEarly.signal });
  if (leaving) {
    // Told to stop while it was taking up what was there.
    leave((await ended(host)) ? 0 : 70);
    return;
  }
  host.watch(watched);
  tell({ type: 'ready', epoch: host.epoch, pid: process.pid, recorder: host.recorder.file, recovered: host.recovered });
}

async function stop(): Promise<void> {
  if (leaving) return;
  leaving = true;
  leavingEarly.abort();
  if (host !== null) leave((await ended(host)) ? 0 : 70);
  // One that waits withdraws first: see `run`. One that is taking jobs up does so before it ends: see `start`.
  else if (!starting) leave(0);
}

/** False: something kept it from ending well, which keeps no process alive: the next engine takes it for killed. */
async function ended(running: EngineHost, how?: 'handed-over'): Promise<boolean> {
  try {
    await running.stop(how);
    return true;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return false;
  }
}

async function handOver(by: AgentRow): Promise<void> {
  if (leaving || host === null) return;
  leaving = true;
  if (!(await ended(host, 'handed-over'))) return leave(70);
  const message = `the lease was handed over to agent ${by.name}, whose priority is ${by.priority}`;
  tell({ type: 'refused', reason: 'handed-over', message });
  leave(1);
}

function run(business: Promise<void>): void {
  business.catch((error: unknown) => {
    if (error instanceof CandidateLeft) leave(0);
    refuse(error instanceof Error ? error : new Error(String(error)));
  });
}

process.on('message', (raw: unknown) => {
  const parsed = toEngine.safeParse(raw);
  if (!parsed.success) return;
  const message = parsed.data;
  switch (message.type) {
    case 'start':
      run(start(message.options));
      return;
    case 'look':
      host?.inbox.look();
      return;
    case 'tell-when-idle':
      host?.inbox.look();
      host?.engine.whenIdle(() => {
        tell({ type: 'idle' });
      });
      return;
    case 'arm':
      host?.arm(message.points);
      tell({ type: 'armed', points: message.points });
      return;
    case 'watch':
      watched = message.jobs;
      host?.watch(watched);
      return;
    case 'stop':
      run(stop());
      return;
    default:
      message satisfies never;
  }
});
// A supervisor that is gone cannot restart anything: end as if told to. Nor can it kill what does not end.
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), ORPHAN_MS).unref();
  run(stop());
});
// The supervisor decides about signals that a terminal sends to the whole group.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', refuse);
