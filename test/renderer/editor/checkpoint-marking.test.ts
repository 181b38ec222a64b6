import { BpmnModdle } from 'bpmn-moddle';
import { expect, it } from 'vitest';
import { whyNotMarkable } from '../../../renderer/editor/checkpoint-marking.ts';
import type { CheckpointFlag } from '../../../renderer/editor/checkpoint-points.ts';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';

const moddle = new BpmnModdle();
const element = (type: string, id = 'it'): DiagramElement => {
  const businessObject = moddle.create(type, { id });
  return { id, type, businessObject, x: 0, y: 0, width: 0, height: 0 };
};
const what = 'Script, business rule, send and service tasks can be marked';
const flags = new Map<string, CheckpointFlag[]>([
  ['it', [{ side: 'after', kind: 'implicit', reasons: ['wait-ended', 'fork'] }]],
]);

it.each([
  ['bpmn:UserTask', 'a user task: the job is saved here by itself, when the wait ends and once all ways out are taken'],
  ['bpmn:ManualTask', 'a manual task: it does nothing that could be lost; r changes its type'],
])('says why a %s cannot be marked, and what saves there', (type, words) => {
  expect(whyNotMarkable([element(type)], flags)).toBe(`${what}. This is ${words}`);
});

it('names the kind of what cannot be marked where nothing saves', () => {
  expect(whyNotMarkable([element('bpmn:ExclusiveGateway')], new Map())).toBe(`${what}. This is an exclusive gateway`);
});

it('says of several what saves by itself', () => {
  const both = [element('bpmn:UserTask', 'a'), element('bpmn:CallActivity', 'b')];
  expect(whyNotMarkable(both, flags)).toBe(`${what}. What waits, forks, joins or calls is saved by itself`);
});
