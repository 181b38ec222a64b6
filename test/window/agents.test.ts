/** Agents and decisions after a death, as windows see them: what the host does, whatever the channel (contract.test.ts). */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AgentsView } from '../../engine/protocol/agent-views.ts';
import {
  windowCalls,
  type CallName,
  type Notification,
  type NotificationName,
} from '../../engine/protocol/window-calls.ts';
import type { BridgeClient } from '../../renderer/bridge/client.ts';
import { WindowRig } from './rig.ts';

/** A person, then a script. */
const process = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="u"/><userTask id="u"/>
    <sequenceFlow id="f2" sourceRef="u" targetRef="b"/>
    <scriptTask id="b" scriptFormat="javascript"><script>1</script></scriptTask>
    <sequenceFlow id="f3" sourceRef="b" targetRef="e"/><endEvent id="e"/>
  </process>
</definitions>`;

let rig: WindowRig;
let client: BridgeClient;
beforeEach(() => {
  rig = new WindowRig();
  client = rig.direct();
});
afterEach(() => rig.close());

/** Asks, and holds the answer against its schema. */
async function ask<Name extends CallName>(name: Name, params: Parameters<typeof client.call<Name>>[1]) {
  const result = await client.call(name, params);
  expect(windowCalls[name].result.safeParse(result)).toMatchObject({ success: true });
  return result;
}

/** The next notification that fits. */
function heard<Name extends NotificationName>(
  name: Name,
  fits: (body: Notification<Name>) => boolean,
): Promise<Notification<Name>> {
  return new Promise((resolve) => {
    const leave = client.on(name, (body) => {
      if (!fits(body)) return;
      leave();
      resolve(body);
    });
  });
}

async function started(): Promise<string> {
  const passive = heard('jobs-changed', ({ jobs }) => jobs.some(({ status }) => status === 'passive'));
  const { job } = await ask('jobs.run', { source: { path: 'processes/p.bpmn', text: process } });
  await passive;
  return job;
}

/** The agents, once they are like that. */
async function agentsWhere(fits: (view: AgentsView) => boolean): Promise<AgentsView> {
  for (;;) {
    const now = await ask('agents.list', {});
    if (fits(now)) return now;
    await heard('engine-changed', () => true);
  }
}

it('starts a second agent, sees it take over from the first, and brings that one back', async () => {
  await started();
  const first = (await ask('agents.list', {})).own[0];
  expect(first).toMatchObject({ main: true, state: 'active' });
  await ask('agents.start', { name: 'second', priority: 100 });
  await expect(client.call('agents.start', { name: 'second' })).rejects.toMatchObject({ code: 'exists' });
  await expect(client.call('agents.start', { name: 'no name' })).rejects.toMatchObject({ code: 'bad-request' });
  const standing = await agentsWhere(({ own }) => own[1]?.state === 'standby');
  const holder = standing.agents.find(({ role }) => role === 'active');
  expect(holder).toMatchObject({ pid: first?.pid, state: 'running' });
  await ask('agents.act', { agent: holder?.id ?? '', act: 'kill' });
  const taken = await agentsWhere(({ own }) => own[1]?.state === 'active');
  expect(taken).toMatchObject({
    lease: { agent: 'second' },
    own: [{ state: 'dead' }, { state: 'active' }],
    tenures: [{ agent: 'second', end: null }, { end: 'dead' }],
  });
  expect(await ask('engine.show', {})).toMatchObject({ state: 'elsewhere', agent: 'second' });
  await ask('agents.start', { name: first?.name ?? '', priority: 200 });
  // Its priority is higher: it takes the lease back, and the other stands by.
  const back = await agentsWhere(({ own }) => own[0]?.state === 'active' && own[1]?.state === 'standby');
  expect(back.tenures[1]).toMatchObject({ agent: 'second', end: 'handed-over' });
  expect(await ask('engine.show', {})).toMatchObject({ state: 'active' });
});

it('says that the engine is dead where the agent that took over is killed, too, and recovers', async () => {
  const job = await started();
  await ask('agents.start', { name: 'second', priority: 100 });
  await agentsWhere(({ own }) => own[1]?.state === 'standby');
  await ask('engine.kill', {});
  const { own } = await agentsWhere((view) => view.own[1]?.state === 'active');
  const dead = await ask('engine.kill', {});
  const message = `agent second (process ${own[1]?.pid}) is dead, and no other serves this store`;
  expect(dead).toMatchObject({ state: 'dead', message, pid: null, lastDeath: { pid: own[1]?.pid, pulled: 'now' } });
  await expect(client.call('jobs.act', { request: { kind: 'complete', job, element: 'u' } })).rejects.toMatchObject({
    code: 'engine-dead',
  });
  expect(await ask('engine.recover', {})).toMatchObject({ state: 'active', agent: own[0]?.name });
});

it('says of an engine that is frozen that it is, until it is thawed', async () => {
  await started();
  const [first] = (await ask('agents.list', {})).agents;
  const until = async (frozen: boolean): Promise<void> => {
    while ((await ask('engine.show', {})).frozen !== frozen) await heard('engine-changed', () => true);
  };
  await ask('agents.act', { agent: first?.id ?? '', act: 'freeze' });
  await until(true);
  await ask('agents.act', { agent: first?.id ?? '', act: 'thaw' });
  await until(false);
  expect(await ask('engine.show', {})).toMatchObject({ state: 'active', frozen: false });
});

it('says that the engine is dead where a frozen agent was taken over from and that one is killed, and thaws it to recover', async () => {
  const job = await started();
  await ask('agents.start', { name: 'second', priority: 100 });
  const standing = await agentsWhere(({ own }) => own[1]?.state === 'standby');
  const first = standing.agents.find(({ role }) => role === 'active');
  await ask('agents.act', { agent: first?.id ?? '', act: 'freeze' });
  await agentsWhere(({ own }) => own[1]?.state === 'active');
  const dead = await ask('engine.kill', {});
  const message = `nobody serves this store: agent second (process ${dead.lastDeath?.pid}) is dead, and agent ${first?.name} (process ${first?.pid}) is frozen; recovering thaws it`;
  expect(dead).toMatchObject({ state: 'dead', message, pid: null });
  await expect(client.call('jobs.act', { request: { kind: 'complete', job, element: 'u' } })).rejects.toMatchObject({
    code: 'engine-dead',
    message,
  });
  expect(await ask('engine.recover', {})).toMatchObject({ state: 'active', agent: first?.name });
  expect(await ask('jobs.act', { request: { kind: 'complete', job, element: 'u' } })).toMatchObject({ ok: true });
});

it('starts nothing in the place of a frozen agent that is stopped after another one took over', async () => {
  await started();
  await ask('agents.start', { name: 'second', priority: 100 });
  const standing = await agentsWhere(({ own }) => own[1]?.state === 'standby');
  const first = standing.agents.find(({ role }) => role === 'active');
  await ask('agents.act', { agent: first?.id ?? '', act: 'freeze' });
  await agentsWhere(({ own }) => own[1]?.state === 'active');
  await ask('agents.act', { agent: first?.id ?? '', act: 'stop' });
  expect(await ask('agents.list', {})).toMatchObject({ own: [{ state: 'stopped', pid: null }, { state: 'active' }] });
});

it('lets people decide what becomes of the jobs that were found, where recovery is not automatic', async () => {
  expect(await ask('workspace.set', { recoveryAutomatic: false, durability: 'process-crash' })).toMatchObject({
    settings: { recovery: { automatic: false }, durability: 'process-crash' },
  });
  const job = await started();
  await ask('engine.arm', { element: 'b', point: 'before-task' });
  const dead = heard('engine-changed', ({ state }) => state === 'dead');
  await client.call('jobs.act', { request: { kind: 'complete', job, element: 'u' } }).catch(() => undefined);
  await dead;
  expect(await ask('recoveries.list', {})).toMatchObject({ automatic: false, jobs: [{ job, decision: 'found' }] });
  await ask('engine.recover', {});
  expect((await ask('recoveries.list', {})).jobs).toMatchObject([{ job, decision: 'waits' }]);
  expect(await ask('jobs.act', { request: { kind: 'decide', job, decision: 'keep' } })).toMatchObject({ ok: true });
  expect((await ask('recoveries.list', {})).jobs).toMatchObject([{ job, decision: 'kept' }]);
  const ended = heard('jobs-changed', ({ jobs }) => jobs.some(({ status }) => status === 'completed'));
  expect(await ask('jobs.act', { request: { kind: 'decide', job, decision: 'restart' } })).toMatchObject({ ok: true });
  await ended;
  expect((await ask('recoveries.list', {})).jobs).toEqual([]);
});
