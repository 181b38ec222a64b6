import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  adjust,
  firstScale,
  indexAt,
  pan,
  reveal,
  shift,
  visible,
  xOf,
  zoom,
  type Scale,
} from '../../../renderer/history/timeline-scale.ts';

it('gives few checkpoints room, and shows the latest of many', () => {
  expect(firstScale(6, 900)).toMatchObject({ room: 140, left: -0.5 });
  const many = firstScale(100_000, 900);
  expect(many.room).toBe(12);
  expect(visible(many).last).toBe(99_999);
});

it('finds the checkpoint under the pointer, and its centre again', () => {
  const scale = firstScale(6, 900);
  expect(indexAt(scale, xOf(scale, 3))).toBe(3);
  expect(indexAt(scale, 0)).toBe(0);
  expect(indexAt(scale, 899)).toBe(5);
  expect(indexAt(firstScale(0, 900), 10)).toBe(-1);
});

it('keeps room for what came after the last checkpoint', () => {
  for (const count of [60, 6_000]) {
    const scale = firstScale(count, 707);
    expect(xOf(scale, count - 0.5)).toBeCloseTo(687);
    expect(xOf(reveal(pan(scale, -400), count - 1), count - 0.5)).toBeLessThanOrEqual(687.001);
    expect(xOf(adjust(scale, count + 1, 707), count + 0.5)).toBeCloseTo(687);
  }
});

it('zooms around the pointer', () => {
  const scale = pan(firstScale(100_000, 900), -500_000);
  const under = indexAt(scale, 300);
  const closer = zoom(scale, 3, 300);
  expect(closer.room).toBe(36);
  expect(indexAt(closer, 300)).toBe(under);
  expect(zoom(scale, 1e-9, 300).room).toBeCloseTo(900 / 100_000);
});

it('stays at the end while checkpoints come, and where it is otherwise', () => {
  const end = firstScale(10_000, 900);
  expect(visible(adjust(end, 10_500, 900)).last).toBe(10_499);
  const middle = pan(end, -3_000);
  expect(adjust(middle, 10_500, 900).left).toBe(middle.left);
});

it('shows the same checkpoints when others come in front', () => {
  const middle = pan(firstScale(2_000, 900), -3_000);
  const under = indexAt(middle, 300);
  const longer = shift(middle, 98_000);
  expect(longer.count).toBe(100_000);
  expect(indexAt(longer, 300)).toBe(under + 98_000);
  expect(shift(firstScale(5, 900), 5)).toEqual(firstScale(10, 900));
});

const anyScale = fc
  .record({
    count: fc.integer({ min: 1, max: 200_000 }),
    width: fc.integer({ min: 100, max: 4000 }),
    factor: fc.double({ min: 0.01, max: 50, noNaN: true }),
    shift: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  })
  .map(({ count, width, factor, shift }): Scale => pan(zoom(firstScale(count, width), factor, width / 3), shift));

it('reveals any checkpoint, and never shows beyond the ends', () => {
  fc.assert(
    fc.property(anyScale, fc.nat(), (scale, some) => {
      const index = some % scale.count;
      const shown = reveal(scale, index);
      const x = xOf(shown, index);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(scale.width);
      expect(shown.left).toBeGreaterThanOrEqual(-0.5);
    }),
  );
});
