/** What doubles hold of decimals. */

/** A number to the 15 digits that a double holds of every decimal: 0.1 + 0.2 is 0.3. */
export function toDecimal(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/**
 * A number as the short decimal that it is a hair away from, if it is: 0.3 / 0.1 is 3. A third stays as precise as a
 * double has it, so that three of them are 1.
 */
export function toShortDecimal(value: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value;
  const digits = value.toPrecision(15);
  return /0{2}(?:e|$)/.test(digits) ? Number(digits) : value;
}
