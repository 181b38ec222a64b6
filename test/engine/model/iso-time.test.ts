import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCycle, parseDate, parseDuration } from '../../../engine/core/calendar.ts';
import { isDate, isDuration, wrongWithCycle } from '../../../engine/model/iso-time.ts';

const number = fc.nat({ max: 99 });
const part = (unit: string) =>
  fc.option(number, { nil: undefined }).map((value) => (value === undefined ? '' : `${value}${unit}`));
const duration = fc
  .tuple(part('Y'), part('M'), part('W'), part('D'), part('H'), part('M'), part('S'))
  .map(([y, m, w, d, h, min, s]) => `P${y}${m}${w}${d}${h + min + s === '' ? '' : `T${h}${min}${s}`}`);
const date = fc
  .tuple(
    fc.integer({ min: 2000, max: 2040 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
    fc.constantFrom('', 'T10:00:00Z', 'T23:59', 'T12:30:15.5+02:00'),
  )
  .map(
    ([year, month, day, time]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}${time}`,
  );

// What the model lets pass the engine must be able to use.
test('every accepted duration is one for the engine', () => {
  fc.assert(fc.property(duration, (text) => !isDuration(text) || parseDuration(text) !== null));
  expect(
    ['PT0.5S', 'P1W', 'PT1.5H', 'P1Y2M3DT4H5M6S'].map((text) => [isDuration(text), parseDuration(text) !== null]),
  ).toEqual(Array.from({ length: 4 }, () => [true, true]));
});

test('every accepted date is one for the engine', () => {
  fc.assert(fc.property(date, (text) => !isDate(text) || parseDate(text) !== null));
  expect(['2024-02-29', '2023-02-29', '2100-02-29', '2026-04-31', '2026-12-31T24:00:00Z'].map(isDate)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('every accepted cycle is one for the engine', () => {
  const cycle = fc
    .tuple(fc.constantFrom('R', 'R0', 'R1', 'R12'), fc.option(date, { nil: undefined }), duration)
    .map((parts) => parts.filter((each) => each !== undefined).join('/'));
  fc.assert(fc.property(cycle, (text) => wrongWithCycle(text, 'quartz') !== null || parseCycle(text) !== null));
  expect(['R3/PT10S', 'R/2026-01-01T00:00:00Z/P1D'].map((text) => wrongWithCycle(text, 'quartz'))).toEqual([
    null,
    null,
  ]);
});
