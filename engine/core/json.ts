/**
 * JSON as people and other programs write it: integers beyond 2^53 keep their digits, both ways. (The text form of values
 * in the store, which keeps even more, is value.ts's.)
 */
import { setOwn, Temporal, type Value, type Variables } from './value.ts';

/**
 * Reads JSON text; an integer that a double cannot hold becomes a bigint.
 * @throws SyntaxError when it is none, or holds a number with a fraction or an exponent that is beyond every double.
 */
export function parseJson(text: string): Value {
  // Looking at every value takes ten times as long, and only a long row of digits or a high exponent calls for it.
  if (!/\d{16}|[eE]\+?\d{3}/.test(text)) return JSON.parse(text) as Value;
  return JSON.parse(text, revive) as Value;
}

function revive(key: string, value: unknown, context?: { source?: string }): unknown {
  if (
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    context?.source !== undefined &&
    /^-?\d+$/.test(context.source)
  ) {
    return BigInt(context.source);
  }
  if (value === Infinity || value === -Infinity)
    throw new SyntaxError(
      `${key === '' ? '' : `"${key}": `}${context?.source ?? value} is beyond what a number can hold`,
    );
  return value;
}

/** What `JSON.rawJSON` makes: text that goes into the output as it is. */
interface Raw {
  rawJSON(text: string): unknown;
}

/** Prints a value: bigint as plain digits, dates and durations as ISO text, -0 as -0, what is no number as null. */
export function printJson(value: Value, indent?: number): string {
  return JSON.stringify(plain(value), null, indent);
}

function plain(value: Value): unknown {
  const { rawJSON } = JSON as unknown as Raw;
  switch (typeof value) {
    case 'bigint':
      return rawJSON(String(value));
    case 'number':
      return Object.is(value, -0) ? rawJSON('-0') : value;
    case 'object': {
      if (value === null) return null;
      if (value instanceof Temporal) return value.iso;
      if (Array.isArray(value)) return value.map((item) => plain(item as Value));
      const object: { [name: string]: Value } = {};
      for (const [name, item] of Object.entries(value as Variables)) setOwn(object, name, plain(item) as Value);
      return object;
    }
    default:
      return value;
  }
}
