import { expect, it } from 'vitest';
import type { Box } from '../../../renderer/editor/diagram-services.ts';
import { menuAt } from '../../../renderer/editor/menu-within.ts';
import { isWithin, meets } from '../../../renderer/editor/view-box.ts';

const room: Box = { x: 64, y: 70, width: 707, height: 560 };
const menu = { width: 300, height: 370 };
const element: Box = { x: 660, y: 150, width: 100, height: 80 };
const pad: Box = { x: 660, y: 240, width: 80, height: 100 };
const around = { room, palette: 118, menu, owners: [element, pad] };

it('stays where bpmn-js puts it while it is whole there and hides nothing of its own', () => {
  expect(menuAt({ x: 200, y: 100 }, around)).toEqual({ x: 200, y: 100 });
});

it.each([
  { x: 660, y: 345 },
  { x: 745, y: 150 },
])('stays on the canvas, off its element and the pad, where it would be beyond the edge at $x, $y', (wanted) => {
  const box = { ...menuAt(wanted, around), ...menu };
  expect(isWithin(box, room)).toBe(true);
  expect(meets(box, element)).toBe(false);
  expect(meets(box, pad)).toBe(false);
  expect(box.x).toBeGreaterThanOrEqual(room.x + around.palette);
});

it('stays on the canvas where it belongs to no element', () => {
  expect(isWithin({ ...menuAt({ x: 600, y: 500 }, { ...around, owners: [] }), ...menu }, room)).toBe(true);
});

it('of no element hides no tool beside it, where there is room', () => {
  const none = { ...around, owners: [] };
  expect(menuAt({ x: 100, y: 120 }, none)).toEqual({ x: room.x + around.palette, y: 120 });
  expect(menuAt({ x: 100, y: 120 }, { ...none, room: { ...room, width: 350 } })).toEqual({ x: 100, y: 120 });
});

it('is left where it is wanted if it is larger than the canvas', () => {
  const low = { ...around, room: { ...room, height: 300 } };
  expect(menuAt({ x: 660, y: 345 }, low)).toEqual({ x: 660, y: 345 });
});
