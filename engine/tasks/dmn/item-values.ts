/** Whether values are of the types that a file defines (DMN 1.5, 10.3.2.9), in FEEL's own values. */
import { kindOf, temporal } from '../../expressions/feel-scope.ts';
import type { ItemType } from './decision-graph.ts';

/** A value is not what its type says; the message says how. */
export class TypeMistake extends Error {}

/** Names of FEEL's types, as DMN of all versions and vendors writes them. */
const BASE: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  dateTime: 'date and time',
  'days and time duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'years and months duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
  list: 'list',
  context: 'context',
  function: 'function',
};

/** Whether a name is that of a type of FEEL's own, `Any` and `Null` among them. */
export function isBaseType(name: string): boolean {
  const plain = name.replace(/^feel:/, '');
  return Object.hasOwn(BASE, plain) || /^(?:any|null)$/i.test(plain);
}

/** Unary tests on a value. */
type Test = (tests: string, value: unknown) => boolean;

/** The types of a file. */
export class ItemTypes {
  readonly #types: ReadonlyMap<string, ItemType>;
  readonly #passes: Test;

  constructor(types: ReadonlyMap<string, ItemType>, passes: Test) {
    this.#types = types;
    this.#passes = passes;
  }

  /**
   * The value as one of the type: a text where a date, time or duration is wanted, which JSON has no other way to bring,
   * becomes one; a single value and the list of it stand for each other. Null is of every type.
   * @throws TypeMistake
   */
  conform(value: unknown, type: string | null): unknown {
    return type === null ? value : this.#named(value, type, 0);
  }

  #named(value: unknown, name: string, depth: number): unknown {
    const plain = name.replace(/^feel:/, '');
    const definition = this.#types.get(plain);
    if (definition !== undefined && depth < 50) return this.#item(value, definition, depth + 1);
    const base = BASE[plain];
    return base === undefined ? value : this.#base(value, base);
  }

  #base(value: unknown, base: string): unknown {
    if (value === null || value === undefined) return value;
    const kind = kindOf(value);
    if (kind === base) return value;
    if (kind === 'list' && base !== 'list' && (value as unknown[]).length === 1) {
      return this.#base((value as unknown[])[0], base);
    }
    if (base === 'list') return [value];
    if (kind === 'date' && base === 'date and time') return temporal(base, `${value as string}T00:00:00Z`);
    if (kind === 'string') {
      const made = temporal(base, value as string);
      if (made !== null) return made;
    }
    throw new TypeMistake(`${shown(value)} is not of type ${base}`);
  }

  #item(value: unknown, type: ItemType, depth: number): unknown {
    if (value === null || value === undefined) return value;
    if (!type.collection) {
      const single =
        Array.isArray(value) && value.length === 1 && type.components !== null ? (value as unknown[])[0] : value;
      const made = this.#single(single, type, depth);
      this.#check(type.constraint, made, type);
      return made;
    }
    const items = (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) =>
      this.#single(item, type, depth),
    );
    this.#check(type.constraint, items, type);
    return items;
  }

  #single(value: unknown, type: ItemType, depth: number): unknown {
    if (value === null || value === undefined) return value;
    let made: unknown = value;
    if (type.components !== null) {
      if (kindOf(value) !== 'context') throw new TypeMistake(`${shown(value)} is not a context, as ${type.name} is`);
      const given: Record<string, unknown> = { ...value };
      made = given;
      for (const component of type.components) {
        if (Object.hasOwn(given, component.name))
          given[component.name] = this.#item(given[component.name], component, depth + 1);
      }
    } else if (type.base !== null) made = this.#named(value, type.base, depth);
    this.#check(type.allowed, made, type);
    return made;
  }

  #check(tests: string | null, value: unknown, type: ItemType): void {
    if (tests === null || this.#passes(tests, value)) return;
    throw new TypeMistake(`${shown(value)} is not among the values that ${type.name} allows (${tests})`);
  }
}

function shown(value: unknown): string {
  const kind = kindOf(value);
  if (kind === 'string') return `the text "${(value as string).slice(0, 100)}"`;
  return kind === 'number' || kind === 'boolean' ? String(value) : `a ${kind}`;
}
