/** Sizes, durations and times in words that people read at a glance. */

/** `1 job`, `2,000 jobs`. */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1.2 KB`, `3.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1_000) break;
    value /= 1_000;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** `0.4 ms`, `1.2 s`, from microseconds. */
export function microsText(micros: number): string {
  if (micros < 1_000_000) return `${(micros / 1_000).toFixed(micros < 10_000 ? 1 : 0)} ms`;
  return `${(micros / 1_000_000).toFixed(1)} s`;
}

/** How long something took; a dash where nobody measured it. */
export function tookText(micros: number): string {
  return micros > 0 ? microsText(micros) : '–';
}

const STEPS: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [60, 'second'],
  [3_600, 'minute'],
  [86_400, 'hour'],
  [604_800, 'day'],
  [2_629_800, 'week'],
  [31_557_600, 'month'],
  [Infinity, 'year'],
];
const relative = {
  long: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
  narrow: new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' }),
} as const;

/** `in 5 minutes`, `2 hours ago`, to the nearest unit; narrow: `2h ago`. */
export function relativeText(at: number, now: number, style: keyof typeof relative = 'long'): string {
  const seconds = (at - now) / 1_000;
  if (Math.abs(seconds) < 1) return 'just now';
  let divisor = 1;
  for (const [limit, unit] of STEPS) {
    if (Math.abs(seconds) < limit) return relative[style].format(Math.round(seconds / divisor), unit);
    divisor = limit;
  }
  return relative[style].format(Math.round(seconds / 31_557_600), 'year');
}

/** In this locale as in the rest of the window: `2026-01-31 14:05:00`. */
const exact = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** The reader's zone: `Europe/Berlin`. */
export function zoneName(): string {
  return exact.resolvedOptions().timeZone;
}

/** Date and time to the second, in the reader's zone. */
export function exactText(at: number): string {
  return exact.format(at);
}

const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** `1st`, `2nd`, `13th`. */
export function ordinalText(number: number): string {
  return `${number}${endings[ordinalRules.select(number)] ?? 'th'}`;
}
