import { expect, it } from 'vitest';
import type { ModdleElement } from 'bpmn-moddle';
import { titleOf, typeName } from '../../../renderer/editor/subject-words.ts';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';

function element(id: string, name?: string, ends: Partial<DiagramElement> = {}): DiagramElement {
  const businessObject = {
    get: (key: string) => (key === 'id' ? id.replace('_plane', '') : name),
  } as unknown as ModdleElement;
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

it.each([
  ['bpmn:ScriptTask', 'Script task'],
  ['bpmn:SubProcess', 'Subprocess'],
  ['bpmn:AdHocSubProcess', 'Ad-hoc subprocess'],
])('says what a %s is in words', (type, words) => {
  expect(typeName({ type })).toBe(words);
});
