import { expect, it } from 'vitest';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import { bendsOf, freeCorner, strokesOf, type Corner } from '../../../renderer/editor/logo-corner.ts';

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
  expect(freeCorner(room, 120, { drawn: places.map((place) => ({ ...place, ...task })) })).toBe(corner);
});

it('stays where it is while that corner is free, though a usual one is too', () => {
  const upper = { x: 590, y: 0, ...task };
  expect(freeCorner(room, 120, { drawn: [] }, 'upper-right')).toBe('upper-right');
  expect(freeCorner(room, 120, { drawn: [upper] }, 'upper-right')).toBe('lower-right');
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
  expect(freeCorner(room, 120, { drawn: strokesOf({ ...shape, ...element }) })).toBe(corner);
});

/** Its lower side runs through all lower places, its right one through both on the right. */
const pool = { ...shape, type: 'bpmn:Participant', x: -10, y: 20, width: 650, height: 350 };
const inTheWay = (...elements: readonly DiagramElement[]) => ({
  drawn: elements.flatMap(strokesOf),
  bends: elements.flatMap(bendsOf),
});

it('leaves the corners of a pool in view where each place lies on one of its sides', () => {
  expect(freeCorner(room, 120, inTheWay(pool))).toBe('lower-left');
});

it.each<[string, Corner, readonly Partial<DiagramElement>[]]>([
  ['a task in one place', 'lower-middle', [{ x: 0, y: 300, ...task }]],
  ['tasks in both others', 'lower-right', [0, 120].map((x) => ({ x, y: 300, ...task }))],
])('hides the least of what is drawn: with %s besides it stands %s', (_, corner, others) => {
  expect(freeCorner(room, 120, inTheWay(pool, ...others.map((each) => ({ ...shape, ...each }))))).toBe(corner);
});

it('hides the side of a frame rather than the bend of a flow', () => {
  const points = [
    [50, 0],
    [50, 360],
    [60, 360],
  ].map(([x = 0, y = 0]) => ({ x, y }));
  const flow = { ...shape, id: 'f', waypoints: points } as DiagramElement;
  // Right of the lower left place, of which the flow hides less.
  const beside = { ...pool, x: 90, width: 550 };
  expect(freeCorner(room, 120, inTheWay(beside, flow))).toBe('lower-middle');
});

it('does not stand below the palette, whatever is drawn elsewhere', () => {
  const palette = { x: 0, y: 0, width: 100, height: 400 };
  expect(freeCorner(room, 120, { ...inTheWay(pool), tools: [palette] })).toBe('lower-middle');
  expect(freeCorner(room, 0, { ...inTheWay(pool), tools: [palette] })).toBe('lower-right');
});

it('stays where it is while the view moves and no place is free', () => {
  expect(freeCorner(room, 120, inTheWay(pool), 'upper-right')).toBe('upper-right');
});
