/**
 * Somebody who answers. While another engine holds the lease, it does; where none does, this becomes one, and hands the
 * lease back when all is done. Requests travel through the store either way.
 */
import type { CrashPoint } from '../protocol/engine-link.ts';
import { EngineHandle, growingPauses, type EngineEnd, type RestartRule } from '../supervisor/engine-handle.ts';
import { holderOf } from '../store/liveness.ts';
import type { LeaseRow } from '../store/rows.ts';
import { StoreUnusable, type Store } from '../store/store.ts';
import { engineOptionsOf, type Context, type News } from './context.ts';
import { BadRequest, EngineLost, Interrupted, oneLine } from './failure.ts';

const pollMs = 15;
/** Looking at a foreign holder's process is dearer than looking at the store. */
const lookAtHolderEveryMs = 100;
const mostCrashesInARow = 5;

export interface EngineAccessOptions {
  readonly crashPoints?: readonly CrashPoint[];
  /** Null: the engine's death is the end of it ({@link EngineDied}). Restarts with growing pauses by default. */
  readonly restart?: RestartRule | null;
}

/** The own engine died, and nobody wanted it restarted. */
export class EngineDied extends Error {
  readonly end: Extract<EngineEnd, { kind: 'crashed' }>;
  constructor(end: Extract<EngineEnd, { kind: 'crashed' }>) {
    super(describeDeath(end));
    this.name = 'EngineDied';
    this.end = end;
  }
}

/** Like `died of SIGKILL` or `ended with code 7`, with its last line of output. */
export function describeDeath(crash: { code: number | null; signal: string | null; output: string }): string {
  const how = crash.signal === null ? `ended with code ${crash.code ?? 'unknown'}` : `died of ${crash.signal}`;
  const last = lastLine(crash.output);
  return last === '' ? `the engine ${how}` : `the engine ${how}: ${last}`;
}

/** The line of a stack trace that says what was thrown, else the last one. */
function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(\w*Error|StoreUnusable|Fenced)\b.*:/.test(line)) ?? lines.at(-1) ?? '';
}

/** `close` ends the own engine, if there is one. */
export class EngineAccess {
  readonly #context: Context;
  readonly #store: Store;
  readonly #options: EngineAccessOptions;
  readonly #onAbort = (): void => this.#wake();
  #own: EngineHandle | null = null;
  #end: EngineEnd | null = null;
  #wake: () => void = () => undefined;
  #lookedAtHolder = -Infinity;
  /** The lease as it was first seen like this, and when. */
  #seen: { epoch: number; renewals: number; since: number } | null = null;

  constructor(context: Context, store: Store, options: EngineAccessOptions = {}) {
    this.#context = context;
    this.#store = store;
    this.#options = options;
    context.signal?.addEventListener('abort', this.#onAbort);
  }

  /** Whether this became an engine. */
  get isEngine(): boolean {
    return this.#own !== null;
  }

  /**
   * Sees to it that somebody works on the store until `check` answers something.
   * @throws Interrupted, EngineLost, EngineDied, StoreUnusable
   */
  async until<T>(check: () => T | null): Promise<T> {
    const answer = await this.within(Infinity, check);
    if (answer === null) throw new Error('time without end is over');
    return answer;
  }

  /** The same for at most `ms`; then null. */
  async within<T>(ms: number, check: () => T | null): Promise<T | null> {
    const deadline = performance.now() + ms;
    for (let seen: number | null = null; ;) {
      const version = this.#store.dataVersion();
      if (version !== seen) {
        seen = version;
        const answer = check();
        if (answer !== null) return answer;
      }
      if (performance.now() >= deadline) return null;
      this.#ensureEngine();
      await this.#pause(pollMs);
    }
  }

  /** Waits until the own engine has nothing left to do, for at most `ms`; answers whether that was so. */
  async idle(ms: number): Promise<boolean> {
    let idle = false;
    void this.#own?.idle().then((answer) => {
      idle = answer;
      this.#wake();
    });
    const deadline = performance.now() + ms;
    while (!idle && this.isEngine && performance.now() < deadline) {
      await this.#pause(Math.min(1000, deadline - performance.now()));
    }
    return idle;
  }

  /** Ends the own engine in order. */
  async close(): Promise<void> {
    this.#context.signal?.removeEventListener('abort', this.#onAbort);
    const own = this.#own;
    this.#own = null;
    await own?.stop();
  }

  #ensureEngine(): void {
    if (this.#own !== null || this.#end !== null) return;
    const now = performance.now();
    if (now - this.#lookedAtHolder < lookAtHolderEveryMs) return;
    this.#lookedAtHolder = now;
    const expired = this.#isExpired(holderOf(this.#store.lease()), now);
    if (expired === null) return;
    const { restart = growingPauses(mostCrashesInARow), crashPoints = [] } = this.#options;
    const engine = { ...engineOptionsOf(this.#context, [...crashPoints]), standby: expired };
    this.#own = new EngineHandle({ engine, restart }, (news) => this.#hear(news));
  }

  /** Null: somebody holds the lease. True: its holder does not renew it any more, and must be taken over from. */
  #isExpired(holder: LeaseRow | null, now: number): boolean | null {
    if (holder === null) return false;
    const { epoch, renewals } = holder;
    if (this.#seen?.epoch !== epoch || this.#seen.renewals !== renewals) this.#seen = { epoch, renewals, since: now };
    const patience = this.#context.workspace.settings.agent.leaseSeconds * 1000;
    return now - this.#seen.since >= patience ? true : null;
  }

  #hear(news: News): void {
    this.#context.tell(news);
    if (news.type === 'end') this.#end = news.end;
    this.#wake();
  }

  /** Ends early at any news. */
  async #pause(ms: number): Promise<void> {
    if (this.#end === null && this.#context.signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.#context.signal?.aborted === true) throw new Interrupted();
    const end = this.#end;
    if (end === null) return;
    this.#end = null;
    this.#own = null;
    this.#blame(end);
  }

  /** Throws what the end of the own engine means here; a lease that went to somebody else means nothing bad. */
  #blame(end: EngineEnd): void {
    switch (end.kind) {
      case 'stopped':
        return;
      case 'refused':
        if (end.reason === 'unusable') throw new StoreUnusable(end.message);
        if (end.reason === 'settings') throw new BadRequest(oneLine(end.message));
        return;
      case 'crashed':
        if (this.#options.restart === null) throw new EngineDied(end);
        throw new EngineLost(`gave up after ${end.inARow} deaths in a row without progress; ${describeDeath(end)}`);
    }
  }
}
