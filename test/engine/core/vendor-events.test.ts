/** Mappings of other engines at events, and into parts of variables. */
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { JobUnderTest } from './job-under-test.ts';

const SPACES =
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:t"';
const flow = (from: string, to: string): string =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
const file = (element: string): string =>
  `<definitions ${SPACES}><message id="m" name="paid"/><signal id="s" name="told"/><process id="p">${element}<startEvent id="begin"/>${flow('begin', 'x')}</process></definitions>`;
const io = (inside: string): string =>
  `<extensionElements><zeebe:ioMapping>${inside}</zeebe:ioMapping></extensionElements>`;
const output = (source: string, target: string): string => `<zeebe:output source="${source}" target="${target}"/>`;
const input = (source: string, target: string): string => `<zeebe:input source="${source}" target="${target}"/>`;
const event = (type: string, inside: string): string => `<${type} id="x">${inside}</${type}>`;
const MESSAGE = '<messageEventDefinition messageRef="m"/>';
const SIGNAL = '<signalEventDefinition signalRef="s"/>';

async function kept(xml: string): Promise<string[]> {
  const { problems } = await readBpmn(xml, 'f.bpmn');
  return problems.filter(({ rule }) => rule === 'vendor-extension').map(({ message }) => message);
}

/** A job that has taken the message. */
async function paid(element: string, brought: Parameters<JobUnderTest['start']>[0]): Promise<JobUnderTest> {
  const job = await JobUnderTest.started(file(element), { order: { id: 1 } });
  const [subscription] = job.state.subscriptions.keys();
  job.send({
    type: 'take-message',
    subscription: subscription ?? '',
    messageId: 'm1',
    variables: brought ?? {},
    key: null,
  });
  return job;
}

const CATCH = event(
  'intermediateCatchEvent',
  io(output('=body.total', 'order.total') + output('=body.who', 'who')) + MESSAGE,
);

test('outputs of Zeebe at an event that catches see what came, and hand on nothing else', async () => {
  const job = await paid(CATCH, { body: { total: 9, who: 'ann' } });
  expect(job.variables).toEqual({ order: { id: 1, total: 9 }, who: 'ann' });
  expect(job.state.status).toBe('completed');
  expect(await kept(file(CATCH))).toEqual([]);
});

test('an output of an event that cannot be computed is an incident there', async () => {
  const job = await paid(event('intermediateCatchEvent', io(output('=nothing + 1', 'who')) + MESSAGE), {});
  expect([...job.state.tokens.values()].map(({ node, state }) => [node, state])).toEqual([['x', 'incident']]);
});

test('outputs of Zeebe at a boundary event', async () => {
  const on = `<userTask id="x"/><boundaryEvent id="b" attachedToRef="x">${io(output('=why', 'reason'))}${MESSAGE}</boundaryEvent>`;
  const job = await paid(on, { why: 'late' });
  expect(job.variables).toEqual({ order: { id: 1 }, reason: 'late' });
});

test('outputs of Zeebe at the start of an event subprocess, which live where it does', async () => {
  const on = (source: string): string =>
    `<userTask id="x"/><subProcess id="e" triggeredByEvent="true"><startEvent id="b">${io(output(source, 'reason'))}${MESSAGE}</startEvent><userTask id="y"/>${flow('b', 'y')}</subProcess>`;
  const job = await paid(on('=why'), { why: 'late' });
  expect(job.variables).toEqual({ order: { id: 1 }, reason: 'late' });
  const failing = await paid(on('=nothing + 1'), {});
  expect([...failing.state.tokens.values()].map(({ node, state }) => [node, state])).toContainEqual(['b', 'incident']);
});

test('inputs of Zeebe at an event that throws go along, parts of one variable together', async () => {
  const element = event(
    'intermediateThrowEvent',
    io(input('=order.id', 'paid.order') + input('=2', 'paid.times')) + SIGNAL,
  );
  const job = await JobUnderTest.started(file(element), { order: { id: 1 } });
  expect(job.happened('signal-thrown').map(({ variables }) => variables)).toEqual([{ paid: { order: 1, times: 2 } }]);
  expect(await kept(file(element))).toEqual([]);
});

test('what a signal of Camunda takes along', async () => {
  const carried = (inside: string): string =>
    event(
      'endEvent',
      `<signalEventDefinition signalRef="s"><extensionElements>${inside}</extensionElements></signalEventDefinition>`,
    );
  const element = carried(
    '<camunda:in source="order" target="o"/><camunda:in sourceExpression="${order.id}" target="n"/>',
  );
  const job = await JobUnderTest.started(file(element), { order: { id: 1 } });
  expect(job.happened('signal-thrown').map(({ variables }) => variables)).toEqual([{ o: { id: 1 }, n: 1 }]);
  expect(await kept(file(element))).toEqual([]);
  expect(await kept(file(carried('<camunda:in variables="all"/>')))).toEqual([
    'x (bpmn:EndEvent): kept, not executed: camunda:in.',
  ]);
});

test('inputs and outputs of Zeebe into parts of variables: inputs of their own, outputs in what is there', async () => {
  const mapped = io(
    input('=order.id', 'asked.id') +
      input('=2', 'asked.times') +
      output('=asked.id + 1', 'order.next.id') +
      output('=7', 'order.sum'),
  );
  const job = await JobUnderTest.started(file(`<task id="x">${mapped}</task>`), {
    order: { id: 1 },
    asked: { old: 1 },
  });
  expect(job.variables).toEqual({ order: { id: 1, next: { id: 2 }, sum: 7 }, asked: { old: 1 } });
  const set = job.happened('variable-set').filter(({ name }) => name === 'asked');
  expect(set.at(-1)?.value).toEqual({ id: 1, times: 2 });
});

test.each([
  ['an output at an event that throws', event('endEvent', io(output('=1', 'a')) + MESSAGE)],
  ['an input at an event that catches', event('intermediateCatchEvent', io(input('=1', 'a')) + MESSAGE)],
  ['an input at an event that carries nothing', event('endEvent', io(input('=1', 'a')))],
  [
    'an output where an embedded subprocess begins',
    `<subProcess id="x">${event('startEvent', io(output('=1', 'a')))}</subProcess>`.replace(
      'id="x"><startEvent id="x"',
      'id="x"><startEvent id="inner"',
    ),
  ],
  ['an output of a link', event('intermediateCatchEvent', io(output('=1', 'a')) + '<linkEventDefinition name="l"/>')],
  ['a target that ends in a dot', event('intermediateCatchEvent', io(output('=1', 'a.')) + MESSAGE)],
])('%s is kept, and said to be', async (_, element) => {
  expect(await kept(file(element))).toEqual([expect.stringContaining('kept, not executed: zeebe:ioMapping.')]);
});

const mapped = (inside: string, trigger = ''): string =>
  event(
    'intermediateThrowEvent',
    `<extensionElements><camunda:inputOutput>${inside}</camunda:inputOutput></extensionElements>${trigger}`,
  );
const parameter = (side: string, name: string, value: string): string =>
  `<camunda:${side}Parameter name="${name}">${value}</camunda:${side}Parameter>`;

test.each(['', SIGNAL])(
  'inputs of Camunda are there while an event throws, and its outputs stay (%s)',
  async (trigger) => {
    const xml = file(
      mapped(parameter('input', 'inner', 'word') + parameter('output', 'outer', '${inner} ${order.id}'), trigger),
    );
    const job = await JobUnderTest.started(xml, { order: { id: 1 } });
    expect(job.variables).toEqual({ order: { id: 1 }, outer: 'word 1' });
    expect(job.state.status).toBe('completed');
    expect(await kept(xml)).toEqual([]);
  },
);

test('outputs of Camunda stay behind a link, too', async () => {
  const outputs = `<extensionElements><camunda:inputOutput>${parameter('output', 'outer', '${order.id}')}</camunda:inputOutput></extensionElements>`;
  const link = '<linkEventDefinition name="L"/>';
  const xml = file(
    `${event('intermediateThrowEvent', link)}<intermediateCatchEvent id="y">${outputs}${link}</intermediateCatchEvent>`,
  );
  const job = await JobUnderTest.started(xml, { order: { id: 1 } });
  expect(job.variables).toEqual({ order: { id: 1 }, outer: 1 });
});

test('an output of a throwing event that cannot be computed stops it before anything is thrown', async () => {
  const job = await JobUnderTest.started(file(mapped(parameter('output', 'outer', '${unknown + 1}'), SIGNAL)));
  expect(job.places).toEqual(['x:incident']);
  expect(job.events.some((each) => each.type === 'signal-thrown')).toBe(false);
});

test.each([
  [
    'inputs where the event waits',
    event(
      'intermediateCatchEvent',
      `<extensionElements><camunda:inputOutput>${parameter('input', 'a', '1')}</camunda:inputOutput></extensionElements>${MESSAGE}`,
    ),
  ],
  [
    'a parameter that another engine computes',
    mapped(
      '<camunda:outputParameter name="a"><camunda:script scriptFormat="groovy">1</camunda:script></camunda:outputParameter>',
    ),
  ],
])('%s are kept, not executed', async (_what, xml) => {
  expect((await kept(file(xml))).join()).toContain('camunda:inputOutput');
});
