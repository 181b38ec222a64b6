/**
 * The context pad stays on the canvas, where beside an element at the right or lower edge it would be cut; and off what
 * stands around its element, where there is a side on which nothing does.
 */
import { flagFoot } from './checkpoint-flags.ts';
import type { Box, Canvas, DiagramElement, ElementRegistry, EventBus } from './diagram-services.ts';
import { laidOver, strokesOf } from './logo-corner.ts';
import { paletteRightOf } from './palette-room.ts';
import { around, extentOf, holdsOthers } from './uncut-view.ts';
import { meets, railPx, sharedArea, type Room } from './view-box.ts';

interface Position {
  readonly left: number;
  readonly top: number;
}

type Target = DiagramElement | readonly DiagramElement[];

interface ContextPad {
  /** Pixels within the canvas. bpmn-js has no other way to say where it stands. */
  _getPosition(target: Target): Position;
  _getTargetBounds(target: Target): DOMRect;
  /** Of the pad that is open, if there is one. */
  _updatePosition(): void;
  /** Deprecated, and warned of with each call; bpmn-js itself still places its menus with it. */
  getPad(target: Target): { readonly html: HTMLElement };
}

/** Of a pad with all its entries, with a little air. */
const fullPadPx = { width: 86, height: 112 };
/**
 * What a place costs, in square pixels: being further down the list, further off, over anything but a line, over where
 * one bends or ends, over a part of something only, and beside another element, whose pad it would be taken for.
 */
const costs = { later: 6, offPx: 4, covering: 300, cutting: 500, bend: 120, inside: 200, astray: 40_000 };
/** Of something: less than that is only touched, and more is covered whole. */
const partShares = { least: 0.1, most: 0.9 };
/** How far off its element a pad may stand, beside the usual distance. */
const offsetsPx = [0, 8, 16, 24];
/** So much higher than level with its element it may stand, too. */
const nudgePx = 14;
/** No pad touches the edge of its canvas. */
const edgePx = 4;
/** Of the frame around several elements, from these. */
const frameUnits = 7;
const leastGapPx = 6;
/** It does not touch what stands beside it either. */
const airPx = 2;
/** A pad may stand nearer to the palette than an element. */
const spareAirPx = 8;

/** What is around a pad, in pixels within the canvas. */
export interface Surroundings {
  readonly room: Room;
  /** What the palette covers of the canvas, from its left edge. */
  readonly palette: number;
  /** What the pad belongs to: an element, or places of a line. */
  readonly anchors: readonly [Box, ...Box[]];
  /** What else is drawn near it, but for lines. */
  readonly standing: readonly Box[];
  /** What is written beside its element. */
  readonly names?: readonly Box[];
  /** Elements of which it might seem to be the pad. */
  readonly others?: readonly Box[];
  readonly lines?: readonly Box[];
  /** Where lines bend and end: without those nobody sees where they lead. */
  readonly bends?: readonly Box[];
  /** Where its element is empty but for what stands there: a pool leaves no room beside it. */
  readonly inside?: Box | null;
  readonly pad?: Room;
}

/**
 * Where bpmn-js puts it, right of its element; else the first place beside, below, above or left of it that covers least of
 * what stands there. Where there is no room on any side, over the element.
 */
export function padAt(
  wanted: Position,
  {
    room,
    palette,
    anchors,
    standing,
    names = [],
    others = [],
    lines = [],
    bends = [],
    inside = null,
    pad = fullPadPx,
  }: Surroundings,
): Position {
  const [first] = anchors;
  const gap = Math.max(0, wanted.left - first.x - first.width);
  const [lowest, rightmost] = [room.height - pad.height - edgePx, room.width - pad.width - edgePx];
  const places: readonly Place[] = [
    { ...wanted, cost: 0 },
    ...offsetsPx.flatMap((off) =>
      anchors
        .flatMap((anchor) => sidesOf(anchor, pad, gap + off, palette))
        .map((place, index) => ({ ...place, cost: (index + 1) * costs.later + off * costs.offPx })),
    ),
    ...(inside === null ? [] : placesInside(inside, pad)),
  ].map((place) => ({ ...place, top: Math.max(edgePx, Math.min(place.top, lowest)) }));
  const covered = ({ left, top, isInside = false }: Place): number => {
    const box = { x: left, y: top, ...pad };
    const airy = grown(box, airPx);
    const areas = [first, ...standing].map((each, index) =>
      index > 0 || !isInside ? coverCost(index === 0 ? box : airy, each) : 0,
    );
    const hidden = bends.filter((bend) => meets(bend, box)).length * costs.bend;
    const astray = anchors.some((each) => isLevel(box, each)) ? 0 : strayShare(box, [...anchors, ...names], others);
    return hidden + astray ** 2 * costs.astray + sumOf(areas) + sumOf(lines.map((line) => sharedArea(box, line))) / 4;
  };
  let best: Position = { left: Math.max(0, rightmost), top: places[0]?.top ?? 0 };
  let least = Infinity;
  for (const [index, place] of places.entries()) {
    const isFree = index === 0 || place.left >= palette - spareAirPx;
    if (!isFree || place.left < 0 || place.left > rightmost) continue;
    const over = covered(place);
    if (place.isInside === true && over > 0) continue;
    const cost = over + place.cost;
    if (cost >= least) continue;
    best = { left: place.left, top: place.top };
    least = cost;
  }
  return best;
}

function coverCost(pad: Box, each: Box): number {
  const area = sharedArea(pad, each);
  if (area === 0) return 0;
  const share = area / (each.width * each.height);
  const isCut = share > partShares.least && share < partShares.most;
  return area + costs.covering + (isCut ? costs.cutting : 0);
}

interface Place extends Position {
  /** Of being there at all. */
  readonly cost: number;
  readonly isInside?: boolean;
}

/** All over a box, to be taken where they cover nothing; the nearest to its upper right corner first. */
function placesInside({ x, y, width, height }: Box, pad: Room): Place[] {
  const steps = (length: number): number[] =>
    Array.from({ length: Math.max(0, Math.floor(length / stepPx) + 1) }, (_, index) => index * stepPx);
  return steps(width - pad.width).flatMap((before) =>
    steps(height - pad.height).map((below) => ({
      left: x + width - pad.width - before,
      top: y + below,
      cost: costs.inside + (before + below) / 4,
      isInside: true,
    })),
  );
}

const stepPx = 8;

/** Beside, below, above and left of a box, and off its corners. */
function sidesOf({ x, y, width, height }: Box, pad: Room, gap: number, palette: number): Position[] {
  const aligned = [x, x + (width - pad.width) / 2, x + width - pad.width].map((left) => Math.max(left, palette));
  const offCorners = [x - pad.width / 2, x + width - pad.width / 2];
  const [before, after] = [x - gap - pad.width, x + width + gap];
  const [above, below] = [y - gap - pad.height, y + height + gap];
  return [
    { left: after, top: y },
    { left: after, top: y + height - pad.height },
    ...aligned.map((left) => ({ left, top: below })),
    ...aligned.map((left) => ({ left, top: above })),
    { left: before, top: y },
    { left: before, top: y + height - pad.height },
    // Past what stands beside the end of a short line.
    ...[before, after].map((left) => ({ left, top: y + (height - pad.height) / 2 })),
    ...[before, after].map((left) => ({ left, top: y + height - pad.height - nudgePx })),
    ...[below, above].flatMap((top) => [...offCorners, after, before].map((left) => ({ left, top }))),
  ];
}

/** Whether a pad stands along a side of a box, not only off a corner. */
function isLevel(pad: Box, { x, y, width, height }: Box): boolean {
  const across = Math.min(pad.x + pad.width, x + width) - Math.max(pad.x, x);
  const along = Math.min(pad.y + pad.height, y + height) - Math.max(pad.y, y);
  return across > Math.min(pad.width, width) / 2 || along > Math.min(pad.height, height) / 2;
}

/** How much nearer others are to a pad than what it belongs to, of that way; what it covers is not beside it. */
function strayShare(pad: Box, own: readonly Box[], others: readonly Box[]): number {
  const away = Math.min(...own.map((each) => distance(pad, each)));
  const other = Math.min(...others.filter((each) => !meets(pad, each)).map((each) => distance(pad, each)));
  return Math.max(0, 1 - other / away);
}

/** From the middle of a pad to a box. */
function distance(pad: Box, { x, y, width, height }: Box): number {
  const [middle, level] = [pad.x + pad.width / 2, pad.y + pad.height / 2];
  return Math.hypot(Math.max(x - middle, middle - x - width, 0), Math.max(y - level, level - y - height, 0));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

class PadWithin {
  static readonly $inject = ['contextPad', 'canvas', 'elementRegistry', 'eventBus'];
  readonly #canvas: Canvas;
  readonly #registry: ElementRegistry;

  constructor(contextPad: ContextPad, canvas: Canvas, registry: ElementRegistry, bus: EventBus) {
    this.#canvas = canvas;
    this.#registry = registry;
    const opened = answerWithOpenPad(contextPad, bus);
    bus.on(['minimap.toggle', 'cairn.mapMoved'], () => contextPad._updatePosition());
    const usual = contextPad._getPosition.bind(contextPad);
    contextPad._getPosition = (target) => {
      const container = canvas.getContainer();
      const pad = padSize(opened());
      const anchors = this.#anchors(target, contextPad);
      return padAt(isSeveral(target) ? besideOf(anchors[0]) : usual(target), {
        room: roomOf(container),
        palette: paletteRightOf(container),
        anchors,
        ...this.#near(target, anchors, pad),
        pad,
      });
    };
  }

  /** Of a line, where it ends and the middle of its longest part. */
  #anchors(target: Target, contextPad: ContextPad): readonly [Box, ...Box[]] {
    if (!isSeveral(target) && target.waypoints !== undefined) {
      const [end, middle] = placesOf(target.waypoints);
      return [this.#inPixels(end), this.#inPixels(middle)];
    }
    if (isSeveral(target)) {
      const [first, ...others] = target.map(extentOf);
      if (first !== undefined) return [this.#inPixels(grown(others.reduce(around, first), frameUnits))];
    }
    const at = this.#canvas.getContainer().getBoundingClientRect();
    const { left, top, width, height } = contextPad._getTargetBounds(target);
    return [{ x: left - at.left, y: top - at.top, width, height }];
  }

  #inPixels({ x, y, width, height }: Box): Box {
    const view = this.#canvas.viewbox();
    const { scale } = view;
    return { x: (x - view.x) * scale, y: (y - view.y) * scale, width: width * scale, height: height * scale };
  }

  /** What stands so near that the pad might cover it, in pixels; not what holds its element. */
  #near(target: Target, anchors: readonly Box[], pad: Room): Omit<Surroundings, 'room' | 'palette' | 'anchors'> {
    const reach = anchors.map(({ x, y, width, height }) => ({
      x: x - pad.width - reachPx,
      y: y - pad.height - reachPx,
      width: width + 2 * pad.width + 2 * reachPx,
      height: height + 2 * pad.height + 2 * reachPx,
    }));
    const root = this.#canvas.getRootElement();
    const own = isSeveral(target) ? target : [target];
    const near = this.#registry.filter((each) => {
      const box = this.#inPixels(extentOf(each));
      return reach.some((part) => meets(box, part)) && this.#canvas.findRoot(each) === root;
    });
    const subprocesses = near.filter((each) => isOpenSubprocess(each) && !own.some((one) => isWithinOf(one, each)));
    const single = near.filter((each) => !own.includes(each) && each.waypoints === undefined && !holdsOthers(each));
    const holders = near.filter(
      (each) => isOpenSubprocess(each) && !own.includes(each) && !subprocesses.includes(each),
    );
    const isOwn = (each: DiagramElement): boolean =>
      own.some((one) => isWithinOf(each, one) || each.host === one || one.host === each);
    const others = own.some(({ waypoints }) => waypoints !== undefined)
      ? []
      : single.filter((each) => each.labelTarget === undefined && !isOwn(each));
    const labels = near.filter(({ labelTarget }) => own.some((one) => one === labelTarget));
    const lines = near.filter(({ waypoints }) => waypoints !== undefined);
    const pool = isSeveral(target) || target.type !== 'bpmn:Participant' ? null : target;
    const frames = pool === null ? [] : near.filter((each) => /:(Lane|Group)$/.test(each.type)).flatMap(strokesOf);
    return {
      standing: [
        ...[...single.map(withFlag), ...subprocesses, ...holders.flatMap(flagsOf), ...frames].map((box) =>
          this.#inPixels(box),
        ),
        ...laidOver(this.#canvas.getContainer()),
      ],
      names: labels.map((each) => this.#inPixels(each)),
      others: pool === null ? others.map((each) => this.#inPixels(extentOf(each))) : [],
      lines: lines
        .flatMap(strokesOf)
        .filter(isUpright)
        .map((box) => this.#inPixels(box)),
      bends: lines.flatMap(bendsOf).map((box) => this.#inPixels(box)),
      inside: pool === null ? null : this.#inPixels(withoutBands(pool)),
    };
  }
}

/** Where bpmn-js puts the pad of several elements, beside their frame. */
function besideOf({ x, y, width }: Box): Position {
  return { left: x + width + leastGapPx, top: y };
}

/** Where a line bends and where it ends, with the head of its arrow. */
function bendsOf({ waypoints = [] }: DiagramElement): Box[] {
  return waypoints.slice(1).map((point) => grown({ ...point, width: 0, height: 0 }, bendUnits));
}

/** Of a pool, what its name and those of its lanes leave, off its edges. */
function withoutBands({ x, y, width, height }: DiagramElement): Box {
  const bands = 2 * bandUnits;
  return { x: x + bands, y: y + edgeUnits, width: width - bands - edgeUnits, height: height - 2 * edgeUnits };
}

const bandUnits = 32;
const edgeUnits = 8;

const bendUnits = 6;

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** The end of a line, and the middle of the longest of its parts. */
function placesOf(waypoints: readonly Point[]): readonly [Box, Box] {
  const end = waypoints.at(-1) ?? { x: 0, y: 0 };
  let middle = end;
  let longest = 0;
  for (const [index, to] of waypoints.entries()) {
    const from = waypoints[index - 1] ?? to;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length <= longest) continue;
    longest = length;
    middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  }
  return [
    { ...end, width: 0, height: 0 },
    { ...middle, width: 0, height: 0 },
  ];
}

type Point = NonNullable<DiagramElement['waypoints']>[number];

function isOpenSubprocess({ type, children = [] }: DiagramElement): boolean {
  return children.length > 0 && /(?:SubProcess|Transaction)$/.test(type);
}

function isWithinOf(element: DiagramElement, holder: DiagramElement): boolean {
  for (let at: DiagramElement | null = element; at !== null; at = at.parent ?? null) if (at === holder) return true;
  return false;
}

/** An element, and the flag that may stand on it. */
function withFlag({ x, y, width, height, type, labelTarget }: DiagramElement): Box {
  // The corners of a gateway are empty.
  if (type.endsWith('Gateway') && labelTarget === undefined)
    return { x: x + width / 4, y: y + height / 4, width: width / 2, height: height / 2 };
  const above = labelTarget === undefined ? flagUnits : 0;
  return { x, y: y - above, width, height: height + above };
}

const flagUnits = 12;

/** Where the flags of a subprocess stand, on its upper edge. */
function flagsOf(element: DiagramElement): Box[] {
  return (['before', 'after'] as const).map((side) => {
    const { x, y } = flagFoot(element, side);
    return { x: element.x + x, y: element.y + y - flagUnits, width: flagUnits, height: flagUnits };
  });
}

/** The box of a slanting line says little about where it is. */
function isUpright({ width, height }: Box): boolean {
  return Math.min(width, height) <= 5;
}

const reachPx = 60;

function isSeveral(target: Target): target is readonly DiagramElement[] {
  return Array.isArray(target);
}

/** Of a canvas, what its rails leave. */
function roomOf(container: HTMLElement): Room {
  const rail = (axis: 'x' | 'y'): number =>
    container.querySelector(`.view-track-${axis}:not([hidden])`) === null ? 0 : railPx;
  return { width: container.clientWidth - rail('y'), height: container.clientHeight - rail('x') };
}

function padSize(html: HTMLElement | null): Room {
  const box = html?.getBoundingClientRect();
  return box === undefined || box.width === 0 ? fullPadPx : { width: box.width, height: box.height };
}

/**
 * What diagram-js offers instead of asking: it says which pad it opens. A menu is opened from a pad that is there.
 * Returns the pad that is open.
 */
function answerWithOpenPad(contextPad: ContextPad, bus: EventBus): () => HTMLElement | null {
  const asked = contextPad.getPad.bind(contextPad);
  let open: HTMLElement | null = null;
  bus.on('contextPad.open', ({ current }) => {
    open = current?.html ?? null;
  });
  bus.on('contextPad.close', () => {
    open = null;
  });
  contextPad.getPad = (target) => (open === null ? asked(target) : { html: open });
  return () => open;
}

export const padWithin = {
  __init__: ['cairnPadWithin'],
  cairnPadWithin: ['type', PadWithin],
};
