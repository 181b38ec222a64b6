import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { fill } from '../../../renderer/jobs/form-fields.ts';
import {
  beginningsOf,
  emptyWords,
  scenarioFor,
  scenarioVariables,
  startFields,
  timersOf,
  typedExamples,
} from '../../../renderer/runs/start-fields.ts';
import { chapterOf } from '../../../renderer/runs/story-store.ts';
import { taskDefaults, taskFields } from '../../../renderer/runs/wait-forms.ts';

const read = (path: string): string => readFileSync(new URL(`../../../samples/${path}`, import.meta.url), 'utf8');

it('fills the form of a sample from its scenario, and gives it back as JSON', async () => {
  const { processes } = await readBpmn(read('processes/order-fulfilment.bpmn'), 'order');
  const text = read('scenarios/order-fulfilment.json');
  const examples = scenarioVariables(text);
  const fields = startFields(processes[0]!, examples);
  expect(fields.find(({ name }) => name === 'items')?.hint).toMatch(/^Read by Add up order/);
  expect(fields.find(({ name }) => name === 'urgent')?.hint).toBe('Read by Urgent?');
  const filled = fill(fields, typedExamples(fields, examples));
  expect(filled.ok && JSON.parse(filled.variables)).toEqual(JSON.parse(text).variables);
});

it('says what is read and was left empty, and nothing of what was given, be it null', async () => {
  const { processes } = await readBpmn(read('processes/order-fulfilment.bpmn'), 'order');
  const fields = startFields(processes[0]!, {});
  expect(emptyWords(fields, '{ "items": null }')).toContain('urgent is empty: “Urgent?” reads it.');
  expect(emptyWords(fields, '{ "items": null }').join(' ')).not.toContain('items');
  expect(emptyWords(startFields(processes[0]!, { note: 'x' }), '{ "urgent": true }').join(' ')).not.toMatch(
    /urgent|note/,
  );
  expect(emptyWords(fields, null)).toEqual([]);
});

it('lets choose where a process begins that has several none start events, and nowhere else, and tells what else starts it', async () => {
  const graphOf = async (starts: string) => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true">${starts}<task id="t"/></process></definitions>`;
    return (await readBpmn(xml, 'f.bpmn')).processes[0] ?? null;
  };
  const timed =
    '<startEvent id="late"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>';
  expect(beginningsOf(await graphOf(`<startEvent id="post" name="By post"/><startEvent id="phone"/>${timed}`))).toEqual(
    [
      { value: 'post', label: 'By post' },
      { value: 'phone', label: 'phone' },
    ],
  );
  expect(beginningsOf(await graphOf(`<startEvent id="post"/>${timed}`))).toEqual([]);
  expect(beginningsOf(await graphOf(''))).toEqual([]);
  expect(timersOf(await graphOf(`<startEvent id="post"/>${timed}`))).toEqual([
    { name: 'Start event late', times: 'PT1H' },
  ]);
  expect(timersOf(await graphOf('<startEvent id="post"/>'))).toEqual([]);
});

it('takes a scenario that cannot be read for none', () => {
  expect(scenarioVariables('{')).toEqual({});
  expect(scenarioVariables('[]')).toEqual({});
  expect(scenarioFor('processes/sub/order.bpmn', ['scenarios/other.json', 'scenarios/order.json'])).toBe(
    'scenarios/order.json',
  );
  expect(scenarioFor('processes/new.bpmn', ['scenarios/order.json'])).toBeNull();
});

it('fills the form of a user task with the defaults that can be told', async () => {
  const { processes } = await readBpmn(read('processes/loan-approval.bpmn'), 'loan');
  const graph = processes[0]!;
  expect(taskFields(graph, 'decide-on-loan').map(({ name, required, hint }) => [name, required, hint])).toEqual([
    ['approved', true, null],
    ['rate', false, 'Left empty: suggestedRate'],
    ['comment', false, null],
  ]);
  expect(taskDefaults(graph, 'decide-on-loan', { suggestedRate: 4.5 })).toEqual({
    approved: '',
    rate: '4.5',
    comment: '',
  });
  expect(taskFields(graph, 'assess-risk')).toEqual([]);
});

it.each([
  ['active', false, false, 'run'],
  ['dead', false, false, 'cost'],
  ['starting', true, false, 'recovering'],
  ['active', true, true, 'compare'],
])('the story with an engine that is %s, a cost %s, a job ended %s: %s', (engine, cost, ended, chapter) => {
  expect(chapterOf({ engine, cost, ended })).toBe(chapter);
});
