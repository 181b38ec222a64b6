import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOver, nextOccurrence, occurrencesOf } from '../../../engine/core/timer-cycle.ts';
import { addDuration, parseCycle, parseDate, parseDuration } from '../../../engine/core/calendar.ts';
import type { Timer } from '../../../engine/core/job-state.ts';
import { schedule } from '../../../engine/core/waits.ts';
import { isDate, isDuration, wrongWithCycle } from '../../../engine/model/iso-time.ts';

const at = (text: string): number => Date.parse(text);
const plus = (from: string, duration: string, times = 1): string => {
  const parsed = parseDuration(duration);
  if (parsed === null) throw new Error(`${duration} is no duration`);
  return new Date(addDuration(at(from), parsed, times)).toISOString();
};

describe('a duration', () => {
  test.each([
    ['PT0S', { months: 0, ms: 0 }],
    ['P1Y2M3W4DT5H6M7.5S', { months: 14, ms: (25 * 24 + 5) * 3_600_000 + 6 * 60_000 + 7_500 }],
    ['PT36H', { months: 0, ms: 36 * 3_600_000 }],
    ['PT0,5S', { months: 0, ms: 500 }],
    ['P0.5Y', { months: 6, ms: 0 }],
    [' PT1S ', { months: 0, ms: 1000 }],
  ])('%s', (text, parsed) => {
    expect(parseDuration(text)).toEqual(parsed);
  });

  test.each(['', 'P', 'PT', 'P1DT', '-PT1S', 'PT1', '1S', 'P1S', 'PT1D', 'P1H', 'P0.3M', 'PT1.S', 'PT1S2M', 'pt1s'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  test.each([
    ['2026-01-31T10:00:00Z', 'P1M', 1, '2026-02-28T10:00:00.000Z'],
    ['2024-01-31T10:00:00Z', 'P1M', 1, '2024-02-29T10:00:00.000Z'],
    ['2026-01-31T10:00:00Z', 'P1M', 2, '2026-03-31T10:00:00.000Z'],
    ['2024-02-29T00:00:00Z', 'P1Y', 1, '2025-02-28T00:00:00.000Z'],
    ['2024-02-29T00:00:00Z', 'P1Y', 4, '2028-02-29T00:00:00.000Z'],
    ['2026-12-31T23:59:59Z', 'P1MT1S', 1, '2027-02-01T00:00:00.000Z'],
  ])('added: %s + %s × %d', (from, duration, times, sum) => {
    expect(plus(from, duration, times)).toBe(sum);
  });

  test('added goes no further than dates go', () => {
    for (const text of ['P999999999999Y', `PT${'9'.repeat(400)}S`, 'P9999999999M', 'P99999999999D']) {
      expect(addDuration(0, parseDuration(text) as { months: number; ms: number })).toBe(8.64e15);
    }
  });
});

describe('a date', () => {
  test.each([
    ['2026-01-02', '2026-01-02T00:00:00Z'],
    ['2026-01-02T03:04', '2026-01-02T03:04:00Z'],
    ['2026-01-02T03:04:05.678', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05Z'],
    ['2026-01-02T03:04:05-0530', '2026-01-02T08:34:05Z'],
    ['2028-02-29T00:00:00+14:00', '2028-02-28T10:00:00Z'],
  ])('%s', (text, instant) => {
    expect(parseDate(text)).toBe(at(instant));
  });

  test.each([
    '',
    '2026-02-30',
    '2026-13-01',
    '2027-02-29T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '1/2/2026',
    '2026-01-01 00:00',
  ])('%j is none', (text) => {
    expect(parseDate(text)).toBeNull();
  });
});

describe('a date and time in a zone', () => {
  test.each([
    ['2026-03-29T03:30:00@Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-01-15T12:00@America/New_York', '2026-01-15T17:00:00Z'],
    ['2026-01-15T12:00:00.25@Asia/Kolkata', '2026-01-15T06:30:00.250Z'],
    ['2026-01-15T12:00:00@Etc/UTC', '2026-01-15T12:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseDate(text)).toBe(Date.parse(instant));
  });

  test('that the clocks show twice is the first of both', () => {
    expect(parseDate('2026-10-25T02:30:00@Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
  });

  test('that the clocks leave out is as late as without the change', () => {
    expect(parseDate('2026-03-29T02:30:00@Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
  });

  test.each(['2026-03-29T03:30:00@Middle/Earth', '2026-02-30T03:30:00@Europe/Berlin', '2026-03-29@Europe/Berlin'])(
    '%s is none',
    (text) => {
      expect(parseDate(text)).toBeNull();
    },
  );
});

describe('a cycle', () => {
  test.each([
    ['R/PT1H', { times: null, start: null, interval: 'PT1H' }],
    ['R3/PT1H', { times: 3, start: null, interval: 'PT1H' }],
    ['R2/2026-01-01T00:00:00Z/P1M', { times: 2, start: at('2026-01-01T00:00:00Z'), interval: 'P1M' }],
    ['R2/2026-01-01/2026-01-01T02:00', { times: 2, start: at('2026-01-01T00:00:00Z'), interval: 'PT7200S' }],
    [
      'R/2026-01-01T01:00:00+01:00/2026-01-01T00:00:00.5Z',
      { times: null, start: at('2026-01-01'), interval: 'PT0.5S' },
    ],
    ['R2/PT1H/2026-01-01', { times: 2, start: null, end: at('2026-01-01'), interval: 'PT1H' }],
    ['R3/P1M/2026-03-31', { times: 3, start: null, end: at('2026-03-31'), interval: 'P1M' }],
  ])('%s', (text, parsed) => {
    expect(parseCycle(text)).toEqual(parsed);
  });

  test.each([
    '',
    'R',
    'R3',
    'R0/PT1H',
    'R-1/PT1H',
    'R3/PT0S',
    'R3/PT0.0001S',
    'R3/soon/PT1H',
    'R3/PT1H/PT1H',
    'R3/PT0S/2026-01-01',
    'R3/2026-01-01/2026-01-01',
    'R3/2026-01-02/2026-01-01',
    'R3/2026-01-01/PT1H/x',
    '0 0 * * *',
  ])('%j is none', (text) => {
    expect(parseCycle(text)).toBeNull();
  });
});

describe('what the model lets pass, the interpreter understands', () => {
  const number = fc.nat({ max: 400 }).map(String);
  const part = (unit: string): fc.Arbitrary<string> => fc.option(number).map((n) => (n === null ? '' : `${n}${unit}`));
  const duration = fc
    .tuple(part('Y'), part('M'), part('W'), part('D'), part('H'), part('M'), part('S'))
    .map(([y, mo, w, d, h, mi, s]) => `P${y}${mo}${w}${d}${h === '' && mi === '' && s === '' ? '' : `T${h}${mi}${s}`}`);
  const date = fc
    .tuple(
      fc.integer({ min: 1900, max: 2100 }),
      fc.nat({ max: 13 }),
      fc.nat({ max: 32 }),
      fc.constantFrom('', 'T10:20', 'T10:20:30Z', 'T24:00:00Z', 'T10:20+05:00'),
    )
    .map(([y, m, d, rest]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}${rest}`);

  test('durations', () => {
    fc.assert(
      fc.property(duration, (text) => {
        expect(parseDuration(text) !== null).toBe(isDuration(text));
      }),
    );
  });

  test('dates', () => {
    fc.assert(
      fc.property(date, (text) => {
        expect(parseDate(text) !== null).toBe(isDate(text));
      }),
    );
  });

  test('cycles', () => {
    const cycle = fc
      .tuple(fc.constantFrom('R', 'R0', 'R1', 'R7', 'X'), fc.option(fc.oneof(date, duration)), fc.oneof(date, duration))
      .map(([head, from, every]) => [head, ...(from === null ? [] : [from]), every].join('/'));
    fc.assert(
      fc.property(cycle, (text) => {
        expect(parseCycle(text) !== null).toBe(wrongWithCycle(text, 'quartz') === null);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the occurrence after one', () => {
  const timer = (cycle: string, from: string): Timer => {
    const plan = schedule({ kind: 'cycle', cron: 'quartz' }, cycle, at(from));
    if (typeof plan === 'string') throw new Error(plan);
    return {
      id: 't',
      token: 't',
      scope: null,
      node: 'n',
      part: 0,
      kind: 'boundary',
      number: 1,
      fired: 0,
      ...plan,
    };
  };

  test('of an unbounded cycle is the first of its grid that is still to come, however long it was missed', () => {
    const interval = fc.constantFrom('P1M', 'P2M', 'P1Y', 'PT1H', 'P1DT1S', 'P1M2D', 'PT0.5S');
    fc.assert(
      fc.property(
        interval,
        fc.date({ min: new Date('2020-01-01'), max: new Date('2021-12-31'), noInvalidDate: true }),
        fc.nat({ max: 3_000 }),
        (every, from, missed) => {
          const first = timer(`R/${every}`, from.toISOString());
          const parsed = parseDuration(every) as { months: number; ms: number };
          const now = addDuration(first.due, parsed, missed) + 1;
          const next = nextOccurrence(first, now);
          expect(next?.due).toBe(addDuration(first.due, parsed, missed + 1));
          expect(next?.cycle?.occurrence).toBe(missed + 1);
        },
      ),
    );
  });

  test('of a bounded cycle is the very next, overdue or not, until it is spent', () => {
    let next: Timer | null = timer('R3/PT1H', '2026-01-01T00:00:00Z');
    const due: number[] = [];
    for (; next !== null; next = nextOccurrence(next, at('2030-01-01T00:00:00Z'))) due.push(next.due);
    expect(due).toEqual([1, 2, 3].map((hour) => at(`2026-01-01T0${hour}:00:00Z`)));
  });

  test('of a cron cycle is the next that it names, after what was due and after now', () => {
    const first = timer('0 0 9 ? * MON-FRI', '2026-01-02T10:00:00Z');
    expect(first.due).toBe(at('2026-01-05T09:00:00Z'));
    const early = nextOccurrence(first, -Infinity);
    expect(early).toMatchObject({
      due: at('2026-01-06T09:00:00Z'),
      fired: 1,
      cycle: { occurrence: 1, cron: 'quartz' },
    });
    expect(nextOccurrence(first, at('2026-01-09T09:00:00.005Z'))?.due).toBe(at('2026-01-12T09:00:00Z'));
  });

  test('of a cron cycle whose years are over: there is none', () => {
    const last = timer('0 0 9 1 1 ? 2026-2027', '2026-06-01T00:00:00Z');
    expect(last.due).toBe(at('2027-01-01T09:00:00Z'));
    expect(nextOccurrence(last, last.due)).toBeNull();
    expect(schedule({ kind: 'cycle', cron: 'quartz' }, '0 0 9 1 1 ? 2026-2027', last.due)).toContain('any more');
  });

  test('of a cycle with a start counts from there', () => {
    const first = timer('R/2026-01-31T00:00:00Z/P1M', '2020-01-01T00:00:00Z');
    expect(new Date(first.due).toISOString()).toBe('2026-01-31T00:00:00.000Z');
    expect(new Date(nextOccurrence(first, first.due)?.due ?? 0).toISOString()).toBe('2026-02-28T00:00:00.000Z');
  });

  const dues = (cycle: string, from: string): string[] =>
    occurrencesOf(timer(cycle, from), 9).map((due) => new Date(due).toISOString().slice(5, 16));

  test('of a cycle with an end begins so that the last interval ends there', () => {
    const expected = ['01-01T02:00', '01-01T03:00', '01-01T04:00'];
    expect(dues('R3/PT1H/2026-01-01T05:00:00Z', '2026-01-01T00:00:00Z')).toEqual(expected);
    expect(dues('R2/P1M/2026-03-31', '2026-01-01T00:00:00Z')).toEqual(['01-31T00:00', '02-28T00:00']);
  });

  test('of one without a number is of the grid that its end makes, and ends there', () => {
    const cycle = 'R/PT1H/2026-01-01T05:30:00Z';
    const expected = ['01-01T02:30', '01-01T03:30', '01-01T04:30'];
    expect(dues(cycle, '2026-01-01T02:10:00Z')).toEqual(expected);
    expect(dues(cycle, '2026-01-01T02:30:00Z')).toEqual(expected);
    expect(dues('R/P1M/2026-04-30', '2026-01-31T00:00:00Z')).toEqual(['02-28T00:00', '03-28T00:00']);
    expect(isOver(timer(cycle, '2026-01-01T04:40:00Z'))).toBe(true);
  });
});
