/**
 * The methods of Java's texts, lists and maps that conditions of older engines call: those that only answer. A fixed
 * table; every other method is another engine's code.
 */
import { Temporal, sameValue, type Value, type Variables } from '../core/value.ts';

/** Undefined: the method does not take these arguments. */
type Method<Target> = (target: Target, ...given: readonly Value[]) => Value | undefined;
type Table<Target> = Readonly<Record<string, Method<Target>>>;

const isText = (value: Value | undefined): value is string => typeof value === 'string';
const isPlace = (value: Value | undefined): value is number => typeof value === 'number' && Number.isInteger(value);

const withText =
  (answer: (target: string, given: string) => Value): Method<string> =>
  (target, given) =>
    isText(given) ? answer(target, given) : undefined;

const TEXT: Table<string> = {
  length: (text) => text.length,
  isEmpty: (text) => text === '',
  isBlank: (text) => text.trim() === '',
  trim: (text) => text.trim(),
  toUpperCase: (text) => text.toUpperCase(),
  toLowerCase: (text) => text.toLowerCase(),
  toString: (text: string) => text,
  contains: withText((text, part) => text.includes(part)),
  startsWith: withText((text, part) => text.startsWith(part)),
  endsWith: withText((text, part) => text.endsWith(part)),
  indexOf: withText((text, part) => text.indexOf(part)),
  lastIndexOf: withText((text, part) => text.lastIndexOf(part)),
  concat: withText((text, other) => text + other),
  equalsIgnoreCase: (text, other) => isText(other) && text.toLowerCase() === other.toLowerCase(),
  substring: (text, from, to = text.length) =>
    isPlace(from) && isPlace(to) && from >= 0 && from <= to && to <= text.length ? text.slice(from, to) : undefined,
  charAt: (text, at) => (isPlace(at) ? text[at] : undefined),
};

const LIST: Table<readonly Value[]> = {
  size: (list) => list.length,
  isEmpty: (list) => list.length === 0,
  contains: (list, item) => item !== undefined && list.some((each) => sameValue(each, item)),
  indexOf: (list, item) => (item === undefined ? undefined : list.findIndex((each) => sameValue(each, item))),
  get: (list, at) => (isPlace(at) ? list[at] : undefined),
};

const MAP: Table<Variables> = {
  size: (map) => Object.keys(map).length,
  isEmpty: (map) => Object.keys(map).length === 0,
  containsKey: (map, key) => isText(key) && Object.hasOwn(map, key),
  containsValue: (map, value) => value !== undefined && Object.values(map).some((each) => sameValue(each, value)),
  get: (map, key) => (isText(key) && Object.hasOwn(map, key) ? map[key] : null),
  getOrDefault: (map, key, otherwise) => (isText(key) && Object.hasOwn(map, key) ? map[key] : otherwise),
};

/** How many arguments each takes: one, unless it says so here. */
const ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    ['length', 'size', 'isEmpty', 'isBlank', 'trim', 'toUpperCase', 'toLowerCase', 'toString'].map((name) => [
      name,
      [0],
    ]),
  ),
  substring: [1, 2],
  getOrDefault: [2],
};

/** Whether any kind of value has the method. */
export function isValueMethod(method: string): boolean {
  return method === 'equals' || [TEXT, LIST, MAP].some((table) => Object.hasOwn(table, method));
}

/** What the method of a value answers; undefined where the value has none of that name, or it does not take these. */
export function callValueMethod(target: Value, method: string, given: readonly Value[]): Value | undefined {
  if (target === null || !(ARGUMENTS[method] ?? [1]).includes(given.length)) return undefined;
  if (method === 'equals') return sameValue(target, given[0] as Value);
  const call = <Target>(table: Table<Target>, on: Target): Value | undefined =>
    Object.hasOwn(table, method) ? table[method]?.(on, ...given) : undefined;
  if (typeof target === 'string') return call(TEXT, target);
  if (typeof target !== 'object' || target instanceof Temporal) return undefined;
  return Array.isArray(target) ? call(LIST, target as readonly Value[]) : call(MAP, target as Variables);
}
