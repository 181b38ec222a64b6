/**
 * FEEL computes in doubles here, which hold integers up to 2^53. Beyond that a sum would be wrong by a few, and nobody
 * would notice: so it is a mistake with a name instead. To see every number that arises, the text is rewritten before it
 * is read: `a + b` becomes `exact(a + b)`, and where a variable in sight is too large, the operands are looked at too.
 */
import type { parseExpression } from 'feelin';

type Tree = ReturnType<typeof parseExpression>;

/** The name under which {@link exact} is called; no variable can have it by accident. */
export const EXACT = 'cairn_exact';

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
  return value;
}

/** What the rewritten text calls. */
export const EXACT_FUNCTION: Readonly<Record<string, unknown>> = {
  [EXACT]: Object.assign(exact, { $args: ['value'] }),
};

/** Functions whose result may be larger than what they were given. */
const GROWING = /^(?:sum|product|number|exp|decimal)\s*\(/;

/**
 * The text with every number that arises looked at.
 * @param operands Whether what is computed with is looked at before it is.
 */
export function guardNumbers(text: string, tree: Tree, operands: boolean): string {
  const opening = new Map<number, number>();
  const closing = new Map<number, number>();
  const guard = ({ from, to }: { readonly from: number; readonly to: number }): void => {
    opening.set(from, (opening.get(from) ?? 0) + 1);
    closing.set(to, (closing.get(to) ?? 0) + 1);
  };
  const around: string[] = [];
  tree.iterate({
    enter: (at) => {
      const { name, from, to } = at;
      const within = around.at(-1) ?? '';
      around.push(name);
      if (name === 'ArithmeticExpression') guard({ from, to });
      else if (name === 'FunctionInvocation' && GROWING.test(text.slice(from, from + 20))) guard({ from, to });
      else if (name === 'NumericLiteral') {
        if (to - from > 15 && isLarge(Number(text.slice(from, to)))) guard({ from, to });
      } else if (operands && COMPUTED.has(name) && COMPUTING.has(within)) {
        // Only here are nodes made of the tree: in a long list that takes long.
        const { node } = at;
        if (!besideNull(node) && (within !== 'PositionalParameters' || !isHandedOn(text, node))) guard({ from, to });
      }
    },
    leave: () => {
      around.pop();
    },
  });
  if (opening.size === 0) return text;
  let answer = '';
  for (let at = 0; at <= text.length; at += 1) {
    answer += ')'.repeat(closing.get(at) ?? 0) + `${EXACT}(`.repeat(opening.get(at) ?? 0) + (text[at] ?? '');
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
