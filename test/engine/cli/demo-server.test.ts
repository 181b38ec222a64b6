import { afterEach, describe, expect, it } from 'vitest';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../../engine/cli/demo-server.ts';

let server: DemoServer | undefined;

async function started(options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
  server = await startDemoServer({ port: 0, ...options });
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function post(url: string, body: unknown, key?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: key === undefined ? {} : { 'idempotency-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const order = { orderId: 'A-1', amount: 20.5 };

describe('the demo server', () => {
  it('charges a repeated request again, and says so', async () => {
    const { url, charges, duplicates } = await started();
    const first = await post(`${url}/charge`, order, 'k1');
    expect(first).toEqual({ status: 200, body: { id: 'charge-A-1-1', amount: 20.5, seen: 1, approved: true } });
    expect(duplicates()).toEqual([]);
    const second = await post(`${url}/charge`, order, 'k1');
    expect(second.body).toEqual({ id: 'charge-A-1-2', amount: 20.5, seen: 2, approved: true });
    expect(charges.map(({ id }) => id)).toEqual(['charge-A-1-1', 'charge-A-1-2']);
    expect(duplicates().map(({ id }) => id)).toEqual(['charge-A-1-2']);
    const listed: unknown = await (await fetch(`${url}/charges`)).json();
    expect(listed).toEqual({ charges, duplicates: duplicates() });
  });

  it('counts by order where there is no key, and takes another key for another request', async () => {
    const { url, charges, duplicates } = await started();
    await post(`${url}/charge`, order);
    await post(`${url}/charge`, order);
    await post(`${url}/charge`, order, 'k1');
    expect(charges.map(({ seen }) => seen)).toEqual([1, 2, 1]);
    expect(duplicates()).toHaveLength(1);
  });

  it.each([
    ['the option', { idempotent: true }, ''],
    ['the query', {}, '?idempotent=1'],
  ])('honours the key when asked to by %s', async (_, options, query) => {
    const { url, charges, duplicates } = await started(options);
    await post(`${url}/charge${query}`, order, 'k1');
    const again = await post(`${url}/charge${query}`, order, 'k1');
    expect(again.body).toEqual({ id: 'charge-A-1-1', amount: 20.5, seen: 2, approved: true });
    expect(charges).toHaveLength(1);
    expect(duplicates()).toEqual([]);
  });

  it('declines what is above the limit', async () => {
    const { url, charges } = await started({ limit: 20 });
    expect((await post(`${url}/charge`, order)).body).toEqual({ id: null, amount: 20.5, seen: 1, approved: false });
    expect(charges).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no object', '7', 400],
    ['no order', { amount: 1 }, 400],
    ['no amount', { orderId: 'A-1', amount: '1' }, 400],
    ['too much', { ...order, note: 'x'.repeat(20_000) }, 413],
  ])('refuses a body with %s', async (_, body, status) => {
    const { url, charges } = await started();
    const refused = await post(`${url}/charge`, body);
    expect(refused).toEqual({ status, body: { error: expect.any(String) as unknown } });
    expect(charges).toEqual([]);
  });

  it('refuses other paths and methods', async () => {
    const { url } = await started();
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/charge`)).status).toBe(405);
    expect((await fetch(`${url}/charges`, { method: 'DELETE' })).status).toBe(405);
  });

  it('listens on loopback only', async () => {
    await expect(startDemoServer({ port: 0, host: '0.0.0.0' })).rejects.toThrow('loopback only');
  });

  it('says when its port is taken', async () => {
    const { port } = await started();
    await expect(startDemoServer({ port })).rejects.toThrow('EADDRINUSE');
  });
});
