/** XPath 1.0 as a tree (XPath 1.0, 2 and 3). */
import { tokensOf, XPathSyntaxError, type Token } from './tokens.ts';

export type Axis =
  | 'ancestor'
  | 'ancestor-or-self'
  | 'child'
  | 'descendant'
  | 'descendant-or-self'
  | 'following'
  | 'following-sibling'
  | 'parent'
  | 'preceding'
  | 'preceding-sibling'
  | 'self';

export type NodeTest =
  { readonly kind: 'name'; readonly name: string } | { readonly kind: 'any' | 'node' | 'text' | 'nothing' };

export interface Step {
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly XPathNode[];
}

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod' | '|';

export interface Call {
  readonly kind: 'call';
  readonly prefix: string | null;
  readonly name: string;
  readonly args: readonly XPathNode[];
  readonly at: number;
}

export type XPathNode =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'variable'; readonly name: string }
  | Call
  | { readonly kind: 'minus'; readonly operand: XPathNode }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: XPathNode;
      readonly right: XPathNode;
    }
  | { readonly kind: 'filter'; readonly of: XPathNode; readonly predicates: readonly XPathNode[] }
  /** `from`: an expression, the root, or (null) the node that is looked at. */
  | { readonly kind: 'path'; readonly from: XPathNode | 'root' | null; readonly steps: readonly Step[] };

/** Longest expression, most parts of one, and deepest nesting: what bounds its reading and evaluating. */
const MAX_LENGTH = 20_000;
const MAX_PARTS = 2_000;
const MAX_NESTING = 100;

const LEVELS: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
];

const AXES: ReadonlySet<string> = new Set<Axis>([
  'ancestor',
  'ancestor-or-self',
  'child',
  'descendant',
  'descendant-or-self',
  'following',
  'following-sibling',
  'parent',
  'preceding',
  'preceding-sibling',
  'self',
]);

const ALL_BELOW: Step = { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] };

/** @throws XPathSyntaxError */
export function parseXPath(text: string): XPathNode {
  if (text.length > MAX_LENGTH)
    throw new XPathSyntaxError(MAX_LENGTH, `more than ${MAX_LENGTH} characters are not possible`);
  return new Parser(tokensOf(text)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #parts = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): XPathNode {
    const node = this.#expression();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new XPathSyntaxError(rest.at, `${rest.text} is not expected here`);
    return node;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    this.#parts += 1;
    if (this.#parts > MAX_PARTS) throw new XPathSyntaxError(token.at, `more than ${MAX_PARTS} parts are not possible`);
    return token;
  }

  #isNext(text: string, ahead = 0): boolean {
    const { kind, text: found } = this.#peek(ahead);
    return (kind === 'symbol' || kind === 'operator') && found === text;
  }

  #takeIf(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#take();
    return true;
  }

  #expect(text: string): void {
    if (this.#takeIf(text)) return;
    const { at, kind, text: found } = this.#peek();
    throw new XPathSyntaxError(at, `${text} is missing${kind === 'end' ? '' : ` before ${found}`}`);
  }

  #expression(): XPathNode {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) throw new XPathSyntaxError(this.#peek().at, 'it is nested too deeply');
    const node = this.#binary(0);
    this.#depth -= 1;
    return node;
  }

  #binary(level: number): XPathNode {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { kind, text } = this.#peek();
      const operator = kind === 'operator' ? operators.find((each) => each === text) : undefined;
      if (operator === undefined) return left;
      this.#take();
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): XPathNode {
    let negative = false;
    let any = false;
    for (; this.#takeIf('-'); any = true) negative = !negative;
    const operand = this.#union();
    if (!any) return operand;
    const minus: XPathNode = { kind: 'minus', operand };
    return negative ? minus : { kind: 'minus', operand: minus };
  }

  #union(): XPathNode {
    let left = this.#path();
    while (this.#takeIf('|')) left = { kind: 'binary', operator: '|', left, right: this.#path() };
    return left;
  }

  #path(): XPathNode {
    if (this.#isNext('/') || this.#isNext('//')) {
      const all = this.#take().text === '//';
      const steps = all || this.#beginsStep() ? this.#steps() : [];
      return { kind: 'path', from: 'root', steps: all ? allBelow(steps) : steps };
    }
    if (!this.#beginsPrimary()) return { kind: 'path', from: null, steps: this.#steps() };
    const of = this.#primary();
    const predicates = this.#predicates();
    const from: XPathNode = predicates.length === 0 ? of : { kind: 'filter', of, predicates };
    if (this.#takeIf('/')) return { kind: 'path', from, steps: this.#steps() };
    return this.#takeIf('//') ? { kind: 'path', from, steps: allBelow(this.#steps()) } : from;
  }

  #beginsPrimary(): boolean {
    const { kind } = this.#peek();
    if (kind === 'literal' || kind === 'number' || kind === 'variable' || this.#isNext('(')) return true;
    return kind === 'name' && this.#isNext('(', 1) && !isNodeType(this.#peek().text);
  }

  #beginsStep(): boolean {
    return this.#peek().kind === 'name' || ['.', '..', '@'].some((each) => this.#isNext(each));
  }

  #primary(): XPathNode {
    const token = this.#take();
    switch (token.kind) {
      case 'literal':
        return { kind: 'literal', value: token.text };
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'variable':
        return { kind: 'variable', name: token.text };
      case 'name':
        return this.#call(token);
      default: {
        const inner = this.#expression();
        this.#expect(')');
        return inner;
      }
    }
  }

  #call({ text, at }: Token): Call {
    this.#expect('(');
    const args: XPathNode[] = [];
    if (!this.#isNext(')')) {
      do args.push(this.#expression());
      while (this.#takeIf(','));
    }
    this.#expect(')');
    const [first = '', second] = text.split(':');
    return { kind: 'call', prefix: second === undefined ? null : first, name: second ?? first, args, at };
  }

  #steps(): readonly Step[] {
    const steps = [this.#step()];
    for (;;) {
      if (this.#takeIf('//')) steps.push(...allBelow([this.#step()]));
      else if (this.#takeIf('/')) steps.push(this.#step());
      else return steps;
    }
  }

  #step(): Step {
    const { at, text } = this.#peek();
    if (this.#takeIf('.')) return { axis: 'self', test: { kind: 'node' }, predicates: [] };
    if (this.#takeIf('..')) return { axis: 'parent', test: { kind: 'node' }, predicates: [] };
    if (this.#takeIf('@')) throw new XPathSyntaxError(at, 'data here has no attributes, only elements');
    if (!this.#isNext('::', 1)) return { axis: 'child', test: this.#test(), predicates: this.#predicates() };
    this.#take();
    this.#take();
    if (text === 'attribute' || text === 'namespace')
      throw new XPathSyntaxError(at, `data here has no ${text}s, only elements`);
    if (!isAxis(text)) throw new XPathSyntaxError(at, `there is no axis ${text}`);
    return { axis: text, test: this.#test(), predicates: this.#predicates() };
  }

  #test(): NodeTest {
    const { kind, text, at } = this.#peek();
    if (kind !== 'name')
      throw new XPathSyntaxError(at, kind === 'end' ? 'something is missing' : `${text} is not expected here`);
    this.#take();
    if (this.#isNext('(') && isNodeType(text)) {
      this.#take();
      if (text === 'processing-instruction' && this.#peek().kind === 'literal') this.#take();
      this.#expect(')');
      return { kind: text === 'node' || text === 'text' ? text : 'nothing' };
    }
    // Data here has no namespaces: a prefix says nothing.
    const name = text.slice(text.indexOf(':') + 1);
    return name === '*' ? { kind: 'any' } : { kind: 'name', name };
  }

  #predicates(): readonly XPathNode[] {
    const predicates: XPathNode[] = [];
    while (this.#takeIf('[')) {
      predicates.push(this.#expression());
      this.#expect(']');
    }
    return predicates;
  }
}

/** `//`. Without predicates, which count among siblings, children of all below are all below. */
function allBelow([first, ...others]: readonly Step[]): readonly Step[] {
  if (first?.axis === 'child' && first.predicates.length === 0) return [{ ...first, axis: 'descendant' }, ...others];
  return first === undefined ? [ALL_BELOW] : [ALL_BELOW, first, ...others];
}

function isAxis(text: string): text is Axis {
  return AXES.has(text);
}

function isNodeType(text: string): boolean {
  return text === 'node' || text === 'text' || text === 'comment' || text === 'processing-instruction';
}
