/** The management service: REST as programs call it, over a real engine. */
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCertificate } from '../../engine/application/certificate.ts';
import { WindowHost } from '../../engine/application/window/window-host.ts';
import { problem } from '../../engine/protocol/rest.ts';
import {
  checkpointStatistics,
  latestCheckpoint,
  ledgerView,
  savepointStatus,
} from '../../engine/protocol/savepoint-views.ts';
import { startService, type Service } from '../../engine/service/service.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { chain, diagram } from './diagrams.ts';

const basic = `Basic ${Buffer.from('admin:secret').toString('base64')}`;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

class Rest {
  readonly dir = mkdtempSync(join(tmpdir(), 'cairn-rest-'));
  readonly failures: unknown[] = [];
  service!: Service;

  async start(tls: { key: string; cert: string } | null = null): Promise<void> {
    writeFileSync(
      join(this.dir, 'approval.bpmn'),
      diagram(chain('approval', ['userTask', 'approve'], ['userTask', 'pay'])),
    );
    let ids = 0;
    const windows = new WindowHost({
      dir: this.dir,
      host: 'service',
      version: 'test',
      userDir: join(this.dir, 'home'),
      report: (error) => this.failures.push(error),
      now: Date.now,
      newId: () => `id-${(ids += 1)}-${Date.now()}`,
    });
    const credentials = { user: 'admin', password: 'secret' };
    this.service = await startService({ windows, host: '127.0.0.1', port: 0, credentials, tls });
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${this.service.url}api/v1/processing${path}`, {
      method,
      headers: {
        authorization: basic,
        ...(sent === null ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: sent,
    });
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    return { status: response.status, type, body: type.includes('json') ? (JSON.parse(text) as unknown) : text };
  }

  async close(): Promise<void> {
    await this.service.close();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe('REST', () => {
  const rest = new Rest();
  const path = (text: string): string => encodeURIComponent(text);

  beforeAll(async () => {
    await rest.start();
    const { status, body } = await rest.ask('POST', '/definitions', { file: 'approval.bpmn' });
    if (status !== 201) throw new Error(JSON.stringify(body));
  });
  afterAll(() => rest.close());

  async function start(extId: string): Promise<string> {
    const { status, body } = await rest.ask(
      'POST',
      '/jobs',
      `{"definition":"approval","extId":"${extId}","variables":{"n":12345678901234567890}}`,
    );
    expect(status).toBe(201);
    return (body as { job: { id: string } }).job.id;
  }

  it('goes through the procedure: savepoints of all jobs, with cancel, cancel one, latest checkpoint, restore', async () => {
    const [one, two] = [await start('order/1'), await start('order 2')];
    const all = await rest.ask('POST', '/jobs/savepoints');
    expect(all).toMatchObject({ status: 200, body: { failed: [] } });
    const { jobs } = all.body as { jobs: { id: string; name: string; savepoint: string; location: string }[] };
    expect(jobs.map(({ id, name }) => [id, name])).toEqual([one, two].toSorted().map((id) => [id, 'approval']));

    expect(await rest.ask('POST', `/jobs/${path('order/1')}/cancel`)).toMatchObject({
      status: 200,
      body: { job: { id: one, status: 'cancelled' } },
    });
    expect(await rest.ask('POST', `/jobs/${one}/cancel`)).toMatchObject({ status: 409 });
    const latest = latestCheckpoint.parse((await rest.ask('GET', `/jobs/${one}/checkpoint`)).body);
    expect(latest).toMatchObject({ id: one, name: 'approval', completed_location: `checkpoint:${one}/2` });
    const ended = { path: `checkpoint:${one}/3`, dryRun: true };
    expect((await rest.ask('POST', '/restores', ended)).body).toMatchObject({
      refusal: `job ${one} had ended: there is nothing to go on with`,
    });
    const restored = await rest.ask('POST', '/restores', { path: latest.completed_location });
    expect(restored).toMatchObject({ status: 201, body: { job: { extId: 'order/1', lineage: one } } });
    expect(await rest.ask('POST', '/restores', { path: latest.completed_location })).toMatchObject({
      status: 409,
      type: expect.stringContaining('application/problem+json') as string,
      body: { detail: `The savepoint checkpoint:${one}/2 was already used. The job won't be run from there.` },
    });

    const cancelled = await rest.ask('POST', '/jobs/savepoints?cancelJob=true');
    expect((cancelled.body as { jobs: { cancelled: boolean }[] }).jobs.map((each) => each.cancelled)).toEqual([
      true,
      true,
    ]);
    const list = await rest.ask('GET', '/jobs?limit=10');
    expect(list.body).toMatchObject({ counts: { cancelled: 3, passive: 0, active: 0 } });
    const plan = { path: jobs.find(({ id }) => id === two)?.location, dryRun: true };
    expect(await rest.ask('POST', '/restores', plan)).toMatchObject({ status: 200, body: { refusal: null } });
  });

  it('triggers a savepoint asynchronously; a chosen triggerId makes the retry safe', async () => {
    const job = await start('asynchronous');
    const body = { triggerId: 't/1', 'target-directory': 'nightly' };
    for (let times = 0; times < 2; times += 1)
      expect(await rest.ask('POST', `/jobs/${job}/savepoints`, body)).toMatchObject({
        status: 202,
        body: { 'request-id': 't/1' },
      });
    const other = await rest.ask('POST', `/jobs/${job}/savepoints`, { ...body, 'cancel-job': true });
    expect(other).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('another request') as string },
    });
    let status;
    do status = savepointStatus.parse((await rest.ask('GET', `/jobs/${job}/savepoints/${path('t/1')}`)).body);
    while (status.status.id === 'IN_PROGRESS');
    expect(status.operation?.location).toContain(join('savepoints', 'nightly', 'approval', 'savepoint-'));
    expect(await rest.ask('GET', `/jobs/${job}/savepoints/unknown`)).toMatchObject({ status: 404 });
  });

  it('keeps savepoint paths in the savepoint folder', async () => {
    const job = await start('confined');
    for (const target of ['../x', '/etc', `${rest.dir}`])
      expect(await rest.ask('POST', `/jobs/${job}/savepoints`, { 'target-directory': target })).toMatchObject({
        status: 400,
      });
    for (const impossible of ['x\0y', 'x'.repeat(4000), '../store.sqlite/x'])
      for (const [call, body] of [
        [`/jobs/${job}/savepoints`, { 'target-directory': impossible }],
        ['/restores', { path: impossible }],
        ['/restores/unmark', { path: impossible }],
      ] as const)
        expect(await rest.ask('POST', call, body)).toMatchObject({
          status: 400,
          body: { detail: expect.stringContaining('is no path in the savepoint folder') as string },
        });
    for (const outside of ['../../approval.bpmn', '/etc/passwd', rest.dir])
      expect(await rest.ask('POST', '/restores', { path: outside })).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('does not lie in the savepoint folder') as string },
      });
    expect(await rest.ask('POST', '/definitions', { file: '../../etc/passwd' })).toMatchObject({ status: 400 });
  });

  it('acts on jobs, and keeps the digits of large integers', async () => {
    const job = await start('acting');
    const shown = await fetch(`${rest.service.url}api/v1/processing/jobs/${job}/checkpoints/1`, {
      headers: { authorization: basic },
    });
    expect(await shown.text()).toContain('"n":12345678901234567890'.replace(':', ': '));
    expect(await rest.ask('POST', `/jobs/${job}/tasks/approve/complete`, { variables: { ok: true } })).toMatchObject({
      status: 200,
      body: { waiting: [{ element: 'pay' }], variables: { ok: true } },
    });
    const fork = await rest.ask('POST', `/jobs/${job}/forks`, { seq: 1, variables: { n: 1 } });
    expect(fork).toMatchObject({ status: 201, body: { variables: { n: 1 }, waiting: [{ element: 'approve' }] } });
    expect(await rest.ask('POST', '/messages', { name: 'nobody', ttlMs: 0 })).toMatchObject({ status: 409 });
    expect(await rest.ask('POST', '/signals', { name: 'nobody', id: 's-1' })).toMatchObject({
      status: 200,
      body: { id: 's-1', heard: 0 },
    });
    expect(await rest.ask('POST', `/jobs/${job}/incidents/approve/retry`)).toMatchObject({ status: 404 });
    const statistics = checkpointStatistics.parse((await rest.ask('GET', `/jobs/${job}/checkpoints`)).body);
    expect(statistics.counts).toMatchObject({ completed: 2, failed: 0, total: 2 });
    expect(checkpointStatistics.parse((await rest.ask('GET', '/checkpoints')).body).counts.total).toBeGreaterThan(2);
    expect(ledgerView.parse((await rest.ask('GET', '/ledger')).body).entries).toEqual([]);
  });

  it('answers what is wrong as problem documents', async () => {
    for (const [method, where, body, status] of [
      ['GET', '/jobs/nobody', undefined, 404],
      ['GET', '/jobs/nobody/checkpoint', undefined, 404],
      ['GET', '/nothing', undefined, 404],
      ['GET', '/jobs?limit=many', undefined, 400],
      ['GET', '/jobs/x/checkpoints/one', undefined, 400],
      ['POST', '/jobs', {}, 400],
      ['POST', '/jobs', { definition: 'approval', surprise: 1 }, 400],
      ['POST', '/jobs', { definition: 'nowhere' }, 404],
      ['POST', '/jobs', '{"definition"', 400],
      ['POST', '/jobs', '[1]', 400],
      ['POST', '/restores', { path: 'nowhere' }, 400],
      ['POST', '/jobs', `{"definition":"${'x'.repeat(9_000_000)}"}`, 413],
      ['GET', '/jobs/%E0%A4%A/checkpoint', undefined, 400],
      // Misspelt, or in the wrong place: not heard as if it had not been said.
      ['POST', '/jobs/savepoints?canceljob=true', undefined, 400],
      ['POST', '/jobs/savepoints', { cancelJob: true }, 400],
      ['POST', '/jobs/nobody/cancel?again=true', undefined, 400],
      ['GET', '/jobs/nobody?at=3', undefined, 400],
    ] as const) {
      const answer = await rest.ask(method, where, body);
      expect([where, answer.status]).toEqual([where, status]);
      expect(answer.type).toContain('application/problem+json');
      expect(problem.parse(answer.body).status).toBe(status);
    }
    expect(await rest.ask('POST', '/jobs', `{"definition":"${'x'.repeat(9_000_000)}"}`)).toMatchObject({
      body: { detail: 'The body is too large: it may have 8 MiB (8388608 bytes) at the most.' },
    });
    const { headers } = await fetch(`${rest.service.url}api/v1/processing/jobs`, {
      method: 'PUT',
      headers: { authorization: basic },
    });
    expect(headers.get('allow')).toBe('GET, HEAD, POST');
    const form = await rest.ask('POST', '/jobs', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.status).toBe(415);
    expect(rest.failures).toEqual([]);
  });

  it('lets nobody in without the token, or user and password', async () => {
    for (const authorization of [
      '',
      'Basic YTpi',
      'Bearer wrong',
      `Basic ${Buffer.from('admin:secret2').toString('base64')}`,
    ])
      expect(await rest.ask('GET', '/jobs', undefined, { authorization })).toMatchObject({
        status: 401,
        body: { status: 401 },
      });
    const token = { authorization: `Bearer ${rest.service.token}` };
    expect(await rest.ask('GET', '/jobs', undefined, token)).toMatchObject({ status: 200 });
  });

  it('describes itself', async () => {
    const response = await fetch(`${rest.service.url}api/v1/openapi.json`, { headers: { authorization: basic } });
    const described = (await response.json()) as { openapi: string; paths: Record<string, unknown> };
    expect(described.openapi).toBe('3.1.0');
    expect(Object.keys(described.paths)).toContain('/api/v1/processing/jobs/{id}/savepoints/{triggerId}');
  });

  /** What each call needs at the least; those that are not here need nothing. */
  const least: Record<string, unknown> = {
    'post /jobs': { definition: 'nowhere' },
    'post /jobs/{id}/forks': { seq: 1 },
    'post /jobs/{id}/tasks/{element}/choose': { activity: null },
    'post /jobs/{id}/recovery': { decision: 'keep' },
    'post /definitions': { file: 'nowhere.bpmn' },
    'post /messages': { name: 'nobody', ttlMs: 0 },
    'post /signals': { name: 'nobody' },
    'post /restores': { path: 'nowhere' },
    'post /restores/unmark': { path: 'nowhere' },
  };

  it('answers each call that it describes with a problem document: no credentials, unknown jobs, broken and strange bodies', async () => {
    const described = await fetch(`${rest.service.url}api/v1/openapi.json`, { headers: { authorization: basic } });
    const { paths } = (await described.json()) as { paths: Record<string, Record<string, { requestBody?: unknown }>> };
    const calls = Object.entries(paths).flatMap(([route, methods]) =>
      Object.entries(methods).map(([method, { requestBody }]) => ({
        method,
        route: route.replace('/api/v1/processing', ''),
        takesBody: requestBody !== undefined,
      })),
    );
    expect(calls.length).toBeGreaterThan(20);
    const faults: string[] = [];
    for (const { method, route, takesBody } of calls) {
      const name = `${method} ${route}`;
      const where = route.replace('{seq}', '1').replaceAll(/{\w+}/g, 'nobody');
      const minimal = method === 'get' ? undefined : (least[name] ?? {});
      const expected: [string, Answer, number][] = [
        ['no credentials', await rest.ask(method.toUpperCase(), where, minimal, { authorization: '' }), 401],
      ];
      if (route.includes('{id}'))
        expected.push(['an unknown job', await rest.ask(method.toUpperCase(), where, minimal), 404]);
      expected.push(['a method that it does not know', await rest.ask('DELETE', where), 405]);
      if (method === 'post') {
        expected.push(['a broken body', await rest.ask('POST', where, '{"'), 400]);
        if (takesBody)
          expected.push([
            'a strange field',
            await rest.ask('POST', where, { ...(minimal as object), strange: 1 }),
            400,
          ]);
      }
      for (const [what, { status, type, body }, wanted] of expected) {
        if (status !== wanted) faults.push(`${name}, ${what}: ${status}, not ${wanted}: ${JSON.stringify(body)}`);
        else if (!type.startsWith('application/problem+json') || !problem.safeParse(body).success)
          faults.push(`${name}, ${what}: ${type}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('with TLS', () => {
  const rest = new Rest();
  afterAll(() => rest.close());

  it('answers over HTTPS with a certificate of its own, which is made once', async () => {
    const certificate = await ownCertificate(join(rest.dir, '.cairn'), '127.0.0.1', Date.now());
    expect(await ownCertificate(join(rest.dir, '.cairn'), '127.0.0.1', Date.now())).toEqual(certificate);
    await rest.start(certificate);
    expect(rest.service.url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      httpsRequest(
        `${rest.service.url}api/v1/processing/jobs`,
        { headers: { authorization: basic }, agent: new Agent({ ca: certificate.cert }) },
        (response) => {
          resolve(response.statusCode);
          response.resume();
        },
      )
        .on('error', reject)
        .end();
    });
    // Trusted by the certificate, asked by the right name; there is no store yet.
    expect(status).toBe(503);
  });
});
