/** Which characters an atom of a pattern stands for (XML Schema part 2, appendix G, as XPath 3.1 takes it over). */

/** Whether it stands for a code point. */
export type Characters = (codePoint: number) => boolean;

function by(pattern: RegExp): Characters {
  return (codePoint) => pattern.test(String.fromCodePoint(codePoint));
}

function not(characters: Characters): Characters {
  return (codePoint) => !characters(codePoint);
}

const SPACE: Characters = (codePoint) =>
  codePoint === 0x20 || codePoint === 0x9 || codePoint === 0xa || codePoint === 0xd;
const DIGIT = by(/^\p{Nd}$/u);
const WORD = by(/^[^\p{P}\p{Z}\p{C}]$/u);
const NAME_START = by(/^[\p{L}_:]$/u);
const NAME = by(/^[\p{L}\p{M}\p{Nd}\p{Nl}\p{Lm}_:.\-·]$/u);

/** What an escape of one letter stands for. */
export const CLASSES: Readonly<Record<string, Characters>> = {
  s: SPACE,
  S: not(SPACE),
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  i: NAME_START,
  I: not(NAME_START),
  c: NAME,
  C: not(NAME),
};

/** Letters that stand for one character. */
export const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

/** What `\p{…}` stands for; null for a property that is not known. */
export function property(name: string): Characters | null {
  const block = BLOCKS[name.replace(/^Is/, '')];
  if (name.startsWith('Is') && block !== undefined)
    return (codePoint) => codePoint >= block[0] && codePoint <= block[1];
  try {
    return by(new RegExp(`^\\p{${name.startsWith('Is') ? `Script=${name.slice(2)}` : name}}$`, 'u'));
  } catch (reason) {
    if (reason instanceof SyntaxError) return null;
    throw reason;
  }
}

/** The blocks that people write; a script of the same name does for the others. */
const BLOCKS: Readonly<Record<string, readonly [number, number]>> = {
  BasicLatin: [0x0, 0x7f],
  'Latin-1Supplement': [0x80, 0xff],
  'LatinExtended-A': [0x100, 0x17f],
  'LatinExtended-B': [0x180, 0x24f],
  GreekandCoptic: [0x370, 0x3ff],
  GeneralPunctuation: [0x2000, 0x206f],
  CurrencySymbols: [0x20a0, 0x20cf],
  LetterlikeSymbols: [0x2100, 0x214f],
  Arrows: [0x2190, 0x21ff],
  MathematicalOperators: [0x2200, 0x22ff],
  CJKUnifiedIdeographs: [0x4e00, 0x9fff],
};

/** The same in either case. */
export function inAnyCase(characters: Characters): Characters {
  return (codePoint) => {
    if (characters(codePoint)) return true;
    const text = String.fromCodePoint(codePoint);
    return [text.toLowerCase(), text.toUpperCase()].some((other) => {
      const first = other.codePointAt(0) ?? codePoint;
      return first !== codePoint && other.length === String.fromCodePoint(first).length && characters(first);
    });
  };
}
