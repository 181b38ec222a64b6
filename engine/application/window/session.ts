/**
 * One window that is connected: frames come in as text and go out as text, whatever the channel. What cannot be understood
 * is refused by name; nothing that a window says throws here.
 */
import { decodeValue, encodeValue, type Value } from '../../core/value.ts';
import { callName, windowCalls, type CallName } from '../../protocol/window-calls.ts';
import { toHost, WINDOW_LINK, type FromHost, type ToHost } from '../../protocol/window-link.ts';
import { issueLines } from '../issues.ts';
import { callFailureOf } from './call-failed.ts';
import type { News, NewsItem } from './news.ts';
import type { Call, Handlers } from './studio-parts.ts';

/** Calls that one window may have under way. */
const mostCalls = 200;
/** Jobs that one window may watch. */
const mostWatched = 50;

export interface SessionHost {
  readonly news: News;
  readonly handlers: Handlers;
  /** The jobs that a session watches have changed. */
  readonly watching: () => void;
  /** A window has said what it calls itself. */
  readonly introduced: () => void;
  /** Something went wrong that is nobody's fault but ours. */
  readonly report: (error: unknown) => void;
}

export class WindowSession {
  readonly watched = new Set<string>();
  /** What the window calls itself; empty: nothing. */
  window = '';
  readonly #host: SessionHost;
  readonly #send: (frame: string) => void;
  readonly #calls = new Map<number, AbortController>();
  #leave: (() => void) | null = null;
  #closed = false;

  constructor(host: SessionHost, send: (frame: string) => void) {
    this.#host = host;
    this.#send = send;
  }

  /** A frame of the window. Never throws. */
  receive(text: string): void {
    if (this.#closed) return;
    let frame: Value;
    try {
      frame = decodeValue(text);
    } catch (error) {
      this.#say({ type: 'misspoke', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    const read = toHost.safeParse(frame);
    if (!read.success) {
      const message = issueLines('the frame', read.error.issues).join('; ').slice(0, 1000);
      const id = calledId(frame);
      // Only the call that it is of fails, where that can be told.
      if (id === null) this.#say({ type: 'misspoke', message });
      else this.#say({ type: 'failure', id, ok: false, failure: { code: 'bad-request', lines: [message] } });
      return;
    }
    this.#take(read.data);
  }

  /** The window is gone: what it asked for is called off. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#leave?.();
    for (const controller of this.#calls.values()) controller.abort();
    if (this.watched.size > 0) {
      this.watched.clear();
      this.#host.watching();
    }
  }

  /** Something that is not kept: only for windows that watch. */
  tell(item: NewsItem): void {
    this.#say({ type: 'notification', ...item });
  }

  #take(frame: ToHost): void {
    switch (frame.type) {
      case 'hello':
        this.#greet(frame);
        return;
      case 'call':
        void this.#call(frame.id, frame.call, frame.params);
        return;
      case 'cancel':
        this.#calls.get(frame.id)?.abort();
        return;
      case 'ping':
        this.#say({ type: 'pong' });
        return;
      default:
        frame satisfies never;
    }
  }

  #greet({ seen, window }: Extract<ToHost, { type: 'hello' }>): void {
    this.window = window;
    const { news } = this.#host;
    const missed = seen === null ? [] : news.since(seen.session, seen.seq);
    const { session, seq } = news;
    this.#say({ type: 'welcome', link: WINDOW_LINK, session, seq, reload: missed === null });
    for (const item of missed ?? []) this.tell(item);
    this.#leave?.();
    this.#leave = news.listen((item) => this.tell(item));
    this.#host.introduced();
  }

  async #call(id: number, name: string, params: unknown): Promise<void> {
    const known = callName.safeParse(name);
    if (!known.success) {
      this.#fail(id, 'bad-request', [`there is no call ${name.slice(0, 100)}`]);
      return;
    }
    const read = windowCalls[known.data].params.safeParse(params);
    if (!read.success) {
      this.#fail(id, 'bad-request', issueLines(name, read.error.issues).slice(0, 20));
      return;
    }
    if (this.#calls.size >= mostCalls || this.#calls.has(id)) {
      this.#fail(id, 'refused', [`${name}: too many calls are under way, or one with this number`]);
      return;
    }
    const controller = new AbortController();
    this.#calls.set(id, controller);
    try {
      const result = await this.#answer(known.data, read.data, {
        signal: controller.signal,
        progress: (progress) => this.#say({ type: 'progress', id, progress }),
        watch: (job) => this.#watch(job),
        unwatch: (job) => {
          if (this.watched.delete(job)) this.#host.watching();
        },
      });
      this.#say({ type: 'answer', id, ok: true, result });
    } catch (error) {
      const failure = callFailureOf(error);
      if (failure.code === 'internal') this.#host.report(error);
      this.#say({ type: 'failure', id, ok: false, failure });
    } finally {
      this.#calls.delete(id);
    }
  }

  #answer(name: CallName, input: unknown, call: Call): unknown {
    // The schema of this very name has just read the input.
    const handler = this.#host.handlers[name] as (input: unknown, call: Call) => unknown;
    return handler(input, call);
  }

  #watch(job: string): void {
    if (this.watched.size >= mostWatched) {
      const [oldest] = this.watched;
      if (oldest !== undefined) this.watched.delete(oldest);
    }
    this.watched.add(job);
    this.#host.watching();
  }

  #fail(id: number, code: 'bad-request' | 'refused', lines: string[]): void {
    this.#say({ type: 'failure', id, ok: false, failure: { code, lines } });
  }

  #say(frame: FromHost): void {
    if (!this.#closed) this.#send(encodeValue(frame as unknown as Value));
  }
}

/** Of a call that cannot be understood; null: nobody can tell whose it is. */
function calledId(frame: Value): number | null {
  if (typeof frame !== 'object' || frame === null || !('id' in frame)) return null;
  return Number.isSafeInteger(frame.id) && Number(frame.id) >= 0 ? Number(frame.id) : null;
}
