/**
 * What `*` and `/` do (DMN 1.5, tables 58 and 59). feelin multiplies and divides numbers alone; here a duration is taken times
 * a number, through a number and through a duration of its own kind.
 */
import { FeelDate, FeelDateTime, FeelDuration, FeelTime, duration, evaluate } from 'feelin';
import { toShortDecimal } from './feel-decimals.ts';
import { underway } from './feel-underway.ts';

type Operation = (left: unknown, right: unknown) => unknown;

/** feelin's own operator, with its own words for what it does not take. */
const numeric = (operator: string): Operation => {
  const { value, warnings } = evaluate(`function(a, b) a ${operator} b`) as {
    readonly value: { readonly fn: Operation };
    readonly warnings: (typeof underway.frame.warnings)[number][];
  };
  return (left, right) => {
    const answer = value.fn(left, right);
    underway.frame.warnings.push(...warnings.splice(0));
    return answer;
  };
};
const multiplyNumbers = numeric('*');
const divideNumbers = numeric('/');

/** In months, or in seconds. */
function amountOf(given: FeelDuration): number {
  const { years, months, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds } = given.unwrap();
  if (given.yearsMonths) return years * 12 + months;
  const fraction = milliseconds / 1e3 + microseconds / 1e6 + nanoseconds / 1e9;
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds + fraction;
}

/** Of parts of a month the standard says nothing: they are dropped, as `years and months duration()` drops days. */
function durationOf(amount: number, inMonths: boolean): FeelDuration {
  const exact = toShortDecimal(amount);
  const sign = exact < 0 ? '-' : '';
  const size = Math.abs(exact);
  const text = inMonths ? `${sign}P${Math.trunc(size)}M` : `${sign}PT${size.toFixed(9)}S`;
  const made = duration(text);
  if (made === null)
    throw new Error(`a duration of ${exact} ${inMonths ? 'months' : 'seconds'} arises, which is too long`);
  return made;
}

const isTemporal = (value: unknown): boolean =>
  [FeelDate, FeelDateTime, FeelDuration, FeelTime].some((kind) => value instanceof kind);

/** Null, and a mistake with a name, as with feelin's own operators. */
function refuse(what: string, left: unknown, right: unknown): null {
  underway.frame.warnings.push({
    type: 'INVALID_TYPE',
    message: `Can't ${what} '${String(left)}' by '${String(right)}'`,
    position: { from: 0, to: 0 },
    details: { values: { left, right } },
  });
  return null;
}

/** `left * right`. */
export function multiplied(left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  if (left instanceof FeelDuration && typeof right === 'number')
    return durationOf(amountOf(left) * right, left.yearsMonths);
  if (typeof left === 'number' && right instanceof FeelDuration)
    return durationOf(left * amountOf(right), right.yearsMonths);
  return isTemporal(left) || isTemporal(right) ? refuse('multiply', left, right) : multiplyNumbers(left, right);
}

/** `left / right`; null where the right is nothing at all. */
export function divided(left: unknown, right: unknown): unknown {
  if (left instanceof FeelDuration && typeof right === 'number')
    return right === 0 ? null : durationOf(amountOf(left) / right, left.yearsMonths);
  if (left instanceof FeelDuration && right instanceof FeelDuration && left.yearsMonths === right.yearsMonths) {
    const by = amountOf(right);
    return by === 0 ? null : amountOf(left) / by;
  }
  return isTemporal(left) || isTemporal(right) ? refuse('divide', left, right) : divideNumbers(left, right);
}
