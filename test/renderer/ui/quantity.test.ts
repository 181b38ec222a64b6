import { expect, it } from 'vitest';
import { ordinalText, tookText } from '../../../renderer/ui/quantity.ts';

it('counts in ordinals', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102].map(ordinalText)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '102nd',
  ]);
});

it('what nobody measured is a dash, not no time at all', () => {
  expect(tookText(0)).toBe('–');
  expect(tookText(400)).toBe('0.4 ms');
});
