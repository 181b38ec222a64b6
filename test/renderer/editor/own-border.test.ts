import { expect, it } from 'vitest';
import { contrast, rgbOf, seenOn, type Rgb } from '../../../renderer/editor/colour-contrast.ts';
import { borderInksFor } from '../../../renderer/editor/own-border.ts';

function colour(text: string | undefined): Rgb {
  const read = rgbOf(text ?? '');
  if (read === null) throw new Error(`${text ?? ''} is no colour`);
  return read;
}

const [light, dark] = [colour('#fbfbfc'), colour('#1a1d22')];

it.each([
  ['#c8e6c9', '#205022'],
  ['#bbdefb', null],
  ['#4a148c', null],
  ['#ffe0b2', '#fff3e0'],
  [null, '#0d4372'],
  [null, '#ffe0b2'],
])('the border of what is filled with %s and drawn in %s is seen on both papers and on the fill', (fill, stroke) => {
  const inks = borderInksFor(fill, stroke);
  expect(contrast(colour(inks?.border.light), light)).toBeGreaterThanOrEqual(3);
  expect(contrast(colour(inks?.border.dark), dark)).toBeGreaterThanOrEqual(3);
  expect(contrast(colour(inks?.border.light), colour(fill ?? '#ffffff'))).toBeGreaterThanOrEqual(3);
  expect(contrast(colour(inks?.border.dark), colour(fill ?? '#262b32'))).toBeGreaterThanOrEqual(3);
});

it('draws what has no fill of its own, and the thin lines of its sign, lighter on dark paper', () => {
  const inks = borderInksFor(null, '#0d4372');
  expect(contrast(colour(inks?.signs.dark), colour('#262b32'))).toBeGreaterThanOrEqual(8);
  expect(inks?.signs).toEqual(inks?.border);
});

it('keeps the colour of the file where that is seen, and for signs on its own fill', () => {
  const inks = borderInksFor('#c8e6c9', '#205022');
  expect(inks?.border.light).toBe('rgb(32, 80, 34)');
  expect(inks?.signs).toEqual({ light: 'rgb(32, 80, 34)', dark: 'rgb(32, 80, 34)' });
  expect(borderInksFor('#ffffff', '#767676')).toBeNull();
});

it('leaves alone what has no colours, and what a colour is called by name', () => {
  expect(borderInksFor(null, null)).toBeNull();
  expect(borderInksFor('papayawhip', '#205022')).toBeNull();
  expect(borderInksFor('#c8e6c9', 'rebeccapurple')).toBeNull();
});

it('takes the nearest shade that is seen, and the one seen best where none is on all', () => {
  expect(seenOn([0, 0, 0], [[255, 255, 255]], 3)).toEqual([0, 0, 0]);
  const [grey] = seenOn([0, 0, 0], [[0, 0, 0]], 3);
  expect(grey).toBeLessThan(100);
  // Black on white has 21; what is seen on both has no more than the root of that.
  const ends: readonly Rgb[] = [
    [0, 0, 0],
    [255, 255, 255],
  ];
  const between = seenOn([0, 0, 0], ends, 5);
  expect(Math.min(...ends.map((each) => contrast(between, each)))).toBeGreaterThan(4.4);
});
