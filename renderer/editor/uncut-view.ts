/**
 * A view that cuts as little as can be: where it may stand a little elsewhere, what is drawn is whole in it or beyond its
 * edges. A name of which half is to be seen tells nobody anything, and looks like a fault.
 */
import type { Box, DiagramElement } from './diagram-services.ts';
import {
  beginningBox,
  easyScale,
  isWithin,
  meets,
  railPx,
  revealPx,
  type Covered,
  type Room,
  type Zoomed,
} from './view-box.ts';

/** What a view is placed over. `standing`: elements and names with the room that their signs take. */
export interface Ground {
  readonly inner: Box;
  readonly standing: readonly Box[];
  readonly covered: Covered;
}

/** Signs and words of an element stand above it; those of events and gateways beside it. */
const signs = { above: 18, beside: 6, besideSmall: 44 };
const smallWide = 60;
/** A view is moved by no more than this, in such steps. */
const reachPx = revealPx + 60;
const stepPx = 8;
/** Up to here names may be larger than they must be, so that what would be cut is beyond the edge. */
const largestScale = 0.96;

/** What must not be cut: elements and names, with their signs. What holds others is as large as it is. */
export function standingBoxes(elements: readonly DiagramElement[]): Box[] {
  return elements
    .filter((each) => each.waypoints === undefined && !holdsOthers(each))
    .map((each) => {
      if (each.labelTarget !== undefined) return each;
      const left = each.width <= smallWide ? signs.besideSmall : signs.beside;
      const { x, y, width, height } = each;
      return { x: x - left, y: y - signs.above, width: width + left + signs.beside, height: height + signs.above };
    });
}

function holdsOthers({ type, children = [] }: DiagramElement): boolean {
  return children.length > 0 || /:(Participant|Lane|Group)$/.test(type);
}

/** The beginning of a diagram, as much larger or higher as cuts least. */
export function uncutBeginning(ground: Ground, outer: Room, start: Box | null): Box {
  const { inner, covered, standing } = ground;
  const plain = beginningBox(inner, outer, covered, start);
  let best = plain;
  let fewest = cutsIn(seenOf({ ...plain, scale: outer.width / plain.width }, covered), standing);
  for (let scale = easyScale; fewest > 0 && scale <= largestScale; scale += 0.02) {
    const box = { ...beginningBox(inner, outer, covered, start, scale), scale };
    const moved = uncutBox(box, ground, start, { x: 0, y: reachPx });
    const cuts = cutsIn(seenOf({ ...moved, scale }, covered), standing);
    if (cuts >= fewest) continue;
    best = moved;
    fewest = cuts;
  }
  return best;
}

/** A view moved to where it cuts least, next to where it is; `keep` stays whole in it. */
export function uncutBox(view: Zoomed, ground: Ground, keep: Box | null, reach = { x: reachPx, y: reachPx }): Box {
  const { scale, width, height } = view;
  const [wide, high] = [reach.x / scale, reach.y / scale];
  const around = { x: view.x - wide, y: view.y - high, width: width + 2 * wide, height: height + 2 * high };
  const near = ground.standing.filter((each) => meets(each, around));
  let best: Box = { x: view.x, y: view.y, width, height };
  let fewest = cutsIn(seenOf(view, ground.covered), near);
  for (const [x, y] of steps(reach)) {
    if (fewest === 0) break;
    const box = { x: view.x + x / scale, y: view.y + y / scale, width, height };
    const seen = seenOf({ ...box, scale }, ground.covered);
    if ((keep !== null && !isWithin(keep, seen)) || beyondEnds(box, view, ground.inner)) continue;
    const cuts = cutsIn(seen, near);
    if (cuts >= fewest) continue;
    best = box;
    fewest = cuts;
  }
  return best;
}

/** Ways to move, the nearest first. */
function steps(reach: { readonly x: number; readonly y: number }): [number, number][] {
  const along = (far: number): number[] => {
    const count = Math.floor(far / stepPx);
    return Array.from({ length: 2 * count + 1 }, (_, index) => (index - count) * stepPx);
  };
  return along(reach.x)
    .flatMap((x) => along(reach.y).map((y): [number, number] => [x, y]))
    .toSorted((one, other) => Math.hypot(...one) - Math.hypot(...other));
}

/** The part of a view that nothing lies over. */
function seenOf({ x, y, width, height, scale }: Zoomed, { left }: Covered): Box {
  return {
    x: x + left / scale,
    y,
    width: width - (left + railPx) / scale,
    height: height - railPx / scale,
  };
}

function cutsIn(seen: Box, boxes: readonly Box[]): number {
  return boxes.filter((each) => meets(each, seen) && !isWithin(each, seen)).length;
}

/** Whether a view shows more of what lies beyond the ends of a diagram than it did, and than there is air. */
function beyondEnds(box: Box, was: Box, inner: Box): boolean {
  const past = (at: Box): number[] => [
    inner.x - at.x,
    inner.y - at.y,
    at.x + at.width - inner.x - inner.width,
    at.y + at.height - inner.y - inner.height,
  ];
  const before = past(was);
  return past(box).some((each, side) => each > Math.max(airUnits, before[side] ?? 0));
}

const airUnits = 40;
