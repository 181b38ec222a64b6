/**
 * One HTTP request and its answer. Redirects are not followed; the time is that of the whole exchange; an answer that is
 * too large, cut short or not what it says it is, is none.
 */
import { lookup as systemLookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { parseJson, printJson } from '../core/json.ts';
import { Temporal, toValue, UnsupportedValue, type Value } from '../core/value.ts';
import type { HttpRequest } from '../core/work.ts';
import { isLoopbackAddress, isLoopbackHost } from './loopback.ts';

/** Largest answer, bytes. */
export const MAX_ANSWER = 16 * 1024 * 1024;
/** Longest time that Node can wait, ms. */
const MAX_TIMEOUT = 2_147_483_647;

/** What a service answered. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers are joined. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when the answer says that it is JSON, else text. */
  readonly body: Value;
}

export interface ExchangeOptions {
  /** Goes along as `Idempotency-Key`, unless the request names its own. */
  readonly idempotencyKey: string;
  /** Whether hosts other than this machine may be called. */
  readonly trusted: boolean;
  /** Finds the address of a host; the system's own by default. */
  readonly lookup?: LookupFunction;
}

/** The exchange did not come off; the message says why, without naming the element. */
export class ExchangeFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExchangeFailed';
  }
}

/**
 * Sends a request and reads the whole answer, whatever its status.
 * @throws ExchangeFailed
 */
export async function exchange(request: HttpRequest, options: ExchangeOptions): Promise<HttpAnswer> {
  const url = new URL(request.url);
  if (!options.trusted && !isLoopbackHost(url.hostname)) throw untrusted(url.hostname);
  const body = bodyOf(request);
  const message = await transfer(url, request, body, options);
  return { status: message.status, headers: message.headers, body: read(message) };
}

function untrusted(host: string): ExchangeFailed {
  return new ExchangeFailed(`the workspace is not trusted; ${host} is not reached (only this machine itself is)`);
}

interface Body {
  readonly bytes: Buffer;
  readonly type: string;
}

function bodyOf({ body }: HttpRequest): Body | null {
  if (body === null) return null;
  const text = body instanceof Temporal ? body.iso : body;
  if (typeof text === 'string') return { bytes: Buffer.from(text), type: 'text/plain; charset=utf-8' };
  return { bytes: Buffer.from(printJson(body)), type: 'application/json' };
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

function transfer(url: URL, request: HttpRequest, body: Body | null, options: ExchangeOptions): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const place = `${request.method} ${url.origin}${url.pathname}`;
  let outgoing: http.ClientRequest;
  try {
    outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method,
      headers: headersOf(request, body, options),
      // A connection of its own: one that was kept open may be closed by the other side while the request is on its way.
      agent: false,
      lookup: lookupOf(options),
    });
  } catch (reason) {
    return Promise.reject(new ExchangeFailed(`${place} cannot be sent: ${messageOf(reason)}`));
  }
  const timer = setTimeout(
    () => {
      outgoing.destroy();
      reject(new ExchangeFailed(`${place} was not answered within ${request.timeoutMs} ms`));
    },
    Math.min(request.timeoutMs, MAX_TIMEOUT),
  );
  const fail = (reason: Error): void => {
    clearTimeout(timer);
    outgoing.destroy();
    reject(reason);
  };
  outgoing.on('error', (error) =>
    fail(error instanceof ExchangeFailed ? error : new ExchangeFailed(`${place} failed: ${messageOf(error)}`)),
  );
  outgoing.on('response', (incoming) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const cut = (): void =>
      fail(
        new ExchangeFailed(
          `${place} answered ${incoming.statusCode}, but the answer was cut short after ${size} bytes`,
        ),
      );
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER) fail(new ExchangeFailed(`${place} answered more than ${MAX_ANSWER / 1_048_576} MB`));
      else chunks.push(chunk);
    });
    incoming.on('error', cut);
    incoming.on('end', () => {
      clearTimeout(timer);
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(incoming.headers)) {
        if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
      }
      resolve({ status: incoming.statusCode ?? 0, headers, bytes: Buffer.concat(chunks) });
    });
  });
  outgoing.end(body?.bytes);
  return promise;
}

function headersOf(
  request: HttpRequest,
  body: Body | null,
  { idempotencyKey }: ExchangeOptions,
): Record<string, string> {
  const headers: Record<string, string> = { ...request.headers };
  const named = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  if (!named.has('idempotency-key')) headers['Idempotency-Key'] = idempotencyKey;
  if (!named.has('accept')) headers['Accept'] = 'application/json, */*;q=0.5';
  if (body !== null && !named.has('content-type')) headers['Content-Type'] = body.type;
  if (body !== null) headers['Content-Length'] = String(body.bytes.length);
  return headers;
}

/** Where only this machine may be reached, the address that a name leads to is looked at before anything is sent. */
function lookupOf({ trusted, lookup = systemLookup }: ExchangeOptions): LookupFunction {
  if (trusted) return lookup;
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const found = Array.isArray(address) ? address.map((each) => each.address) : [address];
      const stranger = error === null ? found.find((each) => !isLoopbackAddress(each)) : undefined;
      if (stranger === undefined) callback(error, address, family);
      else callback(untrusted(`${hostname} (${stranger})`), address, family);
    });
  };
}

function read({ status, headers, bytes }: RawAnswer): Value {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity' && bytes.length > 0) {
    throw new ExchangeFailed(`answered ${status} in the encoding ${encoding}, which was not asked for`);
  }
  const text = new TextDecoder().decode(bytes);
  const type = headers['content-type'] ?? '';
  if (!/^[^;]*[/+]json\b/i.test(type)) return text;
  if (text.trim() === '') return null;
  try {
    return toValue(parseJson(text), 'response.body');
  } catch (reason) {
    // What a failing service says about itself is often not what its headers say.
    if (status >= 300) return text;
    if (reason instanceof UnsupportedValue)
      throw new ExchangeFailed(`answered ${status}, but ${shortened(reason.message)}`);
    if (reason instanceof RangeError)
      throw new ExchangeFailed(`answered ${status} with JSON that is nested too deeply`);
    throw new ExchangeFailed(
      `answered ${status} with ${type}, which is not whole JSON: ${messageOf(reason)}: ${excerpt(text)}`,
    );
  }
}

/** The beginning of a text, on one line. */
export function excerpt(text: string): string {
  const line = text.slice(0, 1000).trim().replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** A path may be as long as what it leads through; its end says what is wrong. */
function shortened(message: string): string {
  return message.length > 300 ? `${message.slice(0, 100)}…${message.slice(-100)}` : message;
}

function messageOf(reason: unknown): string {
  if (reason instanceof AggregateError) return reason.errors.map(messageOf).join('; ');
  return reason instanceof Error
    ? reason.message || ('code' in reason ? String(reason.code) : reason.name)
    : String(reason);
}
