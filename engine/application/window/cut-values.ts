/** Values for the window: what is too big to send along is replaced by a beginning of it. */
import { setOwn, Temporal } from '../../core/value.ts';
import type { PlainValue } from '../../protocol/views.ts';
import type { CutValue } from '../../protocol/window-views.ts';

/** Of one value, in bytes of its JSON, about. */
export const WHOLE = 32 * 1024;
/** Of all values of a document: what comes later is cut shorter. */
const ALL_TOGETHER = 2 * 1024 * 1024;
const LEAST = 200;

export interface Beginning {
  readonly value: PlainValue;
  /** Null: it is whole. */
  readonly cut: Pick<CutValue, 'kind' | 'length' | 'bytes'> | null;
  /** Of what is given. */
  readonly bytes: number;
}

/** Gives a document's values out of one purse. */
export class Purse {
  #left = ALL_TOGETHER;

  take(value: PlainValue): Beginning {
    const given = beginningOf(value, Math.max(LEAST, Math.min(WHOLE, this.#left)));
    this.#left -= given.bytes;
    return given;
  }
}

export function beginningOf(value: PlainValue, most: number = WHOLE): Beginning {
  const bytes = sizeOf(value);
  if (bytes <= most) return { value, cut: null, bytes };
  if (typeof value === 'string') {
    const beginning = wholeCharacters(value, most);
    return { value: beginning, cut: { kind: 'text', length: value.length, bytes }, bytes: beginning.length };
  }
  if (Array.isArray(value)) {
    const items = value as readonly PlainValue[];
    const beginning: PlainValue[] = [];
    let left = most;
    for (const item of items) {
      left -= sizeOf(item, left) + 1;
      if (left < 0) break;
      beginning.push(item);
    }
    return { value: beginning, cut: { kind: 'list', length: items.length, bytes }, bytes: most - Math.max(0, left) };
  }
  const fields = Object.entries(value as { readonly [name: string]: PlainValue });
  const beginning: { [name: string]: PlainValue } = {};
  let left = most;
  for (const [name, item] of fields) {
    left -= sizeOf(item, left) + name.length + 4;
    if (left < 0) break;
    setOwn(beginning, name, item);
  }
  return { value: beginning, cut: { kind: 'object', length: fields.length, bytes }, bytes: most - Math.max(0, left) };
}

/** Not in the middle of a surrogate pair. */
function wholeCharacters(text: string, most: number): string {
  const beginning = text.slice(0, most);
  return /[\uD800-\uDBFF]$/.test(beginning) ? beginning.slice(0, -1) : beginning;
}

/** About how long it is as JSON; looks no further than `enough`. */
export function sizeOf(value: PlainValue, enough = Infinity): number {
  switch (typeof value) {
    case 'string':
      return value.length + 2;
    case 'number':
    case 'bigint':
      return 8;
    case 'boolean':
      return 5;
    default:
  }
  if (value === null || value instanceof Temporal) return 4;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value as readonly PlainValue[]) {
      size += sizeOf(item, enough - size) + 1;
      if (size > enough) break;
    }
    return size;
  }
  for (const [name, item] of Object.entries(value)) {
    size += name.length + 4 + sizeOf(item, enough - size);
    if (size > enough) break;
  }
  return size;
}
