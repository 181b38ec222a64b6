import { expect, it } from 'vitest';
import { leastHidingCorner, mapBox, type MapSurroundings } from '../../../renderer/editor/minimap-corner.ts';

const around: MapSurroundings = {
  room: { width: 700, height: 560 },
  palette: 118,
  map: { width: 320, height: 200 },
  selected: [],
  drawn: [],
};
const upperRight = { x: 600, y: 90, width: 80, height: 60 };
const lowerRight = { x: 600, y: 450, width: 80, height: 60 };
const lowerLeft = { x: 200, y: 450, width: 80, height: 60 };

it('stands in its usual corner where it hides nothing there', () => {
  expect(leastHidingCorner(around)).toBe('upper-right');
  expect(leastHidingCorner({ ...around, drawn: [lowerRight] })).toBe('upper-right');
});

it('stands in the first corner in which it hides nothing, else least', () => {
  expect(leastHidingCorner({ ...around, drawn: [upperRight] })).toBe('lower-right');
  expect(leastHidingCorner({ ...around, drawn: [upperRight, lowerRight] })).toBe('lower-left');
  const everywhere = [upperRight, lowerRight, lowerLeft, { x: 200, y: 90, width: 8, height: 6 }];
  expect(leastHidingCorner({ ...around, drawn: everywhere })).toBe('upper-left');
});

it('hides much before it hides a little of what is selected', () => {
  const large = { x: 300, y: 340, width: 400, height: 200 };
  const selected = [{ ...upperRight, width: 20 }];
  expect(
    leastHidingCorner({ ...around, selected, drawn: [...selected, large, lowerLeft, { ...lowerLeft, y: 90 }] }),
  ).not.toBe('upper-right');
});

it('stands beside the palette on the left', () => {
  expect(mapBox('lower-left', around)).toEqual({ x: 118, y: 340, width: 320, height: 200 });
});
