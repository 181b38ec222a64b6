import { expect, it } from 'vitest';
import { frameWithin } from '../../../renderer/editor/minimap-frame.ts';

const map = { left: 0, top: 24, width: 320, height: 180 };

it('leaves a frame where it is while it lies within the map', () => {
  const frame = { left: 10, top: 40, width: 100, height: 60 };
  expect(frameWithin(frame, map)).toEqual(frame);
});

it('draws all four sides of a frame that reaches beyond the map', () => {
  expect(frameWithin({ left: -40, top: -1, width: 500, height: 300 }, map)).toEqual({
    left: 0,
    top: 24,
    width: 320,
    height: 180,
  });
  expect(frameWithin({ left: 300, top: 174, width: 60, height: 60 }, map)).toEqual({
    left: 300,
    top: 174,
    width: 20,
    height: 30,
  });
});

it('makes nothing of a frame beside the map', () => {
  expect(frameWithin({ left: 400, top: 10, width: 60, height: 60 }, map)).toMatchObject({ width: 0 });
});
