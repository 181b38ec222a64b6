/**
 * In which corner of the canvas an open map stands: where it hides least, and above all nothing that is selected. It looks for
 * one when it is opened and when it would hide what was selected, never while a person moves the view with it.
 */
import type { Box, Canvas, DiagramElement, ElementRegistry, EventBus, Minimap, Selection } from './diagram-services.ts';
import { strokesOf } from './logo-corner.ts';
import { paletteRightOf } from './palette-room.ts';
import { sharedArea, type Room } from './view-box.ts';

export type MapCorner = 'upper-right' | 'lower-right' | 'lower-left' | 'upper-left';

/** The first is the usual one. */
const corners: readonly MapCorner[] = ['upper-right', 'lower-right', 'lower-left', 'upper-left'];
/** Of canvas.css. */
const edgePx = 20;
/** What is selected counts so much more than what is not. */
const selectedWeight = 100;

/** What is around a map, in pixels within the canvas. */
export interface MapSurroundings {
  readonly room: Room;
  /** What the palette covers of the canvas, from its left edge. */
  readonly palette: number;
  readonly map: Room;
  readonly selected: readonly Box[];
  readonly drawn: readonly Box[];
}

/** Where a map would stand in a corner. */
export function mapBox(corner: MapCorner, { room, palette, map }: MapSurroundings): Box {
  const x = corner.endsWith('right') ? room.width - map.width - edgePx : Math.max(palette, edgePx);
  const y = corner.startsWith('upper') ? edgePx : room.height - map.height - edgePx;
  return { x, y, ...map };
}

/** The corner in which a map hides least; the usual one where several hide as much. */
export function leastHidingCorner(around: MapSurroundings): MapCorner {
  const hidden = (corner: MapCorner): number => {
    const box = mapBox(corner, around);
    const area = (boxes: readonly Box[]): number => boxes.reduce((sum, each) => sum + sharedArea(each, box), 0);
    return area(around.drawn) + area(around.selected) * selectedWeight;
  };
  return corners.toSorted((one, other) => hidden(one) - hidden(other))[0] ?? 'upper-right';
}

class MinimapCorner {
  static readonly $inject = ['minimap', 'canvas', 'elementRegistry', 'selection', 'eventBus'];
  readonly #minimap: Minimap;
  readonly #canvas: Canvas;
  readonly #registry: ElementRegistry;
  readonly #selection: Selection;

  constructor(minimap: Minimap, canvas: Canvas, registry: ElementRegistry, selection: Selection, bus: EventBus) {
    this.#minimap = minimap;
    this.#canvas = canvas;
    this.#registry = registry;
    this.#selection = selection;
    // Before the context pad and the logo look where it is.
    bus.on('minimap.toggle', first, () => {
      if (this.#isOpen) this.#place();
    });
    bus.on('selection.changed', first, () => {
      if (this.#isOpen && this.#hidesSelected()) {
        this.#place();
        bus.fire('cairn.mapMoved', {});
      }
    });
  }

  get #isOpen(): boolean {
    return this.#minimap._parent.classList.contains('open');
  }

  #hidesSelected(): boolean {
    const around = this.#around();
    const { x, y } = this.#canvas.getContainer().getBoundingClientRect();
    const map = this.#minimap._parent.getBoundingClientRect();
    const box = { x: map.x - x, y: map.y - y, width: map.width, height: map.height };
    return around.selected.some((each) => sharedArea(each, box) > 0);
  }

  #place(): void {
    const around = this.#around();
    const corner = leastHidingCorner(around);
    const { style } = this.#minimap._parent;
    const box = mapBox(corner, around);
    const isRight = corner.endsWith('right');
    const isUpper = corner.startsWith('upper');
    style.left = isRight ? 'auto' : `${box.x}px`;
    style.right = isRight ? `${edgePx}px` : 'auto';
    style.top = isUpper ? `${edgePx}px` : 'auto';
    style.bottom = isUpper ? 'auto' : `${edgePx}px`;
  }

  #around(): MapSurroundings {
    const container = this.#canvas.getContainer();
    const root = this.#canvas.getRootElement();
    const elements = this.#registry.filter((each) => each !== root && this.#canvas.findRoot(each) === root);
    const { width, height } = this.#minimap._parent.getBoundingClientRect();
    return {
      room: { width: container.clientWidth, height: container.clientHeight },
      palette: paletteRightOf(container),
      map: { width, height },
      selected: this.#selection.get().map((each) => this.#inPixels(each)),
      drawn: elements.flatMap((each: DiagramElement) => strokesOf(each)).map((each) => this.#inPixels(each)),
    };
  }

  #inPixels({ x, y, width, height }: Box): Box {
    const view = this.#canvas.viewbox();
    const { scale } = view;
    return { x: (x - view.x) * scale, y: (y - view.y) * scale, width: width * scale, height: height * scale };
  }
}

const first = 2_000;

export const minimapCorner = {
  __init__: ['cairnMinimapCorner'],
  cairnMinimapCorner: ['type', MinimapCorner],
};
