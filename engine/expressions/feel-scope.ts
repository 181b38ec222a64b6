/** What FEEL sees while a decision is evaluated: FEEL's own values by name, functions and ranges among them. */
import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelTime, isFunction, isRange } from 'feelin';
import { Temporal, setOwn, type TemporalKind, type Value, type Variables } from '../core/value.ts';
import { isLarge } from './feel-numbers.ts';
import { fromFeel, isOddName, lookAt, toFeel } from './feel-values.ts';

/** Names and their values; what it does not have is looked for in the scope around it. */
export class FeelScope {
  readonly #around: FeelScope | null;
  readonly #own = new Map<string, unknown>();
  #odd: boolean;
  #large: boolean;
  #all: Record<string, unknown> | null = null;

  constructor(around: FeelScope | null) {
    this.#around = around;
    this.#odd = around?.odd ?? false;
    this.#large = around?.large ?? false;
  }

  /** The variables of a job. */
  static of(variables: Variables): FeelScope {
    const scope = new FeelScope(null);
    const { odd, large } = lookAt(variables);
    scope.#odd = odd;
    scope.#large = large;
    for (const [name, value] of Object.entries(variables)) scope.#own.set(name, toFeel(value));
    return scope;
  }

  /** Whether FEEL must know the names to read a text. */
  get odd(): boolean {
    return this.#odd;
  }
  /** Whether there is an integer that FEEL cannot compute with. */
  get large(): boolean {
    return this.#large;
  }

  set(name: string, value: unknown): void {
    this.#own.set(name, value);
    this.#all = null;
    const { odd, large } = traits(value, 0);
    this.#odd ||= odd || isOddName(name);
    this.#large ||= large;
  }

  has(name: string): boolean {
    return this.#own.has(name) || (this.#around?.has(name) ?? false);
  }

  get(name: string): unknown {
    return this.#own.has(name) ? this.#own.get(name) : this.#around?.get(name);
  }

  all(): Record<string, unknown> {
    if (this.#all !== null) return this.#all;
    const all: { [name: string]: Value } = { ...(this.#around?.all() as { [name: string]: Value } | undefined) };
    for (const [name, value] of this.#own) setOwn(all, name, value as Value);
    this.#all = all;
    return all;
  }
}

const known = new WeakMap<object, { readonly odd: boolean; readonly large: boolean }>();
const PLAIN = { odd: false, large: false };

function traits(value: unknown, depth: number): { readonly odd: boolean; readonly large: boolean } {
  if (value === null || typeof value !== 'object')
    return typeof value === 'bigint' ? { odd: false, large: isLarge(value) } : PLAIN;
  const before = known.get(value);
  if (before !== undefined) return before;
  let found = PLAIN;
  if ((Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) && depth < 200) {
    let odd = false;
    let large = false;
    for (const [name, item] of Object.entries(value)) {
      odd ||= !Array.isArray(value) && isOddName(name);
      const part = traits(item, depth + 1);
      odd ||= part.odd;
      large ||= part.large;
    }
    found = { odd, large };
  }
  known.set(value, found);
  return found;
}

/** A FEEL function that the host answers. */
export function feelFunction(parameters: readonly string[], body: (...given: unknown[]) => unknown): unknown {
  return new FeelFunction(body, [...parameters]);
}

/** Calls a function with values by the names of its parameters; undefined where it is none, or takes other ones. */
export function callFunction(
  value: unknown,
  given: Readonly<Record<string, unknown>>,
): { readonly value: unknown } | null {
  if (!isFunction(value)) return null;
  for (const name of Object.keys(given)) if (!value.parameterNames.includes(name)) return null;
  return { value: (value.invoke({ ...given }) as unknown) ?? null };
}

export { fromFeel, toFeel };

/** The name of a value's type, as FEEL has it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return 'number';
  if (typeof value !== 'object') return typeof value;
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelDuration)
    return /^-?P\d+[YM]/.test(String(value)) ? 'years and months duration' : 'days and time duration';
  if (isFunction(value)) return 'function';
  return isRange(value) ? 'range' : 'context';
}

const TEMPORAL: Readonly<Record<string, TemporalKind>> = {
  date: 'date',
  time: 'time',
  'date and time': 'date-time',
  'days and time duration': 'duration',
  'years and months duration': 'duration',
};

/** A date, time or duration of a text; null where the text is none, or the type is another. */
export function temporal(type: string, text: string): unknown {
  const kind = TEMPORAL[type];
  if (kind === undefined) return null;
  const made = toFeel(new Temporal(kind, text));
  return typeof made === 'string' ? null : made;
}

/** The items that there are to go through, if the value has any: a list's, a range's, or the value alone. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (isRange(value)) return value.map((item: unknown) => item);
  return [value];
}
