/**
 * Evaluation is synchronous: a loop over long lists within another would hold its engine up for minutes, and a product of
 * lists would fill the memory before its first step. So the text is rewritten before it is read: `for x in list` becomes
 * `for x in walked(list)`, and what is walked through is counted before it is walked through. `for x in a..b` becomes
 * `for x in span(a, b)`: feelin takes `5..0` for 5 alone.
 */
import type { parseExpression } from 'feelin';
import { insertInto, type Insertion } from './feel-insertions.ts';
import { span } from './feel-range.ts';
import { conditionOf } from './feel-truth.ts';
import { underway } from './feel-underway.ts';

type Tree = ReturnType<typeof parseExpression>;
type Node = NonNullable<ReturnType<Tree['resolve']>['parent']>;

/** The names under which the functions below are called, and of what one of them gives; no variable can have them by accident. */
const WALKED = 'cairn_walked';
const COUNTED = 'cairn_counted';
const COUNT = 'cairn_count';
const SPAN = 'cairn_span';
const FILTERED = 'cairn_filtered';
const SEEN = 'cairn_seen';

function walked(list: unknown): unknown {
  underway.visit(Array.isArray(list) ? list.length : 1);
  return list;
}

function filtered(list: unknown): unknown {
  if (Array.isArray(list)) underway.filters(list);
  return walked(list);
}

/** The same of an item alone. */
function seen(item: unknown): true {
  underway.filters([item]);
  return true;
}

/** What the rewritten text calls. */
export const LOOP_FUNCTIONS: Readonly<Record<string, unknown>> = {
  [WALKED]: Object.assign(walked, { $args: ['list'] }),
  [FILTERED]: Object.assign(filtered, { $args: ['list'] }),
  [SEEN]: Object.assign(seen, { $args: ['item'] }),
  [SPAN]: Object.assign(span, { $args: ['start', 'end'] }),
  [COUNTED]: Object.assign((list: unknown) => [walked(list) === null], { $args: ['list'] }),
};

/** Conditions that are asked of every item; others are positions. */
const ASKED = new Set([
  'Comparison',
  'Conjunction',
  'Disjunction',
  'QuantifiedExpression',
  'InstanceOfExpression',
  'SimplePositiveUnaryTest',
]);

/** Whether what a filter says is asked of each item. */
export function asksItems(filter: Node): boolean {
  return ASKED.has(conditionOf(filter)?.name ?? '');
}

/**
 * The text with every list that it walks through counted.
 * @param odd Variables have names that FEEL knows only by where they come from (`order total`), so that lists must stay as they
 * are: loops count them beside themselves, filters see their items only.
 */
export function guardLoops(text: string, tree: Tree, odd: boolean): string {
  const inserted: Insertion[] = [];
  const wrap = (from: number, to: number, by = WALKED): void => {
    inserted.push({ at: from, text: `${by}(`, closes: false }, { at: to, text: ')', closes: true });
  };
  tree.iterate({
    enter: ({ name, node, from }) => {
      if (name === 'FilterExpression') {
        const list = node.firstChild;
        const condition = conditionOf(node);
        if (!list || condition === null || !asksItems(node)) return;
        if (!odd) wrap(list.from, list.to, FILTERED);
        else if (condition.name !== 'SimplePositiveUnaryTest')
          inserted.push(
            { at: condition.from, text: '(', closes: false },
            { at: condition.to, text: `) and ${SEEN}(item)`, closes: true },
          );
      } else if (name === 'InExpression') {
        const source = node.lastChild;
        const dots = source?.getChild('..');
        if (source && dots) {
          wrap(source.from, source.to, SPAN);
          inserted.push({ at: dots.from, to: dots.to, text: ',', closes: false });
          return;
        }
        const [only, ...others] = [source?.firstChild, source?.firstChild?.nextSibling].filter((each) => each);
        if (!source || !only || others.length > 0) return;
        if (odd && only.name === 'VariableName') {
          const list = text.slice(source.from, source.to);
          inserted.push({ at: from, text: `${COUNT} in ${COUNTED}(${list}), `, closes: false });
        } else wrap(source.from, source.to);
      }
    },
  });
  return insertInto(text, inserted);
}
