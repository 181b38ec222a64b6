/**
 * `\u` takes four digits and `\U` six (DMN 1.5, 10.3.1.2, rule 66). feelin tells the two letters apart by how many digits follow,
 * and reads on into the next escape or the letters behind. So characters are put where their numbers are written.
 */

const TEXT = /"(?:[^"\\]|\\.)*"/gs;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{6})|.)/gs;
const MARKED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A FEEL text with the characters that it writes by number in its literal texts. */
export function withCharacters(text: string): string {
  if (!/\\u/i.test(text)) return text;
  return text.replace(TEXT, (literal) =>
    literal.replace(ESCAPE, (escape: string, four?: string, six?: string) => {
      const digits = four ?? six;
      const code = digits === undefined ? null : Number.parseInt(digits, 16);
      if (code === null || code > 0x10_ff_ff) return escape;
      const character = String.fromCodePoint(code);
      return MARKED[character] ?? character;
    }),
  );
}
