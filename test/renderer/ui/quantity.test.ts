import { expect, it } from 'vitest';
import { alikeTimes, durationText, ordinalText, sizeText, tookText } from '../../../renderer/ui/quantity.ts';

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

it('says how large something is in the unit that fits', () => {
  expect([0, 999, 1_000, 1_234, 12_345, 999_999, 5_000_000].map(sizeText)).toEqual([
    '0 B',
    '999 B',
    '1.0 KB',
    '1.2 KB',
    '12 KB',
    '1000 KB',
    '5.0 MB',
  ]);
});

it('gives times that are compared one unit', () => {
  expect(alikeTimes([1_200, 10_400, 1_302_000])).toEqual(['1.2 ms', '10 ms', '1,302 ms']);
  expect(alikeTimes([1_200, 300_000, 12_300_000])).toEqual(['< 0.01 s', '0.30 s', '12 s']);
  expect(alikeTimes([0, 0])).toEqual(['–', '–']);
});

it('says how long something lasted so that the longer looks longer', () => {
  expect([4, 293, 9_200, 59_940, 59_960, 151_900, 3_600_000, 93_600_000].map(durationText)).toEqual([
    '< 0.1 s',
    '0.3 s',
    '9.2 s',
    '59.9 s',
    '1 min 0 s',
    '2 min 32 s',
    '1 h 0 min',
    '1 d 2 h',
  ]);
});
