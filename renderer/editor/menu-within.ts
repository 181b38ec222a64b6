/**
 * Menus of the canvas stay on it: beyond its edge they would hide the properties of the very element that they are of. Off
 * that element and its context pad, where there is a side that has room; a menu larger than the canvas is as bpmn-js has it.
 */
import type { Box, Canvas } from './diagram-services.ts';
import { padAt } from './pad-within.ts';
import { paletteRightOf } from './palette-room.ts';
import { isWithin, meets } from './view-box.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface PopupMenu {
  /** Where in the window a menu stands. bpmn-js has no other way to say so. */
  _ensureVisible(menu: HTMLElement, wanted: Point): Point;
}

/** Where something is in the window. */
type Place = Pick<DOMRect, 'x' | 'y' | 'width' | 'height'>;

/** What is around a menu, in pixels of the window. */
export interface MenuSurroundings {
  /** The canvas. */
  readonly room: Box;
  /** What the palette covers of it, from its left edge. */
  readonly palette: number;
  readonly menu: { readonly width: number; readonly height: number };
  /** The selected elements and their context pad; none: the menu belongs to a place, not to an element. */
  readonly owners: readonly Box[];
}

/** The place wanted where a menu is whole there and hides nothing that it belongs to, else beside that, else within the canvas. */
export function menuAt(wanted: Point, { room, palette, menu, owners }: MenuSurroundings): Point {
  const box = { ...wanted, ...menu };
  if (menu.width > room.width || menu.height > room.height) return wanted;
  if (owners.length === 0) return besidePalette(wanted, { room, palette, menu });
  if (isWithin(box, room) && !owners.some((each) => meets(each, box))) return wanted;
  const inCanvas = ({ x, y, width, height }: Box): Box => ({ x: x - room.x, y: y - room.y, width, height });
  const [first = { ...wanted, width: 0, height: 0 }, ...others] = owners.toReversed();
  const { left, top } = padAt(
    { left: wanted.x - room.x, top: wanted.y - room.y },
    {
      room: { width: room.width - edgePx, height: room.height - edgePx },
      palette,
      anchors: [inCanvas(first), ...others.map(inCanvas)],
      standing: others.map(inCanvas),
      pad: menu,
    },
  );
  return { x: room.x + left, y: room.y + top };
}

/** A menu of no element hides none of the tools that are beside it, where there is room for that. */
function besidePalette({ x, y }: Point, { room, palette, menu }: Omit<MenuSurroundings, 'owners'>): Point {
  const fits = palette + menu.width + edgePx <= room.width;
  const [first, last] = [room.x + (fits ? palette : 0), room.x + room.width - menu.width];
  return {
    x: Math.min(Math.max(x, first), Math.max(first, last - edgePx)),
    y: Math.min(Math.max(y, room.y), Math.max(room.y, room.y + room.height - menu.height - edgePx)),
  };
}

const edgePx = 4;

class MenuWithin {
  static readonly $inject = ['popupMenu', 'canvas'];

  constructor(popupMenu: PopupMenu, canvas: Canvas) {
    const usual = popupMenu._ensureVisible.bind(popupMenu);
    popupMenu._ensureVisible = (menu, wanted) => {
      const container = canvas.getContainer();
      const { width, height } = menu.getBoundingClientRect();
      const owners = [...container.querySelectorAll('.djs-element.selected > .djs-outline, .djs-context-pad.open')];
      const at = menuAt(wanted, {
        room: boxOf(container.getBoundingClientRect()),
        palette: paletteRightOf(container),
        menu: { width, height },
        owners: owners.map((each) => boxOf(each.getBoundingClientRect())).filter((each) => each.width > 0),
      });
      return usual(menu, at);
    };
  }
}

function boxOf({ x, y, width, height }: Place): Box {
  return { x, y, width, height };
}

export const menuWithin = {
  __init__: ['cairnMenuWithin'],
  cairnMenuWithin: ['type', MenuWithin],
};
