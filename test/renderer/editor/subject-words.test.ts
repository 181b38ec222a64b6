import { expect, it } from 'vitest';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { titleOf, typeName } from '../../../renderer/editor/subject-words.ts';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';

const moddle = new BpmnModdle();

function element(id: string, name?: string, ends: Partial<DiagramElement> = {}): DiagramElement {
  const businessObject = moddle.create('bpmn:Task', { id: id.replace('_plane', ''), name });
  return { id, type: 'bpmn:Task', businessObject, x: 0, y: 0, width: 0, height: 0, ...ends };
}

it('calls an element by its name, a line without one by what it joins, and else by the id', () => {
  const [source, target] = [element('a', 'Parcels'), element('b', 'Weigh')];
  expect(titleOf(element('x', 'Pack', { source, target }))).toBe('Pack');
  expect(titleOf(element('x', ' ', { source, target }))).toBe('Parcels → Weigh');
  expect(titleOf(element('x', undefined, { source, target: element('b') }))).toBe('x');
  expect(titleOf(element('x'))).toBe('x');
  expect(titleOf(element('x_plane'))).toBe('x');
});

it('calls an annotation by its text, and a group by its category', () => {
  const category = moddle.create('bpmn:CategoryValue', { value: 'Payment' });
  const group = moddle.create('bpmn:Group', { id: 'g', categoryValueRef: category });
  expect(titleOf({ ...element('g'), businessObject: group })).toBe('Payment');
  const note = moddle.create('bpmn:TextAnnotation', { id: 'n', text: 'Ask Ann' });
  expect(titleOf({ ...element('n'), businessObject: note })).toBe('Ask Ann');
});

const by = (type: string, ...triggers: readonly string[]): ModdleElement =>
  moddle.create(type, { eventDefinitions: triggers.map((each) => moddle.create(`bpmn:${each}EventDefinition`)) });

it.each([
  [moddle.create('bpmn:ScriptTask'), 'Script task'],
  [moddle.create('bpmn:SubProcess'), 'Subprocess'],
  [moddle.create('bpmn:SubProcess', { triggeredByEvent: true }), 'Event subprocess'],
  [moddle.create('bpmn:AdHocSubProcess'), 'Ad-hoc subprocess'],
  [by('bpmn:StartEvent'), 'Start event'],
  [by('bpmn:BoundaryEvent', 'Timer'), 'Timer boundary event'],
  [by('bpmn:EndEvent', 'Compensate'), 'Compensation end event'],
  [by('bpmn:StartEvent', 'Timer', 'Message'), 'Multiple start event'],
])('says what a kind of element is in words', (businessObject, words) => {
  expect(typeName({ type: businessObject.$type, businessObject })).toBe(words);
});
