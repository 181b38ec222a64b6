import { createServer, type AddressInfo, type LookupFunction } from 'node:net';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import type { HttpRequest, Outcome } from '../../../engine/core/work.ts';
import type { Assignment } from '../../../engine/model/graph/mapping.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { performHttp, resolveHttpRequest } from '../../../engine/tasks/web-service.ts';
import { receive, startPeer, type Peer, type Received } from './http-peer.ts';
import { feel, literal, serviceTask, template } from './sample-node.ts';

const moment = { now: 0, seed: 0 };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A peer that answers everything the same way. */
async function peer(
  answer: (response: ServerResponse) => void,
  host?: string,
): Promise<Peer & { readonly received: Received[] }> {
  const received: Received[] = [];
  const server = await startPeer((request, response) => {
    void receive(request).then((it) => {
      received.push(it);
      answer(response);
    });
  }, host);
  closing.push(server.close);
  return { ...server, received };
}

/** A peer that writes bytes as they are, and closes. */
async function rawPeer(bytes: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const json =
  (body: string, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };
const result = (name: string, text: string): Assignment => ({ name, value: feel(text) });

function send(
  request: Partial<HttpRequest>,
  more: { results?: readonly Assignment[]; trusted?: boolean; lookup?: LookupFunction; variables?: Variables } = {},
): Promise<Outcome> {
  const node = serviceTask({ kind: 'http', http: template({ results: more.results ?? [] }) });
  return performHttp(
    node,
    { method: 'POST', url: 'http://127.0.0.1:1/', headers: {}, body: null, timeoutMs: 10_000, ...request },
    { variables: more.variables ?? {}, moment },
    evaluate,
    {
      idempotencyKey: 'key-1',
      trusted: more.trusted ?? false,
      ...(more.lookup === undefined ? {} : { lookup: more.lookup }),
    },
  );
}
const failure = async (...args: Parameters<typeof send>) => {
  const outcome = await send(...args);
  return outcome.kind === 'failed' ? outcome.message : JSON.stringify(outcome);
};

describe('the request', () => {
  test('HTTP calls carry Idempotency-Key: method, headers, body as JSON', async () => {
    const { url, received } = await peer(json('{}'));
    await send({
      url: `${url}/orders?x=1`,
      method: 'PUT',
      headers: { 'X-Mine': 'a' },
      body: { id: 12345678901234567890n, due: new Temporal('date', '2026-01-02'), zero: -0 },
    });
    expect(received).toMatchObject([
      {
        method: 'PUT',
        url: '/orders?x=1',
        headers: { 'x-mine': 'a', 'idempotency-key': 'key-1', 'content-type': 'application/json' },
        body: '{"id":12345678901234567890,"due":"2026-01-02","zero":-0}',
      },
    ]);
  });

  test('text is sent as it is; headers that the model names win; no body without one', async () => {
    const { url, received } = await peer(json('{}'));
    await send({ url, body: 'straße', headers: { 'content-type': 'text/csv', 'IDEMPOTENCY-KEY': 'own' } });
    await send({ url, method: 'GET' });
    expect(received).toMatchObject([
      { body: 'straße', headers: { 'content-type': 'text/csv', 'idempotency-key': 'own' } },
      { body: '', method: 'GET' },
    ]);
    expect(received[1]?.headers['content-type']).toBeUndefined();
  });
});

describe('the answer', () => {
  test('is mapped to variables, and its body is the result', async () => {
    const { url } = await peer(json('{"id": 7, "big": 12345678901234567890}', 201));
    const outcome = await send(
      { url },
      {
        results: [
          result('orderId', 'response.body.id + offset'),
          result('status', 'response.status'),
          result('big', 'response.body.big'),
          result('type', 'response.headers.content-type'),
        ],
        variables: { offset: 1, response: 'hidden' },
      },
    );
    expect(outcome).toEqual({
      kind: 'completed',
      result: { id: 7, big: 12345678901234567890n },
      writes: { orderId: 8, status: 201, big: 12345678901234567890n, type: 'application/json' },
    });
  });

  test('other types are text, empty JSON is null', async () => {
    const text = await peer((response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('{"a":1}'));
    expect(await send({ url: text.url })).toMatchObject({ kind: 'completed', result: '{"a":1}' });
    const empty = await peer((response) =>
      response.writeHead(200, { 'content-type': 'application/problem+json' }).end(),
    );
    expect(await send({ url: empty.url })).toMatchObject({ kind: 'completed', result: null });
  });

  test('HTML where JSON was expected', async () => {
    const { url } = await peer((response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Hello</html>'),
    );
    expect(await failure({ url }, { results: [result('id', 'response.body.id')] })).toMatch(
      /^Task_1: the answer has nothing for id \(it answered text\/html, not JSON\): FEEL "response\.body\.id" failed/,
    );
  });

  test.each<[string, number, Record<string, string>, string, RegExp]>([
    [
      '500',
      500,
      { 'content-type': 'text/plain' },
      `boom\n${'x'.repeat(300)}`,
      /^Task_1: the service answered 500: boom x{195}…$/,
    ],
    [
      '404 with JSON',
      404,
      { 'content-type': 'application/json' },
      '{"detail": "no such order"}',
      /answered 404: \{"detail":"no such order"\}$/,
    ],
    ['500 with broken JSON', 500, { 'content-type': 'application/json' }, '{"a', /answered 500: \{"a$/],
    [
      'a redirect',
      302,
      { location: 'http://127.0.0.1:1/elsewhere' },
      '',
      /answered 302 and points to http:\/\/127\.0\.0\.1:1\/elsewhere; redirects are not followed$/,
    ],
    [
      'half JSON',
      200,
      { 'content-type': 'application/json' },
      '{"a": [1, 2',
      /answered 200 with application\/json, which is not whole JSON/,
    ],
    ['no JSON', 200, { 'content-type': 'application/json' }, '<html>', /not whole JSON.*<html>$/],
    [
      'an encoding',
      200,
      { 'content-encoding': 'gzip', 'content-type': 'application/json' },
      'xx',
      /in the encoding gzip/,
    ],
    [
      'JSON nested too deeply',
      200,
      { 'content-type': 'application/json' },
      '['.repeat(5000) + ']'.repeat(5000),
      /answered 200, but response\.body(\[0\])+….*is nested deeper than 200 levels$/,
    ],
    [
      'the same with long numbers',
      200,
      { 'content-type': 'application/json' },
      `${'['.repeat(50_000)}12345678901234567890${']'.repeat(50_000)}`,
      /nested/,
    ],
  ])('%s fails', async (_, status, headers, body, expected) => {
    const { url } = await peer((response) => response.writeHead(status, headers).end(body));
    expect(await failure({ url })).toMatch(expected);
  });

  test('cut short: by its length, in the middle of a chunk, without an answer', async () => {
    expect(await failure({ url: await rawPeer('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half": ') })).toMatch(
      /answered 200, but the answer was cut short after 9 bytes/,
    );
    expect(
      await failure({ url: await rawPeer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ha') }),
    ).toMatch(/cut short/);
    expect(await failure({ url: await rawPeer('') })).toMatch(
      /POST http:\/\/127\.0\.0\.1:\d+\/ failed: socket hang up/,
    );
    expect(await failure({ url: await rawPeer('rubbish\r\n\r\n') })).toMatch(/failed: Parse Error/);
  });

  test('more than 16 MB', async () => {
    const { url } = await peer((response) => {
      response.on('error', () => response.destroy());
      response.writeHead(200, { 'content-type': 'text/plain' });
      for (let sent = 0; sent < 17; sent += 1) response.write('x'.repeat(1024 * 1024));
      response.end();
    });
    expect(await failure({ url })).toMatch(/answered more than 16 MB/);
  });
});

describe('time', () => {
  test('no answer', async () => {
    const { url } = await peer(() => undefined);
    expect(await failure({ url, timeoutMs: 50 })).toMatch(
      /^Task_1: POST http:\/\/127\.0\.0\.1:\d+\/ was not answered within 50 ms$/,
    );
  });

  test('the whole exchange counts: a body that never ends', async () => {
    const { url } = await peer((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    expect(await failure({ url, timeoutMs: 50 })).toMatch(/was not answered within 50 ms/);
  });

  test('nobody there', async () => {
    const { url, close } = await startPeer(() => undefined);
    await close();
    expect(await failure({ url })).toMatch(/failed: .*ECONNREFUSED/);
  });
});

describe('a workspace that is not trusted', () => {
  const never: LookupFunction = () => {
    throw new Error('the name was looked up');
  };

  test.each([
    'http://192.0.2.1/',
    'http://example.org/',
    'http://0.0.0.0:1/',
    'http://[2001:db8::1]/',
    'http://127.0.0.1.example.org/',
    'http://3221225985/',
    'https://example.org/',
    'http://[::ffff:192.0.2.1]/',
  ])('does not reach %s, and does not look it up', async (url) => {
    expect(await failure({ url }, { lookup: never })).toMatch(
      /^Task_1: the workspace is not trusted; \S+ is not reached/,
    );
  });

  test('does not reach a local name that leads elsewhere', async () => {
    const elsewhere: LookupFunction = (_, options, callback) => {
      if (options.all === true)
        callback(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '192.0.2.1', family: 4 },
        ]);
      else callback(null, '192.0.2.1', 4);
    };
    expect(await failure({ url: 'http://localhost:1/' }, { lookup: elsewhere })).toMatch(
      /not trusted; localhost \(192\.0\.2\.1\) is not reached/,
    );
  });

  test.each(['127.0.0.1', '127.9.9.9', '::1'])('reaches %s', async (host) => {
    const { url } = await peer(json('1'), host);
    expect(await send({ url })).toMatchObject({ kind: 'completed', result: 1 });
  });

  test('reaches localhost by name', async () => {
    const { url } = await peer(json('1'));
    expect(await send({ url: url.replace('127.0.0.1', 'localhost') })).toMatchObject({ kind: 'completed', result: 1 });
  });

  test('once trusted, goes where the name leads', async () => {
    const { url } = await peer(json('1'));
    const here: LookupFunction = (_, options, callback) => {
      if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(null, '127.0.0.1', 4);
    };
    expect(
      await send({ url: url.replace('127.0.0.1', 'service.example') }, { trusted: true, lookup: here }),
    ).toMatchObject({ kind: 'completed', result: 1 });
  });
});

describe('filling a request in', () => {
  const resolve = (more: Parameters<typeof template>[0], context: Variables = {}) =>
    resolveHttpRequest(template(more), context, moment, evaluate);

  test('from variables', () => {
    expect(
      resolve(
        {
          method: literal('put'),
          url: feel('"http://localhost/orders/" + string(id)'),
          timeout: literal('PT1M30S'),
          headers: [
            { name: 'X-Id', value: feel('id') },
            { name: 'X-None', value: feel('null') },
          ],
          body: feel('{id: id}'),
        },
        { id: 7 },
      ),
    ).toEqual({
      ok: true,
      request: {
        method: 'PUT',
        url: 'http://localhost/orders/7',
        headers: { 'X-Id': '7' },
        body: { id: 7 },
        timeoutMs: 90_000,
      },
    });
    expect(resolve({ timeout: feel('duration("PT2S")') })).toMatchObject({
      ok: true,
      request: { timeoutMs: 2000, body: null },
    });
  });

  test.each<[string, Parameters<typeof template>[0], RegExp]>([
    ['an expression that fails', { url: feel('base + "/x"') }, /^the URL: FEEL .*'base' not found/],
    ['no URL', { url: literal('orders/7') }, /^the URL is "orders\/7", not one that begins with/],
    ['another scheme', { url: literal('file:///etc/passwd') }, /not one that begins with/],
    ['a URL that is a number', { url: feel('7') }, /the URL is 7/],
    ['no method', { method: literal('GET /') }, /the method is "GET \/"/],
    ['CONNECT', { method: literal('connect') }, /CONNECT/],
    [
      'a header with a line break',
      { headers: [{ name: 'X', value: literal('a\r\nB: c') }] },
      /header X has characters/,
    ],
    ['a bad name', { headers: [{ name: 'X Y', value: literal('a') }] }, /"X Y" cannot be the name/],
    ['a length of its own', { headers: [{ name: 'Content-Length', value: literal('5') }] }, /is set by the engine/],
    ['a list in a header', { headers: [{ name: 'X', value: feel('[1]') }] }, /header X is a list/],
    ['no timeout', { timeout: literal('30') }, /the timeout is "30"/],
    ['a timeout of nothing', { timeout: literal('PT0S') }, /the timeout is "PT0S"/],
    ['a body that fails', { body: feel('missing') }, /^the body: /],
  ])('%s', (_, more, expected) => {
    const resolved = resolve(more);
    expect(resolved.ok ? resolved : resolved.message).toMatch(expected);
  });
});
