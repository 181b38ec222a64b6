/**
 * The logo of bpmn.io, which has to be seen, stands in the lower right corner of the editor's canvas; while something is
 * drawn there, in another one where nothing is. It moves when the view has come to rest, never with it.
 */
import type { Box, Canvas, DiagramElement, DiagramHost, ElementRegistry, EventBus } from './diagram-services.ts';
import { meets } from './view-box.ts';

export type Corner = 'lower-right' | 'lower-left' | 'lower-middle' | 'upper-right';

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

/** First corner over which nothing is drawn; the usual one where that is true of none. */
export function freeCorner(
  room: { readonly width: number; readonly height: number },
  left: number,
  drawn: readonly Box[],
): Corner {
  const corners = cornersOf(room, left);
  const names: readonly Corner[] = ['lower-right', 'lower-left', 'lower-middle', 'upper-right'];
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
  const place = (): void => {
    const { outer, scale, ...view } = canvas.viewbox();
    const holder = container.parentElement;
    if (holder === null || outer.width === 0) return;
    const root = canvas.getRootElement();
    const drawn = registry
      .filter((element) => element !== root && canvas.findRoot(element) === root)
      .flatMap(strokesOf)
      .map((box) => ({
        x: (box.x - view.x) * scale,
        y: (box.y - view.y) * scale,
        width: box.width * scale,
        height: box.height * scale,
      }));
    holder.dataset['logo'] = freeCorner(outer, left(), [...drawn, ...laidOver(container)]);
  };
  let rest: ReturnType<typeof setTimeout> | undefined;
  const bus = host.get<EventBus>('eventBus');
  bus.on(
    [
      'canvas.viewbox.changed',
      'canvas.resized',
      'import.done',
      'elements.changed',
      'root.set',
      'minimap.toggle',
      'cairn.mapMoved',
    ],
    () => {
      clearTimeout(rest);
      rest = setTimeout(place, restMs);
    },
  );
  bus.on('diagram.destroy', () => clearTimeout(rest));
}

/** The palette and the map, in pixels within the canvas. */
export function laidOver(container: HTMLElement): readonly Box[] {
  const { left, top } = container.getBoundingClientRect();
  return [...container.querySelectorAll('.djs-palette, .djs-minimap.open')].map((each) => {
    const box = each.getBoundingClientRect();
    return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
  });
}
