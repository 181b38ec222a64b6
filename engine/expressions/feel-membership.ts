/**
 * What `in` means (DMN 1.5, 10.3.1.2, rule 49, and 8.3.3): a value is in a list that has it, and in one that it equals. feelin looks
 * for the value in the list alone. And it reads `x in list and y > 3` as `x in (list and y > 3)`, so that the whole is null or false
 * whatever the variables are; here `in` binds as all comparisons do. So the text is rewritten before it is read.
 */
import { evaluate, type parseExpression } from 'feelin';
import { isSame } from './feel-ranges.ts';

type Tree = ReturnType<typeof parseExpression>;
type Node = NonNullable<ReturnType<Tree['resolve']>['parent']>;

/** The name of {@link tested} in the rewritten text; no variable can have it by accident. */
const TESTED = 'cairn_tested';

/** The same for {@link answered}. */
const ANSWERED = 'cairn_answered';

const isIn = evaluate('function(value, tests) value in tests').value as {
  readonly fn: (value: unknown, tests: unknown) => unknown;
};

/** A list as a test: true for what it has, and for what it equals. Everything else as it is. */
function tested(test: unknown): unknown {
  if (!Array.isArray(test)) return test;
  return (value: unknown) => (Array.isArray(value) && isSame(value, test)) || isIn.fn(value, test);
}

/** What asks about `?` itself and comes to true or false is the answer, and is not compared with `?`. */
function answered(answer: unknown): unknown {
  return typeof answer === 'boolean' ? () => answer : answer;
}

/** What the rewritten text calls. */
export const MEMBERSHIP_FUNCTION: Readonly<Record<string, unknown>> = {
  [TESTED]: Object.assign(tested, { $args: ['test'] }),
  [ANSWERED]: Object.assign(answered, { $args: ['answer'] }),
};

/** What feelin reads into the right side of `in`, though it binds no closer. */
const NO_CLOSER = new Set(['Conjunction', 'Disjunction', 'Comparison']);

/** What may be a list. */
const LISTS = new Set([
  'List',
  'VariableName',
  'PathExpression',
  'FilterExpression',
  'FunctionInvocation',
  'ParenthesizedExpression',
  'IfExpression',
  'ForExpression',
]);

/**
 * The text with `in` as it binds, and with lists as tests.
 * @param input Whether what unary tests ask about is a list itself; false in an expression.
 */
export function guardMembership(text: string, tree: Tree, input = false): string {
  if (!input && !/\b(?:in|if)\b/.test(text)) return text;
  const inserted = new Map<number, { before: string; after: string }>();
  const around = (from: number, to: number, opening: string): void => {
    const [first, last] = [from, to].map((at) => inserted.get(at) ?? { before: '', after: '' });
    if (first === undefined || last === undefined) return;
    // The outer of two that begin together is met first; of two that end together, the inner one ends first all the same.
    inserted.set(from, { ...first, after: first.after + opening });
    inserted.set(to, { ...(from === to ? first : last), before: `${last.before})` });
  };
  tree.iterate({
    enter: ({ name, node }) => {
      if (name === 'Comparison' && node.getChild('in') !== null) {
        const end = endOf(node);
        if (end !== null) around(node.from, end, '(');
      } else if (name === 'PositiveUnaryTest' && asks(text, node)) around(node.from, node.to, `${ANSWERED}(`);
      else if (name === 'PositiveUnaryTest' && (input || within(node, 'Comparison'))) {
        // What is compared with is no test itself, and nothing follows a test that stands alone.
        const test = within(node, 'Comparison') ? firstOf(node) : node.firstChild;
        if (test !== null && test.parent?.name !== 'SimplePositiveUnaryTest' && LISTS.has(test.name))
          around(test.from, test.to, `${TESTED}(`);
      }
    },
  });
  if (inserted.size === 0) return text;
  let answer = '';
  for (let at = 0; at <= text.length; at += 1) {
    const { before, after } = inserted.get(at) ?? { before: '', after: '' };
    answer += before + after + (text[at] ?? '');
  }
  return answer;
}

/** Where a comparison with `in` ends that feelin reads further; null where it reads it right. */
function endOf(comparison: Node): number | null {
  const test = comparison.getChild('PositiveUnaryTest');
  if (test === null) return null;
  const { to } = firstOf(test);
  return to < test.to ? to : null;
}

/** The test itself, or what `> …` compares with, without what feelin reads into it. */
function firstOf(test: Node): Node {
  let first = test.firstChild ?? test;
  for (;;) {
    const compares = first.name === 'SimplePositiveUnaryTest' && first.firstChild?.name === 'CompareOp';
    const next = compares ? first.lastChild : NO_CLOSER.has(first.name) ? first.firstChild : null;
    if (next === null) return first;
    first = next;
  }
}

/** Whether a test that stands alone is an `if` about `?`: feelin takes its true for a value to compare with. */
function asks(text: string, test: Node): boolean {
  if (within(test, 'Comparison') || !text.slice(test.from, test.to).includes('?')) return false;
  let inner = test.firstChild;
  while (inner?.name === 'ParenthesizedExpression') inner = inner.firstChild?.nextSibling ?? null;
  return inner?.name === 'IfExpression';
}

function within(node: Node, name: string): boolean {
  const { parent } = node;
  return parent?.name === name || (parent?.name === 'PositiveUnaryTests' && parent.parent?.name === name);
}
