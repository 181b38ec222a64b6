/** Numbers as XPath 1.0 writes and reads them (XPath 1.0, 4.2 and 4.4). */

/** Without an exponent, and without a sign before zero. */
export function plainNumber(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  return shift < 0
    ? `${sign}0.${'0'.repeat(-shift - whole.length)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(shift, '0')}`;
}

/** NaN where it is none. */
export function numberIn(text: string): number {
  return /^[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*$/.test(text) ? Number(text) : Number.NaN;
}

/** To the nearest whole number, halves upwards. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Math.floor(value + 0.5) : value;
}
