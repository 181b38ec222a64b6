/**
 * The whole diagram in view, and kept there while the window changes size, unless the person has zoomed or moved it: the
 * view is compared with what the last fit made of it, so that nobody has to tell one from the other.
 */
import type { Box, Canvas, DiagramHost } from './diagram-services.ts';

const airPx = 32;
/** The logo stands in the lower right corner; no element is laid under it. */
const footPx = 44;

/** View that shows all of a diagram with a little air around it, never larger than drawn. `left`: covered by something. */
export function fittedBox(inner: Box, outer: { readonly width: number; readonly height: number }, left = 0): Box {
  const wide = outer.width - left - 2 * airPx;
  const high = outer.height - airPx - footPx;
  const scale = Math.max(0.05, Math.min(1, wide / inner.width, high / inner.height));
  const x = inner.x - (left + airPx + Math.max(0, (wide - inner.width * scale) / 2)) / scale;
  const y = inner.y - (airPx + Math.max(0, (high - inner.height * scale) / 2)) / scale;
  return { x, y, width: outer.width / scale, height: outer.height / scale };
}

export function isWithin(part: Box, whole: Box): boolean {
  return (
    part.x >= whole.x &&
    part.y >= whole.y &&
    part.x + part.width <= whole.x + whole.width &&
    part.y + part.height <= whole.y + whole.height
  );
}

interface View {
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

export class FittedView {
  readonly #host: DiagramHost;
  readonly #left: number;
  /** What the last fit made; null: there was none yet. */
  #fitted: View | null = null;

  constructor(host: DiagramHost, left = 0) {
    this.#host = host;
    this.#left = left;
  }

  /** Shows all of the diagram. Where there is no room yet, it is done as soon as there is some. */
  fit(): void {
    const canvas = this.#host.get<Canvas>('canvas');
    const { inner, outer } = canvas.viewbox();
    this.#fitted = null;
    if (outer.width === 0 || outer.height === 0 || inner.width === 0) return;
    canvas.viewbox(fittedBox(inner, outer, this.#left));
    const { x, y, scale } = canvas.viewbox();
    this.#fitted = { x, y, scale };
  }

  /** bpmn-js does not notice when its container changes size. Returns what stops it. */
  follow(container: HTMLElement): () => void {
    const observer = new ResizeObserver(() => {
      if (container.clientWidth === 0) return;
      const canvas = this.#host.get<Canvas>('canvas');
      const untouched = this.#fitted === null || isWhere(canvas.viewbox(), this.#fitted);
      canvas.resized();
      if (untouched) this.fit();
    });
    observer.observe(container);
    return () => observer.disconnect();
  }
}
