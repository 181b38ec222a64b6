/** Timers that fire more than once. */
import { nextCron } from '../model/cron.ts';
import { addDuration, parseDuration } from './calendar.ts';
import type { Timer } from './job-state.ts';

/** What of a timer says when it fires. */
type Going = Pick<Timer, 'due' | 'cycle' | 'fired'>;

/** Milliseconds of 31 days. */
const LONGEST_MONTH = 31 * 24 * 60 * 60 * 1000;

/**
 * The timer as it stands after firing; null: it is spent. A bounded cycle fires every occurrence, also those that are
 * overdue; an unbounded one goes on in its grid with the first occurrence that is still to come.
 */
export function nextOccurrence<T extends Going>(timer: T, now: number): T | null {
  const next = following(timer, now);
  return next !== null && isOver(next) ? null : next;
}

/** Whether a timer would fire only after its cycle has ended. */
export function isOver({ due, cycle }: Pick<Timer, 'due' | 'cycle'>): boolean {
  return cycle?.until !== undefined && due > cycle.until;
}

function following<T extends Going>(timer: T, now: number): T | null {
  const { cycle } = timer;
  if (cycle === null) return null;
  if (cycle.remaining === 0) return null;
  if (cycle.cron !== undefined) {
    const due = nextCron(cycle.interval, cycle.cron, Math.max(timer.due, now));
    return due === null
      ? null
      : { ...timer, due, fired: timer.fired + 1, cycle: { ...cycle, occurrence: cycle.occurrence + 1 } };
  }
  const interval = parseDuration(cycle.interval);
  if (interval === null) return null;
  let occurrence = cycle.occurrence + 1;
  let due = addDuration(cycle.anchor, interval, occurrence);
  if (cycle.remaining === null && due <= now) {
    // Months differ in length: jump as far as the longest ones allow, then walk.
    const longest = interval.months * LONGEST_MONTH + interval.ms;
    occurrence = Math.max(occurrence, Math.floor((now - cycle.anchor) / longest) - 1);
    due = addDuration(cycle.anchor, interval, occurrence);
    while (due <= now) {
      occurrence += 1;
      due = addDuration(cycle.anchor, interval, occurrence);
    }
  }
  const remaining = cycle.remaining === null ? null : cycle.remaining - 1;
  return { ...timer, due, fired: timer.fired + 1, cycle: { ...cycle, remaining, occurrence } };
}

/** The first times that a timer is due, if each fires when it is due. */
export function occurrencesOf(timer: Pick<Timer, 'due' | 'cycle'>, count: number): number[] {
  const dues: number[] = [];
  let next: Going | null = { ...timer, fired: 0 };
  for (; next !== null && dues.length < count; next = nextOccurrence(next, -Infinity)) dues.push(next.due);
  return dues;
}
