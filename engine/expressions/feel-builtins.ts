/** Built-in functions of FEEL that feelin answers otherwise than DMN 1.5, 10.3.4 has them. */
import { FeelDate, FeelDateTime, duration } from 'feelin';
import { isLess, isSame } from './feel-ranges.ts';

/** By powers of ten, in the digits that the number is written with: 1.005 by 2 is 100.5, not a hair less. */
function shift(value: number, by: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + by}`);
}

function decimals(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
}

/** In whole numbers, as decimals are: 0.1 goes into 0.3 three times, and nothing is left. The sign is the divisor's. */
export function modulo(dividend: number, divisor: number): number {
  const by = Math.max(decimals(dividend), decimals(divisor));
  const [left, right] = [shift(dividend, by), shift(divisor, by)];
  return shift(((left % right) + right) % right, -by);
}

/** Rounds what is above zero to a whole number. */
type Rounding = (value: number, negative: boolean) => number;

const halfEven: Rounding = (value) => {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
};

const roundingTo =
  (rounding: Rounding) =>
  (given: unknown, scale: unknown): number | null => {
    const value = Array.isArray(given) && given.length === 1 ? (given[0] as unknown) : given;
    if (typeof value !== 'number' || typeof scale !== 'number' || !Number.isInteger(scale)) return null;
    const shifted = shift(Math.abs(value), scale);
    if (!Number.isFinite(shifted) || Number.isInteger(shifted)) return value;
    const rounded = shift(rounding(shifted, value < 0), -scale);
    return value < 0 && rounded !== 0 ? -rounded : rounded;
  };

const down = roundingTo((value, negative) => (negative ? Math.ceil(value) : Math.floor(value)));
const up = roundingTo((value, negative) => (negative ? Math.floor(value) : Math.ceil(value)));

/** The one that comes first; null where two have no order. */
function first(values: readonly unknown[], isBefore: (left: unknown, right: unknown) => boolean): unknown {
  const list = values.length === 1 && Array.isArray(values[0]) ? (values[0] as readonly unknown[]) : values;
  let found: unknown = list[0] ?? null;
  for (const value of list) {
    if (value === null) return null;
    if (isBefore(value, found)) found = value;
    else if (!isBefore(found, value) && !isSame(found, value)) return null;
  }
  return found;
}

/** Whole months; days that do not fill one are dropped. */
function monthsBetween(from: unknown, to: unknown): unknown {
  const isDay = (value: unknown): value is FeelDate | FeelDateTime =>
    value instanceof FeelDate || value instanceof FeelDateTime;
  if (!isDay(from) || !isDay(to)) return null;
  let months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) months -= 1;
  else if (months < 0 && to.day > from.day) months += 1;
  return duration(`${months < 0 ? '-' : ''}P${Math.abs(months)}M`);
}

const called = (parameters: readonly string[], body: (...given: unknown[]) => unknown): unknown =>
  Object.assign(body, { $args: parameters });
const SCALED = ['n', 'scale'];

/** By name. */
export const BUILT_IN: Readonly<Record<string, unknown>> = {
  decimal: called(SCALED, roundingTo(halfEven)),
  floor: called(SCALED, (n, scale = 0) => down(n, scale)),
  ceiling: called(SCALED, (n, scale = 0) => up(n, scale)),
  'round up': called(SCALED, roundingTo(Math.ceil)),
  'round down': called(SCALED, roundingTo(Math.floor)),
  'round half up': called(
    SCALED,
    roundingTo((value) => Math.floor(value + 0.5)),
  ),
  'round half down': called(
    SCALED,
    roundingTo((value) => Math.ceil(value - 0.5)),
  ),
  min: called(['...list'], (...list) => first(list, isLess)),
  max: called(['...list'], (...list) => first(list, (left, right) => isLess(right, left))),
  'years and months duration': called(['from', 'to'], monthsBetween),
};
