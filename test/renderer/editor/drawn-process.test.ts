import { expect, it } from 'vitest';
import { diagramOf, type DrawnFile } from '../../../renderer/editor/drawn-process.ts';

const process = (id: string) => ({ $type: 'bpmn:Process', id });
const file: DrawnFile = {
  diagrams: [
    { id: 'empty' },
    { id: 'first', plane: { bpmnElement: process('order') } },
    {
      id: 'pools',
      plane: {
        bpmnElement: {
          $type: 'bpmn:Collaboration',
          id: 'together',
          participants: [{}, { processRef: process('bank') }, { processRef: process('shop') }],
        },
      },
    },
    { id: 'second', plane: { bpmnElement: process('lorry') } },
  ],
};

it.each([
  ['order', 'first'],
  ['shop', 'pools'],
  ['lorry', 'second'],
  ['elsewhere', null],
])('process %s is shown by diagram %s', (id, diagram) => {
  expect(diagramOf(file, id)).toBe(diagram);
  expect(diagramOf({}, id)).toBeNull();
});
