import { describe, expect, test } from 'vitest';
import { around, definitions, flow, problem, read, verdicts } from './bpmn-text.ts';

async function mark(attributes: string, tag = 'serviceTask') {
  return (await read(around(`<${tag} id="it" ${attributes}/>`))).processes[0]?.nodes.get('it')?.checkpoint;
}

test.each(['none', 'after', 'before', 'both'])(
  'in the file a mark is cairn:checkpoint="none|after|before|both" on the task: %s',
  async (value) => {
    expect(await mark(`cairn:checkpoint="${value}"`)).toBe(value);
    expect(await verdicts(around(`<serviceTask id="it" cairn:checkpoint="${value}"/>`))).toEqual([]);
  },
);

test('no mark', async () => {
  expect(await mark('')).toBe('none');
});

test.each([
  ['camunda:asyncBefore="true"', 'before'],
  ['camunda:asyncAfter="true"', 'after'],
  ['camunda:asyncBefore="true" camunda:asyncAfter="true"', 'both'],
  ['camunda:async="true"', 'before'],
  ['operaton:asyncBefore="true"', 'before'],
  ['operaton:asyncAfter="true"', 'after'],
  ['flowable:async="true"', 'before'],
  ['flowable:asyncLeave="true"', 'after'],
  ['flowable:async="true" flowable:asyncLeave="true"', 'both'],
  ['activiti:async="true"', 'before'],
  ['camunda:asyncBefore="false"', 'none'],
  ['activiti:asyncBefore="true"', 'none'],
])(
  'without ours, asyncBefore (camunda, operaton), camunda:async, flowable:async, activiti:async mean before; asyncAfter, flowable:asyncLeave mean after: %s is %s',
  async (attributes, expected) => {
    expect(await mark(attributes)).toBe(expected);
  },
);

test.each(['after', 'none', 'both'])("ours wins over a vendor's: %s", async (ours) => {
  expect(await mark(`camunda:asyncBefore="true" cairn:checkpoint="${ours}"`)).toBe(ours);
});

describe('prefixes', () => {
  const xml = (attributes: string) =>
    definitions(`<process id="p"><startEvent id="s"/><serviceTask id="it" ${attributes}/>${flow('s', 'it')}</process>`);
  const of = async (attributes: string) => (await read(xml(attributes))).processes[0]?.nodes.get('it')?.checkpoint;

  test('are free', async () => {
    expect(await of('xmlns:c7="http://camunda.org/schema/1.0/bpmn" c7:asyncBefore="true"')).toBe('before');
    expect(await of('xmlns:own="urn:cairn:bpmn:1" own:checkpoint="both"')).toBe('both');
  });

  test('alone mean nothing', async () => {
    expect(await of('xmlns:zeebe="urn:else" zeebe:asyncBefore="true"')).toBe('none');
  });
});

test('a mark on another kind of element draws a lint warning and is honoured', async () => {
  expect(await mark('cairn:checkpoint="after"', 'userTask')).toBe('after');
  expect(await verdicts(around('<userTask id="it" cairn:checkpoint="after"/>'))).toEqual([
    'warning mark-elsewhere @it',
  ]);
  expect(await verdicts(around('<userTask id="it" cairn:checkpoint="none"/>'))).toEqual([]);
  expect(await verdicts(around('<parallelGateway id="it" camunda:asyncBefore="true"/>'))).toEqual([
    'warning mark-elsewhere @it',
  ]);
});

test('an unknown mark is an error that names the attribute', async () => {
  const { severity, message } = await problem(
    around('<serviceTask id="it" cairn:checkpoint="always"/>'),
    'invalid-extension',
  );
  expect(severity).toBe('error');
  expect(message).toContain('cairn:checkpoint is "always"');
});
