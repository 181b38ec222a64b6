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
  const common = commonEnds(one, other);
  // An escape such as \n is not parted.
  const head = one[common.head - 1] === '\\' ? common.head - 1 : common.head;
  const isParted = [one, other].some((text) => text[text.length - common.tail - 1] === '\\');
  const tail = isParted && common.tail > 0 ? common.tail - 1 : common.tail;
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

function whole(text: string, limit: number): DifferingText {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return { text: shown, from: 0, to: 0 };
}
