/** One agent that serves a store until it is told to stop. */
import type { CrashPoint } from '../protocol/engine-link.ts';
import { settings } from '../protocol/settings.ts';
import type { EngineEntry } from '../supervisor/engine-entry.ts';
import { EngineHandle, growingPauses, type EngineEnd } from '../supervisor/engine-handle.ts';
import { engineOptionsOf, type Context } from './context.ts';
import { StoreUnusable } from '../store/store.ts';
import { describeDeath } from './engine-access.ts';
import { BadRequest, Refused } from './failure.ts';
import { issueLines } from './issues.ts';

export interface AgentInput {
  readonly name?: string | undefined;
  readonly priority?: number | undefined;
  readonly crashPoints: readonly CrashPoint[];
  /** Whether to start it again when it crashes. `unless-killed`: not where its plug was pulled. */
  readonly restart: boolean | 'unless-killed';
  /** Its program; that of this build by default. */
  readonly entry?: EngineEntry | undefined;
}

/**
 * Ends when the context's signal aborts. What happens is told as news.
 * @throws Refused when the engine crashed and was not to be restarted.
 * @throws BadRequest, StoreUnusable
 */
export async function serveStore(context: Context, input: AgentInput): Promise<void> {
  const handle = startAgent(context, input);
  const stop = (): void => void handle.stop();
  if (context.signal?.aborted === true) stop();
  context.signal?.addEventListener('abort', stop);
  try {
    mustHaveStopped(await handle.wait());
  } finally {
    context.signal?.removeEventListener('abort', stop);
  }
}

/** Starts an agent: it takes the lease, or stands by while another holds it. @throws BadRequest */
export function startAgent(context: Context, input: AgentInput): EngineHandle {
  const given = engineOptionsOf(context, [...input.crashPoints]);
  const agent = {
    ...given.settings.agent,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.priority === undefined ? {} : { priority: input.priority }),
  };
  const read = settings.safeParse({ ...given.settings, agent });
  if (!read.success) throw new BadRequest(...issueLines('engine', read.error.issues));
  const engine = { ...given, settings: read.data, standby: true };
  const rule = growingPauses(Infinity);
  const restart = input.restart === false ? null : { ...rule, staysDead: input.restart === 'unless-killed' };
  const { entry } = input;
  return new EngineHandle({ engine, restart, ...(entry === undefined ? {} : { entry }) }, context.tell);
}

function mustHaveStopped(end: EngineEnd): void {
  if (end.kind === 'stopped') return;
  if (end.kind === 'crashed') throw new Refused('crashed', describeDeath(end));
  if (end.reason === 'unusable') throw new StoreUnusable(end.message);
  if (end.reason === 'settings') throw new BadRequest(end.message);
  throw new Refused(end.reason, end.message);
}
