/** The context pad stays on the canvas: beside an element at the right or lower edge it would be cut. */
import type { Canvas, DiagramElement, EventBus } from './diagram-services.ts';

interface Position {
  readonly left: number;
  readonly top: number;
}

interface ContextPad {
  /** Pixels within the canvas. bpmn-js has no other way to say where it stands. */
  _getPosition(target: DiagramElement | readonly DiagramElement[]): Position;
  _getTargetBounds(target: DiagramElement | readonly DiagramElement[]): DOMRect;
  /** Deprecated, and warned of with each call; bpmn-js itself still places its menus with it. */
  getPad(target: DiagramElement | readonly DiagramElement[]): { readonly html: HTMLElement };
}

/** Of a pad with all its entries, with a little air. */
const padPx = { width: 86, height: 112 };

/** What the palette covers of the canvas. */
export const paletteWidthPx = 120;

/** Left of its element where there is no room right of it, and over it where there is none there either. */
export function padAt(
  wanted: Position,
  room: { readonly width: number; readonly height: number },
  elementLeft: number,
) {
  const last = room.width - padPx.width;
  const beside = Math.min(room.width, elementLeft) - padPx.width;
  const left = wanted.left <= last ? wanted.left : beside >= paletteWidthPx ? beside : last;
  return { left, top: Math.max(0, Math.min(wanted.top, room.height - padPx.height)) };
}

class PadWithin {
  static readonly $inject = ['contextPad', 'canvas', 'eventBus'];

  constructor(contextPad: ContextPad, canvas: Canvas, bus: EventBus) {
    answerWithOpenPad(contextPad, bus);
    const usual = contextPad._getPosition.bind(contextPad);
    contextPad._getPosition = (target) => {
      const container = canvas.getContainer();
      const elementLeft = contextPad._getTargetBounds(target).left - container.getBoundingClientRect().left;
      return padAt(usual(target), { width: container.clientWidth, height: container.clientHeight }, elementLeft);
    };
  }
}

/** What diagram-js offers instead of asking: it says which pad it opens. A menu is opened from a pad that is there. */
function answerWithOpenPad(contextPad: ContextPad, bus: EventBus): void {
  const asked = contextPad.getPad.bind(contextPad);
  let open: HTMLElement | null = null;
  bus.on('contextPad.open', ({ current }) => {
    open = current?.html ?? null;
  });
  bus.on('contextPad.close', () => {
    open = null;
  });
  contextPad.getPad = (target) => (open === null ? asked(target) : { html: open });
}

export const padWithin = {
  __init__: ['cairnPadWithin'],
  cairnPadWithin: ['type', PadWithin],
};
