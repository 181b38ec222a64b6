import { expect, it } from 'vitest';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import { freeCorner, strokesOf, type Corner } from '../../../renderer/editor/logo-corner.ts';

const room = { width: 700, height: 400 };
const task = { width: 100, height: 80 };

it.each<[string, Corner, readonly { readonly x: number; readonly y: number }[]]>([
  ['nothing', 'lower-right', []],
  ['a task above the logo', 'lower-right', [{ x: 590, y: 270 }]],
  ['a task on the logo', 'lower-left', [{ x: 590, y: 300 }]],
  ['tasks in both lower corners', 'lower-middle', [590, 0].map((x) => ({ x, y: 300 }))],
  ['tasks along the lower edge', 'upper-right', [0, 100, 200, 590].map((x) => ({ x, y: 300 }))],
  ['tasks everywhere', 'lower-right', [0, 100, 200, 590].flatMap((x) => [0, 300].map((y) => ({ x, y })))],
])('with %s the logo stands %s', (_, corner, places) => {
  expect(
    freeCorner(
      room,
      120,
      places.map((place) => ({ ...place, ...task })),
    ),
  ).toBe(corner);
});

it('stays where it is while that corner is free, though a usual one is too', () => {
  const upper = { x: 590, y: 0, ...task };
  expect(freeCorner(room, 120, [], 'upper-right')).toBe('upper-right');
  expect(freeCorner(room, 120, [upper], 'upper-right')).toBe('lower-right');
});

const shape = { id: 's', type: 'bpmn:Task', x: 0, y: 0, width: 1000, height: 600 } as DiagramElement;

it.each<[string, Corner, Partial<DiagramElement>]>([
  ['a task', 'lower-left', { x: 590, width: 100 }],
  ['a subprocess around it', 'lower-right', { type: 'bpmn:SubProcess', children: [shape] }],
  ['a lane around it', 'lower-right', { type: 'bpmn:Lane' }],
  ['the edge of a pool', 'lower-left', { type: 'bpmn:Participant', x: 300, width: 350 }],
  ['a flow that passes it', 'lower-right', { waypoints: [0, 690].map((x) => ({ x, y: 340 })) }],
  [
    'a flow that bends round it',
    'lower-right',
    {
      waypoints: [
        { x: 500, y: 390 },
        { x: 500, y: 300 },
        { x: 690, y: 300 },
      ],
    },
  ],
  ['a flow across it', 'lower-left', { waypoints: [0, 390].map((y) => ({ x: 650, y })) }],
])('beside %s it stands %s', (_, corner, element) => {
  expect(freeCorner(room, 120, strokesOf({ ...shape, ...element }))).toBe(corner);
});
