/**
 * ISO 8601 durations, dates and repeating intervals, as BPMN's timer events use them (BPMN 2.0.2, 10.5.5, table 10.101).
 * Instants are milliseconds since the epoch; calendar arithmetic is done in UTC; a date without an offset is UTC.
 */
import { instantIn } from '../model/time-zone.ts';

export interface Duration {
  readonly months: number;
  readonly ms: number;
}

/** `times`: how often it fires in all; null: unbounded. `start`: first occurrence, null: one interval from now, or by its end. */
export interface Cycle {
  readonly times: number | null;
  readonly start: number | null;
  readonly interval: string;
  /** Where the last of its intervals ends; absent: it says nothing of it. */
  readonly end?: number;
}

const DURATION =
  /^(-)?P(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** Null when the text is no duration. Negative ones and fractions of months are none either. */
export function parseDuration(text: string): Duration | null {
  const match = DURATION.exec(text.trim());
  if (match === null || match[1] !== undefined || /[PT]$/.test(text.trim())) return null;
  const part = (index: number): number => Number((match[index] ?? '0').replace(',', '.'));
  const months = part(2) * 12 + part(3);
  if (!Number.isInteger(months)) return null;
  const ms = Math.round((((part(4) * 7 + part(5)) * 24 + part(6)) * 60 + part(7)) * 60_000 + part(8) * 1000);
  return { months, ms };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The last instant that a date can name (ECMA-262, 21.4.1.1): what is due later is due then. */
const END_OF_TIME = 8_640_000_000_000_000;

/** `at` plus `times` durations; the day is kept within the month (31 January + 1 month = 28 or 29 February). */
export function addDuration(at: number, duration: Duration, times = 1): number {
  let result = at;
  if (duration.months !== 0) {
    const date = new Date(at);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + duration.months * times);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, last));
    result = date.getTime();
  }
  result += duration.ms * times;
  return result <= END_OF_TIME ? result : END_OF_TIME;
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** As FEEL writes a date and time in a zone (DMN 1.5, 10.3.4.1). */
const ZONED = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)@([\w/+-]+)$/;

/** Null when the text is no date or date and time. */
export function parseDate(text: string): number | null {
  const [, local, zone] = ZONED.exec(text.trim()) ?? [];
  if (local !== undefined && zone !== undefined) {
    const shown = parseDate(`${local}Z`);
    return shown === null ? null : instantIn(zone, shown);
  }
  const match = DATE.exec(text.trim());
  if (match === null) return null;
  const zoned = !text.includes('T') || match[1] !== undefined ? text.trim() : `${text.trim()}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) || !isDay(text.trim().slice(0, 10)) ? null : at;
}

/** Whether `2026-02-28` is a day; Date.parse takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * `R4/PT10S`, `R/PT1H`, `R3/2026-01-01T00:00:00Z/PT1H`; the interval also by its two ends, or by its length and the end of
 * the last one. Null when the text is none, or its interval is empty.
 */
export function parseCycle(text: string): Cycle | null {
  const parts = text.trim().split('/');
  const head = /^R(\d*)$/.exec(parts[0] ?? '');
  if (head === null || parts.length < 2 || parts.length > 3) return null;
  const [from = '', to = from] = parts.slice(1);
  const begins = parts.length === 3 ? beginning(from, to) : null;
  const interval = begins === null ? to : begins.interval;
  const duration = parseDuration(interval);
  if (duration === null || (duration.ms <= 0 && duration.months <= 0)) return null;
  if (parts.length === 3 && begins === null) return null;
  const times = head[1] === '' ? null : Number(head[1]);
  if (times === 0) return null;
  return { times, start: null, ...begins, interval };
}

/** When an interval of two parts begins, or ends, and how long it is; null: the parts are none. */
function beginning(
  from: string,
  to: string,
): { readonly interval: string; readonly start: number } | { readonly interval: string; readonly end: number } | null {
  const start = parseDate(from);
  const end = parseDate(to);
  if (start !== null) return { start, interval: end === null ? to : `PT${Math.max(0, end - start) / 1000}S` };
  const length = parseDuration(from);
  return length === null || end === null ? null : { end, interval: from };
}

/** How many durations lie between an instant and a later one, counted back from that; 0: not one. */
export function countBack(end: number, duration: Duration, at: number): number {
  // Months differ in length: as many as the longest ones allow, then one by one.
  const longest = duration.months * 31 * DAY_MS + duration.ms;
  let times = Math.max(0, Math.floor((end - at) / longest));
  while (addDuration(end, duration, -(times + 1)) >= at) times += 1;
  return times;
}
