/** Which part of a diagram a canvas shows: all of it, its beginning, or one element with what stands around it. */
import type { Box } from './diagram-services.ts';

const airPx = 32;
/** Beside what is edited there may be less, if all of it can be read then. */
const narrowAirPx = 14;
/** In a canvas lower than that there is less air above and below. */
const lowPx = 320;
const lowAirPx = 6;

/** What is laid over a canvas, in pixels from its edges: no element is placed under it. */
export interface Covered {
  readonly left: number;
  readonly foot: number;
  /** By what is open for a while: what is brought into view stands below it. */
  readonly over?: Box;
}

/** Of air below what is open for a while. */
const headAirPx = 24;
/** In pixels: from there on, what is brought into view stands clear of what is open. */
export const headPx = ({ over }: Covered): number => (over === undefined ? 0 : over.y + over.height + headAirPx);

export const nothingCovered: Covered = { left: 0, foot: 0 };
/** Of the logo in the lower right corner. */
export const logoFootPx = 44;
/** Names are 12 pixels high where a diagram is as large as drawn: at this they are 9, below they are hard to read. */
export const legibleScale = 0.75;
/** Where not all is in view anyway, those beside events and gateways, which are 11 pixels high, are 9 too. */
export const easyScale = 0.82;
/**
 * Down to here all of a diagram is shown rather than its beginning: in a small room sooner, of which else much is cut, and
 * in a low one, where whole rows are. But what is edited has to be read.
 */
export const wholeScale = ({ width, height }: Room, isEdited = false): number =>
  isEdited ? legibleScale : width < 600 || height < lowPx ? 0.6 : 0.7;
/** Between these a view is made a little smaller or larger, so that what would be cut is whole in it or beyond its edge. */
export const leastScale = 0.62;
export const largestScale = 0.98;
/** The rails at the right edge and the lower one are so wide, with what they run in. */
export const railPx = 9;
/** Less than this many pixels beyond an edge is no more to see. */
export const nothingPx = 2;
/** What is brought into view stands so far from the edges. */
export const revealPx = 100;

export interface Room {
  readonly width: number;
  readonly height: number;
}

const wideIn = (outer: Room, { left }: Covered, air = airPx): number => outer.width - left - 2 * air;
const airAlong = ({ height }: Room): number => (height < lowPx ? lowAirPx : airPx);
const highIn = (outer: Room, { foot }: Covered): number =>
  outer.height - airAlong(outer) - Math.max(airAlong(outer), foot);

/** View that shows all of a diagram with a little air around it, never larger than drawn. */
export function fittedBox(inner: Box, outer: Room, covered = nothingCovered, air = airPx): Box {
  const scale = fittingScale(inner, outer, covered, air);
  return boxAt(inner, outer, covered, { scale, middle: inner.y + inner.height / 2, air });
}

/**
 * As that where its names can be read; else where it starts, large enough for that. `start`: element it begins with.
 * `isEdited`: there may be less air, if its names can be read then.
 */
export function beginningBox(
  inner: Box,
  outer: Room,
  covered = nothingCovered,
  start: Box | null = null,
  { scale = easyScale, whole = legibleScale, isEdited = false } = {},
): Box {
  const air = (isEdited ? [airPx, narrowAirPx] : [airPx]).find(
    (each) => fittingScale(inner, outer, covered, each) >= whole,
  );
  if (air !== undefined) return fittedBox(inner, outer, covered, air);
  const middle = start === null ? inner.y : start.y + start.height / 2;
  return boxAt(inner, outer, covered, { scale, middle, air: airPx });
}

function fittingScale(inner: Box, outer: Room, covered: Covered, air: number): number {
  const wide = wideIn(outer, covered, air) / inner.width;
  return Math.max(0.05, Math.min(1, wide, highIn(outer, covered) / inner.height));
}

/** In the middle of the room where there is enough, else from its left edge on and with that height in the middle. */
function boxAt(
  inner: Box,
  outer: Room,
  covered: Covered,
  { scale, middle, air }: { readonly scale: number; readonly middle: number; readonly air: number },
): Box {
  const [wide, high] = [wideIn(outer, covered, air), highIn(outer, covered)];
  const x = inner.x - (covered.left + air + Math.max(0, (wide - inner.width * scale) / 2)) / scale;
  const spare = high - inner.height * scale;
  const top =
    spare >= 0
      ? inner.y - spare / 2 / scale
      : Math.min(Math.max(inner.y, middle - high / 2 / scale), inner.y - spare / scale);
  return { x, y: top - airAlong(outer) / scale, width: outer.width / scale, height: outer.height / scale };
}

/**
 * A view moved as little as brings a part of a diagram into it, away from the edges where there is room for that; and so
 * that it shows nothing beyond an end of the diagram while there is more at the other end.
 */
export function revealingBox(part: Box, inner: Box, view: Zoomed, covered = nothingCovered): Box {
  const { scale, width, height } = view;
  const x = slid(
    { at: view.x + covered.left / scale, length: width - covered.left / scale },
    { at: part.x, length: part.width },
    { at: inner.x - airPx / scale, length: inner.width + (2 * airPx) / scale },
    revealPx / scale,
  );
  const head = headPx(covered) / scale;
  const y = slid(
    { at: view.y + head, length: height - head },
    { at: part.y, length: part.height },
    { at: inner.y - airPx / scale, length: inner.height + (airPx + Math.max(airPx, covered.foot)) / scale },
    revealPx / scale,
  );
  return { x: x - covered.left / scale, y: y - head, width, height };
}

interface Stretch {
  readonly at: number;
  readonly length: number;
}

function slid(room: Stretch, part: Stretch, whole: Stretch, reveal: number): number {
  const pad = Math.max(0, Math.min(reveal, (room.length - part.length) / 2));
  const isIn = part.at >= room.at && part.at + part.length <= room.at + room.length;
  const least = part.at + part.length + pad - room.length;
  const at = isIn ? room.at : Math.min(Math.max(room.at, least), part.at - pad);
  const ends = [whole.at, whole.at + whole.length - room.length] as const;
  return Math.max(Math.min(...ends), Math.min(Math.max(...ends), at));
}

/** Whether two boxes share some room. */
export function meets(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** How much room two boxes share. */
export function sharedArea(one: Box, other: Box): number {
  const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const high = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return wide > 0 && high > 0 ? wide * high : 0;
}

export function isWithin(part: Box, whole: Box): boolean {
  return (
    part.x >= whole.x &&
    part.y >= whole.y &&
    part.x + part.width <= whole.x + whole.width &&
    part.y + part.height <= whole.y + whole.height
  );
}

/** The part of a view over a canvas of that size that no palette lies over. */
export function freeBox({ x, y, scale }: View, { width, height }: Room, { left } = nothingCovered): Box {
  return { x: x + left / scale, y, width: (width - left) / scale, height: height / scale };
}

/** A view of a canvas that gets another size: what was in the middle is there still. */
export function aroundMiddle({ x, y, scale }: View, before: Room, now: Room): View {
  return { x: x + (before.width - now.width) / 2 / scale, y: y + (before.height - now.height) / 2 / scale, scale };
}

/** A part of a diagram, and how large it is shown. */
export interface Zoomed extends Box {
  readonly scale: number;
}

export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Whether a view is still where it was left; parts of a pixel are no decision of anybody. */
export function isWhere(view: View, left: View): boolean {
  const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance;
  return (
    near(view.scale, left.scale, 0.001) &&
    near(view.x * view.scale, left.x * left.scale, 1) &&
    near(view.y * view.scale, left.y * left.scale, 1)
  );
}
