/** Whether a literal text of a timer is one that the engine understands (BPMN 2.0.2, 10.5.5; ISO 8601). */
import { wrongWithCron } from './cron.ts';
import { looksLikeCron, type CronDialect } from './cron-text.ts';

const NUMBER = '\\d+(?:[.,]\\d+)?';
const DURATION = new RegExp(
  `^P(?=[\\dT])(?:(\\d+)Y)?(?:(\\d+)M)?(?:(${NUMBER})W)?(?:(${NUMBER})D)?(?:T(?=\\d)(?:(${NUMBER})H)?(?:(${NUMBER})M)?(?:(${NUMBER})S)?)?$`,
);
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-](\d{2}):?(\d{2}))?)?$/;

/** A duration that is not negative, like `PT15M` or `P1DT12H`. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/** A duration longer than nothing. */
export function isPositiveDuration(text: string): boolean {
  return isDuration(text) && /[1-9]/.test(text);
}

/** A date, or a date and time; without an offset it is UTC. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = match
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part))) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  const midnight = hour === 24 && minute === 0 && second === 0;
  return (hour < 24 || midnight) && minute < 60 && second < 60 && offsetHour < 24 && offsetMinute < 60;
}

/**
 * Null when the text is a cycle (`R3/PT10S`, `R/2026-01-01T00:00:00Z/P1D`) or a cron expression, else what is wrong with
 * it.
 */
export function wrongWithCycle(text: string, cron: CronDialect): string | null {
  if (looksLikeCron(text)) return wrongWithCron(text, cron);
  const parts = text.split('/');
  const head = /^R(\d*)$/.exec(parts[0] ?? '');
  if (head === null) return 'is no ISO 8601 cycle such as R3/PT10S, and no cron expression such as 0 0/15 * * * ?';
  if (head[1] !== '' && Number(head[1]) === 0) return 'never fires';
  const interval = parts.at(-1) as string;
  if (parts.length < 2 || parts.length > 3) return 'is no ISO 8601 cycle such as R3/PT10S';
  const [first = '', second = ''] = parts.slice(1);
  if (parts.length === 3 && isDate(second)) {
    if (isDate(first)) return isBefore(first, second) ? null : 'ends no later than it starts';
    return isPositiveDuration(first) ? null : 'starts at no ISO 8601 date and lasts no ISO 8601 duration';
  }
  if (parts.length === 3 && !isDate(first)) return 'starts at no ISO 8601 date';
  return isPositiveDuration(interval) ? null : 'repeats after no ISO 8601 duration longer than nothing';
}

/** Of two dates; one without an offset is UTC. */
function isBefore(first: string, second: string): boolean {
  const instant = (text: string): number => Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  return instant(first) < instant(second);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
