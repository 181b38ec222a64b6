/** The words of an XPath 1.0 expression (XPath 1.0, 3.7). */

export interface Token {
  /** `operator`: a symbol or word between two operands; `symbol`: any other. */
  readonly kind: 'literal' | 'number' | 'variable' | 'name' | 'operator' | 'symbol' | 'end';
  /** Of literals without their quotation marks, of variables without their `$`. */
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly at: number;
}

/** The text is not XPath 1.0; the message says where. */
export class XPathSyntaxError extends Error {
  constructor(at: number, message: string) {
    super(`character ${at}: ${message}`);
    this.name = 'XPathSyntaxError';
  }
}

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}._·-]*`;
const TOKEN = new RegExp(
  String.raw`(?<space>\s+)|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<number>\d+(?:\.\d*)?|\.\d+)|` +
    String.raw`\$(?<variable>${NAME}(?::${NAME})?)|(?<name>${NAME}(?::(?!:)(?:${NAME}|\*))?)|` +
    String.raw`(?<symbol>::|//|\.\.|!=|<=|>=|[-()[\].@,/|+=<>*])`,
  'uy',
);

const BETWEEN = new Set(['|', '+', '-', '=', '!=', '<', '<=', '>', '>=', '/', '//']);
const WORDS = new Set(['and', 'or', 'mod', 'div']);
/** After these, and after an operator, an operand begins. */
const OPENING = new Set(['@', '::', '(', '[', ',']);

/** @throws XPathSyntaxError */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new XPathSyntaxError(at + 1, mistakeAt(text, at));
    if (groups['space'] === undefined) tokens.push(tokenOf(groups, tokens.at(-1), at + 1));
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at: text.length + 1 });
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, before: Token | undefined, at: number): Token {
  const { double, single, number, variable, name, symbol } = groups;
  const literal = double ?? single;
  if (literal !== undefined) return { kind: 'literal', text: literal, at };
  if (number !== undefined) return { kind: 'number', text: number, at };
  if (variable !== undefined) return { kind: 'variable', text: variable, at };
  const text = name ?? symbol ?? '';
  const followsOperand =
    before !== undefined && before.kind !== 'operator' && !(before.kind === 'symbol' && OPENING.has(before.text));
  if (followsOperand && (text === '*' || WORDS.has(text))) return { kind: 'operator', text, at };
  if (name !== undefined || text === '*') return { kind: 'name', text, at };
  return { kind: BETWEEN.has(text) ? 'operator' : 'symbol', text, at };
}

function mistakeAt(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === '"' || character === "'") return 'a text that is not closed';
  return character === '$' ? '$ without the name of a variable' : `${character} has no meaning`;
}
