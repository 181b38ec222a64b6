/** The one contract, over every channel: in the same process, over a WebSocket, over Electron's channel. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  windowCalls,
  windowNotifications,
  type CallName,
  type Notification,
} from '../../engine/protocol/window-calls.ts';
import type { BridgeClient } from '../../renderer/bridge/client.ts';
import { cookieOf, IpcPair, overWebSocket, serviceOn, WindowRig } from './rig.ts';

/** `name`: of the window. */
const channels: Record<string, (rig: WindowRig, name?: string) => Promise<BridgeClient>> = {
  'in the same process': (rig, name) => Promise.resolve(rig.direct(name)),
  'a WebSocket': async (rig, name) => {
    const service = await serviceOn(rig.host);
    return rig.client(overWebSocket(service.url, { cookie: await cookieOf(service) }), name);
  },
  "Electron's channel": (rig, name) => {
    const pair = new IpcPair();
    pair.channels(rig.host);
    return Promise.resolve(rig.client(pair.transport(), name));
  },
};

/** A process without work outside: two scripts around a person. */
const process = `<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <scriptTask id="a" scriptFormat="javascript"><script>total = 9007199254740993n; low = -0; none = 0/0; total</script></scriptTask>
    <sequenceFlow id="f2" sourceRef="a" targetRef="u"/><userTask id="u"/>
    <sequenceFlow id="f3" sourceRef="u" targetRef="b"/>
    <scriptTask id="b" scriptFormat="javascript"><script>low = 1</script></scriptTask>
    <sequenceFlow id="f4" sourceRef="b" targetRef="e"/><endEvent id="e"/>
  </process>
</definitions>`;

/** A process with one call over HTTP. */
function calling(url: string): string {
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:cairn="urn:cairn:bpmn:1" targetNamespace="x">
  <process id="p" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <serviceTask id="a"><extensionElements><cairn:http method="POST" url="${url}"/></extensionElements></serviceTask>
    <sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>
  </process>
</definitions>`;
}

describe.each(Object.entries(channels))('over %s', (_name, connect) => {
  let rig: WindowRig;
  let client: BridgeClient;
  beforeEach(async () => {
    rig = new WindowRig();
    client = await connect(rig);
  });
  afterEach(() => rig.close());

  /** Asks, and holds the answer against its schema. */
  async function ask<Name extends CallName>(name: Name, params: Parameters<typeof client.call<Name>>[1]) {
    const result = await client.call(name, params);
    expect(windowCalls[name].result.safeParse(result)).toMatchObject({ success: true });
    return result;
  }

  /** The next notification that fits. */
  function heard<Name extends keyof typeof windowNotifications>(
    name: Name,
    fits: (body: Notification<Name>) => boolean,
  ): Promise<Notification<Name>> {
    return new Promise((resolve) => {
      const leave = client.on(name, (body) => {
        if (!fits(body)) return;
        leave();
        expect(windowNotifications[name].safeParse(body)).toMatchObject({ success: true });
        resolve(body);
      });
    });
  }

  async function started(): Promise<string> {
    const passive = heard('jobs-changed', ({ jobs }) => jobs.some(({ status }) => status === 'passive'));
    const { job } = await ask('jobs.run', {
      source: { path: 'processes/p.bpmn', text: process },
      variables: '{"total":0,"low":5,"none":null,"id":12345678901234567890}',
    });
    await passive;
    return job;
  }

  it('shows the workspace and its files, reads and writes them, and tells changes', async () => {
    expect(await ask('workspace.show', {})).toMatchObject({
      dir: rig.dir,
      writable: true,
      trusted: false,
      sample: false,
    });
    const { files } = await ask('files.list', {});
    await ask('workspace.set', {});
    expect((await ask('files.list', {})).files).toEqual(files);
    expect(files.map(({ path }) => path)).toContain('processes/loan-approval.bpmn');
    const path = 'scenarios/new.json';
    const { stamp } = await ask('files.create', { path, text: '{}' });
    const changed = heard('files-changed', ({ files: some }) => some.some((file) => file.path === path));
    const written = await ask('files.write', { path, text: '{"seed":1}', base: stamp });
    expect(written).toMatchObject({ ok: true });
    expect((await ask('files.read', { path })).text).toBe('{"seed":1}');
    await changed;
    // And still after that save put another file in its place.
    const changedInPlace = heard('files-changed', ({ files: some }) =>
      some.some((file) => file.path === path && file.stamp !== stamp && file.stamp !== written.stamp),
    );
    writeFileSync(join(rig.dir, path), '{"seed":2}');
    await changedInPlace;
    await ask('files.rename', { path, to: 'scenarios/newer.json' });
    writeFileSync(join(rig.dir, 'scenarios/taken'), '');
    await expect(
      ask('files.rename', { path: 'scenarios/newer.json', to: 'scenarios/taken/newer.json' }),
    ).rejects.toMatchObject({ lines: ['scenarios/taken/newer.json: scenarios/taken is no folder'] });
    await ask('files.delete', { path: 'scenarios/newer.json' });
    await expect(ask('files.read', { path: 'scenarios/newer.json' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('never overwrites what somebody else wrote', async () => {
    const path = 'processes/loan-approval.bpmn';
    const { stamp } = await ask('files.read', { path });
    writeFileSync(join(rig.dir, path), '<theirs/>');
    const answer = await ask('files.write', { path, text: '<mine/>', base: stamp });
    expect(answer).toMatchObject({ ok: false, conflict: 'changed-on-disk', text: '<theirs/>' });
    expect(readFileSync(join(rig.dir, path), 'utf8')).toBe('<theirs/>');
    await ask('files.write', { path, text: '<mine/>', base: stamp, overwrite: true });
    expect(readFileSync(join(rig.dir, path), 'utf8')).toBe('<mine/>');
  });

  it('begins preferences anew that nobody can read', async () => {
    writeFileSync(join(rig.home, 'preferences.json'), '{"x":{"$cairn":["nonsense",1]}}');
    expect((await ask('preferences.read', {})).preferences).toEqual({});
    await ask('preferences.write', { changes: { theme: 'dark' } });
    expect((await ask('preferences.read', {})).preferences).toEqual({ theme: 'dark' });
  });

  it('says of a draft whether its window is open', async () => {
    const other = await connect(rig, 'other');
    const told = heard('drafts-changed', () => true);
    await other.call('drafts.save', { path: 'processes/d.bpmn', text: '<draft/>', base: null, owner: 'other' });
    await told;
    expect((await ask('drafts.list', {})).drafts).toMatchObject([{ owner: 'other', open: true }]);
    other.close();
    await expect.poll(async () => (await ask('drafts.list', {})).drafts).toMatchObject([{ open: false }]);
  });

  it('keeps drafts and preferences, past the host', async () => {
    await ask('drafts.save', { path: 'processes/d.bpmn', text: '<draft/>', base: null });
    await ask('preferences.write', { changes: { theme: 'dark', big: 12345678901234567890n } });
    expect((await ask('drafts.list', {})).drafts).toMatchObject([{ path: 'processes/d.bpmn', current: true }]);
    await rig.restart();
    client = await connect(rig);
    expect((await ask('drafts.list', {})).drafts).toMatchObject([{ text: '<draft/>' }]);
    expect((await ask('preferences.read', {})).preferences).toEqual({ theme: 'dark', big: 12345678901234567890n });
    await ask('drafts.save', { path: 'processes/d.bpmn', text: '<other/>', base: null, owner: 'other' });
    await ask('drafts.discard', { path: 'processes/d.bpmn', owner: 'nobody' });
    expect((await ask('drafts.list', {})).drafts).toMatchObject([{ owner: 'other' }, { owner: '' }]);
    await ask('drafts.discard', { path: 'processes/d.bpmn', owner: 'other' });
    expect((await ask('drafts.list', {})).drafts).toMatchObject([{ text: '<draft/>', owner: '' }]);
    await ask('drafts.discard', { path: 'processes/d.bpmn' });
    expect((await ask('drafts.list', {})).drafts).toEqual([]);
  });

  it('names the processes of the files of the workspace', async () => {
    const text = process.replace('id="p"', "id='of-a-file'");
    await ask('files.create', { path: 'processes/deep/one.bpmn', text: `<!-- <process id="none"> -->${text}` });
    const { processes } = await ask('files.processes', {});
    expect(processes.filter(({ file }) => file === 'processes/deep/one.bpmn')).toEqual([
      { id: 'of-a-file', file: 'processes/deep/one.bpmn' },
    ]);
  });

  it('says which files need another one: callers, those that ask its decisions, and its scenario', async () => {
    const calling = (id: string): string =>
      process.replace('id="p"', `id="${id}"`).replace('<userTask id="u"/>', '<callActivity id="u" calledElement="q"/>');
    await ask('files.create', { path: 'processes/caller.bpmn', text: calling('caller') });
    await ask('files.create', { path: 'processes/called.bpmn', text: process.replace('id="p"', 'id="q"') });
    await ask('files.create', { path: 'scenarios/called.json', text: '{}' });
    expect(await ask('files.uses', { path: 'processes/called.bpmn' })).toEqual({
      uses: [
        { path: 'processes/caller.bpmn', how: 'calls' },
        { path: 'scenarios/called.json', how: 'plays' },
      ],
    });
    expect(await ask('files.uses', { path: 'scenarios/called.json' })).toEqual({
      uses: [{ path: 'processes/called.bpmn', how: 'is-played' }],
    });
    expect(await ask('files.uses', { path: 'processes/caller.bpmn' })).toEqual({ uses: [] });
    expect(await ask('files.uses', { path: 'rules/discount.dmn' })).toEqual({
      uses: [{ path: 'processes/order-fulfilment.bpmn', how: 'decides' }],
    });
    await expect(ask('files.uses', { path: '../x.bpmn' })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('checks, evaluates and previews without a store', async () => {
    const check = await ask('diagram.check', { path: 'processes/p.bpmn', text: process });
    expect(check).toMatchObject({ runnable: true, processes: [{ id: 'p' }] });
    await ask('files.create', {
      path: 'processes/p.bpmn',
      text: process.replace('<userTask id="u"/>', '<callActivity id="u" calledElement="q"/>'),
    });
    const callee = process.replace('id="p"', 'id="q"');
    await ask('files.create', { path: 'processes/q.bpmn', text: callee });
    expect(await ask('diagram.called', { path: 'processes/p.bpmn' })).toEqual({
      files: [{ path: 'processes/q.bpmn', text: callee }],
    });
    expect(await ask('diagram.called', { path: 'processes/q.bpmn' })).toEqual({ files: [] });
    expect((await ask('diagram.layout', { text: process })).text).toContain('BPMNShape');
    await expect(client.call('diagram.layout', { text: '<no' })).rejects.toMatchObject({ code: 'refused' });
    const text = readFileSync(join(rig.dir, 'rules/discount.dmn'), 'utf8');
    const { decisions } = await ask('decision.outline', { text });
    expect(decisions[0]).toMatchObject({ logic: 'table' });
    expect((await ask('decision.check', { path: 'rules/discount.dmn', text })).problems).toEqual([]);
    const broken = text.replace('<text>15</text>', '<text>20 +</text>');
    expect((await ask('decision.check', { path: 'rules/discount.dmn', text: broken })).problems).toMatchObject([
      { element: 'gold-large-discount', rule: 'invalid-expression' },
    ]);
    const decided = await ask('decision.evaluate', { text, decision: decisions[0]?.id ?? null, variables: '{}' });
    expect(Object.keys(decided)).toContain('rulesHit');
    expect(
      await ask('timer.preview', { kind: 'cycle', text: 'R3/PT1H', from: '2026-01-01T00:00:00Z', count: 2 }),
    ).toEqual({
      due: ['2026-01-01T01:00:00.000Z', '2026-01-01T02:00:00.000Z'],
      more: true,
      times: 3,
      problem: null,
    });
    const cron = { kind: 'cycle', text: '0 0 9 ? * 1', from: '2026-01-01T00:00:00Z', count: 2 } as const;
    expect(await ask('timer.preview', cron)).toEqual({
      due: ['2026-01-04T09:00:00.000Z', '2026-01-11T09:00:00.000Z'],
      more: true,
      times: null,
      problem: null,
    });
    expect((await ask('timer.preview', { ...cron, cron: 'spring' })).due[0]).toBe('2026-01-05T09:00:00.000Z');
    expect((await ask('timer.preview', { ...cron, text: '0 0 0 30 2 ?' })).problem).toContain('never fires');
    expect((await ask('expression.check', { language: 'feel', text: '1 +' })).problems).toHaveLength(1);
    expect(await ask('http.try', { request: { method: 'GET', url: 'https://example.org/' } })).toMatchObject({
      ok: false,
      at: 'untrusted',
    });
  });

  it('runs a job, acts on it, and shows every value as it is', async () => {
    const job = await started();
    const shown = await ask('jobs.show', { job });
    expect(shown.variables).toMatchObject({ total: 9007199254740993n, id: 12345678901234567890n });
    expect(shown.variables['low']).toBe(-0);
    expect(shown.variables['none']).toBeNaN();
    expect(shown.waiting).toMatchObject([{ element: 'u', for: 'user' }]);
    const ended = heard('jobs-changed', ({ jobs }) => jobs.some(({ status }) => status === 'completed'));
    expect(await ask('jobs.act', { request: { kind: 'complete', job, element: 'u' } })).toMatchObject({ ok: true });
    expect(await ask('jobs.act', { request: { kind: 'signal', name: 'nobody' } })).toMatchObject({
      ok: true,
      heard: 0,
    });
    await ended;
    const { jobs } = await ask('jobs.list', { search: job.slice(0, 8).toUpperCase() });
    expect(jobs).toMatchObject([{ id: job, status: 'completed' }]);
    expect((await ask('jobs.show', { job, at: shown.seq })).tokens).toMatchObject([{ element: 'u' }]);
    expect((await ask('jobs.history', { job, limit: 1 })).more).toBe(true);
    const timeline = await ask('jobs.timeline', { job });
    expect(timeline.seq).toEqual(Array.from({ length: timeline.seq.length }, (_, index) => index + 1));
    expect(timeline.marks).toEqual([]);
    const tail = await ask('jobs.timeline', { job, latest: 2 });
    const rest = await ask('jobs.timeline', { job, before: tail.seq[0] ?? 0 });
    expect(tail).toMatchObject({ oldest: 1, seq: timeline.seq.slice(-2) });
    expect([...rest.seq, ...tail.seq]).toEqual(timeline.seq);
    const steps = (await ask('jobs.variable-history', { job, name: 'low' })).steps;
    expect(steps.map(({ change, to }) => [change, to])).toEqual([
      ['added', 5],
      ['changed', -0],
      ['changed', 1],
    ]);
    const found = await ask('jobs.find-value', { job, name: 'low', look: { condition: 'value = 1' } });
    expect(found.matches).toMatchObject([{ value: 1 }]);
    const diff = await ask('jobs.diff', { left: { job, seq: 1 }, right: { job, seq: 'now' } });
    expect(diff.variables.map(({ name }) => name)).toContain('total');
    expect((await ask('jobs.as-scenario', { job, seq: 1 })).text).toContain('"low": 5');
    expect((await ask('definitions.list', {})).definitions).toMatchObject([{ key: 'p', version: 1 }]);
    expect((await ask('definitions.show', { key: 'p', version: 'latest' })).xml).toBe(process);
  });

  it('asks for trust before a process that names hosts beyond this machine, whatever its folder says of itself', async () => {
    const settings = join(rig.dir, 'cairn.json');
    const told = heard('workspace-changed', () => true);
    writeFileSync(settings, '{"trusted":true}');
    await told;
    expect((await ask('workspace.show', {})).trusted).toBe(false);
    const source = { path: 'processes/p.bpmn', text: calling('http://shop.example/charge') };
    await expect(client.call('jobs.run', { source })).rejects.toMatchObject({
      code: 'untrusted',
      lines: [expect.stringContaining('shop.example')],
    });
    expect((await ask('definitions.list', {})).definitions).toEqual([]);
    await ask('jobs.run', { source, unreached: true, paused: true });
    await expect(
      client.call('jobs.run', { source: { definition: 'p', version: 'latest' }, paused: true }),
    ).rejects.toMatchObject({ code: 'untrusted' });
    await ask('jobs.run', { source: { ...source, text: calling('http://127.0.0.1:9/charge') }, paused: true });
    await ask('jobs.run', {
      source,
      paused: true,
      scenario: { text: '{"services":{"a":[{"respond":{}}]}}' },
    });
    expect((await ask('workspace.trust', { trusted: true })).trusted).toBe(true);
    await ask('jobs.run', { source, paused: true });
  });

  it('does not look beyond the workspace, even for a file whose text comes along', async () => {
    await expect(client.call('jobs.run', { source: { path: '../p.bpmn', text: process } })).rejects.toMatchObject({
      code: 'bad-request',
      lines: [expect.stringContaining('../p.bpmn')],
    });
  });

  it('pulls the plug, stays dead, tells what it cost, and recovers', async () => {
    const job = await started();
    await ask('engine.arm', { element: 'b', point: 'after-effect' });
    const dead = heard('engine-changed', ({ state }) => state === 'dead');
    await client.call('jobs.act', { request: { kind: 'complete', job, element: 'u' } }).catch(() => undefined);
    const { lastDeath, armed } = await dead;
    expect(lastDeath).toMatchObject({ pulled: 'armed', crashPoint: { element: 'b' }, signal: 'SIGKILL' });
    expect(armed).toEqual([]);
    await expect(client.call('jobs.act', { request: { kind: 'cancel', job } })).rejects.toMatchObject({
      code: 'engine-dead',
    });
    expect((await ask('jobs.forecast', { job })).forecast).toMatchObject({ job });
    const { seq, marks: deaths } = await ask('jobs.timeline', { job, latest: 1 });
    expect(deaths.map(({ kind }) => kind)).toEqual(['killed']);
    expect((await ask('jobs.timeline', { job, before: seq[0] ?? 0 })).marks).toEqual([]);
    const ended = heard('jobs-changed', ({ jobs }) => jobs.some(({ status }) => status === 'completed'));
    expect(await ask('engine.recover', {})).toMatchObject({ state: 'active' });
    await ended;
    const { marks } = await ask('jobs.timeline', { job });
    expect(marks.map(({ kind }) => kind)).toEqual(['killed', 'recovered']);
    const after = marks[0]?.after ?? 0;
    const tail = await ask('jobs.timeline', { job, after });
    const rest = await ask('jobs.timeline', { job, before: after + 1 });
    expect([tail.marks, rest.marks]).toEqual([marks, []]);
    const later = await ask('jobs.timeline', { job, after: after + 1 });
    const whole = await ask('jobs.timeline', { job, before: after + 2 });
    expect([later.marks, whole.marks]).toEqual([[], marks]);
    const cost = await ask('jobs.forecast', { job });
    expect(cost).toMatchObject({ forecast: { lost: [{ element: 'b' }] }, death: { crashPoint: { element: 'b' } } });
    const view = await ask('engine.kill', {});
    expect(view).toMatchObject({ state: 'dead', pid: null, lastDeath: { pulled: 'now' } });
    // It stays with the death that it belongs to, when others have come.
    await ask('engine.recover', {});
    await ask('engine.kill', {});
    const epoch = marks[0]?.epoch ?? 0;
    expect(await ask('jobs.forecast', { job })).toMatchObject({
      forecast: cost.forecast,
      death: { epoch, signal: 'SIGKILL' },
    });
    expect(await ask('jobs.forecast', { job, epoch })).toMatchObject({
      forecast: cost.forecast,
      death: { epoch, signal: 'SIGKILL' },
    });
    expect(await ask('jobs.forecast', { job, epoch: view.lastDeath?.epoch ?? 0 })).toMatchObject({
      forecast: { lost: [], twice: [] },
    });
  });

  it('marks deaths on the timeline of a job that only waited, and writes nothing into it', async () => {
    const job = await started();
    const before = (await ask('jobs.timeline', { job })).seq;
    await ask('engine.kill', {});
    const waited = { after: before.at(-1), crashPoint: null, incarnation: null, waiting: true };
    const dead = await ask('jobs.timeline', { job });
    expect(dead).toMatchObject({ seq: before, marks: [{ kind: 'killed', ...waited }] });
    await ask('engine.recover', {});
    await ask('engine.kill', {});
    await ask('engine.recover', {});
    const kinds = ['killed', 'recovered', 'killed', 'recovered'];
    const back = await ask('jobs.timeline', { job });
    expect(back).toMatchObject({ seq: before, marks: kinds.map((kind) => ({ kind, ...waited })) });
    const ended = heard('jobs-changed', ({ jobs }) => jobs.some(({ status }) => status === 'completed'));
    await ask('jobs.act', { request: { kind: 'complete', job, element: 'u' } });
    await ended;
    // Nobody had to take it over; the marks stay where they were. An ended job meets no death any more.
    await ask('engine.kill', {});
    expect((await ask('jobs.timeline', { job })).marks).toEqual(back.marks);
    // Nor has it a cost, while that engine is dead and after a recovery.
    expect((await ask('jobs.forecast', { job })).forecast).toBeNull();
    await ask('engine.recover', {});
    expect((await ask('jobs.forecast', { job })).forecast).toBeNull();
  });

  it('takes savepoints, restores once, and looks after the store', async () => {
    expect(await ask('savepoints.list', {})).toMatchObject({ savepoints: [], failures: [] });
    expect(await ask('statistics.show', {})).toMatchObject({ counts: { total: 0 }, history: [] });
    expect(await ask('ledger.list', {})).toEqual({ entries: [], more: false });
    expect(await ask('store.show', {})).toMatchObject({ exists: false, format: null });
    const job = await started();
    const wish = { job, cancel: true, triggerId: 'first' };
    const { savepoints } = await ask('savepoints.create', wish);
    expect(savepoints).toMatchObject([{ job, name: 'p', cancelled: true }]);
    // Whoever asks again under the same name gets the same answer.
    expect((await ask('savepoints.create', wish)).savepoints).toEqual(savepoints);
    await expect(client.call('savepoints.create', { ...wish, cancel: false })).rejects.toMatchObject({
      code: 'exists',
    });
    const path = savepoints[0]?.location ?? '';
    expect(await ask('savepoints.verify', { path })).toMatchObject({ problem: null, jobs: 1 });
    expect(await ask('savepoints.preview', { path })).toMatchObject({
      refusal: null,
      tokens: [{ element: 'u', state: 'waiting' }],
      saved: { version: 1, xml: process },
    });
    const restored = await ask('jobs.act', { request: { kind: 'restore', path } });
    expect(restored).toMatchObject({ ok: true });
    expect(await ask('jobs.act', { request: { kind: 'restore', path } })).toEqual({
      ok: false,
      code: 'used',
      message: `The savepoint ${path} was already used. The job won't be run from there.`,
    });
    const list = await ask('savepoints.list', {});
    expect(list.savepoints).toMatchObject([{ path, used: true, restored: [{ mode: 'no-claim' }] }]);
    expect(await ask('jobs.act', { request: { kind: 'unmark', path } })).toMatchObject({ ok: true });
    expect((await ask('savepoints.list', {})).savepoints).toMatchObject([{ used: false }]);
    for (const outside of ['/etc', '../..', join(rig.dir, 'processes')]) {
      await expect(client.call('savepoints.verify', { path: outside })).rejects.toMatchObject({ code: 'refused' });
      await expect(client.call('savepoints.delete', { path: outside })).rejects.toMatchObject({ code: 'not-found' });
      await expect(client.call('jobs.act', { request: { kind: 'restore', path: outside } })).rejects.toMatchObject({
        code: 'refused',
      });
    }
    const file = 'processes/p.bpmn';
    await ask('files.create', { path: file, text: process.replace('low = 1', 'low = 2') });
    expect((await ask('definitions.deploy', { path: file })).deployed).toMatchObject([{ version: 2, isNew: true }]);
    expect((await ask('definitions.list', {})).definitions).toMatchObject([{ key: 'p', version: 2 }]);
    expect((await ask('definitions.list', { key: 'p' })).definitions).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect((await ask('definitions.list', { every: true })).definitions).toMatchObject([
      { version: 1 },
      { version: 2 },
    ]);
    const moved = await ask('savepoints.preview', { path, toVersion: 2, again: true });
    expect(moved).toMatchObject({ moves: [{ what: 'token', from: 'u', to: 'u' }], target: { version: 2 } });
    const statistics = await ask('statistics.show', { job });
    expect(statistics.latest.savepoint).toMatchObject({ is_savepoint: true, external_path: path });
    expect(await ask('ledger.list', { duplicates: true })).toEqual({ entries: [], more: false });
    expect(await ask('store.check', {})).toMatchObject({ problems: [], jobs: 2, savepoints: 1 });
    const backup = await ask('store.backup', {});
    expect(statSync(backup.path).size).toBe(backup.bytes);
    expect((await ask('store.show', {})).counts).toContainEqual({ what: 'jobs', count: 2 });
    await ask('savepoints.delete', { path });
    expect((await ask('savepoints.list', {})).savepoints).toEqual([]);
  });

  it('tells where the tokens of watched jobs are', async () => {
    const job = await started();
    const first = heard('tokens-moved', ({ tokens }) => tokens.some(({ element }) => element === 'u'));
    await ask('jobs.watch', { job });
    await first;
    const last = heard('tokens-moved', ({ status }) => status === 'completed');
    await ask('jobs.act', { request: { kind: 'complete', job, element: 'u' } });
    expect(await last).toMatchObject({ job, tokens: [] });
    await ask('jobs.unwatch', { job });
  });

  it('refuses by name what it does not know', async () => {
    await expect(client.call('jobs.show', { job: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.call('jobs.show', { job: 'nobody', nonsense: 1 } as never)).rejects.toMatchObject({
      code: 'bad-request',
      lines: ['jobs.show: nonsense: there is no such field'],
    });
    await expect(client.call('nonsense' as never, {} as never)).rejects.toMatchObject({ code: 'bad-request' });
  });
});
