/**
 * Agents that windows start beside the engine of their host (engine-keeper.ts), to see one take over from another. They
 * live and die with the host; agents of other terminals only show in the store.
 */
import type { OwnAgent } from '../../protocol/agent-views.ts';
import type { EngineEntry } from '../../supervisor/engine-entry.ts';
import type { Announcement, EngineEnd, EngineHandle } from '../../supervisor/engine-handle.ts';
import { startAgent } from '../agent.ts';
import type { Context } from '../context.ts';
import { describeDeath } from '../engine-access.ts';
import { CallFailed } from './call-failed.ts';

/** So many beside the main one. */
const mostAgents = 8;

interface Kept {
  readonly name: string;
  readonly priority: number;
  /** Null: it is dead or stopped. */
  handle: EngineHandle | null;
  pid: number | null;
  state: OwnAgent['state'];
  message: string | null;
}

export class OwnAgents {
  readonly #context: () => Context;
  readonly #entry: EngineEntry | undefined;
  readonly #changed: () => void;
  readonly #agents = new Map<string, Kept>();

  constructor(context: () => Context, changed: () => void, entry?: EngineEntry) {
    this.#context = context;
    this.#changed = changed;
    this.#entry = entry;
  }

  list(): OwnAgent[] {
    return [...this.#agents.values()].map(({ handle: _, ...rest }) => ({ ...rest, main: false }));
  }

  /** Whether a process is one of theirs. */
  has(pid: number): boolean {
    return this.#byPid(pid) !== null;
  }

  /** @throws CallFailed, BadRequest when a name or a priority cannot be. */
  start(name: string, priority: number): void {
    const known = this.#agents.get(name);
    if (known !== undefined && known.handle !== null)
      throw new CallFailed('exists', `agent ${name} runs already (${known.state})`);
    if (known === undefined && this.#agents.size >= mostAgents)
      throw new CallFailed('refused', `${mostAgents} agents beside the first are the most that a window starts`);
    const agent: Kept = { name, priority, handle: null, pid: null, state: 'starting', message: null };
    const tell = (news: Announcement): void => this.#hear(agent, news);
    agent.handle = startAgent(
      { ...this.#context(), tell },
      { name, priority, crashPoints: [], restart: 'unless-killed', entry: this.#entry },
    );
    agent.pid = agent.handle.pid;
    this.#agents.set(name, agent);
    this.#changed();
  }

  /** Pulls its plug: it stays dead until it is started again. Resolves when it is dead. */
  async kill(pid: number): Promise<void> {
    const handle = this.#byPid(pid)?.handle;
    const end = handle?.wait();
    handle?.kill();
    await end;
  }

  /** In order. */
  async stop(pid: number): Promise<void> {
    await this.#byPid(pid)?.handle?.stop();
  }

  async stopAll(): Promise<void> {
    const handles = [...this.#agents.values()].flatMap(({ handle }) => handle ?? []);
    await Promise.all(handles.map((handle) => handle.stop()));
  }

  #byPid(pid: number): Kept | null {
    return [...this.#agents.values()].find(({ handle }) => handle?.pid === pid) ?? null;
  }

  #hear(agent: Kept, news: Announcement): void {
    switch (news.type) {
      case 'ready':
        this.#turn(agent, 'active', null);
        return;
      case 'standby':
        this.#turn(agent, 'standby', null);
        return;
      case 'restarting':
        this.#turn(agent, 'restarting', describeDeath(news.crash));
        return;
      case 'end':
        agent.handle = null;
        this.#ended(agent, news.end);
        return;
      case 'crashed':
      case 'refused':
      case 'idle':
      case 'armed':
      case 'misspoke':
      case 'progress':
      case 'positions':
      case 'paused':
      case 'resumed':
      case 'notice':
        return;
      default:
        news satisfies never;
    }
  }

  #ended(agent: Kept, end: EngineEnd): void {
    switch (end.kind) {
      case 'stopped':
        this.#turn(agent, 'stopped', null);
        return;
      case 'refused':
        this.#turn(agent, 'refused', end.message);
        return;
      case 'crashed':
        this.#turn(agent, 'dead', describeDeath(end));
        return;
      default:
        end satisfies never;
    }
  }

  #turn(agent: Kept, state: OwnAgent['state'], message: string | null): void {
    agent.state = state;
    agent.message = message;
    agent.pid = agent.handle?.pid ?? null;
    this.#changed();
  }
}
