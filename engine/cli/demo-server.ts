/**
 * The small card service that the first sample charges. It charges a repeated request again, as many real services
 * do, so that a duplicate becomes visible; asked to honour the key (`?idempotent=1`, or the option) it does not.
 *
 *     POST /charge   {orderId, amount}, with an Idempotency-Key   → {id, amount, seen, approved}
 *     GET  /charges                                               → {charges, duplicates}
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface DemoServerOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Loopback only: anything else is refused. */
  readonly host?: string;
  /** Answer a repeated request as the first time, without charging again. */
  readonly idempotent?: boolean;
  /** Amounts above are declined. */
  readonly limit?: number;
}

export interface Charge {
  /** From the order and how often it was charged: the same in every run. */
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly key: string | null;
  /** How often this very request was charged so far, this time included; 2 and more is a duplicate. */
  readonly seen: number;
}

export interface DemoServer {
  readonly url: string;
  readonly port: number;
  /** What the cards were charged with, oldest first. */
  readonly charges: readonly Charge[];
  /** The charges that should not have been: the second and every later one of the same request. */
  duplicates(): readonly Charge[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const loopback = ['127.0.0.1', '::1', 'localhost'];
const maximumBodyBytes = 16 * 1024;
const defaultLimit = 10_000;

/** @throws Error when the host is not loopback, or the port is taken. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const { port, host = '127.0.0.1', idempotent = false, limit = defaultLimit } = options;
  if (!loopback.includes(host)) throw new Error(`the demo server listens on loopback only, not on ${host}`);
  const book = new ChargeBook(limit);
  const server = createServer((request, response) => {
    void answer(request, book, idempotent).then(
      (made) => respond(response, made),
      () => response.destroy(), // the client went away in the middle of its request
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    charges: book.charges,
    duplicates: () => book.duplicates(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

/** Who was charged how often. */
class ChargeBook {
  readonly charges: Charge[] = [];
  readonly #requests = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  duplicates(): readonly Charge[] {
    return this.charges.filter(({ seen }) => seen > 1);
  }

  charge(orderId: string, amount: number, key: string | null, honourKey: boolean): Answer {
    const request = key === null ? `order ${orderId}` : `key ${key}`;
    const seen = (this.#requests.get(request) ?? 0) + 1;
    this.#requests.set(request, seen);
    if (amount > this.#limit) return { status: 200, body: { id: null, amount, seen, approved: false } };
    const first = key === null ? undefined : this.charges.find((charge) => charge.key === key);
    if (honourKey && first !== undefined) return approval({ ...first, seen }, { 'idempotent-replayed': 'true' });
    const times = this.charges.filter((charge) => charge.orderId === orderId).length + 1;
    const charge: Charge = { id: `charge-${orderId}-${times}`, orderId, amount, key, seen };
    this.charges.push(charge);
    return approval(charge);
  }
}

function approval({ id, amount, seen }: Charge, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body: { id, amount, seen, approved: true }, headers };
}

async function answer(request: IncomingMessage, book: ChargeBook, idempotent: boolean): Promise<Answer> {
  const { pathname, searchParams } = new URL(`http://localhost${request.url?.startsWith('/') ? request.url : '/'}`);
  const method = request.method ?? '';
  if (pathname === '/charges') {
    if (method !== 'GET') return notAllowed(method, 'GET');
    return { status: 200, body: { charges: book.charges, duplicates: book.duplicates() } };
  }
  if (pathname !== '/charge') return refusal(404, `nothing is at ${pathname}; try POST /charge or GET /charges`);
  if (method !== 'POST') return notAllowed(method, 'POST');
  const text = await readBody(request);
  if (text === null) return refusal(413, `more than ${maximumBodyBytes} bytes`, { connection: 'close' });
  const order = readOrder(text);
  if (typeof order === 'string') return refusal(400, order);
  const key = request.headers['idempotency-key'];
  const honourKey = idempotent || searchParams.get('idempotent') === '1';
  return book.charge(order.orderId, order.amount, typeof key === 'string' ? key : null, honourKey);
}

/** Null when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A text is what is wrong with it. */
function readOrder(text: string): { readonly orderId: string; readonly amount: number } | string {
  let order: unknown;
  try {
    order = JSON.parse(text);
  } catch {
    return 'the body is not JSON';
  }
  if (typeof order !== 'object' || order === null) return 'the body is not a JSON object';
  const { orderId, amount } = order as Readonly<Record<string, unknown>>;
  if (typeof orderId !== 'string' || orderId === '') return 'orderId is not a text';
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0) return 'amount is not a number from 0 on';
  return { orderId, amount };
}

function refusal(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: { error }, headers };
}

function notAllowed(method: string, allow: string): Answer {
  return refusal(405, `${method} is not possible here`, { allow });
}

function respond(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}
