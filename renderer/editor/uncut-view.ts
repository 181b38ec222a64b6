/**
 * A view that cuts as little as can be: where it may stand a little elsewhere, what is drawn is whole in it or beyond its
 * edges. A name of which half is to be seen tells nobody anything, and looks like a fault.
 */
import type { Box, DiagramElement } from './diagram-services.ts';
import { paletteAirPx } from './palette-room.ts';
import {
  beginningBox,
  easyScale,
  headPx,
  isWithin,
  largestScale,
  leastScale,
  legibleScale,
  meets,
  nothingPx,
  railPx,
  revealingBox,
  revealPx,
  wholeScale,
  type Covered,
  type Room,
  type Zoomed,
} from './view-box.ts';

/** What a view is placed over. `standing`: elements and names with the room that their signs take. */
export interface Ground {
  readonly inner: Box;
  readonly standing: readonly Box[];
  readonly covered: Covered;
  /** It is made no smaller than that, so as to cut less. */
  readonly least?: number;
}

/** What stands around an element: signs and words above it; those of events and gateways beside it, and so do heads of arrows. */
export interface SignRoom {
  readonly above: number;
  readonly before: number;
  readonly beside: number;
  readonly beforeSmall: number;
}

/** Of a job: its tokens stand before, and so do the words of what is small; the ring of the checkpoint in view is around it. */
export const tokenRoom: SignRoom = { above: 18, before: 14, beside: 9, beforeSmall: 44 };
/** Of what is edited: flags, and the frame of what is selected. */
export const flagRoom: SignRoom = { above: 21, before: 6, beside: 6, beforeSmall: 6 };
const smallWide = 60;
/** A view is moved by no more than this, in such steps. */
const reachPx = revealPx + 60;
const stepPx = 10;
const scaleStep = 0.04;
const sizePx = 24;
/** So many places are tried along each axis. */
const mostAligned = 24;
const leadWeight = 2;
/** Of a view's width or height: so much of it may lie beyond an end of the diagram, where less would cut more. */
const mostAir = 0.33;

/** What must not be cut: elements and names, with their signs. What holds others is as large as it is. */
export function standingBoxes(elements: readonly DiagramElement[], signs: SignRoom): Box[] {
  return elements
    .filter((each) => each.waypoints === undefined && !holdsOthers(each))
    .map((each) => {
      // An event is nothing without its name: they are seen together, or not at all.
      if (each.labelTarget !== undefined)
        return each.labelTarget.waypoints === undefined ? around(each, each.labelTarget) : each;
      const left = each.width <= smallWide ? signs.beforeSmall : signs.before;
      const { x, y, width, height } = each;
      return { x: x - left, y: y - signs.above, width: width + left + signs.beside, height: height + signs.above };
    });
}

/** The smallest box that holds both. */
export function around(one: Box, other: Box): Box {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const foot = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: foot - y };
}

/** The smallest box that holds an element; of a line, all of its places. */
export function extentOf({ x, y, width, height, waypoints = [] }: DiagramElement): Box {
  const points = waypoints.map((each) => ({ ...each, width: 0, height: 0 }));
  const [first, ...others] = points;
  return first === undefined ? { x, y, width, height } : others.reduce(around, first);
}

/** Whether others lie in an element, so that it is as large as they need. */
export function holdsOthers({ type, children = [] }: DiagramElement): boolean {
  return children.length > 0 || /:(Participant|Lane|Group)$/.test(type);
}

/** The beginning of a diagram, placed as cuts least; all of it where there is nearly room for that. */
export function uncutBeginning(ground: Ground, outer: Room, start: Box | null): Box {
  const { inner, covered, least } = ground;
  const isEdited = least !== undefined;
  const at = (scale: number): Box =>
    beginningBox(inner, outer, covered, start, { scale, whole: wholeScale(outer, isEdited), isEdited });
  const plain = at(easyScale);
  // All of it stands as it is, however large.
  if (isWithin(inner, plain)) return plain;
  const scales = scalesAround(easyScale, least);
  return leastCut(
    ground,
    scales.map((scale) => ({ ...at(scale), scale })),
    {
      keep: start,
      reach: { left: outer.width * mostAir, right: 0, along: reachPx },
    },
  );
}

/**
 * A view moved to where it cuts least, next to where it is, else a little smaller or larger, unless its size is to stay;
 * `keep` stays whole in it.
 */
export function uncutBox(view: Zoomed, ground: Ground, keep: Box | null, sameSize = false): Box {
  const { scale } = view;
  const scales = sameSize || scale < leastScale || scale > largestScale ? [scale] : scalesAround(scale, ground.least);
  return leastCut(
    ground,
    scales.map((each) => zoomedTo(view, each, keep, ground)),
    {
      keep,
      reach: { left: reachPx, right: reachPx, along: reachPx },
    },
  );
}

/** The nearest first; none at which names could not be read. */
function scalesAround(scale: number, least = legibleScale): number[] {
  const count = Math.ceil((largestScale - least) / scaleStep);
  return Array.from({ length: 2 * count + 1 }, (_, index) => scale + (index - count) * scaleStep)
    .filter((each) => each === scale || (each >= least && each <= largestScale))
    .toSorted((one, other) => Math.abs(one - scale) - Math.abs(other - scale));
}

/** With the same middle, and what is kept still brought into it. */
function zoomedTo(view: Zoomed, scale: number, keep: Box | null, { inner, covered }: Ground): Zoomed {
  if (scale === view.scale) return view;
  const [width, height] = [(view.width * view.scale) / scale, (view.height * view.scale) / scale];
  const x = view.x + (view.width - width) / 2;
  const y = view.y + (view.height - height) / 2;
  return { ...revealingBox(keep ?? view, inner, { x, y, width, height, scale }, covered), scale };
}

interface Bounds {
  readonly keep: Box | null;
  /** How far a view may be moved. */
  readonly reach: { readonly left: number; readonly right: number; readonly along: number };
}

/** Among views, each moved about, the one that cuts least; of several the one that is nearest to the first. */
function leastCut(ground: Ground, views: readonly Zoomed[], bounds: Bounds): Box {
  const [first] = views;
  if (first === undefined) throw new RangeError('there is no view to choose from');
  const everywhere = movesWithin(bounds.reach);
  const nearTo = views.map((view) => ground.standing.filter((each) => meets(each, widened(view, bounds.reach))));
  let best: Box = boxOf(first);
  let fewest = cutsIn(seenOf(first, ground), ground, ground.standing, first.scale, Infinity);
  look(() => everywhere);
  // Between two elements there may be less room than a step.
  look((view, near) => movesAlong(seenOf(view, ground), near, view.scale, bounds.reach));
  return best;

  function look(movesOf: (view: Zoomed, near: readonly Box[]) => readonly Move[]): void {
    if (fewest === 0) return;
    const changes = views
      .flatMap((view, index) => {
        const near = nearTo[index] ?? [];
        return movesOf(view, near).map((move) => ({ view, near, move, far: farness(view, move) }));
      })
      .toSorted((one, other) => one.far - other.far);
    for (const { view, near, move } of changes) {
      if (fewest === 0) return;
      const { scale } = view;
      const box = { ...boxOf(view), x: view.x + move.x / scale, y: view.y + move.y / scale };
      const seen = seenOf({ ...box, scale }, ground);
      const kept = belowHead(seen, headPx(ground.covered) / scale);
      if ((bounds.keep !== null && !isWithin(bounds.keep, kept)) || beyondEnds(box, view, ground.inner)) continue;
      const cuts = cutsIn(seen, ground, near, scale, fewest);
      if (cuts >= fewest) continue;
      best = box;
      fewest = cuts;
    }
  }

  /** A step of the size weighs as much as so many pixels of a way; empty room before a beginning weighs more. */
  function farness({ scale }: Zoomed, { x, y }: Move): number {
    return (
      Math.hypot(bounds.reach.right === 0 ? x * leadWeight : x, y) +
      (Math.abs(scale - (first?.scale ?? scale)) / scaleStep) * sizePx
    );
  }
}

interface Move {
  readonly x: number;
  readonly y: number;
}

const boxOf = ({ x, y, width, height }: Box): Box => ({ x, y, width, height });

function widened({ x, y, width, height, scale }: Zoomed, { left, right, along }: Bounds['reach']): Box {
  return {
    x: x - left / scale,
    y: y - along / scale,
    width: width + (left + right) / scale,
    height: height + (2 * along) / scale,
  };
}

/** In pixels. */
function movesWithin({ left, right, along }: Bounds['reach']): Move[] {
  const between = (from: number, to: number): number[] => {
    const first = Math.ceil(from / stepPx);
    return Array.from({ length: Math.floor(to / stepPx) - first + 1 }, (_, index) => (first + index) * stepPx);
  };
  return between(-left, right).flatMap((x) => between(-along, along).map((y) => ({ x, y })));
}

/** In pixels: those that bring an edge of what is seen beside an edge of an element, the shortest ones. */
function movesAlong(seen: Box, near: readonly Box[], scale: number, { left, right, along }: Bounds['reach']): Move[] {
  const aligned = (at: number, length: number, of: (box: Box) => readonly [number, number]): number[] => {
    const all = near.flatMap((box) => {
      const [from, to] = of(box);
      const px = (place: number, edge: number): number => (place - edge) * scale;
      // Whole in it or beyond the edge, at either end.
      return [
        Math.floor(px(from, at)),
        Math.ceil(px(to, at)),
        Math.ceil(px(to, at + length)),
        Math.floor(px(from, at + length)),
      ];
    });
    return [...new Set([0, ...all])].toSorted((one, other) => Math.abs(one) - Math.abs(other));
  };
  const across = aligned(seen.x, seen.width, ({ x, width }) => [x, x + width]).filter((x) => x >= -left && x <= right);
  const down = aligned(seen.y, seen.height, ({ y, height }) => [y, y + height]).filter((y) => Math.abs(y) <= along);
  return across.slice(0, mostAligned).flatMap((x) => down.slice(0, mostAligned).map((y) => ({ x, y })));
}

/** The part of a view that nothing lies over all the time: neither palette nor a rail, which is there where the diagram goes on. */
function seenOf({ x, y, width, height, scale }: Zoomed, { covered: { left }, inner }: Ground): Box {
  const goesOn = (from: number, length: number, first: number, whole: number): boolean =>
    (from - first) * scale >= nothingPx || (first + whole - from - length) * scale >= nothingPx;
  const right = goesOn(y, height, inner.y, inner.height) ? railPx / scale : 0;
  const foot = goesOn(x, width, inner.x, inner.width) ? railPx / scale : 0;
  return { x: x + left / scale, y, width: width - left / scale - right, height: height - foot };
}

function belowHead({ x, y, width, height }: Box, head: number): Box {
  return { x, y: y + head, width, height: height - head };
}

/** How many of the boxes are neither whole in it nor beyond its edges or what lies over it; no more than `most` are counted. */
function cutsIn(seen: Box, { covered }: Ground, boxes: readonly Box[], scale: number, most: number): number {
  // What ends beside the palette is to be seen there, though nothing is placed so near to it.
  const air = Math.min(covered.left, paletteAirPx) / scale;
  const shown = { ...seen, x: seen.x - air, width: seen.width + air };
  const { over } = covered;
  const [left, top] = [seen.x - covered.left / scale, seen.y];
  const under =
    over === undefined
      ? null
      : { x: left + over.x / scale, y: top + over.y / scale, width: over.width / scale, height: over.height / scale };
  let cuts = 0;
  for (const each of boxes) {
    const isHidden = under !== null && isWithin(each, under);
    const isCovered = under !== null && meets(each, under);
    if (isHidden || !meets(each, shown) || (isWithin(each, seen) && !isCovered)) continue;
    cuts++;
    if (cuts >= most) break;
  }
  return cuts;
}

/** Whether a view shows more of what lies beyond the ends of a diagram than it did, and than there may be of air. */
function beyondEnds(box: Box, was: Box, inner: Box): boolean {
  const past = (at: Box): number[] => [
    inner.x - at.x,
    inner.y - at.y,
    at.x + at.width - inner.x - inner.width,
    at.y + at.height - inner.y - inner.height,
  ];
  const before = past(was);
  return past(box).some((each, side) => {
    const most = (side % 2 === 0 ? box.width : box.height) * mostAir;
    return each > Math.max(most, before[side] ?? 0);
  });
}
