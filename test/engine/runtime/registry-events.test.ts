/** Events of Flowable's registry, given to jobs as messages. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { chain, file, line, processOf, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const corpus = (name: string): string =>
  readFileSync(new URL(`../../corpus/bpmn/flowable__${name}.bpmn`, import.meta.url), 'utf8');
const extended = (tag: string, id: string, inside: string, attributes = ''): string =>
  `<${tag} id="${id}" ${attributes}><extensionElements>${inside}</extensionElements></${tag}>`;
const type = (name: string): string => `<flowable:eventType>${name}</flowable:eventType>`;
const correlated = (name: string, value: string): string =>
  `<flowable:eventCorrelationParameter name="${name}" value="${value}"/>`;

it('start event subprocesses by what they carry, as in the test that this file of Flowable is from', async () => {
  rig = await Rig.start();
  await rig.deploy(corpus('BpmnEventRegistryConsumerTest.testProcessStartWithEventSubProcess'));
  const started = await rig.publish('myEvent', { variables: { customerId: 'somebody' } });
  expect(started).toMatchObject({ ok: true, correlated: 'started' });
  const job = started.ok ? (started.job ?? '') : '';
  await rig.publish('myEvent', { variables: { customerId: 'myVar1' } });
  await rig.idle();
  expect(rig.places(job).toSorted()).toEqual(['eventSubProcess waiting', 'subProcessTask1 waiting', 'task waiting']);
  await rig.publish('myEvent', { variables: { customerId: 'myVar1Interrupting' } });
  await rig.idle();
  expect(rig.places(job).toSorted()).toEqual([
    'eventSubProcessInterrupting waiting',
    'subProcessTask1Interrupting waiting',
  ]);
});

it('start a process only if they carry what its start event says', async () => {
  rig = await Rig.start();
  await rig.deploy(
    corpus('DynamicProcessStartEventRegistryDeploymentTest.testStaticEventRegistryProcessWithCorrelationParameters'),
  );
  const publish = (variables: Record<string, unknown>) => rig.publish('simpleTest', { ttlMs: 0, variables });
  expect(await publish({ customer: 'fozzie', action: 'start' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('it starts the process with customer and action ["kermit","start"]') as string,
  });
  expect(await publish({ customer: 'kermit' })).toMatchObject({ ok: false });
  expect(await publish({ customer: 'kermit', action: 'start' })).toMatchObject({ ok: true, correlated: 'started' });
});

it('find whoever waits for what they carry, from another process too, and after the death of an engine', async () => {
  rig = await Rig.start();
  const sends = extended(
    'serviceTask',
    'tell',
    `${type('paid')}<flowable:eventInParameter source="\${number}" target="orderId"/>`,
    'flowable:type="send-event"',
  );
  const waits = extended('receiveTask', 'wait', type('paid') + correlated('orderId', '${order}'));
  await rig.deploy(file(line('shop', [waits, user('u')]), line('bank', [sends])));
  const first = await rig.startJob('shop', { variables: { order: 1 } });
  const second = await rig.startJob('shop', { variables: { order: 2 } });
  await rig.restart();
  await rig.startJob('bank', { variables: { number: 2 } });
  await rig.idle();
  expect([rig.places(first), rig.places(second)]).toEqual([['wait waiting'], ['u waiting']]);
  await rig.startJob('bank', { variables: { number: 1 } });
  await rig.idle();
  expect(rig.places(first)).toEqual(['u waiting']);
});

it('are not waited for where what they must carry is null', async () => {
  rig = await Rig.start();
  const waits = extended('receiveTask', 'wait', type('paid') + correlated('orderId', '${order}'));
  await rig.deploy(file(processOf('shop', chain('<startEvent id="s"/>', waits, user('u')))));
  const job = await rig.startJob('shop', { variables: { order: null } });
  await rig.idle();
  expect(rig.incidents(job)).toEqual(['what message paid must carry is null']);
});
