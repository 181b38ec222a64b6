/** Functions that a FEEL text calls and that neither FEEL, nor Cairn, nor the text itself has: known before it is evaluated. */
import { evaluate, isFunction, parseExpression, parseUnaryTests } from 'feelin';
import { BoundedCache } from './bounded-cache.ts';
import { FUNCTIONS } from './feel-functions.ts';
import { isOddName } from './feel-values.ts';

/** What brings names into a text: iterations, parameters and entries of contexts, any of which may be a function. */
const BRINGING = new Set(['Name', 'ParameterName', 'Key']);

const oneLine = (name: string): string => name.trim().replaceAll(/\s+/g, ' ');

const builtIns = new BoundedCache<boolean>(2_000);

function isBuiltIn(name: string): boolean {
  return builtIns.get(name, (key) => {
    const { value } = evaluate(key);
    return typeof value === 'function' || isFunction(value);
  });
}

/** Of no other names. */
const NONE: ReadonlySet<string> = new Set();

/** What names that may be functions mean to the reading of a text: worked out once, as a file has as many texts as names. */
interface Names {
  /** Those that FEEL must know to read them: a name like `order total` is none to it otherwise. */
  readonly odd: readonly string[];
  /** All of them, in one line each. */
  readonly known: ReadonlySet<string>;
}

const worked = new WeakMap<ReadonlySet<string>, Names>();

function workedOut(known: ReadonlySet<string>): Names {
  const before = worked.get(known);
  if (before !== undefined) return before;
  const all = [...known];
  const names = { odd: all.filter((name) => isOddName(name)), known: new Set(all.map(oneLine)) };
  worked.set(known, names);
  return names;
}

/**
 * Names of such functions, each once; none where the text cannot be read.
 * @param known Other names that may be functions, such as those of a DMN file.
 */
export function unknownFunctions(
  text: string,
  known: ReadonlySet<string> = NONE,
  kind: 'expression' | 'test' = 'expression',
): readonly string[] {
  if (!text.includes('(')) return [];
  const names = workedOut(known);
  const missing = missingFrom(text, kind, FUNCTIONS, names.known);
  if (names.odd.length === 0 || missing?.length === 0) return missing ?? [];
  // The reader goes through all names at every word: those that the text does not have, however long, are none of its.
  const words = oneLine(text);
  const odd = names.odd.filter((name) => words.includes(oneLine(name)));
  const more = { ...FUNCTIONS, ...Object.fromEntries(odd.map((name) => [name, null])) };
  return missingFrom(text, kind, more, names.known) ?? [];
}

/** Null: the text cannot be read with these names. */
function missingFrom(
  text: string,
  kind: 'expression' | 'test',
  names: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): readonly string[] | null {
  const tree = kind === 'test' ? parseUnaryTests(text, names, undefined) : parseExpression(text, names, undefined);
  const called = new Set<string>();
  const brought = new Set<string>();
  let isWhole = true;
  tree.iterate({
    enter: ({ name: type, type: { isError }, from, to, node }) => {
      if (isError) isWhole = false;
      const name = oneLine(text.slice(from, to));
      if (BRINGING.has(type)) brought.add(name);
      const { parent } = node;
      if (type === 'VariableName' && parent?.name === 'FunctionInvocation' && parent.from === from) called.add(name);
    },
  });
  if (!isWhole) return null;
  return [...called].filter(
    (name) => !known.has(name) && !brought.has(name) && !Object.hasOwn(FUNCTIONS, name) && !isBuiltIn(name),
  );
}
