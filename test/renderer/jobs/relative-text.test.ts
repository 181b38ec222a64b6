import { expect, it } from 'vitest';
import { relativeText } from '../../../renderer/ui/quantity.ts';

it('rounds to the nearest unit: three seconds on, a day is no 23 hours', () => {
  const soon = (seconds: number) => relativeText(seconds * 1000, 3000);
  expect([86_400, 604_800, 3600, 63, -4000].map(soon)).toEqual([
    'in 1 day',
    'in 1 week',
    'in 1 hour',
    'in 1 minute',
    '1 hour ago',
  ]);
  expect(relativeText(2000, 2500)).toBe('just now');
});

it('keeps one unit in a weekly list', () => {
  const week = 604_800_000;
  expect([1, 2, 3, 4].map((count) => relativeText(count * week, 40))).toEqual([
    'in 1 week',
    'in 2 weeks',
    'in 3 weeks',
    'in 4 weeks',
  ]);
});
