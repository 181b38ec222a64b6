/** Two values in a line each, begun where they differ: of long ones the beginnings say nothing. */
import type { PlainValue } from '../../engine/protocol/views.ts';
import { commonEnds } from '../ui/line-difference.ts';
import { shortText } from './plain-json.ts';

/** As far as a difference is looked for. */
const mostLetters = 20_000;

export interface DifferingText {
  readonly text: string;
  /** Where in it what differs begins and ends. */
  readonly from: number;
  readonly to: number;
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
  const part = (text: string): DifferingText => {
    const ahead = start > 0 ? '…' : '';
    const rest = text.length - start > limit ? '…' : '';
    const shown = text.slice(start, start + limit);
    const at = (place: number): number => ahead.length + Math.min(shown.length, Math.max(0, place - start));
    return { text: `${ahead}${shown}${rest}`, from: at(head), to: at(text.length - tail) };
  };
  return [part(one), part(other)];
}

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
  return { text: shown, from: 0, to: 0 };
}
