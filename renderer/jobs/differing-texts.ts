/** Two values in a line each, begun where they differ: of long ones the beginnings say nothing. */
import type { PlainValue } from '../../engine/protocol/views.ts';
import { commonEnds, lineRows } from '../ui/line-difference.ts';
import { shortText } from './plain-json.ts';

/** As far as a difference is looked for. */
const mostLetters = 20_000;
/** Up to so many words of what differs are compared one by one. */
const mostWords = 300;

interface Piece {
  readonly from: number;
  readonly to: number;
}

export interface DifferingText {
  readonly text: string;
  /** Where in it what differs begins and ends, in order. */
  readonly differing: readonly Piece[];
}

interface Room {
  /** Letters of each. */
  readonly limit: number;
  /** Up to so many letters before the difference they begin at their beginning. */
  readonly keep: number;
}

export function differingTexts(
  left: PlainValue | undefined,
  right: PlainValue | undefined,
  { limit, keep }: Room,
): readonly [DifferingText, DifferingText] {
  const [one, other] = [shortText(left, mostLetters), shortText(right, mostLetters)];
  if (left === undefined || right === undefined) return [whole(one, limit), whole(other, limit)];
  // An escape such as \n is not parted, nor does its letter belong to the word after it.
  const masked = [withoutEscapes(one), withoutEscapes(other)] as const;
  let { head, tail } = commonEnds(...masked);
  while (head > 0 && masked.some((text) => isMask(text[head]))) head -= 1;
  while (tail > 0 && masked.some((text) => isMask(text[text.length - tail]))) tail -= 1;
  // What differs lies beyond what is looked at.
  if (one === other) return [whole(one, limit), whole(other, limit)];
  const start = head <= keep ? 0 : head - Math.floor(keep / 2);
  const pieces = differingPieces(masked[0].slice(head, one.length - tail), masked[1].slice(head, other.length - tail));
  const part = (text: string, found: readonly Piece[]): DifferingText => {
    const ahead = start > 0 ? '…' : '';
    const rest = text.length - start > limit ? '…' : '';
    const shown = text.slice(start, start + limit);
    const at = (place: number): number => ahead.length + Math.min(shown.length, Math.max(0, place - start));
    const differing = found
      .map(({ from, to }) => ({ from: at(head + from), to: at(head + to) }))
      .filter(({ from, to }) => to > from);
    return { text: `${ahead}${shown}${rest}`, differing };
  };
  return [part(one, pieces[0]), part(other, pieces[1])];
}

/** Of what differs, the pieces that do: between them lies what has a word, or more, in common. */
function differingPieces(left: string, right: string): readonly [readonly Piece[], readonly Piece[]] {
  const [lefts, rights] = [wordsOf(left), wordsOf(right)];
  if (lefts.length > mostWords || rights.length > mostWords) {
    return [[{ from: 0, to: left.length }], [{ from: 0, to: right.length }]];
  }
  const found: [Piece[], Piece[]] = [[], []];
  let [begin, end] = [
    { left: 0, right: 0 },
    { left: 0, right: 0 },
  ];
  let common = '';
  const close = (): void => {
    found[0].push({ from: begin.left, to: end.left });
    found[1].push({ from: begin.right, to: end.right });
  };
  for (const { left: at, right: against, same } of lineRows(lefts, rights)) {
    const [word, other] = [at === null ? '' : (lefts[at] ?? ''), against === null ? '' : (rights[against] ?? '')];
    if (same) {
      common += word;
      continue;
    }
    const next = { left: end.left + common.length, right: end.right + common.length };
    if (/[\p{L}\p{N}]/u.test(common)) {
      close();
      begin = next;
    }
    common = '';
    end = { left: next.left + word.length, right: next.right + other.length };
  }
  close();
  return found;
}

/** Words, and each sign between them; an escape is one sign. */
const wordsOf = (masked: string): string[] => masked.match(/[\p{L}\p{N}_]+|\\[\uE000-\uE07F]+|[^]/gu) ?? [];

/** Private signs, which belong to no word, stand for the letters of escapes: as many as those. */
const firstMask = 0xe000;
const isMask = (letter: string | undefined): boolean => letter !== undefined && /[\uE000-\uE07F]/u.test(letter);

function withoutEscapes(text: string): string {
  return text.replace(
    /\\(?:u[0-9a-f]{4}|[ -~])/gu,
    ([sign, ...letters]) =>
      `${sign}${letters.map((letter) => String.fromCodePoint(firstMask + letter.charCodeAt(0))).join('')}`,
  );
}

function whole(text: string, limit: number): DifferingText {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return { text: shown, differing: [] };
}
