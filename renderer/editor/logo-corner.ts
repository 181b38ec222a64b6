/**
 * The logo of bpmn.io, which has to be seen, stands in the lower right corner of the editor's canvas; while something is
 * drawn there, in another one where nothing is, or the least. While the view moves it stays where it is, unless something comes to lie
 * under it; when the view has come to rest, it goes to the first corner that is free.
 */
import type { Box, Canvas, DiagramElement, DiagramHost, ElementRegistry, EventBus } from './diagram-services.ts';
import { meets, sharedArea } from './view-box.ts';

/** The first that is free is taken. */
const usualOrder = ['lower-right', 'lower-left', 'lower-middle', 'upper-right'] as const;
export type Corner = (typeof usualOrder)[number];

/** With its plate, and a little air around it. */
const logoPx = { width: 69, height: 33 };
const edgePx = 11;
/** Lines are this thick. */
const linePx = 4;
const restMs = 100;

/** Where the logo would stand in a corner of a canvas. `left`: where the lower one in the middle begins. */
function cornersOf(room: { readonly width: number; readonly height: number }, left: number) {
  const right = room.width - logoPx.width - edgePx;
  const low = room.height - logoPx.height - edgePx;
  const at = (x: number, y: number): Box => ({ x, y, ...logoPx });
  return {
    'lower-right': at(right, low),
    'lower-left': at(edgePx, low),
    'lower-middle': at(left + edgePx, low),
    'upper-right': at(right, edgePx),
  };
}

/** What stands in the way, in pixels within the canvas. */
interface InTheWay {
  readonly drawn: readonly Box[];
  /** Where what is drawn turns: a frame without a corner looks open, more than one with a gap in a side. */
  readonly bends?: readonly Box[];
  /** What lies over the canvas. */
  readonly tools?: readonly Box[];
}

const plateArea = logoPx.width * logoPx.height;

/**
 * First corner over which nothing is drawn, `now` before all others. Where that is true of none it stays where it is, and
 * at rest it is the one where the least is hidden.
 */
export function freeCorner(
  room: { readonly width: number; readonly height: number },
  left: number,
  { drawn, bends = [], tools = [] }: InTheWay,
  now: Corner | null = null,
): Corner {
  const corners = cornersOf(room, left);
  const names = now === null ? usualOrder : [now, ...usualOrder];
  const free = names.find((name) => ![...drawn, ...tools].some((box) => meets(corners[name], box)));
  if (free !== undefined) return free;
  const hidden = (name: Corner): number => {
    const under = (boxes: readonly Box[]): number =>
      boxes.reduce((sum, box) => sum + sharedArea(corners[name], box), 0);
    const hasBend = bends.some((box) => meets(corners[name], box));
    return under(drawn) + (hasBend ? plateArea / 3 : 0) + 100 * under(tools);
  };
  return now ?? usualOrder.reduce((best, name) => (hidden(name) < hidden(best) ? name : best));
}

/** What others lie in without being its children. */
const frames: ReadonlySet<string> = new Set(['bpmn:Lane', 'bpmn:Group', 'bpmn:Participant']);

type Point = NonNullable<DiagramElement['waypoints']>[number];

/** What an element covers of its plane: of a line and of what holds others, the strokes. */
export function strokesOf(element: DiagramElement): readonly Box[] {
  const { waypoints, type, children = [], x, y, width, height } = element;
  if (waypoints !== undefined) return waypoints.slice(1).map((to, index) => strokeOf(waypoints[index] ?? to, to));
  if (children.length === 0 && !frames.has(type)) return [{ x, y, width, height }];
  const [right, bottom] = [x + width, y + height];
  const edges: readonly (readonly [Point, Point])[] = [
    [
      { x, y },
      { x: right, y },
    ],
    [
      { x, y },
      { x, y: bottom },
    ],
    [
      { x, y: bottom },
      { x: right, y: bottom },
    ],
    [
      { x: right, y },
      { x: right, y: bottom },
    ],
  ];
  return edges.map(([from, to]) => strokeOf(from, to));
}

/** Where the strokes of an element turn: the corners of what holds others, the bends of a line. */
export function bendsOf({ waypoints, type, children = [], x, y, width, height }: DiagramElement): readonly Box[] {
  if (waypoints !== undefined) return waypoints.slice(1, -1).map((each) => strokeOf(each, each));
  if (children.length === 0 && !frames.has(type)) return [];
  return [x, x + width].flatMap((across) =>
    [y, y + height].map((down) => strokeOf({ x: across, y: down }, { x: across, y: down })),
  );
}

function strokeOf(from: Point, to: Point): Box {
  return {
    x: Math.min(from.x, to.x) - linePx / 2,
    y: Math.min(from.y, to.y) - linePx / 2,
    width: Math.abs(from.x - to.x) + linePx,
    height: Math.abs(from.y - to.y) + linePx,
  };
}

/** Moves the logo of an editor while there is one. `left`: what the palette covers of the canvas. */
export function placeLogo(host: DiagramHost, left: () => number): void {
  const canvas = host.get<Canvas>('canvas');
  const registry = host.get<ElementRegistry>('elementRegistry');
  const container = canvas.getContainer();
  /** Of the plane in view, and what is laid over the canvas: looked for anew when it may be other, not with each move of the view. */
  let plane: { readonly strokes: readonly Box[]; readonly bends: readonly Box[] } | null = null;
  let tools: { readonly over: readonly Box[]; readonly left: number } | null = null;
  const planeNow = (): NonNullable<typeof plane> => {
    const root = canvas.getRootElement();
    const elements = registry.filter((element) => element !== root && canvas.findRoot(element) === root);
    return { strokes: elements.flatMap(strokesOf), bends: elements.flatMap(bendsOf) };
  };
  const place = (isResting: boolean): void => {
    const { outer, scale, ...view } = canvas.viewbox();
    const holder = container.parentElement;
    if (holder === null || outer.width === 0) return;
    plane ??= planeNow();
    tools ??= { over: [...laidOver(container), ...boxesOf(container, '.djs-popup')], left: left() };
    const inPixels = (boxes: readonly Box[]): Box[] =>
      boxes
        .filter((box) => meets(box, view))
        .map((box) => ({
          x: (box.x - view.x) * scale,
          y: (box.y - view.y) * scale,
          width: box.width * scale,
          height: box.height * scale,
        }));
    const inTheWay = { drawn: inPixels(plane.strokes), bends: inPixels(plane.bends), tools: tools.over };
    const { logo } = holder.dataset;
    const now = isResting ? null : (usualOrder.find((each) => each === logo) ?? null);
    holder.dataset['logo'] = freeCorner(outer, tools.left, inTheWay, now);
  };
  let rest: ReturnType<typeof setTimeout> | undefined;
  let frame: number | null = null;
  const follow = (): void => {
    frame ??= requestAnimationFrame(() => {
      frame = null;
      place(false);
    });
    clearTimeout(rest);
    rest = setTimeout(() => place(true), restMs);
  };
  const bus = host.get<EventBus>('eventBus');
  bus.on('canvas.viewbox.changed', follow);
  bus.on(['import.done', 'elements.changed', 'root.set'], () => {
    plane = null;
    follow();
  });
  bus.on(
    ['import.done', 'canvas.resized', 'minimap.toggle', 'cairn.mapMoved', 'popupMenu.opened', 'popupMenu.closed'],
    () => {
      tools = null;
      follow();
    },
  );
  bus.on('diagram.destroy', () => {
    clearTimeout(rest);
    if (frame !== null) cancelAnimationFrame(frame);
  });
}

/** The palette and the map, in pixels within the canvas. */
export function laidOver(container: HTMLElement): readonly Box[] {
  return boxesOf(container, '.djs-palette, .djs-minimap.open');
}

function boxesOf(container: HTMLElement, selector: string): readonly Box[] {
  const { left, top } = container.getBoundingClientRect();
  return [...container.querySelectorAll(selector)].map((each) => {
    const box = each.getBoundingClientRect();
    return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
  });
}
