import { expect, it } from 'vitest';
import { searchLabel } from '../../../renderer/editor/search-names.ts';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';

const element = (id: string, name: string, ends: Partial<DiagramElement> = {}): DiagramElement => {
  const properties: Readonly<Record<string, unknown>> = { name };
  const businessObject = {
    $type: 'bpmn:Task',
    $instanceOf: (type: string) => type === 'bpmn:FlowElement',
    ...properties,
    get: (key: string) => properties[key],
  };
  return {
    id,
    type: 'bpmn:Task',
    x: 0,
    y: 0,
    width: 1,
    height: 1,
    ...ends,
    businessObject,
  } as unknown as DiagramElement;
};
const charge = element('charge', 'Charge\n card');
const split = element('split', '');

it('calls a line after what it joins, where it has no name of its own', () => {
  expect(searchLabel(element('line', '', { source: charge, target: split }))).toBe('Charge card → Task');
  expect(searchLabel(element('line', 'yes', { source: charge, target: split }))).toBe('yes');
});

it('calls what has no name after its kind, and after a neighbour that has one', () => {
  const type = 'bpmn:ExclusiveGateway';
  const to = (target: DiagramElement) => element('line', '', { source: split, target });
  const from = (source: DiagramElement) => element('line', '', { source, target: split });
  expect(searchLabel(element('a', '', { type }))).toBe('Exclusive gateway');
  expect(searchLabel(element('a', '', { type, outgoing: [to(charge)] }))).toBe('Exclusive gateway before Charge card');
  const both = { type, incoming: [from(split), from(charge)], outgoing: [to(charge)] };
  expect(searchLabel(element('a', '', both))).toBe('Exclusive gateway after Charge card');
  expect(searchLabel(element('line', '', { source: split, target: split }))).toBe('Task → Task');
});
