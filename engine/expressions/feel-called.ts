/**
 * feelin's built-in functions as they are called here. One that is given what it does not take answers null and says nothing; here
 * it is a mistake, as with all others (see {@link rejected}). And a variable may have a function's name: `count(list) + count` calls
 * the function and reads the variable, where feelin would call the variable.
 */
import { FeelRange, evaluate, isFunction, type parseExpression } from 'feelin';
import { isBackwards } from './feel-range.ts';
import { rejected } from './feel-underway.ts';
import { quote } from './quote.ts';

type Tree = ReturnType<typeof parseExpression>;
type Body = ((...given: unknown[]) => unknown) & { readonly $args: readonly string[] };

const builtIn = (name: string): Body => evaluate(name).value as Body;

/** Those that answer null only where something in what they are given is null, or an empty list. */
const TELLING =
  'string length,upper case,lower case,substring before,substring after,contains,starts with,ends with,string join,string,count,sum,mean,mode,median,product,all,any,append,concatenate,reverse,union,distinct values,flatten,abs,sqrt,log,exp,odd,even,before,after,meets,met by,overlaps,day of year,day of week,month of year,week of year,sort,get entries,context merge'.split(
    ',',
  );

/** Whether there is nothing in a value that null would follow from. */
function isWhole(value: unknown): boolean {
  if (!Array.isArray(value)) return value !== null && value !== undefined;
  return value.length > 0 && value.every((item) => item !== null && item !== undefined);
}

function telling(name: string): Body {
  const body = builtIn(name);
  return Object.assign(
    (...given: unknown[]) => {
      const answer = body(...given) ?? null;
      if (answer !== null || !given.every(isWhole)) return answer;
      return rejected(`${name}(${body.$args.join(', ')}) does not take what it is given`, { given });
    },
    { $args: body.$args },
  );
}

/** `-12`, `.5`, `1.5e3`: a numeric literal (DMN 1.5, 10.3.1.2, rule 37), with blanks around it; feelin takes `""` for 0 and `0x10` for 16. */
const NUMERIC = /^\s*-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function checkedNumber(): Body {
  const body = telling('number');
  return Object.assign(
    (from: unknown, grouping: unknown = null, decimal: unknown = null) => {
      const answer = body(from, grouping, decimal);
      if (typeof answer !== 'number' || typeof from !== 'string') return answer;
      const plain = typeof grouping === 'string' ? from.split(grouping).join('') : from;
      const text = typeof decimal === 'string' && decimal !== '.' ? plain.split(decimal).join('.') : plain;
      if (NUMERIC.test(text)) return answer;
      return rejected(`number(from) expects a number such as "-12.5" or "1e3", got ${quote(from)}`, { from });
    },
    { $args: body.$args },
  );
}

function checkedIncludes(): Body {
  const body = telling('includes');
  return Object.assign(
    (range: unknown, value: unknown) => {
      const answer = body(range, value);
      return answer === true && range instanceof FeelRange && isBackwards(range.start, range.end) ? false : answer;
    },
    { $args: body.$args },
  );
}

/** What is no truth value has no opposite; people write it after `in`, where FEEL has no `not(…)` of its own. */
function checkedNot(negand: unknown): unknown {
  if (typeof negand === 'boolean') return !negand;
  if (negand === null || negand === undefined) return null;
  return rejected('not(negand) takes true or false; what a value is not in, is written before: not(x in …)', {
    negand,
  });
}

/** By name. */
export const CALLED: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(TELLING.map((name) => [name, telling(name)])),
  number: checkedNumber(),
  includes: checkedIncludes(),
  not: Object.assign(checkedNot, { $args: ['negand'] }),
};

/** Where a function is called whose name a variable has, too, it is called by another, which no variable has by accident. */
const aliasOf = (name: string): string => `cairn_called_${name}`;

/** Functions that a variable may hide, with names of one word, under the names by which they are called then. */
export function aliases(functions: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const own = ['date', 'time', 'duration', 'context', 'stddev'].map((name) => [name, builtIn(name)] as const);
  return Object.fromEntries(
    [...own, ...Object.entries(functions)]
      .filter(([name]) => /^[a-z]+$/.test(name))
      .map(([name, body]) => [aliasOf(name), body]),
  );
}

/**
 * The text with such calls renamed.
 * @param known Variables in sight among what else is known; null: whatever the text names beside calling it.
 */
export function unshadowed(
  text: string,
  tree: Tree,
  functions: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>> | null,
): string {
  const calls: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  const read = new Set<string>();
  tree.iterate({
    enter: ({ name: type, from, to, node }) => {
      if (type !== 'VariableName' && type !== 'DateTimeConstructor') return;
      const name = text.slice(from, to);
      if (!Object.hasOwn(functions, aliasOf(name))) return;
      const { parent } = node;
      const called = ['FunctionInvocation', 'DateTimeLiteral'].includes(parent?.name ?? '') && parent?.from === from;
      if (called) calls.push({ name, from, to });
      else if (type === 'VariableName') read.add(name);
    },
  });
  const hidden = ({ name }: { readonly name: string }): boolean => {
    if (known === null) return read.has(name);
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    return value !== undefined && typeof value !== 'function' && !isFunction(value);
  };
  let answer = '';
  let copied = 0;
  for (const call of calls.filter(hidden)) {
    answer += text.slice(copied, call.from) + aliasOf(call.name);
    copied = call.to;
  }
  return answer + text.slice(copied);
}
