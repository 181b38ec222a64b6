import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import type { ProcessGraph } from '../../../engine/model/graph/process.ts';
import { awaitedVariables, startVariables, type StartVariable } from '../../../renderer/runs/start-variables.ts';
import { newsHint } from '../../../renderer/runs/wait-forms.ts';

async function graphOf(sample: string): Promise<ProcessGraph> {
  const path = new URL(`../../../samples/processes/${sample}.bpmn`, import.meta.url);
  const { processes } = await readBpmn(readFileSync(path, 'utf8'), sample);
  return processes[0]!;
}

const needed = async (sample: string): Promise<StartVariable[]> => startVariables(await graphOf(sample));

it.each([
  ['order-fulfilment', ['items', 'stock', 'demoServer', 'orderId', 'urgent', 'customer'], []],
  ['loan-approval', ['applicationId', 'amount', 'months'], ['documents']],
  ['batch-settlement', ['accounts'], []],
])('the sample %s asks for what its scenario gives', async (sample, names, brought) => {
  const variables = await needed(sample);
  expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  expect(variables.filter(({ messageMayBring }) => messageMayBring).map(({ name }) => name)).toEqual(
    expect.arrayContaining(brought),
  );
  const path = new URL(`../../../samples/scenarios/${sample}.json`, import.meta.url);
  const scenario = JSON.parse(readFileSync(path, 'utf8'));
  const known = [...Object.keys(scenario.variables), ...brought];
  for (const { name } of variables) expect(known).toContain(name);
});

it('a message is asked for what is read after it and nobody has set', async () => {
  const graph = await graphOf('loan-approval');
  const there = { amount: 1, months: 2, applicationId: 'L-1', applicant: 'Ada' };
  const awaited = awaitedVariables(graph, 'wait-for-documents', new Set(Object.keys(there)));
  expect(awaited.map(({ name }) => name)).toEqual(['documents']);
  expect(newsHint(graph, 'wait-for-documents', there)).toMatch(
    /^Such as \{ "documents": … \}: read later by .+, and not set yet\.$/,
  );
  expect(newsHint(graph, 'wait-for-documents', { ...there, documents: 'complete' })).toBe(null);
  expect(newsHint(null, 'wait-for-documents', {})).toBe(null);
});

it('what an event of Flowable’s registry must carry is read where it is waited for', async () => {
  const waits = (tag: string): string =>
    `<${tag} id="w"><extensionElements><flowable:eventType>paid</flowable:eventType><flowable:eventCorrelationParameter name="id" value="\${order}"/></extensionElements></${tag}>`;
  for (const tag of ['receiveTask', 'intermediateCatchEvent']) {
    const { processes } = await readBpmn(
      `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn" targetNamespace="t"><process id="p">${waits(tag)}</process></definitions>`,
      'f.bpmn',
    );
    expect(startVariables(processes[0]!)).toEqual([{ name: 'order', readBy: ['w'], messageMayBring: false }]);
  }
});

it('what a task itself makes is not asked for by its ways out, but what its form takes a default from is', async () => {
  const form =
    '<extensionElements xmlns:cairn="urn:cairn:bpmn:1"><cairn:form><cairn:field name="approved" type="boolean"/><cairn:field name="rate" type="number" default="=usual"/></cairn:form></extensionElements>';
  const way = (id: string, to: string, condition: string): string =>
    `<sequenceFlow id="${id}" sourceRef="t" targetRef="${to}"><conditionExpression>${condition}</conditionExpression></sequenceFlow>`;
  const { processes } = await readBpmn(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p"><userTask id="t">${form}</userTask><endEvent id="a"/><endEvent id="b"/>${way('f', 'a', '=approved and rate &lt; most')}${way('g', 'b', '=not(approved)')}</process></definitions>`,
    'f.bpmn',
  );
  expect(startVariables(processes[0]!).map(({ name }) => name)).toEqual(['usual', 'most']);
});
