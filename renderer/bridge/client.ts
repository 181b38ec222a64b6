/**
 * The one client of the window. It keeps the channel open, numbers its calls, and after a lost connection comes back
 * and says how far it had heard, so that no notification is missed and none is told twice.
 *
 * 1. A call is answered once: by the host, or by `disconnected` when the channel closes under it.
 * 2. A notification with a number is told exactly once and in order; where the host cannot repeat what was missed, it
 *    says so and listeners of `onConnection` get `reload`.
 * 3. Calls made before the first connection wait for it; calls made while the connection is lost fail at once.
 */
import { decodeValue, encodeValue, toValue } from '../../engine/core/value.ts';
import {
  windowNotifications,
  type CallName,
  type CallParams,
  type CallResult,
  type Notification,
  type NotificationName,
} from '../../engine/protocol/window-calls.ts';
import {
  fromHost,
  WINDOW_LINK,
  type CallOptions,
  type ConnectionState,
  type FromHost,
  type ToHost,
  type WindowClient,
} from '../../engine/protocol/window-link.ts';
import { CallFailed } from './call-failed.ts';
import type { Channel, Transport } from './transport.ts';

/** Timers, as arguments so that tests need not wait. */
export interface Timing {
  after(milliseconds: number, act: () => void): () => void;
}

const browserTiming: Timing = {
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};

const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** Silence after which the channel is taken for dead; a ping goes out at half of it. */
const silenceMs = 20_000;

interface Pending {
  readonly frame: string;
  readonly options: CallOptions;
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: CallFailed) => void;
  readonly forget: () => void;
}

type AnyListener = (body: unknown) => void;

export class BridgeClient implements WindowClient {
  connection: ConnectionState = 'connecting';
  /** Why the host refuses this window. */
  refusal: string | null = null;
  readonly name: string;
  readonly #transport: Transport;
  readonly #timing: Timing;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<NotificationName, Set<AnyListener>>();
  readonly #connectionListeners = new Set<(state: ConnectionState, reload: boolean) => void>();
  #channel: Channel | null = null;
  #seen: { session: string; seq: number } | null = null;
  #nextId = 1;
  #pauseMs = firstPauseMs;
  #stopTimer: () => void = () => undefined;
  #closed = false;

  /** `name`: what the window calls itself, as the owner of its drafts. */
  constructor(transport: Transport, name = '', timing: Timing = browserTiming) {
    this.#transport = transport;
    this.name = name;
    this.#timing = timing;
    this.#connect();
  }

  async call<Name extends CallName>(
    name: Name,
    params: CallParams<Name>,
    options: CallOptions = {},
  ): Promise<CallResult<Name>> {
    const result = await new Promise<unknown>((resolve, reject) => {
      if (this.connection === 'lost' || this.connection === 'refused' || this.#closed) {
        reject(new CallFailed({ code: 'disconnected', lines: ['The window is not connected to Cairn’s service.'] }));
        return;
      }
      if (options.signal?.aborted === true) {
        reject(new CallFailed({ code: 'cancelled', lines: [`${name} was cancelled.`] }));
        return;
      }
      const id = this.#nextId++;
      const cancel = (): void => this.#cancel(id);
      options.signal?.addEventListener('abort', cancel);
      const forget = (): void => options.signal?.removeEventListener('abort', cancel);
      const frame = encodeFrame({ type: 'call', id, call: name, params });
      this.#pending.set(id, { frame, options, resolve, reject, forget });
      if (this.connection === 'connected') this.#channel?.send(frame);
    });
    return result as CallResult<Name>; // the host checked it against the same list
  }

  on<Name extends NotificationName>(name: Name, listener: (body: Notification<Name>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const any: AnyListener = (body) => listener(body as Notification<Name>);
    listeners.add(any);
    return () => listeners.delete(any);
  }

  onConnection(listener: (state: ConnectionState, reload: boolean) => void): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer();
    this.#channel?.close();
    this.#failAll('The window closed the connection.');
  }

  #connect(): void {
    const channel = this.#transport({
      opened: () => {
        this.#send({ type: 'hello', link: WINDOW_LINK, window: this.name, seen: this.#seen });
        this.#watch();
      },
      received: (frame) => {
        if (channel === this.#channel) this.#received(frame);
      },
      closed: ({ refused, reason }) => {
        if (channel === this.#channel) this.#lost(refused, reason);
      },
    });
    this.#channel = channel;
  }

  #received(frame: string): void {
    this.#watch();
    const read = readFrame(frame);
    if (read === null) return this.#channel?.close();
    switch (read.type) {
      case 'welcome':
        return this.#welcomed(read);
      case 'answer': {
        const pending = this.#take(read.id);
        return pending?.resolve(read.result);
      }
      case 'failure': {
        const pending = this.#take(read.id);
        return pending?.reject(new CallFailed(read.failure));
      }
      case 'progress':
        return this.#pending.get(read.id)?.options.onProgress?.(read.progress);
      case 'notification':
        return this.#notified(read);
      case 'misspoke':
        return this.#failAll(read.message);
      case 'pong':
        return undefined;
      default:
        return read satisfies never;
    }
  }

  #welcomed({ link, session, seq, reload }: Extract<FromHost, { type: 'welcome' }>): void {
    if (link !== WINDOW_LINK) {
      this.refusal = `This window speaks version ${WINDOW_LINK} and Cairn’s service version ${link}. Load the page again.`;
      this.#closed = true;
      this.#turn('refused', false);
      return;
    }
    const first = this.connection === 'connecting';
    if (this.#seen === null || reload) this.#seen = { session, seq };
    this.#pauseMs = firstPauseMs;
    this.connection = 'connected';
    for (const { frame } of this.#pending.values()) this.#channel?.send(frame);
    this.#turn('connected', reload && !first);
  }

  #notified({ seq, name, body }: Extract<FromHost, { type: 'notification' }>): void {
    if (seq !== null && this.#seen !== null) {
      if (seq <= this.#seen.seq) return;
      this.#seen = { ...this.#seen, seq };
    }
    const read = windowNotifications[name].safeParse(body);
    if (!read.success) return;
    for (const listener of this.#listeners.get(name) ?? []) listener(read.data);
  }

  #lost(refused: boolean, reason: string): void {
    this.#stopTimer();
    this.#channel = null;
    if (this.#closed) return;
    if (refused) {
      this.refusal = reason;
      this.#closed = true;
      this.#failAll(reason);
      this.#turn('refused', false);
      return;
    }
    if (this.connection === 'connected') this.#failAll('The connection was lost before the answer came.');
    this.#turn(this.connection === 'connecting' ? 'connecting' : 'lost', false);
    this.#stopTimer = this.#timing.after(this.#pauseMs, () => this.#connect());
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
  }

  /** Anything heard starts the silence anew. */
  #watch(): void {
    this.#stopTimer();
    this.#stopTimer = this.#timing.after(silenceMs / 2, () => {
      this.#send({ type: 'ping' });
      this.#stopTimer = this.#timing.after(silenceMs / 2, () => {
        const channel = this.#channel;
        this.#lost(false, 'nothing was heard');
        channel?.close();
      });
    });
  }

  #cancel(id: number): void {
    const pending = this.#take(id);
    if (pending === undefined) return;
    if (this.connection === 'connected') this.#send({ type: 'cancel', id });
    pending.reject(new CallFailed({ code: 'cancelled', lines: ['It was cancelled.'] }));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.forget();
    return pending;
  }

  #failAll(message: string): void {
    for (const id of [...this.#pending.keys()]) {
      this.#take(id)?.reject(new CallFailed({ code: 'disconnected', lines: [message] }));
    }
  }

  #turn(state: ConnectionState, reload: boolean): void {
    this.connection = state;
    for (const listener of this.#connectionListeners) listener(state, reload);
  }

  #send(message: ToHost): void {
    this.#channel?.send(encodeFrame(message));
  }
}

function encodeFrame(message: ToHost): string {
  return encodeValue(toValue(withoutUndefined(message), 'frame'));
}

/** An optional parameter that is undefined is one that is not given; the text form would say null. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const given = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(given.map(([name, each]) => [name, withoutUndefined(each)]));
}

/** Null: no frame of this protocol. */
function readFrame(text: string): FromHost | null {
  try {
    const read = fromHost.safeParse(decodeValue(text));
    return read.success ? read.data : null;
  } catch (failure) {
    if (failure instanceof SyntaxError) return null;
    throw failure;
  }
}
