/**
 * Whether a text can be FEEL where names have spaces, hyphens or other signs in them: FEEL must know such a name to read
 * it, and which values there will be is not known before a decision is evaluated.
 */
import { isPlainName } from '../expressions/feel-values.ts';
import { quote } from '../expressions/quote.ts';

/** Why a text cannot be read; null if it can. */
type Read = (text: string) => string | null;

/** Text in quotes, in which no name is a name. */
const QUOTED = /("(?:[^"\\]|\\.)*")/;

const KEYWORD = 'and|or|not|in|between|if|then|else|for|return|some|every|satisfies|instance|of|function|external';
/** Words in a row, which may be the name of a variable that the file does not declare. */
const WORDS = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])(?!(?:${KEYWORD})\b)[\p{L}_][\p{L}\p{N}_]*(?:\s+(?!(?:${KEYWORD})\b)[\p{L}\p{N}_]+)+`,
  'gu',
);

/** Names of a file, as they may stand in its texts. */
export class SpelledNames {
  readonly #spelled: RegExp | null;

  constructor(names: Iterable<string>) {
    const odd = [...new Set([...names].map((name) => name.trim()))].filter((name) => name !== '' && !isPlainName(name));
    const patterns = odd
      .toSorted((a, b) => b.length - a.length)
      .map((name) =>
        name
          .split(/\s+/)
          .map((word) => word.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`))
          .join(String.raw`\s+`),
      );
    this.#spelled =
      odd.length === 0
        ? null
        : new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${patterns.join('|')})(?![\p{L}\p{N}_])`, 'gu');
  }

  /** All of them are one word each, whatever else is known. */
  get arePlain(): boolean {
    return this.#spelled === null;
  }

  /** Why a text cannot be read, whatever of it are names; null if it can be. */
  unreadable(text: string, read: Read): string | null {
    const reason = read(text);
    if (reason === null) return null;
    const named = this.#spelled === null ? text : outsideQuotes(text, this.#spelled);
    if (named !== text && read(named) === null) return null;
    if (read(outsideQuotes(named, WORDS)) === null) return null;
    // What was read without the names stumbled over the first of them.
    return named === text ? reason : `FEEL ${quote(text)} is not valid FEEL`;
  }
}

/** With a word of its own in place of each name. */
function outsideQuotes(text: string, names: RegExp): string {
  let count = 0;
  return text
    .split(QUOTED)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(names, () => `name_${(count += 1)}`)))
    .join('');
}
