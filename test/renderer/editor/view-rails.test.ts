import { expect, it } from 'vitest';
import { slideOf } from '../../../renderer/editor/view-rails.ts';

const diagram = { x: 100, y: 0, width: 1_000, height: 300 };

it('has no rail where all of a diagram is in view, with air or to the pixel', () => {
  expect(slideOf({ x: 0, y: 0, width: 2_000, height: 900 }, diagram, 'x', 0.5)).toBe(null);
  expect(slideOf({ x: 101, y: 0, width: 998, height: 300 }, diagram, 'x', 1)).toBe(null);
});

it.each([
  ['more to the right', { x: 0, y: 0, width: 550, height: 900 }, { from: 0, length: 0.5 }],
  ['more to the left', { x: 600, y: 0, width: 750, height: 900 }, { from: 0.4, length: 0.6 }],
  ['more on both sides', { x: 300, y: 0, width: 500, height: 900 }, { from: 0.2, length: 0.5 }],
])('tells of %s', (_, view, slide) => {
  expect(slideOf(view, diagram, 'x', 1)).toEqual(slide);
  expect(slideOf(view, diagram, 'y', 1)).toBe(null);
});

it('leaves a part of the track free where there is more, however little that is', () => {
  expect(slideOf({ x: 0, y: 0, width: 1_090, height: 900 }, diagram, 'x', 1)).toEqual({ from: 0, length: 0.95 });
  expect(slideOf({ x: 110, y: 0, width: 2_000, height: 900 }, diagram, 'x', 1)).toEqual({ from: 0.05, length: 0.95 });
});
