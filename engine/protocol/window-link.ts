/**
 * How a window and its host speak, whatever lies between (WebSocket, Electron's channel, the same process): frames,
 * failures, and the client. Frames travel as the text form of values (core/value.ts), so that bigint, -0 and NaN survive.
 */
import { z } from 'zod';
import {
  notificationName,
  type CallName,
  type CallParams,
  type CallResult,
  type Notification,
  type NotificationName,
} from './window-calls.ts';

const seq = z.number().int().nonnegative();

/** Why a call failed. */
export const failureCode = z.enum([
  /** Usage, a file that cannot run, text that cannot be read: `lines` say what and where. */
  'bad-request',
  'not-found',
  'exists',
  /** The workspace cannot be written. */
  'read-only',
  /** The person is to be asked first: hosts beyond this machine are named, and the workspace is not trusted. */
  'untrusted',
  /** The engine refused, or another process is in the way. */
  'refused',
  /** The plug was pulled: recover first. */
  'engine-dead',
  'store-unusable',
  'too-large',
  'cancelled',
  /** The host went away before it answered; made by the client. */
  'disconnected',
  'internal',
]);
export type FailureCode = z.infer<typeof failureCode>;

export const callFailure = z.object({
  code: failureCode,
  /** Never empty; for people. */
  lines: z.array(z.string()),
});
export type CallFailure = z.infer<typeof callFailure>;

/** How far long work is. `total` null: not known. */
export const workProgress = z.object({ done: z.number(), total: z.number().nullable(), what: z.string() });
export type WorkProgress = z.infer<typeof workProgress>;

/** Version of this list: a window and a host that differ say so. */
export const WINDOW_LINK = 1;

/** Window to host. `hello` comes first; `seen` is what the window has of a session that was cut off. */
export const toHost = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    link: z.number(),
    /** What the window calls itself, as the owner of its drafts. */
    window: z.string().max(128).default(''),
    seen: z.strictObject({ session: z.string().max(128), seq }).nullable(),
  }),
  z.strictObject({ type: z.literal('call'), id: seq, call: z.string().max(128), params: z.unknown() }),
  z.strictObject({ type: z.literal('cancel'), id: seq }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ToHost = z.infer<typeof toHost>;

/** Host to window. Numbers of notifications rise by one; `seq` null: not repeated after a reconnection. */
export const fromHost = z.discriminatedUnion('type', [
  /** `reload`: what the window has is of another session or too old; everything must be asked anew. */
  z.object({ type: z.literal('welcome'), link: z.number(), session: z.string(), seq, reload: z.boolean() }),
  z.object({ type: z.literal('answer'), id: seq, ok: z.literal(true), result: z.unknown() }),
  z.object({ type: z.literal('failure'), id: seq, ok: z.literal(false), failure: callFailure }),
  z.object({ type: z.literal('progress'), id: seq, progress: workProgress }),
  z.object({
    type: z.literal('notification'),
    seq: seq.nullable(),
    name: notificationName,
    body: z.unknown(),
  }),
  z.object({ type: z.literal('pong') }),
  /** The frame could not be understood at all. */
  z.object({ type: z.literal('misspoke'), message: z.string() }),
]);
export type FromHost = z.infer<typeof fromHost>;

/** `connecting` for the first time; `lost`: it was there, and the client tries again. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** What is used of an `AbortSignal`, which neither host nor window needs to be named for here. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface CallOptions {
  /** Aborting cancels the work; the call then fails with `cancelled`. */
  readonly signal?: Cancellation;
  readonly onProgress?: (progress: WorkProgress) => void;
}

/** The one client, whatever lies between. A call that fails rejects with a `CallFailed` (renderer/bridge). */
export interface WindowClient {
  /** What this window calls itself, as the owner of its drafts. */
  readonly name: string;
  call<Name extends CallName>(name: Name, params: CallParams<Name>, options?: CallOptions): Promise<CallResult<Name>>;
  /** The answer ends it. */
  on<Name extends NotificationName>(name: Name, listener: (body: Notification<Name>) => void): () => void;
  readonly connection: ConnectionState;
  /** `reload`: after a gap; everything that was asked before may be stale. */
  onConnection(listener: (state: ConnectionState, reload: boolean) => void): () => void;
  close(): void;
}
