/** What goes wrong around a window: hosts that die, places that cannot be written, values and lists that are too long. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../engine/store/sqlite-store.ts';
import type { Notification } from '../../engine/protocol/window-calls.ts';
import type { ConnectionState } from '../../engine/protocol/window-link.ts';
import type { BridgeClient } from '../../renderer/bridge/client.ts';
import { jobRow, part, unit, variable } from '../engine/store/samples.ts';
import { cookieOf, overWebSocket, serviceOn, WindowRig } from './rig.ts';

let rig: WindowRig;
beforeEach(() => {
  rig = new WindowRig();
});
afterEach(() => rig.close());

/** A store with jobs in it that no engine ever ran. */
function plant(jobs: number, text = '"small"'): void {
  const store = openStore(join(rig.dir, '.cairn'), { durability: 'process-crash' });
  store.acquireLease(
    { agent: 'test', pid: process.pid, processStart: '', boot: '', renewedAt: 0, recorder: 'none.jsonl' },
    () => 'dead',
  );
  for (let from = 0; from < jobs; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, jobs - from) }, (_, index) =>
      jobRow(`job-${String(from + index).padStart(5, '0')}`, { status: 'completed', seq: 1 }),
    );
    store.commit(rows.map((row) => unit({ parts: [part(row, [variable('v', text)])], created: [row.id] })));
  }
  store.releaseLease();
  store.close();
}

function state(client: BridgeClient, wanted: ConnectionState): Promise<boolean> {
  if (client.connection === wanted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const leave = client.onConnection((now, reload) => {
      if (now !== wanted) return;
      leave();
      resolve(reload);
    });
  });
}

describe('a host that goes away under the window', () => {
  it('is found again on the same port, with the same key, and the window knows that it must ask anew', async () => {
    const service = await serviceOn(rig.host);
    const { port, token } = service;
    const client = rig.client(overWebSocket(service.url, { cookie: await cookieOf(service) }));
    await client.call('workspace.show', {});
    const lost = state(client, 'lost');
    await service.close();
    await lost;
    await expect(client.call('workspace.show', {})).rejects.toMatchObject({ code: 'disconnected' });
    await rig.restart();
    const again = state(client, 'connected');
    await serviceOn(rig.host, { port, token });
    expect(await again).toBe(true);
    expect(await client.call('workspace.show', {})).toMatchObject({ dir: rig.dir });
  });

  it('tells a window that lost its channel for a while what it missed, once', async () => {
    const service = await serviceOn(rig.host);
    const cookie = await cookieOf(service);
    let cut: () => void = () => undefined;
    const transport = overWebSocket(service.url, { cookie });
    const client = rig.client((listener) => {
      const channel = transport(listener);
      cut = () => channel.close();
      return channel;
    });
    const told: string[] = [];
    const note = ({ files }: Notification<'files-changed'>): void => void told.push(...files.map(({ path }) => path));
    client.on('files-changed', note);
    await client.call('workspace.show', {});
    const other = rig.direct();
    const lost = state(client, 'lost');
    cut();
    await lost;
    const seen = new Promise<void>((resolve) => {
      other.on('files-changed', () => resolve());
    });
    const again = state(client, 'connected');
    await other.call('files.create', { path: 'scenarios/missed.json', text: '{}' });
    await seen;
    expect(await again).toBe(false);
    await client.call('workspace.show', {});
    expect(told).toEqual(['scenarios/missed.json']);
  });
});

describe('two windows on one workspace', () => {
  it('each hears of what the other did, and neither overwrites the other', async () => {
    const [one, two] = [rig.direct(), rig.direct()];
    const path = 'processes/loan-approval.bpmn';
    const { stamp } = await two.call('files.read', { path });
    const heard = new Promise<void>((resolve) => {
      two.on('files-changed', ({ files }) => {
        if (files.some((file) => file.path === path)) resolve();
      });
    });
    await two.call('drafts.save', { path, text: '<two/>', base: stamp });
    await one.call('files.write', { path, text: '<one/>', base: stamp });
    await heard;
    expect((await two.call('drafts.list', {})).drafts).toMatchObject([{ path, current: false }]);
    expect(await two.call('files.write', { path, text: '<two/>', base: stamp })).toMatchObject({
      conflict: 'changed-on-disk',
      text: '<one/>',
    });
  });

  it('a file that went away is not made anew by accident', async () => {
    const client = rig.direct();
    const path = 'processes/loan-approval.bpmn';
    const { stamp } = await client.call('files.read', { path });
    rmSync(join(rig.dir, path));
    expect(await client.call('files.write', { path, text: '<x/>', base: stamp })).toEqual({
      ok: false,
      conflict: 'removed-on-disk',
      text: null,
      stamp: null,
    });
  });
});

describe('a workspace where nothing can be kept', () => {
  beforeEach(() => {
    // As root may write anywhere, a file stands where the folder would be.
    writeFileSync(join(rig.dir, '.cairn'), 'no folder');
  });

  it('still shows its files; what cannot be done is said', async () => {
    const client = rig.direct();
    expect((await client.call('files.list', {})).files.length).toBeGreaterThan(5);
    expect((await client.call('jobs.list', {})).jobs).toEqual([]);
    const source = { path: 'processes/loan-approval.bpmn' };
    await expect(client.call('jobs.run', { source })).rejects.toMatchObject({ code: 'store-unusable' });
    await expect(client.call('drafts.save', { path: source.path, text: '', base: null })).rejects.toMatchObject({
      code: expect.stringMatching(/exists|not-found/),
    });
    expect((await client.call('drafts.list', {})).drafts).toEqual([]);
  });
});

describe('settings that cannot be used', () => {
  it('are told, and the window opens all the same', async () => {
    writeFileSync(join(rig.dir, 'cairn.json'), '{"durability":"maybe"}');
    const client = rig.direct();
    const { settings, settingsProblems } = await client.call('workspace.show', {});
    expect(settings.durability).toBe('power-loss');
    expect(settingsProblems).toHaveLength(1);
    const mended = new Promise<void>((resolve) => {
      client.on('workspace-changed', ({ settingsProblems: left }) => {
        if (left.length === 0) resolve();
      });
    });
    await client.call('files.write', { path: 'cairn.json', text: '{}', base: null, overwrite: true });
    await mended;
  });
});

describe('much', () => {
  it('a value of 5 MB is cut where it is shown, and fetched whole', async () => {
    const long = 'x'.repeat(5 * 1024 * 1024);
    mkdirSync(join(rig.dir, '.cairn'), { recursive: true });
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true">
      <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="u"/><userTask id="u"/><sequenceFlow id="g" sourceRef="u" targetRef="e"/><endEvent id="e"/></process></definitions>`;
    const client = rig.direct();
    const passive = new Promise<void>((resolve) => {
      client.on('jobs-changed', ({ jobs }) => {
        if (jobs.some(({ status }) => status === 'passive')) resolve();
      });
    });
    const variables = JSON.stringify({ long, list: Array.from({ length: 100_000 }, (_, index) => index) });
    const { job } = await client.call('jobs.run', { source: { path: 'processes/p.bpmn', text: xml }, variables });
    await passive;
    const shown = await client.call('jobs.show', { job });
    expect(shown.cut.map(({ name, kind, length }) => [name, kind, length])).toEqual([
      ['list', 'list', 100_000],
      ['long', 'text', long.length],
    ]);
    expect(JSON.stringify(shown).length).toBeLessThan(200_000);
    expect((await client.call('jobs.value', { job, name: 'long' })).value).toBe(long);
    const diff = await client.call('jobs.diff', { left: { job, seq: 1 }, right: { job, seq: 'now' } });
    expect(JSON.stringify(diff).length).toBeLessThan(200_000);
  });

  it('10,000 jobs are paged through, each once', async () => {
    plant(10_000);
    const client = rig.direct();
    const seen = new Set<string>();
    for (let before: string | undefined; ;) {
      const page = await client.call('jobs.list', { limit: 500, ...(before === undefined ? {} : { before }) });
      for (const { id } of page.jobs) seen.add(id);
      before = page.jobs.at(-1)?.id;
      if (!page.more) break;
    }
    expect(seen.size).toBe(10_000);
    const { jobs, counts } = await client.call('jobs.list', { search: 'JOB-0999', limit: 100 });
    expect(jobs).toHaveLength(10);
    expect(counts.completed).toBe(10_000);
  });
});

it('a call that cannot be understood fails alone', async () => {
  const client = rig.direct();
  await client.call('workspace.show', {});
  const other = client.call('files.list', {});
  const strange = client.call('x'.repeat(200) as 'files.list', {});
  await expect(strange).rejects.toMatchObject({ code: 'bad-request' });
  expect((await other).files).not.toEqual([]);
});
