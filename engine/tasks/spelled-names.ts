/**
 * Whether a text can be FEEL where names have spaces, hyphens or other signs in them: FEEL must know such a name to read
 * it, and which values there will be is not known before a decision is evaluated.
 *
 * Any file may hold any text: each is gone through once, whatever stands in it, and not with a pattern made of its names.
 */
import { isPlainName } from '../expressions/feel-values.ts';
import { quote } from '../expressions/quote.ts';

/** Why a text cannot be read; null if it can. */
type Read = (text: string) => string | null;

/** Words, white space, and signs one by one. */
const TOKEN = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;
const WORD = /^[\p{L}\p{N}_]/u;
const BEGINNING = /^[\p{L}_]/u;
const SPACE = /^\s/;

const KEYWORDS: ReadonlySet<string> = new Set(
  'and or not in between if then else for return some every satisfies instance of function external'.split(' '),
);

/** Of a name that texts are searched for; a longer one is no name that somebody spells. */
const MOST_TOKENS = 100;

/** Names, token by token. */
interface NameTree {
  ends: boolean;
  readonly next: Map<string, NameTree>;
}

/** How many tokens a name has that begins at this one; 0: none begins there. */
type LengthAt = (tokens: readonly string[], at: number) => number;

/** Names of a file, as they may stand in its texts. */
export class SpelledNames {
  readonly #tree: NameTree = { ends: false, next: new Map() };
  /** All of them are one word each, whatever else is known. */
  readonly arePlain: boolean;

  constructor(names: Iterable<string>) {
    const odd = new Set([...names].map((name) => name.trim()).filter((name) => name !== '' && !isPlainName(name)));
    this.arePlain = odd.size === 0;
    for (const name of odd) this.#add(name.match(TOKEN) ?? []);
  }

  /** Why a text cannot be read, whatever of it are names; null if it can be. */
  unreadable(text: string, read: Read): string | null {
    const reason = read(text);
    if (reason === null) return null;
    const named = this.arePlain ? text : outsideQuotes(text, (tokens, at) => this.#longestAt(tokens, at));
    if (named !== text && read(named) === null) return null;
    if (read(outsideQuotes(named, wordsAt)) === null) return null;
    // What was read without the names stumbled over the first of them.
    return named === text ? reason : `FEEL ${quote(text)} is not valid FEEL`;
  }

  #add(tokens: readonly string[]): void {
    if (tokens.length > MOST_TOKENS) return;
    let tree = this.#tree;
    for (const token of tokens) {
      const key = SPACE.test(token) ? ' ' : token;
      const below = tree.next.get(key) ?? { ends: false, next: new Map<string, NameTree>() };
      tree.next.set(key, below);
      tree = below;
    }
    tree.ends = true;
  }

  #longestAt(tokens: readonly string[], start: number): number {
    let longest = 0;
    let tree: NameTree | undefined = this.#tree;
    for (let at = start; at < tokens.length; at += 1) {
      const token: string = tokens[at] ?? '';
      tree = tree.next.get(SPACE.test(token) ? ' ' : token);
      if (tree === undefined) break;
      if (tree.ends && !isWord(tokens[at + 1])) longest = at + 1 - start;
    }
    return longest;
  }
}

/** Words in a row, which may be the name of a variable that the file does not declare. */
function wordsAt(tokens: readonly string[], start: number): number {
  const isPart = (token: string | undefined): boolean => isWord(token) && !KEYWORDS.has(token ?? '');
  if (!isPart(tokens[start]) || !BEGINNING.test(tokens[start] ?? '')) return 0;
  let end = start + 1;
  while (SPACE.test(tokens[end] ?? '') && isPart(tokens[end + 1])) end += 2;
  return end === start + 1 ? 0 : end - start;
}

function isWord(token: string | undefined): boolean {
  return token !== undefined && WORD.test(token);
}

/** With a word of its own in place of each name; in quotes no name is a name. */
function outsideQuotes(text: string, lengthAt: LengthAt): string {
  let count = 0;
  let written = '';
  const write = (plain: string): void => {
    const tokens = plain.match(TOKEN) ?? [];
    for (let at = 0; at < tokens.length;) {
      const length = isWord(tokens[at - 1]) ? 0 : lengthAt(tokens, at);
      written += length === 0 ? tokens[at] : `name_${(count += 1)}`;
      at += Math.max(1, length);
    }
  };
  let from = 0;
  for (let quoted = text.indexOf('"'); quoted !== -1; quoted = text.indexOf('"', from)) {
    write(text.slice(from, quoted));
    from = endOfQuote(text, quoted);
    written += text.slice(quoted, from);
  }
  write(text.slice(from));
  return written;
}

/** Behind the quote that closes it, or at the end of the text. */
function endOfQuote(text: string, quoted: number): number {
  let at = quoted + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}
