/** Functions that a FEEL text calls and that neither FEEL, nor Cairn, nor the text itself has: known before it is evaluated. */
import { evaluate, isFunction, parseExpression, parseUnaryTests } from 'feelin';
import { BoundedCache } from './bounded-cache.ts';
import { FUNCTIONS } from './feel-functions.ts';

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

/**
 * Names of such functions, each once; none where the text cannot be read.
 * @param known Other names that may be functions, such as those of a DMN file.
 */
export function unknownFunctions(
  text: string,
  known: ReadonlySet<string> = new Set(),
  kind: 'expression' | 'test' = 'expression',
): readonly string[] {
  // The reader goes through all names at every word: those that the text does not have, however long, are none of its.
  const words = oneLine(text);
  const others = [...known].filter((name) => words.includes(oneLine(name)));
  const names = { ...FUNCTIONS, ...Object.fromEntries(others.map((name) => [name, null])) };
  const tree = kind === 'test' ? parseUnaryTests(text, names, undefined) : parseExpression(text, names, undefined);
  const called = new Set<string>();
  const brought = new Set(others.map(oneLine));
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
  if (!isWhole) return [];
  return [...called].filter((name) => !brought.has(name) && !Object.hasOwn(FUNCTIONS, name) && !isBuiltIn(name));
}
