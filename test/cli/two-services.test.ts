/** Two supervisors on one workspace: one's engine works, the other's waits; whoever is asked, it is done once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WindowHost } from '../../engine/application/window/window-host.ts';
import { startService, type Service } from '../../engine/service/service.ts';
import { chain, diagram } from './diagrams.ts';

interface Shown {
  readonly job: { readonly id: string; readonly status: string };
  readonly executions: readonly { readonly element: string; readonly attempt: number; readonly outcome: string }[];
  readonly checkpoints: readonly { readonly seq: number }[];
}

let dir: string;
let failures: unknown[];
let services: Service[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-two-'));
  failures = [];
  services = [];
  writeFileSync(join(dir, 'approval.bpmn'), diagram(chain('approval', ['userTask', 'approve'], ['userTask', 'pay'])));
});
afterEach(async () => {
  for (const service of services) await service.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function serve(name: string): Promise<Service> {
  let ids = 0;
  const windows = new WindowHost({
    dir,
    host: 'service',
    version: 'test',
    userDir: join(dir, 'home'),
    report: (error) => failures.push(error),
    now: Date.now,
    newId: () => `${name}-${(ids += 1)}-${Date.now()}`,
  });
  const service = await startService({ windows, host: '127.0.0.1', port: 0, credentials: null, tls: null });
  services.push(service);
  return service;
}

async function ask(service: Service, method: string, path: string, body?: object): Promise<Shown> {
  const response = await fetch(`${service.url}api/v1/processing${path}`, {
    method,
    headers: { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text) as Shown;
}

it('each answers for what is asked of it, all is done once, and one goes on when the other has gone', async () => {
  const one = await serve('one');
  await ask(one, 'POST', '/definitions', { file: 'approval.bpmn' });
  const first = (await ask(one, 'POST', '/jobs', { definition: 'approval', extId: 'first' })).job.id;
  const two = await serve('two');
  const second = (await ask(two, 'POST', '/jobs', { definition: 'approval', extId: 'second' })).job.id;
  expect((await ask(one, 'POST', '/jobs', { definition: 'approval', extId: 'second' })).job.id).toBe(second);
  // Each half of each job through another.
  await ask(two, 'POST', `/jobs/${first}/tasks/approve/complete`);
  await ask(one, 'POST', `/jobs/${first}/tasks/pay/complete`);
  await ask(one, 'POST', `/jobs/${second}/tasks/approve/complete`);
  await one.close();
  await ask(two, 'POST', `/jobs/${second}/tasks/pay/complete`);
  for (const id of [first, second]) {
    const { job, executions, checkpoints } = await ask(two, 'GET', `/jobs/${id}`);
    expect(job.status).toBe('completed');
    expect(executions.filter(({ outcome }) => outcome !== 'completed')).toEqual([]);
    expect(executions.map(({ attempt }) => attempt)).toEqual(executions.map(() => 1));
    expect(checkpoints.map(({ seq }) => seq)).toEqual(checkpoints.map((_, index) => index + 1));
  }
  expect(failures).toEqual([]);
});
