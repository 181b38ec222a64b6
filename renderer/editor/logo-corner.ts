/**
 * The logo of bpmn.io, which has to be seen, stands in the lower right corner of the editor's canvas; while something is
 * drawn there, in another one where nothing is. While the view moves it stays where it is, unless something comes to lie
 * under it; when the view has come to rest, it goes to the first corner that is free.
 */
import type { Box, Canvas, DiagramElement, DiagramHost, ElementRegistry, EventBus } from './diagram-services.ts';
import { meets } from './view-box.ts';

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

/** First corner over which nothing is drawn, `now` before all others; the usual one where that is true of none. */
export function freeCorner(
  room: { readonly width: number; readonly height: number },
  left: number,
  drawn: readonly Box[],
  now: Corner | null = null,
): Corner {
  const corners = cornersOf(room, left);
  const names = now === null ? usualOrder : [now, ...usualOrder];
  return names.find((name) => !drawn.some((box) => meets(corners[name], box))) ?? 'lower-right';
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
  let strokes: readonly Box[] | null = null;
  let tools: { readonly over: readonly Box[]; readonly left: number } | null = null;
  const strokesNow = (): readonly Box[] => {
    const root = canvas.getRootElement();
    return registry.filter((element) => element !== root && canvas.findRoot(element) === root).flatMap(strokesOf);
  };
  const place = (isResting: boolean): void => {
    const { outer, scale, ...view } = canvas.viewbox();
    const holder = container.parentElement;
    if (holder === null || outer.width === 0) return;
    strokes ??= strokesNow();
    tools ??= { over: [...laidOver(container), ...boxesOf(container, '.djs-popup')], left: left() };
    const inView = strokes.filter((box) => meets(box, view));
    const drawn = inView.map((box) => ({
      x: (box.x - view.x) * scale,
      y: (box.y - view.y) * scale,
      width: box.width * scale,
      height: box.height * scale,
    }));
    const { logo } = holder.dataset;
    const now = isResting ? null : (usualOrder.find((each) => each === logo) ?? null);
    holder.dataset['logo'] = freeCorner(outer, tools.left, [...drawn, ...tools.over], now);
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
    strokes = null;
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
