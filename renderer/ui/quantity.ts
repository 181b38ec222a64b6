/** Sizes, durations and times in words that people read at a glance. */

/** `1 job`, `2,000 jobs`. */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

const sizeUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1.2 KB`, `3.4 MB`: of the largest unit of which there is at least one. */
export function sizeText(bytes: number): string {
  const step = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  return `${step > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${sizeUnits[step]}`;
}

/** Times that are to be compared, all in one unit, from microseconds; a dash where nobody measured it. */
export function alikeTimes(micros: readonly number[]): string[] {
  const [unit, length] = Math.max(...micros) < 10_000_000 ? (['ms', 1_000] as const) : (['s', 1_000_000] as const);
  return micros.map((each) => (each > 0 ? inUnit(each / length, unit) : '–'));
}

function inUnit(value: number, unit = ''): string {
  if (value > 0 && value < 0.01) return `< 0.01 ${unit}`;
  const digits = value >= 10 ? 0 : value >= 1 ? 1 : 2;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
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

/** `9.2 s`, `2 min 32 s`, `3 h 5 min`, from milliseconds: for those that stand in one column, where `293 ms` looks longer than `9.2 s`. */
export function durationText(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100);
  if (tenths === 0) return '< 0.1 s';
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  const [large, length, small] =
    seconds < 3_600
      ? (['min', 60, 's'] as const)
      : seconds < 86_400
        ? (['h', 60, 'min'] as const)
        : (['d', 24, 'h'] as const);
  const units = Math.floor(seconds / { s: 1, min: 60, h: 3_600 }[small]);
  return `${Math.floor(units / length).toLocaleString('en')} ${large} ${units % length} ${small}`;
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
  long: new Intl.RelativeTimeFormat('en', { numeric: 'always' }),
  narrow: new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' }),
} as const;

/** `in 5 minutes`, `2 hours ago`, to the nearest unit; narrow: `2h ago`. */
export function relativeText(at: number, now: number, style: keyof typeof relative = 'long'): string {
  const seconds = (at - now) / 1_000;
  if (Math.abs(seconds) < 1) return 'just now';
  let divisor = 1;
  for (const [limit, unit] of STEPS) {
    const units = Math.round(seconds / divisor);
    // Rounded first: what is a moment short of a week is one, as the next week of a weekly list is.
    if (Math.abs(units) < limit / divisor) return relative[style].format(units, unit);
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
