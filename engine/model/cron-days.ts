/** Whether the day and month fields of a cron expression name any date at all, without searching through years. */
import type { CronFields } from './cron-text.ts';

/** A month as cron expressions see it. */
interface Month {
  readonly length: number;
  /** The day of the week of its first day, Sunday being 0. */
  readonly first: number;
}

const LENGTHS: readonly (readonly number[])[] = [
  [31],
  [28, 29],
  [31],
  [30],
  [31],
  [30],
  [31],
  [31],
  [30],
  [31],
  [30],
  [31],
];

/**
 * Whether some month has a day that fits. Months of each length begin on each day of the week in some year, leap years, too,
 * so that at most four lengths by seven days of the week need be looked at.
 */
export function namesADay({ fields, bothDays }: CronFields): boolean {
  const [, , , day = '*', month = '*', weekday = '*'] = fields.split(' ');
  const months = month === '*' ? LENGTHS : month.split(',').map((each) => LENGTHS[Number(each) - 1] ?? []);
  const dates = day === '*' ? null : day.split(',');
  const weekdays = weekday === '*' ? null : weekday.split(',');
  const either = dates !== null && weekdays !== null && !bothDays;
  return [...new Set(months.flat())].some((length) =>
    [0, 1, 2, 3, 4, 5, 6].some((first) => {
      const here = { length, first };
      for (let at = 1; at <= length; at += 1) {
        const byWeekday = weekdays === null || weekdays.some((item) => isWeekday(item, at, here));
        if (either && byWeekday) return true;
        if (!either && !byWeekday) continue;
        if (dates === null || dates.some((item) => isDate(item, at, here))) return true;
      }
      return false;
    }),
  );
}

/** `15`, `L`, `LW` and `15W`. */
function isDate(item: string, day: number, month: Month): boolean {
  if (item === 'L') return day === month.length;
  if (item === 'LW') return day === nearestWorkday(month.length, month);
  if (!item.endsWith('W')) return day === Number(item);
  const date = Number(item.slice(0, -1));
  return date <= month.length && day === nearestWorkday(date, month);
}

/** From Monday to Friday, within the month. */
function nearestWorkday(day: number, month: Month): number {
  const weekday = weekdayOf(day, month);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === month.length ? day - 2 : day + 1;
  return day;
}

/** `5`, `5L` and `5#3`. */
function isWeekday(item: string, day: number, month: Month): boolean {
  if (weekdayOf(day, month) !== Number(item.charAt(0))) return false;
  if (item.endsWith('L')) return day + 7 > month.length;
  const nth = item.split('#')[1];
  return nth === undefined || Math.ceil(day / 7) === Number(nth);
}

function weekdayOf(day: number, { first }: Month): number {
  return (first + day - 1) % 7;
}
