/**
 * What of a diagram is in view before a person has zoomed or moved it, and while the window changes size: all of it where
 * its names can be read then, else its start, at a size at which they can. The view is compared with where it was placed
 * last, so that nobody has to tell a person's doing from ours.
 */
import { ownerOf, type Box, type Canvas, type DiagramHost, type ElementRegistry } from './diagram-services.ts';

const airPx = 32;
/** The logo stands in the lower right corner; no element is laid under it. */
const footPx = 44;
/** Names are 12 pixels high where a diagram is as large as drawn: at this they are 9, below they are hard to read. */
const legibleScale = 0.75;
/** Where not all is in view anyway, those beside events and gateways, which are 11 pixels high, are 9 too. */
const easyScale = 0.82;
/** What is brought into view stands so far from the edges. */
const revealPx = 100;

interface Room {
  readonly width: number;
  readonly height: number;
}

const wideIn = (outer: Room, left: number): number => outer.width - left - 2 * airPx;
const highIn = (outer: Room): number => outer.height - airPx - footPx;

/** View that shows all of a diagram with a little air around it, never larger than drawn. `left`: covered by something. */
export function fittedBox(inner: Box, outer: Room, left = 0): Box {
  return boxAt(inner, outer, left, fittingScale(inner, outer, left), inner.y + inner.height / 2);
}

/** As that where its names can be read; else where it starts, large enough for that. `start`: element it begins with. */
export function beginningBox(inner: Box, outer: Room, left = 0, start: Box | null = null): Box {
  if (fittingScale(inner, outer, left) >= legibleScale) return fittedBox(inner, outer, left);
  const middle = start === null ? inner.y : start.y + start.height / 2;
  return boxAt(inner, outer, left, easyScale, middle);
}

function fittingScale(inner: Box, outer: Room, left: number): number {
  return Math.max(0.05, Math.min(1, wideIn(outer, left) / inner.width, highIn(outer) / inner.height));
}

/** In the middle of the room where there is enough, else from its left edge on and with that height in the middle. */
function boxAt(inner: Box, outer: Room, left: number, scale: number, middle: number): Box {
  const [wide, high] = [wideIn(outer, left), highIn(outer)];
  const x = inner.x - (left + airPx + Math.max(0, (wide - inner.width * scale) / 2)) / scale;
  const spare = high - inner.height * scale;
  const top =
    spare >= 0
      ? inner.y - spare / 2 / scale
      : Math.min(Math.max(inner.y, middle - high / 2 / scale), inner.y - spare / scale);
  return { x, y: top - airPx / scale, width: outer.width / scale, height: outer.height / scale };
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

/** How the view was placed: an element brought into it, or one of the two above. */
type Placing = 'begin' | 'fit' | { readonly element: string };

export class FittedView {
  readonly #host: DiagramHost;
  readonly #left: number;
  #placing: Placing = 'begin';
  /** What there was no room for yet; an element that is to be seen is brought into view after it. */
  #pending: 'begin' | 'fit' | null = null;
  /** What the last placing made; null: there was none yet. */
  #placed: View | null = null;

  /** `left`: pixels that something covers of the canvas. */
  constructor(host: DiagramHost, left = 0) {
    this.#host = host;
    this.#left = left;
  }

  /** As much of the diagram as can be read, from its start. Where there is no room yet, it is done as soon as there is. */
  begin(): void {
    this.#place('begin');
  }

  /** Shows all of the diagram. Where there is no room yet, it is done as soon as there is some. */
  fit(): void {
    this.#place('fit');
  }

  /** Brings an element into view, in whichever plane it lies. Where it is in view already, nothing moves. */
  show(element: string): void {
    if (!this.holds(element)) this.#place({ element });
  }

  /** As that, at a size at which names can be read, and from now on the view counts as untouched. */
  returnTo(element: string): void {
    if (this.#canvas.viewbox().scale < legibleScale) this.#pending = 'begin';
    this.#place({ element });
  }

  /** Whether nobody has moved or zoomed it since it was placed. */
  get isUntouched(): boolean {
    return this.#placed === null || isWhere(this.#canvas.viewbox(), this.#placed);
  }

  /** Whether an element can be seen as a whole. */
  holds(element: string): boolean {
    const shape = this.#host.get<ElementRegistry>('elementRegistry').get(element);
    if (shape?.waypoints !== undefined) return false; // its box says little about where a line is
    if (shape === undefined || this.#canvas.findRoot(element) !== this.#canvas.getRootElement()) return false;
    const { x, y, width, height, scale } = this.#canvas.viewbox();
    const covered = this.#left / scale;
    return isWithin(shape, { x: x + covered, y, width: width - covered, height });
  }

  /** bpmn-js does not notice when its container changes size. Returns what stops it. */
  follow(container: HTMLElement): () => void {
    const observer = new ResizeObserver(() => {
      if (container.clientWidth === 0) return;
      const untouched = this.isUntouched;
      this.#canvas.resized();
      if (untouched) this.#place(this.#placing);
    });
    observer.observe(container);
    return () => observer.disconnect();
  }

  get #canvas(): Canvas {
    return this.#host.get<Canvas>('canvas');
  }

  #place(placing: Placing): void {
    const canvas = this.#canvas;
    const { inner, outer } = canvas.viewbox();
    if (typeof placing === 'string') this.#pending = placing;
    this.#placing = placing;
    this.#placed = null;
    if (outer.width === 0 || outer.height === 0 || inner.width === 0) return;
    const whole = this.#pending;
    this.#pending = null;
    if (whole === 'fit') canvas.viewbox(fittedBox(inner, outer, this.#left));
    if (whole === 'begin') canvas.viewbox(beginningBox(inner, outer, this.#left, this.#start()));
    if (typeof placing !== 'string') {
      if (whole !== null && this.holds(placing.element)) this.#placing = whole;
      else this.#reveal(placing.element);
    }
    const { x, y, scale } = canvas.viewbox();
    this.#placed = { x, y, scale };
  }

  #reveal(element: string): void {
    const canvas = this.#canvas;
    const shape = this.#host.get<ElementRegistry>('elementRegistry').get(element);
    if (shape === undefined) return;
    const root = canvas.findRoot(element);
    if (root !== null && root !== canvas.getRootElement()) canvas.setRootElement(root);
    // bpmn-js would also move what is in view, away from the edges.
    if (this.holds(element)) return;
    canvas.scrollToElement(element, { left: this.#left + revealPx, right: revealPx, top: revealPx, bottom: revealPx });
  }

  /** The start event furthest to the left of the plane in view. */
  #start(): Box | null {
    const root = this.#canvas.getRootElement();
    const starts = this.#host
      .get<ElementRegistry>('elementRegistry')
      .filter(
        (each) => each.type === 'bpmn:StartEvent' && ownerOf(each) === each && this.#canvas.findRoot(each) === root,
      );
    return starts.toSorted((one, other) => one.x - other.x)[0] ?? null;
  }
}
