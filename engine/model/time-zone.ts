/** When the clocks of a time zone show a time. Of the machine only its table of zones counts: locale and zone are given. */

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The instant, in milliseconds since the epoch, at which a zone's clocks show what UTC's show at `shown`; null: there is no
 * such zone. What they show twice is the first of both, and what they leave out is as late as it would have been without
 * the change.
 */
export function instantIn(zone: string, shown: number): number | null {
  const clock = clockOf(zone);
  if (clock === null) return null;
  const [before, after] = [shown - ahead(clock, shown - DAY_MS), shown - ahead(clock, shown + DAY_MS)];
  return before + ahead(clock, before) !== shown && after + ahead(clock, after) === shown ? after : before;
}

function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  const two = '2-digit';
  const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
  } catch (failure) {
    if (failure instanceof RangeError) return null;
    throw failure;
  }
}

/** How far a clock is ahead of UTC, ms. */
function ahead(clock: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
