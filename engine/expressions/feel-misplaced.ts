/**
 * Comparisons that lack a side: `x == 3`, `> 1 and < 9`. feelin reads the rest of them, `= 3` or `< 9`, as a test that it
 * hands on as a value, so that the whole is null or false whatever the variables are. DMN 1.5 has such a test in unary tests,
 * after `in`, and in brackets as a range (10.3.1.2).
 */
import type { parseExpression } from 'feelin';
import { quote } from './quote.ts';

type Tree = ReturnType<typeof parseExpression>;

/** What takes values, so that a test in it is half of a comparison. */
const TAKES_VALUES = new Set([
  'Comparison',
  'Conjunction',
  'Disjunction',
  'SimplePositiveUnaryTest',
  'ArithmeticExpression',
]);

/** What is wrong with the first such comparison, as the end of a sentence; null: there is none. */
export function halfComparison(text: string, tree: Tree): string | null {
  const around: string[] = [];
  let found: string | null = null;
  tree.iterate({
    enter: ({ name, from, to, node }) => {
      const within = around.at(-1) ?? '';
      around.push(name);
      if (name !== 'SimplePositiveUnaryTest' || !TAKES_VALUES.has(within) || node.firstChild?.name !== 'CompareOp')
        return;
      found ??= `is not valid FEEL: ${quote(text.slice(from, to))} compares with nothing (equality is one =; write both sides, as in x > 1 and x < 9)`;
    },
    leave: () => {
      around.pop();
    },
  });
  return found;
}
