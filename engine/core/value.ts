/**
 * What a variable may hold, and its one text form.
 *
 * Values are immutable by agreement: a change is a new value. The text form is JSON in which everything that JSON
 * cannot say is an object with the single key `$cairn`, so that null, -0, NaN, integers beyond 2^53, dates, durations
 * and lone surrogates keep their meaning (checkpoint-semantics, section 3).
 */

/** Calendar kinds of FEEL (DMN 1.5, 10.3.2.3), kept as their ISO 8601 text. */
export type TemporalKind = 'date' | 'time' | 'date-time' | 'duration';

/** A date, time, date and time, or duration. Equality is equality of kind and text. */
export class Temporal {
  readonly kind: TemporalKind;
  readonly iso: string;
  constructor(kind: TemporalKind, iso: string) {
    this.kind = kind;
    this.iso = iso;
    Object.freeze(this);
  }
  toString(): string {
    return this.iso;
  }
  /** What people and JSON consumers see: the ISO text. */
  toJSON(): string {
    return this.iso;
  }
}

/** A value of a variable. */
export type Value =
  null | boolean | number | bigint | string | Temporal | readonly Value[] | { readonly [name: string]: Value };

/** Variables by name. */
export type Variables = { readonly [name: string]: Value };

const TAG = '$cairn';

/** A host value cannot become a {@link Value}. `path` is the variable's path, like `order.lines[3]`. */
export class UnsupportedValue extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.name = 'UnsupportedValue';
    this.path = path;
  }
}

/** Deepest nesting a value may have; deeper ones are refused with their path. */
export const MAX_DEPTH = 200;

/**
 * Makes a {@link Value} out of any host value: `undefined` becomes null, a Date a date-time, Map and Set an object and a
 * list. The result shares nothing with the input.
 * @throws UnsupportedValue for a cycle, a function, a symbol, or more than {@link MAX_DEPTH} levels; it names the path.
 */
export function toValue(input: unknown, path: string): Value {
  return convert(input, path, [], 0);
}

/** Objects whose meaning does not lie in their properties. */
const OPAQUE = [RegExp, Error, Promise, WeakMap, WeakSet, ArrayBuffer, DataView] as const;

function convert(input: unknown, path: string, above: unknown[], depth: number): Value {
  if (input === null || input === undefined) return null;
  switch (typeof input) {
    case 'boolean':
    case 'number':
    case 'string':
    case 'bigint':
      return input;
    case 'function':
      throw new UnsupportedValue(path, 'is a function, which a checkpoint cannot keep');
    case 'symbol':
      throw new UnsupportedValue(path, 'is a symbol, which a checkpoint cannot keep');
    default:
  }
  if (input instanceof Temporal) return input;
  if (input instanceof Date) {
    const time = input.getTime();
    if (Number.isNaN(time)) throw new UnsupportedValue(path, 'is an invalid date');
    return new Temporal('date-time', input.toISOString());
  }
  const opaque = OPAQUE.find((kind) => input instanceof kind);
  if (opaque !== undefined) throw new UnsupportedValue(path, `is a ${opaque.name}, which a checkpoint cannot keep`);
  if (input instanceof Number || input instanceof String || input instanceof Boolean) return input.valueOf();
  if (above.includes(input))
    throw new UnsupportedValue(path, 'contains itself (a cycle), which a checkpoint cannot keep');
  if (depth >= MAX_DEPTH) throw new UnsupportedValue(path, `is nested deeper than ${MAX_DEPTH} levels`);
  above.push(input);
  let result: Value;
  if (Array.isArray(input)) {
    // Not `map`, which keeps holes.
    result = Array.from(input, (item: unknown, index) => convert(item, `${path}[${index}]`, above, depth + 1));
  } else if (input instanceof Set) {
    result = [...input].map((item, index) => convert(item, `${path}[${index}]`, above, depth + 1));
  } else {
    const entries = input instanceof Map ? [...input.entries()] : Object.entries(input);
    const object: { [name: string]: Value } = {};
    for (const [name, item] of entries)
      setOwn(object, String(name), convert(item, `${path}.${String(name)}`, above, depth + 1));
    result = object;
  }
  above.pop();
  return result;
}

/** Plain assignment, except that `__proto__` becomes an ordinary own property. */
export function setOwn(object: { [name: string]: Value }, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

/** Those of some variables that have one of these names. */
export function pick(variables: Variables, names: readonly string[]): Variables {
  const picked: { [name: string]: Value } = {};
  for (const name of names) if (Object.hasOwn(variables, name)) setOwn(picked, name, variables[name] as Value);
  return picked;
}

/** The text form of a value: one line of JSON, ASCII-safe for lone surrogates. */
export function encodeValue(value: Value): string {
  return JSON.stringify(needsTags(value) ? tagged(value) : value);
}

function needsTags(value: Value): boolean {
  switch (typeof value) {
    case 'number':
      return !Number.isFinite(value) || Object.is(value, -0);
    case 'bigint':
      return true;
    case 'object':
      if (value === null) return false;
      if (value instanceof Temporal) return true;
      if (Array.isArray(value)) return value.some(needsTags);
      for (const name in value as Variables) {
        if (name === TAG || name === 'toJSON' || needsTags((value as Variables)[name] as Value)) return true;
      }
      return false;
    default:
      return false;
  }
}

function tagged(value: Value): unknown {
  switch (typeof value) {
    case 'number':
      if (Object.is(value, -0)) return { [TAG]: ['number', '-0'] };
      return Number.isFinite(value) ? value : { [TAG]: ['number', String(value)] };
    case 'bigint':
      return { [TAG]: ['integer', String(value)] };
    case 'object': {
      if (value === null) return null;
      if (value instanceof Temporal) return { [TAG]: [value.kind, value.iso] };
      if (Array.isArray(value)) return value.map(tagged);
      const entries = Object.entries(value as Variables).map(([name, item]) => [name, tagged(item)] as const);
      // An object that has the tag as a key of its own, or a toJSON that JSON.stringify would call, is spelled out.
      if (entries.some(([name]) => name === TAG || name === 'toJSON')) return { [TAG]: ['object', entries] };
      return Object.fromEntries(entries);
    }
    default:
      return value;
  }
}

/**
 * Reads the text form.
 * @throws SyntaxError when the text is not one that {@link encodeValue} writes.
 */
export function decodeValue(text: string): Value {
  const parsed = JSON.parse(text) as unknown;
  return text.includes(TAG) ? untagged(parsed) : (parsed as Value);
}

function untagged(parsed: unknown): Value {
  if (parsed === null || typeof parsed !== 'object') return parsed as Value;
  if (Array.isArray(parsed)) return parsed.map(untagged);
  const tag = Object.hasOwn(parsed, TAG) ? (parsed as { [TAG]: unknown })[TAG] : undefined;
  if (Array.isArray(tag)) {
    const [kind, content] = tag as [string, unknown];
    switch (kind) {
      case 'number':
        return Number(content);
      case 'integer':
        return BigInt(content as string);
      case 'date':
      case 'time':
      case 'date-time':
      case 'duration':
        return new Temporal(kind, content as string);
      case 'object': {
        const object: { [name: string]: Value } = {};
        for (const [name, item] of content as [string, unknown][]) setOwn(object, name, untagged(item));
        return object;
      }
      default:
        throw new SyntaxError(`unknown kind of value "${kind}"`);
    }
  }
  const object: { [name: string]: Value } = {};
  for (const [name, item] of Object.entries(parsed)) setOwn(object, name, untagged(item));
  return object;
}

/** Same meaning: -0 differs from 0, NaN equals itself, the order of an object's names does not matter. */
export function sameValue(left: Value, right: Value): boolean {
  if (Object.is(left, right)) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (left instanceof Temporal || right instanceof Temporal) {
    return left instanceof Temporal && right instanceof Temporal && left.kind === right.kind && left.iso === right.iso;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameValue(item as Value, right[index] as Value));
  }
  const a = left as Variables;
  const b = right as Variables;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameValue(a[name] as Value, b[name] as Value));
}
