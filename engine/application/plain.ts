/** From what the core keeps to what people and programs look at. */
import { Temporal, setOwn, type Value, type Variables } from '../core/value.ts';
import type { PlainValue } from '../protocol/views.ts';

/** Dates and durations become their ISO text; everything else stays what it is. */
export function plainOf(value: Value): PlainValue {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Temporal) return value.iso;
  if (Array.isArray(value)) return (value as readonly Value[]).map(plainOf);
  return plainVariables(Object.entries(value as Variables));
}

/** In the order given. */
export function plainVariables(entries: Iterable<readonly [string, Value]>): { [name: string]: PlainValue } {
  const plain: { [name: string]: PlainValue } = {};
  for (const [name, value] of entries) setOwn(plain, name, plainOf(value));
  return plain;
}

/** ISO 8601 with milliseconds; what lies beyond the calendar stays a number in text. */
export function instantOf(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}
