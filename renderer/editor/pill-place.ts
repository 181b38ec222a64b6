/** Where the word above an element stands: of several places the one at which it covers least of what else is drawn. */
import type { Box, DiagramElement } from './diagram-services.ts';
import { flagFoot, flagHeight } from './checkpoint-flags.ts';
import { holdsOthers } from './uncut-view.ts';
import { meets, sharedArea } from './view-box.ts';

/** From the upper left corner of its element. The word begins, has its middle, or ends there, above or below. */
export interface PillPlace {
  readonly x: number;
  readonly y: number;
  readonly from: 'start' | 'middle' | 'end';
  readonly isAbove: boolean;
}

/** Height of a pill, and how far it stands from where it is placed. */
export const pillHigh = 14;
export const pillAway = 2;
/** Signs grow against the zoom; places are compared at the size they have where a diagram is as small as can be read. */
const measuredScale = 1.45;
const smallWide = 60;
/** A line with its stroke, and the head of its arrow, to either side. */
const lineHalf = 3;
const head = { half: 7, long: 14 };
const flag = { width: 10, height: 15 };
/** From the middle: past the head of an arrow, and past an event that is attached there. */
const besideArrow = 10;
const besideAttached = 22;
/** From the right edge: before the flag, with room between them. */
const besideFlag = 18;

/** What is on the plane of an element: what is drawn, and the words of others, which stand already. */
export interface PillNeighbours {
  readonly elements: readonly DiagramElement[];
  readonly words?: readonly Box[];
}

/**
 * The first of the places that meets nothing, else the one that covers least. `own`: signs of the element, from its
 * upper left corner.
 */
export function pillPlace(
  element: Box,
  width: number,
  own: readonly Box[],
  { elements, words = [] }: PillNeighbours,
): PillPlace {
  const places = placesOf(element, width);
  const [first] = places;
  if (first === undefined) throw new RangeError('an element has a place for its word');
  const reach = { x: element.x - 2 * width, y: element.y - 60, width: element.width + 4 * width };
  const near = { ...reach, height: element.height + 120 };
  const moved = own.map((each) => ({ ...each, x: element.x + each.x, y: element.y + each.y }));
  const wide = { x: near.x - outPx, y: near.y - outPx, width: near.width + 2 * outPx, height: near.height + 2 * outPx };
  // Of thousands only a few are near: what room the others take is not worked out.
  const beside = elements.filter((each) => !isFar(each, wide)).flatMap((each) => takenBy(each, element));
  const taken = [...moved, ...words, ...beside].filter((each) => sharedArea(each, near) > 0);
  let best = first;
  let least = Infinity;
  for (const place of places) {
    const box = pillBox(element, width, place);
    const covered = taken.reduce((sum, each) => sum + sharedArea(each, box), 0);
    if (covered >= least) continue;
    [best, least] = [place, covered];
  }
  return best;
}

/** What a word covers at a place, on the canvas. */
export function pillBox({ x, y }: Box, width: number, place: PillPlace, scale = measuredScale): Box {
  const wide = width * scale;
  const before = { start: 0, middle: wide / 2, end: wide }[place.from];
  const above = (place.isAbove ? pillHigh + pillAway : -pillAway) * scale;
  return { x: x + place.x - before, y: y + place.y - above, width: wide, height: pillHigh * scale };
}

function placesOf({ width, height }: Box, word: number): PillPlace[] {
  // Of events and gateways left of the middle, where flows come and go and flags stand, and above a token.
  if (width <= smallWide)
    return [
      { x: width / 2 - 4, y: -10, from: 'end', isAbove: true },
      { x: width / 2 + 4, y: -10, from: 'start', isAbove: true },
      { x: width / 2 - 4, y: height + 10, from: 'end', isAbove: false },
      { x: width / 2 + 4, y: height + 10, from: 'start', isAbove: false },
    ];
  // A long word ends before the flag of an activity that is wide enough for both, and so does one that grows into it.
  const middle = { x: width / 2, y: 0, from: 'middle', isAbove: true } as const;
  const beforeFlag = { x: width - besideFlag, y: 0, from: 'end', isAbove: true } as const;
  const usual = word > width - 14 ? [middle] : word > 56 ? [beforeFlag] : [middle, beforeFlag];
  const besides = [besideArrow, besideAttached].flatMap((away): PillPlace[] => {
    const [left, right] = [width / 2 - away, width / 2 + away];
    return [
      { x: left, y: 0, from: 'end', isAbove: true },
      { x: right, y: 0, from: 'start', isAbove: true },
      { x: right, y: height, from: 'start', isAbove: false },
      { x: left, y: height, from: 'end', isAbove: false },
    ];
  });
  return [...usual, ...besides];
}

/** More than flags and heads of arrows stand out of what they are of. */
const outPx = 40;

/** Whether nothing of it can be in a box, as a look at its ends tells. */
function isFar(element: DiagramElement, box: Box): boolean {
  const { waypoints } = element;
  if (waypoints === undefined) return !meets(element, box);
  const [right, foot] = [box.x + box.width, box.y + box.height];
  return (
    waypoints.every(({ x }) => x < box.x) ||
    waypoints.every(({ x }) => x > right) ||
    waypoints.every(({ y }) => y < box.y) ||
    waypoints.every(({ y }) => y > foot)
  );
}

/** What an element leaves no room for: its line or its shape, and the flags that may stand on it. */
function takenBy(each: DiagramElement, element: Box): Box[] {
  if (each.waypoints !== undefined) return alongLine(each.waypoints);
  if (each.labelTarget !== undefined) return [each];
  if (each !== element && holdsOthers(each)) return [];
  const small = each.width <= smallWide && each.height <= smallWide;
  const flags = (['before', 'after'] as const).map((side) => {
    const { x, y } = flagFoot(each, side);
    const height = Math.max(flag.height, flagHeight(each, side));
    return { ...flag, height, x: each.x + x, y: each.y + y - height, isBefore: side === 'before' };
  });
  // Flags before an activity are rare; there is room for them, and for a word where there is none.
  const standing = flags.filter(({ isBefore }) => small || !isBefore);
  return each === element ? standing : [each, ...standing];
}

function alongLine(waypoints: NonNullable<DiagramElement['waypoints']>): Box[] {
  const boxes = waypoints.slice(1).map((to, index) => {
    const from = waypoints[index] ?? to;
    return grown(from, to, lineHalf);
  });
  const [before, end] = waypoints.slice(-2);
  if (before === undefined || end === undefined) return boxes;
  const long = Math.hypot(before.x - end.x, before.y - end.y);
  const part = long === 0 ? 0 : Math.min(1, head.long / long);
  const back = { x: end.x + (before.x - end.x) * part, y: end.y + (before.y - end.y) * part };
  return [...boxes, grown(back, end, head.half)];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function grown(from: Point, to: Point, by: number): Box {
  const [x, y] = [Math.min(from.x, to.x) - by, Math.min(from.y, to.y) - by];
  return { x, y, width: Math.abs(from.x - to.x) + 2 * by, height: Math.abs(from.y - to.y) + 2 * by };
}
