import { expect, it } from 'vitest';
import { relativeText } from '../../../renderer/ui/quantity.ts';

it('rounds to the nearest unit: three seconds on, a day is no 23 hours', () => {
  const soon = (seconds: number) => relativeText(seconds * 1000, 3000);
  expect([86_400, 604_800, 3600, 63, -4000].map(soon)).toEqual([
    'in 24 hours',
    'in 7 days',
    'in 60 minutes',
    'in 1 minute',
    '1 hour ago',
  ]);
  expect(relativeText(2000, 2500)).toBe('just now');
});
