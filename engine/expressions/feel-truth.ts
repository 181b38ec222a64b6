/**
 * What is true (DMN 1.5): true alone. feelin takes everything but false and null for it, in `if` (10.3.2.8, table 57: whatever is not true leads
 * to the `else`) and after `satisfies`, whose answers are joined as by `or` and `and` (10.3.2.14): what is neither true nor false
 * makes the whole null, unless another answer decides it. And it takes `["a"][contains(item, "a")]` for a position. So the text is
 * rewritten before it is read.
 */
import type { parseExpression } from 'feelin';
import { insertInto, type Insertion } from './feel-insertions.ts';
import { underway } from './feel-underway.ts';

type Tree = ReturnType<typeof parseExpression>;
type Node = NonNullable<ReturnType<Tree['resolve']>['parent']>;

/** The names under which the functions below are called; no variable can have them by accident. */
const TRUE = 'cairn_true';
const SOME = 'cairn_some';
const EVERY = 'cairn_every';
const WHOLE = 'cairn_whole';

function asked(answer: unknown, at: number, otherwise: boolean): boolean {
  if (typeof answer === 'boolean') return answer;
  underway.undecided.add(at);
  return otherwise;
}

/** `decides`: the answer that counts whatever the others are. */
function whole(answer: unknown, at: number, decides: boolean): unknown {
  const open = underway.undecided.delete(at);
  return open && answer === !decides ? null : answer;
}

/** What the rewritten text calls. */
export const TRUTH_FUNCTIONS: Readonly<Record<string, unknown>> = {
  [TRUE]: Object.assign((value: unknown) => value === true, { $args: ['value'] }),
  [SOME]: Object.assign((answer: unknown, at: number) => asked(answer, at, false), { $args: ['answer', 'at'] }),
  [EVERY]: Object.assign((answer: unknown, at: number) => asked(answer, at, true), { $args: ['answer', 'at'] }),
  [WHOLE]: Object.assign(whole, { $args: ['answer', 'at', 'decides'] }),
};

/** Functions that answer with true or false: what they are asked in a filter is asked of each item. */
const ANSWERING =
  /^(?:not|contains|starts\s+with|ends\s+with|matches|list\s+contains|all|any|is|is\s+defined|is\s+blank|is\s+empty|before|after|meets|met\s+by|overlaps|includes|during|starts|finishes|coincides)\s*\(/;

/**
 * The text with what is true as DMN has it.
 * @param given Whether a variable is called `item`, so that `prices[item]` may mean a position.
 */
export function guardTruth(text: string, tree: Tree, given: boolean): string {
  if (!/\b(?:if|some|every)\b|\[/.test(text)) return text;
  const isItem = !given && !bringsItem(text, tree);
  const inserted: Insertion[] = [];
  const wrap = ({ from, to }: Pick<Node, 'from' | 'to'>, before: string, after: string): void => {
    inserted.push({ at: from, text: before, closes: false }, { at: to, text: after, closes: true });
  };
  tree.iterate({
    enter: ({ name, node }) => {
      if (name === 'IfExpression') {
        const [, condition] = partsIn(node);
        if (condition !== undefined) wrap(condition, `${TRUE}(`, ')');
      } else if (name === 'QuantifiedExpression') {
        const condition = partsIn(node).at(-1);
        if (condition === undefined || condition.name === 'satisfies') return;
        const every = text.startsWith('every', node.from);
        // To a filter or a test null is as false; and they have to see what they ask.
        if (ASKING.has(outside(node)?.name ?? '')) wrap(condition, `${TRUE}(`, ')');
        else {
          wrap(node, `${WHOLE}(`, `, ${node.from}, ${!every})`);
          wrap(condition, `${every ? EVERY : SOME}(`, `, ${node.from})`);
        }
      } else if (name === 'FilterExpression') {
        const condition = conditionOf(node);
        if (condition !== null && isAskedOfItems(text, condition, isItem)) wrap(condition, '(', ') = true');
      }
    },
  });
  return insertInto(text, inserted);
}

const ASKING = new Set(['FilterExpression', 'PositiveUnaryTest']);

/** What is around a node and its brackets. */
function outside({ parent }: Node): Node | null {
  return parent?.name === 'ParenthesizedExpression' ? outside(parent) : parent;
}

/** What a filter asks. */
export function conditionOf(filter: Node): Node | null {
  return partsIn(filter)[2] ?? null;
}

/** What a node is made of: comments may stand anywhere. */
function partsIn(node: Node): Node[] {
  const parts: Node[] = [];
  for (let part = node.firstChild; part !== null; part = part.nextSibling)
    if (!part.name.endsWith('Comment')) parts.push(part);
  return parts;
}

/** Whether a loop, function or context of the text calls something `item`. */
function bringsItem(text: string, tree: Tree): boolean {
  let brings = false;
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (['Name', 'ParameterName', 'Key'].includes(name) && text.slice(from, to) === 'item') brings = true;
    },
  });
  return brings;
}

/**
 * Whether what feelin takes for a position says of an item whether it stays.
 * @param isItem Whether `item` can only be the item of a filter.
 */
function isAskedOfItems(text: string, condition: Node, isItem: boolean): boolean {
  if (
    !['FunctionInvocation', 'VariableName', 'PathExpression', 'ParenthesizedExpression', 'IfExpression'].includes(
      condition.name,
    )
  )
    return false;
  if (condition.name === 'FunctionInvocation' && ANSWERING.test(text.slice(condition.from, condition.to))) return true;
  if (!isItem) return false;
  let item = false;
  condition.cursor().iterate(({ name, from, to }) => {
    if (name === 'VariableName' && text.slice(from, to) === 'item') item = true;
  });
  return item;
}
