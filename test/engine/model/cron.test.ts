import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextCron, wrongWithCron } from '../../../engine/model/cron.ts';
import { namesADay } from '../../../engine/model/cron-days.ts';
import { readCron, type CronDialect } from '../../../engine/model/cron-text.ts';

/** The first times after an instant, without milliseconds. */
function times(text: string, dialect: CronDialect, after: string, count: number): string[] {
  const found: string[] = [];
  for (let at: number | null = Date.parse(after); found.length < count;) {
    at = nextCron(text, dialect, at);
    if (at === null) break;
    found.push(new Date(at).toISOString().replace('.000Z', 'Z'));
  }
  return found;
}

describe('a cron expression fires', () => {
  // 1 January 2026 is a Thursday.
  test.each<[string, CronDialect, string[]]>([
    ['0 0/15 * * * ?', 'quartz', ['2026-01-01T00:15:00Z', '2026-01-01T00:30:00Z']],
    ['*/20 * * * * ?', 'quartz', ['2026-01-01T00:00:20Z', '2026-01-01T00:00:40Z', '2026-01-01T00:01:00Z']],
    [
      '30 5/20 9-11/2 * * ?',
      'quartz',
      ['2026-01-01T09:05:30Z', '2026-01-01T09:25:30Z', '2026-01-01T09:45:30Z', '2026-01-01T11:05:30Z'],
    ],
    ['0 0 9 ? * MON-FRI', 'quartz', ['2026-01-01T09:00:00Z', '2026-01-02T09:00:00Z', '2026-01-05T09:00:00Z']],
    ['0 0 9 ? * 2-6', 'quartz', ['2026-01-01T09:00:00Z', '2026-01-02T09:00:00Z', '2026-01-05T09:00:00Z']],
    ['0 0 9 ? * 1', 'quartz', ['2026-01-04T09:00:00Z', '2026-01-11T09:00:00Z']],
    ['0 0 9 ? * 1', 'spring', ['2026-01-05T09:00:00Z', '2026-01-12T09:00:00Z']],
    ['0 0 9 ? * 0', 'spring', ['2026-01-04T09:00:00Z', '2026-01-11T09:00:00Z']],
    ['0 0 9 ? * 7', 'spring', ['2026-01-04T09:00:00Z']],
    ['0 0 9 ? * 7', 'quartz', ['2026-01-03T09:00:00Z']],
    [
      '0 0 9 ? * fri-mon',
      'quartz',
      [
        '2026-01-02T09:00:00Z',
        '2026-01-03T09:00:00Z',
        '2026-01-04T09:00:00Z',
        '2026-01-05T09:00:00Z',
        '2026-01-09T09:00:00Z',
      ],
    ],
    [
      '0 0 9 ? * FRI-SUN',
      'spring',
      ['2026-01-02T09:00:00Z', '2026-01-03T09:00:00Z', '2026-01-04T09:00:00Z', '2026-01-09T09:00:00Z'],
    ],
    ['0 0 0 ? * 0-7', 'spring', ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z']],
    ['0 0 0 ? * */2', 'quartz', ['2026-01-03T00:00:00Z', '2026-01-04T00:00:00Z', '2026-01-06T00:00:00Z']],
    ['0 0 0 ? * */2', 'spring', ['2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z', '2026-01-05T00:00:00Z']],
    [
      '0 0 22-1 1,15 NOV-JAN ?',
      'quartz',
      ['2026-01-01T01:00:00Z', '2026-01-01T22:00:00Z', '2026-01-01T23:00:00Z', '2026-01-15T00:00:00Z'],
    ],
    ['0 0 0 L * ?', 'quartz', ['2026-01-31T00:00:00Z', '2026-02-28T00:00:00Z', '2026-03-31T00:00:00Z']],
    ['0 0 0 LW * ?', 'quartz', ['2026-01-30T00:00:00Z', '2026-02-27T00:00:00Z', '2026-03-31T00:00:00Z']],
    ['0 0 0 1W FEB ?', 'quartz', ['2026-02-02T00:00:00Z', '2027-02-01T00:00:00Z']],
    [
      '0 0 0 15W * ?',
      'quartz',
      ['2026-01-15T00:00:00Z', '2026-02-16T00:00:00Z', '2026-03-16T00:00:00Z', '2026-04-15T00:00:00Z'],
    ],
    ['0 15 10 ? * 6L', 'quartz', ['2026-01-30T10:15:00Z', '2026-02-27T10:15:00Z']],
    ['0 15 10 ? * FRIL', 'quartz', ['2026-01-30T10:15:00Z', '2026-02-27T10:15:00Z']],
    ['0 15 10 * * 5L', 'spring', ['2026-01-30T10:15:00Z', '2026-02-27T10:15:00Z']],
    ['0 15 10 ? * L', 'quartz', ['2026-01-03T10:15:00Z', '2026-01-10T10:15:00Z']],
    ['0 15 10 ? * 6#3', 'quartz', ['2026-01-16T10:15:00Z', '2026-02-20T10:15:00Z']],
    ['0 15 10 ? * MON#5', 'spring', ['2026-03-30T10:15:00Z', '2026-06-29T10:15:00Z']],
    ['0 0 12 1 1 ? 2027-2028', 'quartz', ['2027-01-01T12:00:00Z', '2028-01-01T12:00:00Z']],
    ['0 0 0 29 2 ?', 'quartz', ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z']],
    // Both have to fit where Spring's rules hold, either where Unix's do.
    ['0 0 0 13 * FRI', 'spring', ['2026-02-13T00:00:00Z', '2026-03-13T00:00:00Z', '2026-11-13T00:00:00Z']],
    ['0 0 13 * 5', 'quartz', ['2026-01-02T00:00:00Z', '2026-01-09T00:00:00Z', '2026-01-13T00:00:00Z']],
    ['30 6 * * 0', 'spring', ['2026-01-04T06:30:00Z', '2026-01-11T06:30:00Z']],
    ['@yearly', 'spring', ['2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z']],
    ['@annually', 'spring', ['2027-01-01T00:00:00Z']],
    ['@monthly', 'spring', ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z']],
    ['@weekly', 'spring', ['2026-01-04T00:00:00Z', '2026-01-11T00:00:00Z']],
    ['@weekly', 'quartz', ['2026-01-04T00:00:00Z']],
    [' @Daily ', 'quartz', ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z']],
    ['@midnight', 'spring', ['2026-01-02T00:00:00Z']],
    ['@hourly', 'spring', ['2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z']],
  ])('%s as %s reads it', (text, dialect, expected) => {
    expect(wrongWithCron(text, dialect)).toBeNull();
    expect(times(text, dialect, '2026-01-01T00:00:00Z', expected.length)).toEqual(expected);
  });

  test('later than asked for, were it a millisecond', () => {
    expect(times('* * * * * ?', 'quartz', '2026-01-01T00:00:00.001Z', 1)).toEqual(['2026-01-01T00:00:01Z']);
    expect(times('* * * * * ?', 'quartz', '2025-12-31T23:59:59.999Z', 1)).toEqual(['2026-01-01T00:00:00Z']);
  });

  test('no more when its years are over, or those that can be counted', () => {
    expect(times('0 0 12 1 1 ? 2025', 'quartz', '2026-01-01T00:00:00Z', 1)).toEqual([]);
    for (const at of [8.64e15, -8.64e15, Date.UTC(9990, 0)]) expect(nextCron('* * * * * ?', 'quartz', at)).toBeNull();
  });
});

describe('is refused with the reason', () => {
  test.each<[string, CronDialect, string]>([
    ['0 0 12', 'quartz', 'it has 3 fields'],
    ['0 0 12 * * ? 2026 *', 'quartz', 'it has 8 fields'],
    ['60 * * * * ?', 'quartz', 'its second is 60, which is not within 0 to 59'],
    ['0 0 0 0 * ?', 'quartz', 'its day of the month is 0, which is not within 1 to 31'],
    ['0 0 0 1 13 ?', 'quartz', 'its month is 13'],
    ['0 0 0 1 FOO ?', 'quartz', 'its month is "FOO"'],
    ['0 0 0 ? * 8', 'quartz', 'its day of the week is 8, which is not within 1 to 7'],
    ['0 0 0 ? * 8', 'spring', 'its day of the week is 8, which is not within 0 to 7'],
    ['0 0 0 ? * L', 'spring', 'its day of the week is "L"'],
    ['0 0 0 ? * MON#6', 'quartz', 'its day of the week is "MON#6"'],
    ['0 0 ? * * ?', 'quartz', 'its hour is "?"'],
    ['0 0 1,,2 * * ?', 'quartz', 'its hour is empty'],
    ['0 0 *-3 * * ?', 'quartz', 'its hour is "*-3"'],
    ['0 0/0 * * * ?', 'quartz', 'its minute goes on in steps of 0'],
    ['0 0/90 * * * ?', 'quartz', 'its minute goes on in steps of 90'],
    ['0 0 0 L-3 * ?', 'quartz', 'L-3 counts back from the last day of the month, which is not run'],
    ['0 0 0 40W * ?', 'quartz', 'its day of the month is 40'],
    ['0 0 0 LW,3 * ?', 'quartz', 'LW, the last working day of the month, can only stand alone there'],
    ['0 0 0 13 * FRI', 'quartz', 'both a day of the month and a day of the week'],
    ['0 0 0 1 1 ? 1969', 'quartz', 'its year is 1969'],
    ['0 0 0 1 1 ? 2030-2029', 'quartz', 'its year 2030-2029 ends before it begins'],
    ['0 0 0 1 1 ? 2030', 'spring', 'a year, which Zeebe does not know'],
    ['@reboot', 'spring', '@reboot is none of @yearly'],
    ['@toString', 'spring', 'is none of'],
    ['0 0 0 30 2 ?', 'quartz', 'never fires'],
    ['0 0 0 31 2,4,6,9,11 ?', 'quartz', 'never fires'],
    ['0 0 0 29 2 ? 2027', 'quartz', 'never fires'],
    ['0 0 0 1-7 * MON#5', 'spring', 'never fires'],
    ['* * * LW * SUN', 'spring', 'never fires'],
    ['* * * 15W * SUN', 'spring', 'never fires'],
    ['* * * L 2 SUN#2', 'spring', 'never fires'],
    ['* * * 1-21 * 5L', 'spring', 'never fires'],
    ['12:00 * * * *', 'quartz', 'its minute is "12:00"'],
  ])('%s as %s reads it', (text, dialect, reason) => {
    expect(wrongWithCron(text, dialect)).toContain(reason);
    expect(nextCron(text, dialect, 0)).toBeNull();
  });
});

test('of five thousand that never fire each is refused at once', () => {
  const started = performance.now();
  for (let at = 0; at < 5000; at += 1) {
    const text = `${at % 60} ${Math.floor(at / 60) % 60} ${Math.floor(at / 3600)} 15W * SUN`;
    if (wrongWithCron(text, 'spring')?.includes('never fires') !== true) throw new Error(text);
  }
  // A search through the years takes some 20 ms for each.
  expect(performance.now() - started).toBeLessThan(5000);
});

describe('of all cron expressions', () => {
  const within = (from: number, to: number) => fc.integer({ min: from, max: to });
  /** A field as it is written, and the numbers that it stands for. */
  const field = (from: number, to: number) =>
    fc.oneof(
      fc.constant({ text: '*', numbers: null as number[] | null }),
      fc
        .uniqueArray(within(from, to), { minLength: 1, maxLength: 3 })
        .map((numbers) => ({ text: numbers.join(','), numbers: numbers as number[] | null })),
      fc.tuple(within(from, to), within(1, to - from)).map(([begin, step]) => ({
        text: `${begin}/${step}`,
        numbers: Array.from({ length: to - from + 1 }, (_, index) => begin + index * step).filter(
          (number) => number <= to,
        ) as number[] | null,
      })),
      fc.tuple(within(from, to), within(from, to)).map(([begin, end]) => ({
        text: `${begin}-${end}`,
        numbers: Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((number) =>
          begin <= end ? begin <= number && number <= end : number >= begin || number <= end,
        ) as number[] | null,
      })),
    );
  const fits = (numbers: number[] | null, number: number): boolean => numbers === null || numbers.includes(number);

  test('a day is named exactly where a search through the years finds one', () => {
    const weekdays = fc.oneof(
      within(1, 7).map(String),
      within(1, 7).map((day) => `${day}L`),
      fc.tuple(within(1, 7), within(1, 5)).map(([day, nth]) => `${day}#${nth}`),
      fc.constant('*'),
    );
    const days = fc.oneof(
      fc.constantFrom('L', 'LW', '*'),
      within(1, 31).map(String),
      within(1, 31).map((day) => `${day}W`),
      fc.tuple(within(1, 31), within(1, 31)).map(([begin, end]) => `${Math.min(begin, end)}-${Math.max(begin, end)}`),
    );
    const months = fc.oneof(fc.constantFrom('*', '2'), within(1, 12).map(String));
    fc.assert(
      fc.property(days, months, weekdays, (day, month, weekday) => {
        const fields = readCron(`0 0 0 ${day} ${month} ${weekday}`, 'spring');
        if (typeof fields === 'string') throw new Error(fields);
        const search = new Cron(`${fields.fields} 2001-2028`, { mode: '7-part', utcOffset: 0, domAndDow: true });
        expect(namesADay(fields)).toBe(search.nextRun(new Date('2000-12-31')) !== null);
      }),
      { numRuns: 200 },
    );
  });

  test('the next time is later, fits every field, and no second before it does', () => {
    fc.assert(
      fc.property(
        fc.tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 12)),
        fc.oneof(
          field(1, 31).map((day) => ({ day, weekday: null })),
          field(1, 7).map((weekday) => ({ day: null, weekday })),
        ),
        fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        ([second, minute, hour, month], { day, weekday }, from) => {
          const text = [second.text, minute.text, hour.text, day?.text ?? '?', month.text, weekday?.text ?? '?'].join(
            ' ',
          );
          const next = nextCron(text, 'quartz', from.getTime());
          // Some dates are none.
          fc.pre(wrongWithCron(text, 'quartz') === null);
          const matches = (at: number): boolean => {
            const date = new Date(at);
            return (
              fits(second.numbers, date.getUTCSeconds()) &&
              fits(minute.numbers, date.getUTCMinutes()) &&
              fits(hour.numbers, date.getUTCHours()) &&
              fits(month.numbers, date.getUTCMonth() + 1) &&
              fits(day?.numbers ?? null, date.getUTCDate()) &&
              fits(weekday?.numbers ?? null, date.getUTCDay() + 1)
            );
          };
          if (next === null) throw new Error(`${text} has no time after ${from.toISOString()}`);
          expect(next).toBeGreaterThan(from.getTime());
          expect(next % 1000).toBe(0);
          expect(matches(next)).toBe(true);
          // As many seconds before it as is cheap to look at.
          const before = Array.from({ length: 120 }, (_, index) => next - (index + 1) * 1000);
          expect(before.filter((at_) => at_ > from.getTime() && matches(at_))).toEqual([]);
          expect(nextCron(text, 'quartz', from.getTime())).toBe(next);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('no text breaks the reader', () => {
    const piece = fc.constantFrom(
      '*',
      '?',
      '/',
      '-',
      ',',
      '#',
      'L',
      'W',
      'MON',
      'JAN',
      '0',
      '5',
      '31',
      '99',
      ' ',
      ' ',
      '@daily',
      '_',
      '+',
      ':',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 24 }),
        fc.constantFrom<CronDialect>('quartz', 'spring'),
        (pieces, dialect) => {
          const text = pieces.join('');
          expect(wrongWithCron(text, dialect) === null).toBe(nextCron(text, dialect, 0) !== null);
        },
      ),
    );
  });
});
