import { expect, it } from 'vitest';
import { fittedBox, isWhere, isWithin } from '../../../renderer/editor/fitted-view.ts';

const diagram = { x: 100, y: 50, width: 1400, height: 500 };

it.each([
  { width: 1000, height: 700, left: 0 },
  { width: 680, height: 400, left: 120 },
  { width: 2400, height: 1400, left: 120 },
  { width: 900, height: 200, left: 0 },
])('shows all of a diagram in $width × $height, beside the palette and above the logo', ({ width, height, left }) => {
  const box = fittedBox(diagram, { width, height }, left);
  const scale = width / box.width;
  expect(height / box.height).toBeCloseTo(scale);
  expect(scale).toBeLessThanOrEqual(1);
  const free = { ...box, x: box.x + left / scale, width: box.width - left / scale, height: box.height - 40 / scale };
  expect(isWithin(diagram, free)).toBe(true);
});

it('tells a view that a person has moved or zoomed from one that is as it was left', () => {
  const left = { x: 10, y: 20, scale: 0.8 };
  expect(isWhere({ x: 10.4, y: 20, scale: 0.8001 }, left)).toBe(true);
  expect(isWhere({ ...left, x: 40 }, left)).toBe(false);
  expect(isWhere({ ...left, scale: 0.9 }, left)).toBe(false);
});
