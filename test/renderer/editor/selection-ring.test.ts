import { expect, it } from 'vitest';
import type { DiagramElement, DiagramEvent } from '../../../renderer/editor/diagram-services.ts';
import { markBesideRings } from '../../../renderer/editor/selection-ring.ts';

const name = { id: 'task_label' };
const timer = { id: 'timer' };
const task = { id: 'task', labels: [name], attachers: [timer] } as unknown as DiagramElement;

/** Marks on a canvas, as `element marker`. */
function canvas() {
  const marks = new Set<string>();
  let heard: ((event: DiagramEvent) => unknown) | null = null;
  const services: Readonly<Record<string, unknown>> = {
    canvas: {
      addMarker: ({ id }: DiagramElement, marker: string) => marks.add(`${id} ${marker}`),
      removeMarker: ({ id }: DiagramElement, marker: string) => marks.delete(`${id} ${marker}`),
    },
    eventBus: {
      on: (event: string, listener: (event: DiagramEvent) => unknown) => {
        if (event === 'element.marker.update') heard = listener;
      },
    },
  };
  markBesideRings({ get: <T>(service: string) => services[service] as T });
  return { marks, update: (marker: string, add: boolean) => heard?.({ element: task, marker, add }) };
}

it('marks what is attached to what is selected, and the name beside that, as long as it is', () => {
  const { marks, update } = canvas();
  update('selected', true);
  expect([...marks].toSorted()).toEqual(['task_label cairn-with-selected', 'timer cairn-at-ring']);
  update('selected', false);
  expect([...marks]).toEqual([]);
});

it('marks what is attached to the checkpoint in view, and nothing for a sign without a ring', () => {
  const { marks, update } = canvas();
  update('cairn-visited', true);
  expect([...marks]).toEqual([]);
  update('cairn-current', true);
  expect([...marks]).toEqual(['timer cairn-at-ring']);
});
