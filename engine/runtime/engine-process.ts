/** The engine process: an engine under a supervisor, which speaks `protocol/engine-link.ts` with it. May be killed at any instant. */
import { toEngine, type EngineOptions, type FromEngine } from '../protocol/engine-link.ts';
import type { AgentRow } from '../store/rows.ts';
import { Fenced, StoreUnusable } from '../store/store.ts';
import { CandidateLeft, HeldByAnother } from './candidacy.ts';
import { EngineHost, type HostHooks } from './host.ts';

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}

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
  host.watch(watched);
  tell({ type: 'ready', epoch: host.epoch, pid: process.pid, recorder: host.recorder.file, recovered: host.recovered });
}

async function stop(): Promise<void> {
  if (leaving) return;
  leaving = true;
  leavingEarly.abort();
  await host?.stop();
  // One that waits withdraws first: see `run`.
  if (host !== null || !starting) leave(0);
}

async function handOver(by: AgentRow): Promise<void> {
  if (leaving) return;
  leaving = true;
  await host?.stop('handed-over');
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
// A supervisor that is gone cannot restart anything: end as if told to.
process.on('disconnect', () => {
  run(stop());
});
// The supervisor decides about signals that a terminal sends to the whole group.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', refuse);
