/**
 * Evaluation is synchronous: a loop over long lists within another would hold its engine up for minutes, and a product of
 * lists would fill the memory before its first step. So the text is rewritten before it is read: `for x in list` becomes
 * `for x in walked(list)`, and what is walked through is counted before it is walked through. `for x in a..b` becomes
 * `for x in span(a, b)`: feelin takes `5..0` for 5 alone.
 */
import type { parseExpression } from 'feelin';
import { span } from './feel-range.ts';
import { underway } from './feel-underway.ts';

type Tree = ReturnType<typeof parseExpression>;

/** The names under which the functions below are called, and of what one of them gives; no variable can have them by accident. */
const WALKED = 'cairn_walked';
const COUNTED = 'cairn_counted';
const COUNT = 'cairn_count';
const SPAN = 'cairn_span';

function walked(list: unknown): unknown {
  underway.visit(Array.isArray(list) ? list.length : 1);
  return list;
}

/** What the rewritten text calls. */
export const LOOP_FUNCTIONS: Readonly<Record<string, unknown>> = {
  [WALKED]: Object.assign(walked, { $args: ['list'] }),
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

interface Insertion {
  readonly at: number;
  /** Where what it replaces ends. */
  readonly to?: number;
  readonly text: string;
  readonly closes: boolean;
}

/**
 * The text with every list that it walks through counted.
 * @param odd Variables have names that FEEL knows only by where they come from (`order total`), so that lists must stay as they
 * are: loops count them beside themselves, filters do not.
 */
export function guardLoops(text: string, tree: Tree, odd: boolean): string {
  const inserted: Insertion[] = [];
  const wrap = (from: number, to: number, by = WALKED): void => {
    inserted.push({ at: from, text: `${by}(`, closes: false }, { at: to, text: ')', closes: true });
  };
  tree.iterate({
    enter: ({ name, node, from }) => {
      if (name === 'FilterExpression' && !odd) {
        const list = node.firstChild;
        const condition = list?.nextSibling?.nextSibling;
        if (list && condition && ASKED.has(condition.name)) wrap(list.from, list.to);
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
  if (inserted.length === 0) return text;
  let answer = '';
  let copied = 0;
  const ordered = inserted
    .map((each, index) => ({ ...each, index }))
    .toSorted((a, b) => a.at - b.at || Number(b.closes) - Number(a.closes) || a.index - b.index);
  for (const each of ordered) {
    answer += text.slice(copied, each.at) + each.text;
    copied = each.to ?? each.at;
  }
  return answer + text.slice(copied);
}
