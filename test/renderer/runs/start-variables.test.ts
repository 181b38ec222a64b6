import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { startVariables, type StartVariable } from '../../../renderer/runs/start-variables.ts';

async function needed(sample: string): Promise<StartVariable[]> {
  const path = new URL(`../../../samples/processes/${sample}.bpmn`, import.meta.url);
  const { processes } = await readBpmn(readFileSync(path, 'utf8'), sample);
  return startVariables(processes[0]!);
}

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
