/**
 * FEEL computes in doubles here, which hold integers up to 2^53. Beyond that a sum would be wrong by a few, and nobody
 * would notice: so it is a mistake with a name instead. To see every number that arises, the text is rewritten before it
 * is read: `a + b` becomes `rounded(a + b)`, `a * b` becomes `times(a, b)`, and where a variable in sight is too large, the
 * operands are looked at too.
 *
 * DMN wants decimals: `0.1 + 0.2 = 0.3` is true there. So what arises is rounded to the 15 digits that a double holds of
 * any decimal. What feelin misreads, it is given otherwise: of `1e3` it sees the 1 alone, of `1.0e3` all.
 */
import type { parseExpression } from 'feelin';
import { divided, multiplied } from './feel-arithmetic.ts';
import { toDecimal, toShortDecimal } from './feel-decimals.ts';

type Tree = ReturnType<typeof parseExpression>;

/** The name under which {@link exact} is called; no variable can have it by accident. */
export const EXACT = 'cairn_exact';
/** The same for {@link rounded} and {@link snapped}. */
const ROUNDED = 'cairn_rounded';
const SNAPPED = 'cairn_snapped';
/** The same for the operators that do more than feelin's, see {@link multiplied}. */
const TIMES = 'cairn_times';
const THROUGH = 'cairn_through';
const OPERATIONS: Readonly<Record<string, string>> = { '*': TIMES, '/': THROUGH };

/** An integer that no double holds exactly. */
export function isLarge(value: unknown): value is number | bigint {
  if (typeof value === 'bigint') return value < Number.MIN_SAFE_INTEGER || value > Number.MAX_SAFE_INTEGER;
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** The value itself, if FEEL can go on computing with it. */
function exact(value: unknown): unknown {
  const large = Array.isArray(value) ? (value as unknown[]).find(isLarge) : isLarge(value) ? value : undefined;
  if (large !== undefined) {
    throw new Error(`${String(large)} is an integer beyond 2^53, which FEEL cannot compute with; use a script`);
  }
  if (Number.isNaN(value)) throw new Error('what is computed is not a number');
  if (value === Infinity || value === -Infinity) throw new Error('a number beyond 1.8e308 arises');
  return value;
}

const rounded = (value: unknown): unknown => exact(typeof value === 'number' ? toDecimal(value) : value);
const snapped = (value: unknown): unknown => exact(typeof value === 'number' ? toShortDecimal(value) : value);

const OPERANDS = { $args: ['left', 'right'] };

/** What the rewritten text calls. */
export const EXACT_FUNCTION: Readonly<Record<string, unknown>> = {
  [EXACT]: Object.assign(exact, { $args: ['value'] }),
  [ROUNDED]: Object.assign(rounded, { $args: ['value'] }),
  [SNAPPED]: Object.assign(snapped, { $args: ['value'] }),
  [TIMES]: Object.assign((left: unknown, right: unknown) => rounded(multiplied(left, right)), OPERANDS),
  [THROUGH]: Object.assign((left: unknown, right: unknown) => snapped(divided(left, right)), OPERANDS),
};

/** Functions whose result may have more digits than what they were given, and what looks at it. */
const GROWING = /^(sum|product|number|exp|decimal|mean|median|stddev|sqrt|modulo)\s*\(/;
const LOOKS: Readonly<Record<string, string>> = { sum: ROUNDED, product: ROUNDED, modulo: ROUNDED, number: EXACT };

/**
 * The text with every number that arises looked at.
 * @param operands Whether what is computed with is looked at before it is.
 */
export function guardNumbers(text: string, tree: Tree, operands: boolean): string {
  const opening = new Map<number, string>();
  const closing = new Map<number, number>();
  const guard = ({ from, to }: { readonly from: number; readonly to: number }, looks: string): void => {
    // The outer of two that begin together is met first.
    opening.set(from, `${opening.get(from) ?? ''}${looks}(`);
    closing.set(to, (closing.get(to) ?? 0) + 1);
  };
  /** Where a fraction goes in front of an exponent. */
  const exponents = new Set<number>();
  /** Where blanks end behind a sign, by where they begin: feelin takes no number from `- 1`. */
  const blanks = new Map<number, number>();
  const literal = (from: number, to: number): void => {
    const written = text.slice(from, to);
    const sign = /^-\s+/.exec(written);
    if (sign !== null) blanks.set(from + 1, from + sign[0].length);
    const exponent = written.search(/e/i);
    if (exponent < 0 && written.length <= 15) return;
    const value = Number(written);
    if (!Number.isFinite(value)) throw new Error(`${written} is a number beyond 1.8e308`);
    if (isLarge(value)) guard({ from, to }, EXACT);
    if (exponent > 0 && !written.includes('.')) exponents.add(from + exponent);
  };
  /** Where operators end that become commas, by where they begin. */
  const commas = new Map<number, number>();
  const arithmetic = (node: Node): void => {
    const operator = node.getChild('ArithOp');
    const sign = operator === null ? '' : text.slice(operator.from, operator.to);
    const called = OPERATIONS[sign];
    if (operator !== null && called !== undefined) commas.set(operator.from, operator.to);
    // Quotients and powers have more digits than any rounding leaves.
    guard(node, called ?? (sign === '+' || sign === '-' ? ROUNDED : SNAPPED));
  };
  const around: string[] = [];
  tree.iterate({
    enter: (at) => {
      const { name, from, to } = at;
      const within = around.at(-1) ?? '';
      around.push(name);
      if (name === 'ArithmeticExpression') arithmetic(at.node);
      else if (name === 'FunctionInvocation') {
        const called = GROWING.exec(text.slice(from, from + 20))?.[1];
        if (called !== undefined) guard({ from, to }, LOOKS[called] ?? SNAPPED);
      } else if (name === 'NumericLiteral') literal(from, to);
      else if (operands && COMPUTED.has(name) && COMPUTING.has(within)) {
        // Only here are nodes made of the tree: in a long list that takes long.
        const { node } = at;
        if (!besideNull(node) && (within !== 'PositionalParameters' || !isHandedOn(text, node)))
          guard({ from, to }, EXACT);
      }
    },
    leave: () => {
      around.pop();
    },
  });
  if (opening.size === 0 && exponents.size === 0 && blanks.size === 0) return text;
  let answer = '';
  for (let at = 0; at <= text.length; at += 1) {
    at = blanks.get(at) ?? at;
    if (exponents.has(at)) answer += '.0';
    answer += ')'.repeat(closing.get(at) ?? 0) + (opening.get(at) ?? '');
    const end = commas.get(at);
    answer += end === undefined ? (text[at] ?? '') : ',';
    if (end !== undefined) at = end - 1;
  }
  return answer;
}

const COMPUTED = new Set(['VariableName', 'PathExpression', 'FilterExpression', 'ParenthesizedExpression']);
const COMPUTING = new Set(['ArithmeticExpression', 'Comparison', 'PositionalParameters', 'SimplePositiveUnaryTest']);

type Node = NonNullable<ReturnType<Tree['resolve']>['parent']>;

/** `x = null` asks nothing about a number. */
function besideNull(node: Node): boolean {
  if (node.parent?.name !== 'Comparison') return false;
  return node.parent.getChild('null') !== null;
}

/** Functions that compute nothing with numbers. */
function isHandedOn(text: string, node: Node): boolean {
  const call = node.parent?.parent;
  if (call === null || call === undefined) return false;
  return /^(?:is\s+defined|count|append|concatenate|get\s+value|get\s+entries)\s*\(/.test(
    text.slice(call.from, call.to),
  );
}
