/**
 * The `${…}` and `#{…}` of older engines, as a tree. A subset of the Unified Expression Language: property paths, index
 * access, literals, operators, calls of the few methods that {@link evaluateJuel} knows.
 */

export type JuelNode =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly target: JuelNode; readonly key: JuelNode }
  | {
      readonly kind: 'call';
      readonly target: JuelNode;
      readonly method: string | null;
      readonly args: readonly JuelNode[];
    }
  | { readonly kind: 'unary'; readonly operator: '-' | '!' | 'empty'; readonly operand: JuelNode }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: JuelNode; readonly right: JuelNode }
  | { readonly kind: 'choice'; readonly test: JuelNode; readonly yes: JuelNode; readonly no: JuelNode };

/** Text with expressions in it; a part that is a string stands for itself. */
export type JuelTemplate = readonly (string | JuelNode)[];

/** The text is not one; the message says where. */
export class JuelSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JuelSyntaxError';
  }
}

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'symbol' | 'end';
  readonly text: string;
}

/** Deepest nesting of parentheses and operators. */
const MAX_NESTING = 200;

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([\p{L}_$][\p{L}\p{N}_$]*)|(&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]]))/suy;

/** Words that are operators. */
const WORDS: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  not: '!',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  div: '/',
  mod: '%',
  empty: 'empty',
};

const BINARY: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * Reads a text with expressions in it. `\${` stands for `${` itself.
 * @throws JuelSyntaxError
 */
export function parseJuel(text: string): JuelTemplate {
  const parts: (string | JuelNode)[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    if (text[at] === '\\' && /^[$#]\{/.test(text.slice(at + 1, at + 3))) {
      plain += text.slice(at + 1, at + 3);
      at += 3;
    } else if (two === '${' || two === '#{') {
      const end = closing(text, at + 2);
      if (end < 0) throw new JuelSyntaxError('has no closing brace');
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(new Parser(text.slice(at + 2, end)).whole());
      at = end + 1;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain !== '' || parts.length === 0) parts.push(plain);
  return parts;
}

/** Where the expression ends that begins at `from`: the first closing brace outside quotes. */
function closing(text: string, from: number): number {
  let quoted: string | null = null;
  for (let at = from; at < text.length; at += 1) {
    const unit = text[at];
    if (quoted !== null) {
      if (unit === '\\') at += 1;
      else if (unit === quoted) quoted = null;
    } else if (unit === '"' || unit === "'") quoted = unit;
    else if (unit === '}') return at;
  }
  return -1;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  whole(): JuelNode {
    if (this.#peek().kind === 'end') throw new JuelSyntaxError('is empty');
    const node = this.#choice();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new JuelSyntaxError(`has an unexpected ${rest.text}`);
    return node;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'end' };
  }

  #take(...symbols: readonly string[]): string | null {
    const token = this.#peek();
    if (token.kind !== 'symbol' || !symbols.includes(token.text)) return null;
    this.#at += 1;
    return token.text;
  }

  #expect(symbol: string): void {
    if (this.#take(symbol) === null) throw new JuelSyntaxError(`lacks a ${symbol} before ${this.#peek().text}`);
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) throw new JuelSyntaxError('is nested too deeply');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #choice(): JuelNode {
    return this.#nested(() => {
      const test = this.#binary(0);
      if (this.#take('?') === null) return test;
      const yes = this.#choice();
      this.#expect(':');
      return { kind: 'choice', test, yes, no: this.#choice() };
    });
  }

  #binary(level: number): JuelNode {
    const operators = BINARY[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let operator = this.#take(...operators); operator !== null; operator = this.#take(...operators)) {
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): JuelNode {
    const operator = this.#take('-', '!', 'empty');
    if (operator === null) return this.#postfix();
    return this.#nested(() => ({ kind: 'unary', operator: operator as '-' | '!' | 'empty', operand: this.#unary() }));
  }

  #postfix(): JuelNode {
    let node = this.#primary();
    for (;;) {
      if (this.#take('.') !== null) {
        const name = this.#peek();
        if (name.kind !== 'name') throw new JuelSyntaxError(`lacks a name before ${name.text}`);
        this.#at += 1;
        if (this.#take('(') !== null) node = { kind: 'call', target: node, method: name.text, args: this.#arguments() };
        else node = { kind: 'member', target: node, key: { kind: 'literal', value: name.text } };
      } else if (this.#take('[') !== null) {
        const key = this.#choice();
        this.#expect(']');
        node = { kind: 'member', target: node, key };
      } else if (this.#take('(') !== null) {
        node = { kind: 'call', target: node, method: null, args: this.#arguments() };
      } else {
        return node;
      }
    }
  }

  #arguments(): JuelNode[] {
    const args: JuelNode[] = [];
    if (this.#take(')') !== null) return args;
    do args.push(this.#choice());
    while (this.#take(',') !== null);
    this.#expect(')');
    return args;
  }

  #primary(): JuelNode {
    if (this.#take('(') !== null) {
      const inner = this.#choice();
      this.#expect(')');
      return inner;
    }
    const token = this.#peek();
    this.#at += 1;
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'string':
        return { kind: 'literal', value: token.text.slice(1, -1).replace(/\\(.)/gs, '$1') };
      case 'name':
        if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
        if (token.text === 'null') return { kind: 'literal', value: null };
        return { kind: 'variable', name: token.text };
      default:
        throw new JuelSyntaxError(token.kind === 'end' ? 'ends too early' : `has an unexpected ${token.text}`);
    }
  }
}

function tokens(text: string): Token[] {
  const list: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new JuelSyntaxError(`has an unexpected ${text.slice(at).trim().charAt(0)}`);
    at = TOKEN.lastIndex;
    const [, number, string, name, symbol] = match;
    if (number !== undefined) list.push({ kind: 'number', text: number });
    else if (string !== undefined) list.push({ kind: 'string', text: string });
    else if (symbol !== undefined) list.push({ kind: 'symbol', text: symbol });
    else if (name !== undefined) {
      // After a dot a word that is an operator elsewhere is a name: `queue.empty`.
      const word = Object.hasOwn(WORDS, name) && list.at(-1)?.text !== '.' ? WORDS[name] : undefined;
      list.push(word === undefined ? { kind: 'name', text: name } : { kind: 'symbol', text: word });
    }
  }
  return list;
}
