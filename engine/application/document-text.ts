/** Documents as JSON text: one way of writing them for every host. */
import { printJson } from '../core/json.ts';
import type { Value } from '../core/value.ts';
import type { PlainValue } from '../protocol/views.ts';

/** On several lines. Fields that are absent stay absent. */
export function documentText(document: object): string {
  return printJson(present(document as Value), 2);
}

/** On one line. */
export function valueText(value: PlainValue): string {
  return printJson(value);
}

/** JSON knows no undefined; views have optional fields. */
function present(value: Value | undefined): Value {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(present);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (item === undefined ? [] : [[name, present(item as Value)]])),
  );
}
