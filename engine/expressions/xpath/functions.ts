/** The functions of XPath 1.0 (XPath 1.0, 4). */
import type { DataNode } from './data-tree.ts';
import { numberIn, rounded } from './numbers.ts';
import { isNodeSet, numberOf, stringOf, truthOf, type NodeSet, type XPathValue } from './values.ts';
import { XPathMistake, type Work } from './work.ts';

/** What is looked at, and where it stands among what is looked at. */
export interface Focus {
  readonly node: DataNode;
  readonly position: number;
  readonly size: number;
}

export interface XPathFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (args: readonly XPathValue[], focus: Focus, work: Work) => XPathValue;
}

const NONE: NodeSet = { nodes: [] };

function make(least: number, most: number, call: XPathFunction['call']): XPathFunction {
  return { least, most, call };
}

/** Of texts; where `own`, none given means that of what is looked at. */
function ofTexts(
  least: number,
  most: number,
  call: (texts: readonly string[], work: Work) => XPathValue,
  own = false,
): XPathFunction {
  return make(least, most, (args, focus, work) => {
    const texts = own && args.length === 0 ? [focus.node.text] : args.map(stringOf);
    for (const text of texts) work.charge(1 + (text.length >> 6));
    return call(texts, work);
  });
}

function ofNumber(call: (value: number) => number): XPathFunction {
  return make(1, 1, ([value = '']) => call(numberOf(value)));
}

/** The name of the first of some nodes, or of what is looked at. */
const nameOf = make(0, 1, (args, focus) => {
  const [given] = args;
  return (given === undefined ? focus.node : nodesOf(given, 'name')[0])?.name ?? '';
});

function nodesOf(value: XPathValue | undefined, name: string): readonly DataNode[] {
  if (value !== undefined && isNodeSet(value)) return value.nodes;
  throw new XPathMistake(`${name}() is about elements, not about a text, a number, or true or false`);
}

/** Looking for a long text in a long text is many comparisons. */
function search(text: string, part: string, work: Work): number {
  work.charge(Math.floor((text.length * part.length) / 1_024));
  return text.indexOf(part);
}

/** A character of XPath is a code point of Unicode (XPath 1.0, 3.6). */
function charactersOf(text: string): readonly string[] {
  return Array.from(text);
}

/** Characters from a position on, counted from 1; `length` of them, or all (XPath 1.0, 4.2). */
function substring(text: string, from: number, length: number | null): string {
  const begin = rounded(from);
  const end = length === null ? Number.POSITIVE_INFINITY : begin + rounded(length);
  return charactersOf(text)
    .filter((_, index) => index + 1 >= begin && index + 1 < end)
    .join('');
}

function translate(text: string, from: string, to: string): string {
  const targets = charactersOf(to);
  const table = new Map<string, string>();
  for (const [index, each] of charactersOf(from).entries()) if (!table.has(each)) table.set(each, targets[index] ?? '');
  return charactersOf(text)
    .map((each) => table.get(each) ?? each)
    .join('');
}

const FUNCTIONS: Readonly<Record<string, XPathFunction>> = {
  last: make(0, 0, (_, { size }) => size),
  position: make(0, 0, (_, { position }) => position),
  count: make(1, 1, ([nodes]) => nodesOf(nodes, 'count').length),
  // No data here has ids that a document type declares, and none says its language.
  id: make(1, 1, () => NONE),
  lang: make(1, 1, () => false),
  'local-name': nameOf,
  name: nameOf,
  'namespace-uri': make(0, 1, () => ''),
  string: ofTexts(0, 1, ([text = '']) => text, true),
  concat: ofTexts(2, Number.POSITIVE_INFINITY, (texts) => texts.join('')),
  'starts-with': ofTexts(2, 2, ([text = '', part = '']) => text.startsWith(part)),
  contains: ofTexts(2, 2, ([text = '', part = ''], work) => search(text, part, work) >= 0),
  'substring-before': ofTexts(2, 2, ([text = '', part = ''], work) =>
    text.slice(0, Math.max(0, search(text, part, work))),
  ),
  'substring-after': ofTexts(2, 2, ([text = '', part = ''], work) => {
    const at = search(text, part, work);
    return at < 0 ? '' : text.slice(at + part.length);
  }),
  substring: make(2, 3, ([text = '', from = '', length], _, work) => {
    const whole = stringOf(text);
    work.charge(whole.length >> 3);
    return substring(whole, numberOf(from), length === undefined ? null : numberOf(length));
  }),
  'string-length': ofTexts(0, 1, ([text = '']) => charactersOf(text).length, true),
  'normalize-space': ofTexts(
    0,
    1,
    ([text = '']) =>
      text
        .split(/[ \t\r\n]/)
        .filter((word) => word !== '')
        .join(' '),
    true,
  ),
  translate: ofTexts(3, 3, ([text = '', from = '', to = '']) => translate(text, from, to)),
  boolean: make(1, 1, ([value = '']) => truthOf(value)),
  not: make(1, 1, ([value = '']) => !truthOf(value)),
  true: make(0, 0, () => true),
  false: make(0, 0, () => false),
  number: make(0, 1, ([value], focus) => (value === undefined ? numberIn(focus.node.text) : numberOf(value))),
  sum: make(1, 1, ([nodes]) => nodesOf(nodes, 'sum').reduce((sum, node) => sum + numberIn(node.text), 0)),
  floor: ofNumber(Math.floor),
  ceiling: ofNumber(Math.ceil),
  round: ofNumber(rounded),
};

/** A function of XPath itself; null: it has none of this name. */
export function coreFunction(name: string): XPathFunction | null {
  return Object.hasOwn(FUNCTIONS, name) ? (FUNCTIONS[name] as XPathFunction) : null;
}
