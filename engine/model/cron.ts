/**
 * When cron expressions fire. Engines read them differently: Camunda 7, Operaton, Flowable and Activiti as Quartz does,
 * Zeebe as Spring does. All times are UTC.
 */
import { Cron } from 'croner';
import { namesADay } from './cron-days.ts';
import { readCron, type CronDialect } from './cron-text.ts';

/**
 * In how many years every date comes that comes at all: the 29th of February on a given day of the week is the rarest,
 * 40 years apart around 2100. It bounds the search.
 */
const YEARS = 50;

/**
 * The first time that a cron expression names after an instant, both in milliseconds since the epoch. Null: there is none,
 * or the text is no cron expression.
 */
export function nextCron(text: string, dialect: CronDialect, after: number): number | null {
  const read = readCron(text, dialect);
  if (typeof read === 'string' || !namesADay(read)) return null;
  const year = new Date(after).getUTCFullYear();
  // The library counts years from 1 to 9999.
  if (!(year >= 1 && year + YEARS <= 9999)) return null;
  const pattern = `${read.fields} ${read.years ?? `${year}-${year + YEARS}`}`;
  const cron = new Cron(pattern, { mode: '7-part', utcOffset: 0, domAndDow: read.bothDays });
  return cron.nextRun(new Date(after))?.getTime() ?? null;
}

/** Null when the text is a cron expression that fires some day, else what is wrong with it. */
export function wrongWithCron(text: string, dialect: CronDialect): string | null {
  const read = readCron(text, dialect);
  if (typeof read === 'string') return `is no cron expression: ${read}`;
  // Only the 29th of February depends on the year, so that there is little to search where years are said.
  const comes = namesADay(read) && (read.years === null || nextCron(text, dialect, 0) !== null);
  return comes ? null : 'is a cron expression that never fires: there is no such date';
}
