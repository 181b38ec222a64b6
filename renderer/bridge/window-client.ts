/**
 * The one client of the window: calls and notifications over whatever channel lies between. It connects again by itself;
 * what the host said meanwhile is told again, or the listeners hear that they must ask anew.
 */
import { decodeValue, encodeValue, type Value } from '../../engine/core/value.ts';
import {
  fromHost,
  WINDOW_LINK,
  type CallFailure,
  type CallName,
  type CallOptions,
  type CallParams,
  type CallResult,
  type ConnectionState,
  type FailureCode,
  type FromHost,
  type Notification,
  type NotificationName,
  type ToHost,
  type WindowClient,
  type WorkProgress,
} from '../../engine/protocol/window-link.ts';

/** A call failed; `lines` are for people. */
export class CallFailed extends Error {
  readonly code: FailureCode;
  readonly lines: readonly string[];
  constructor({ code, lines }: CallFailure) {
    super(lines.join('\n'));
    this.name = 'CallFailed';
    this.code = code;
    this.lines = lines;
  }
}

/** One connection, while it lasts. */
export interface Channel {
  send(frame: string): void;
  close(): void;
}

/** What a channel tells. Nothing comes after `closed`; `refused`: trying again is of no use. */
export interface ChannelEvents {
  readonly opened: () => void;
  readonly frame: (text: string) => void;
  readonly closed: (why: 'lost' | 'refused') => void;
}

export type Connect = (events: ChannelEvents) => Channel;

export interface ClientOptions {
  /** Calls back after so many ms, unless the answer is called first. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Between two signs of life that the client asks for; three without an answer, and the connection counts as lost. */
  readonly heartbeatMs?: number;
  /** Before the n-th attempt to connect again, from 1. */
  readonly pauseMs?: (attempt: number) => number;
}

/** Soon at first, then every five seconds. */
const growing = (attempt: number): number => Math.min(250 * 2 ** (attempt - 1), 5_000);

interface Pending {
  readonly frame: string;
  sent: boolean;
  readonly settle: (outcome: { readonly result: unknown } | { readonly failure: CallFailure }) => void;
  readonly progress: ((progress: WorkProgress) => void) | undefined;
}

/** Connects at once. */
export function createWindowClient(connect: Connect, options: ClientOptions): WindowClient {
  return new Client(connect, options);
}

class Client implements WindowClient {
  readonly #connect: Connect;
  readonly #options: ClientOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<NotificationName, Set<(body: unknown) => void>>();
  readonly #watchers = new Set<(state: ConnectionState, reload: boolean) => void>();
  #channel: Channel | null = null;
  #state: ConnectionState = 'connecting';
  #calls = 0;
  #attempts = 0;
  #seen: { session: string; seq: number } | null = null;
  #unanswered = 0;
  #callOff: () => void = () => undefined;
  #closed = false;

  constructor(connect: Connect, options: ClientOptions) {
    this.#connect = connect;
    this.#options = options;
    this.#open();
  }

  get connection(): ConnectionState {
    return this.#state;
  }

  call<Name extends CallName>(
    name: Name,
    params: CallParams<Name>,
    options: CallOptions = {},
  ): Promise<CallResult<Name>> {
    const id = (this.#calls += 1);
    const { signal } = options;
    return new Promise<CallResult<Name>>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new CallFailed({ code: 'cancelled', lines: ['cancelled'] }));
        return;
      }
      if (this.#closed || this.#state === 'refused') {
        reject(new CallFailed({ code: 'disconnected', lines: ['there is no connection to Cairn'] }));
        return;
      }
      const cancel = (): void => this.#cancel(id);
      const frame = encode({ type: 'call', id, call: name, params });
      this.#pending.set(id, {
        frame,
        sent: false,
        progress: options.onProgress,
        settle: (outcome) => {
          signal?.removeEventListener('abort', cancel);
          this.#pending.delete(id);
          if ('failure' in outcome) reject(new CallFailed(outcome.failure));
          else resolve(outcome.result as CallResult<Name>);
        },
      });
      signal?.addEventListener('abort', cancel);
      this.#sendPending();
    });
  }

  on<Name extends NotificationName>(name: Name, listener: (body: Notification<Name>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const each = listener as (body: unknown) => void;
    listeners.add(each);
    return () => void listeners.delete(each);
  }

  onConnection(listener: (state: ConnectionState, reload: boolean) => void): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#callOff();
    this.#channel?.close();
    this.#channel = null;
    this.#failAll(false);
  }

  #open(): void {
    let over = false;
    const channel = this.#connect({
      opened: () => {
        if (!over) channel.send(encode({ type: 'hello', link: WINDOW_LINK, seen: this.#seen }));
      },
      frame: (text) => {
        if (!over) this.#hear(text);
      },
      closed: (why) => {
        if (over) return;
        over = true;
        if (this.#channel === channel) this.#lost(why);
      },
    });
    this.#channel = channel;
  }

  #lost(why: 'lost' | 'refused'): void {
    this.#channel = null;
    this.#callOff();
    if (this.#closed) return;
    this.#failAll(why === 'lost');
    if (why === 'refused') {
      this.#turn('refused', false);
      return;
    }
    if (this.#state === 'connected') this.#turn('lost', false);
    this.#attempts += 1;
    this.#callOff = this.#options.after((this.#options.pauseMs ?? growing)(this.#attempts), () => this.#open());
  }

  /** Whoever asked before the connection broke cannot know what became of it; those that were not sent may wait. */
  #failAll(keepUnsent: boolean): void {
    for (const pending of [...this.#pending.values()]) {
      if (keepUnsent && !pending.sent) continue;
      pending.settle({
        failure: { code: 'disconnected', lines: ['the connection to Cairn was lost before the answer came'] },
      });
    }
  }

  #sendPending(): void {
    if (this.#state !== 'connected') return;
    for (const pending of this.#pending.values()) {
      if (pending.sent) continue;
      pending.sent = true;
      this.#channel?.send(pending.frame);
    }
  }

  #cancel(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if (pending.sent) this.#channel?.send(encode({ type: 'cancel', id }));
    pending.settle({ failure: { code: 'cancelled', lines: ['cancelled'] } });
  }

  #hear(text: string): void {
    this.#unanswered = 0;
    const said = fromHost.safeParse(decodeValue(text));
    if (!said.success) throw new Error(`the host said something that is not understood: ${text.slice(0, 200)}`);
    this.#take(said.data);
  }

  #take(said: FromHost): void {
    switch (said.type) {
      case 'welcome': {
        if (said.link !== WINDOW_LINK) {
          this.#channel?.close();
          this.#lost('refused');
          return;
        }
        const first = this.#seen === null;
        this.#seen = { session: said.session, seq: said.reload || first ? said.seq : (this.#seen?.seq ?? said.seq) };
        this.#attempts = 0;
        this.#turn('connected', said.reload);
        this.#beat();
        this.#sendPending();
        return;
      }
      case 'answer':
        this.#pending.get(said.id)?.settle({ result: said.result });
        return;
      case 'failure':
        this.#pending.get(said.id)?.settle({ failure: said.failure });
        return;
      case 'progress':
        this.#pending.get(said.id)?.progress?.(said.progress);
        return;
      case 'notification':
        if (said.seq !== null && this.#seen !== null) this.#seen.seq = said.seq;
        for (const listener of [...(this.#listeners.get(said.name) ?? [])]) listener(said.body);
        return;
      case 'misspoke':
        throw new Error(`the host did not understand a frame: ${said.message}`);
      case 'pong':
        return;
      default:
        said satisfies never;
    }
  }

  #beat(): void {
    const { heartbeatMs = 10_000, after } = this.#options;
    this.#callOff = after(heartbeatMs, () => {
      if (this.#unanswered >= 3) {
        this.#channel?.close();
        this.#lost('lost');
        return;
      }
      this.#unanswered += 1;
      this.#channel?.send(encode({ type: 'ping' }));
      this.#beat();
    });
  }

  #turn(state: ConnectionState, reload: boolean): void {
    this.#state = state;
    for (const watcher of [...this.#watchers]) watcher(state, reload);
  }
}

function encode(frame: ToHost): string {
  return encodeValue(frame as unknown as Value);
}
