/**
 * What of a diagram is in view before a person has zoomed or moved it, and while the window changes size: all of it where
 * its names can be read then, else its start, at a size at which they can. The view is compared with where it was placed
 * last, so that nobody has to tell a person's doing from ours.
 */
import {
  ownerOf,
  type Box,
  type Canvas,
  type DiagramElement,
  type DiagramHost,
  type ElementRegistry,
} from './diagram-services.ts';
import {
  around,
  extentOf,
  flagRoom,
  standingBoxes,
  tokenRoom,
  uncutBeginning,
  uncutBox,
  type Ground,
} from './uncut-view.ts';
import {
  aroundMiddle,
  easyScale,
  fittedBox,
  freeBox,
  headPx,
  isWhere,
  isWithin,
  leastScale,
  legibleScale,
  nothingCovered,
  railPx,
  revealingBox,
  type Covered,
  type Room,
  type View,
} from './view-box.ts';

/** How the view was placed: elements brought into it, or one of the two above. */
type Placing = 'begin' | 'fit' | { readonly elements: readonly string[] };

export class FittedView {
  readonly #host: DiagramHost;
  readonly #coveredNow: () => Covered;
  /** Another view says how large it is. */
  #isLed = false;
  #placing: Placing = 'begin';
  /** What there was no room for yet; an element that is to be seen is brought into view after it. */
  #pending: 'begin' | 'fit' | null = null;
  /** What the last placing made; null: there was none yet. */
  #placed: View | null = null;
  /** How large the last placing has made it; null: it was left as large as a person had it. */
  #ownScale: number | null = null;
  /** How large the canvas was when it was looked at last. */
  #room: Room = { width: 0, height: 0 };

  constructor(host: DiagramHost, covered: () => Covered = () => nothingCovered) {
    this.#host = host;
    this.#coveredNow = covered;
  }

  /** As much of the diagram as can be read, from its start. Where there is no room yet, it is done as soon as there is. */
  begin(): void {
    this.#place('begin');
  }

  /** Shows all of the diagram. Where there is no room yet, it is done as soon as there is some. */
  fit(): void {
    this.#place('fit');
  }

  /**
   * Brings elements into view, in whichever plane they lie; the first of them where there is no room for all. Where they are
   * in view already, nothing moves.
   */
  show(...elements: readonly string[]): void {
    if (!elements.every((each) => this.holds(each))) this.#place({ elements });
  }

  /** As that, at a size at which names can be read, and from now on the view counts as untouched. */
  returnTo(element: string): void {
    if (this.#canvas.viewbox().scale < legibleScale) this.#pending = 'begin';
    this.#place({ elements: [element] });
  }

  get at(): View {
    const { x, y, scale } = this.#canvas.viewbox();
    return { x, y, scale };
  }

  moveTo({ x, y, scale }: View): void {
    const { width, height } = this.#canvas.getSize();
    if (width === 0 || height === 0) return;
    this.#canvas.viewbox({ x, y, width: width / scale, height: height / scale });
  }

  /** Shows what another view shows; it counts as untouched after it. */
  take(at: View): void {
    this.moveTo(at);
    this.#placed = this.at;
  }

  /**
   * As large as another view, about its middle; `then` may move it, and leaves it as large. A view that nobody has touched
   * counts as untouched after it, too.
   */
  zoomTo(scale: number, then: () => void): void {
    const untouched = this.isUntouched;
    this.#canvas.zoom(scale, 'auto');
    if (untouched) this.#placed = this.at;
    this.#isLed = true;
    then();
    this.#isLed = false;
  }

  /** Whether nobody has moved or zoomed it since it was placed. */
  get isUntouched(): boolean {
    return this.#placed === null || isWhere(this.#canvas.viewbox(), this.#placed);
  }

  /** Whether an element can be seen as a whole, or could in another view of the same size. */
  holds(element: string, { x, y, scale } = this.at): boolean {
    const shape = this.#host.get<ElementRegistry>('elementRegistry').get(element);
    if (shape === undefined || this.#canvas.findRoot(element) !== this.#canvas.getRootElement()) return false;
    const { outer } = this.#canvas.viewbox();
    const covered = this.#covered;
    const [left, head] = [covered.left, headPx(covered)];
    const width = (outer.width - left - railPx) / scale;
    const height = (outer.height - head - railPx) / scale;
    return isWithin(extentOf(shape), { x: x + left / scale, y: y + head / scale, width, height });
  }

  /** bpmn-js does not notice when its container changes size. `placed` is called after each change. Returns what stops it. */
  follow(container: HTMLElement, placed?: () => void): () => void {
    const sizeOfWindow = (): string => `${window.innerWidth} ${window.innerHeight}`;
    let before = sizeOfWindow();
    const observer = new ResizeObserver(() => {
      if (container.clientWidth === 0) return;
      const now = sizeOfWindow();
      this.resized(now !== before);
      before = now;
      placed?.();
    });
    observer.observe(container);
    return () => observer.disconnect();
  }

  /**
   * The canvas has another size. A view that nobody has touched is placed anew. One that a person has placed stays where it
   * is beside a panel that opens; in a window of another size its middle stays in the middle, and what was in view as a whole
   * stays so.
   */
  resized(isWindow: boolean): void {
    const { at: before, isUntouched } = this;
    const wasWhole = this.#holdsAll(before, this.#room);
    const room = this.#canvas.getSize();
    if (!isUntouched && isWindow && this.#room.width > 0) this.moveTo(aroundMiddle(before, this.#room, room));
    this.#canvas.resized();
    this.#room = room;
    if (isUntouched) this.#placeAnew(wasWhole);
    else if (isWindow && wasWhole) this.#keepWhole();
  }

  #placeAnew(wasWhole: boolean): void {
    const { scale, inner, outer } = this.#canvas.viewbox();
    // Elements were brought into a view that had been made for the room that there was, or for all of it.
    if (typeof this.#placing !== 'string') {
      const isForRoom = scale >= leastScale && scale < easyScale;
      const fits = (): boolean => wasWhole || isWithin(inner, this.#beginning(inner, outer));
      if (isForRoom || (this.#isOwnScale && fits())) this.#pending ??= 'begin';
    }
    this.#place(this.#placing);
  }

  /** Moves it so that all of the diagram is in view; makes it smaller only where there is no room for that. */
  #keepWhole(): void {
    const canvas = this.#canvas;
    const { inner, outer, ...view } = canvas.viewbox();
    if (!this.#holdsAll(this.at, outer)) canvas.viewbox(revealingBox(inner, inner, view, this.#covered));
    if (!this.#holdsAll(this.at, outer)) this.fit();
  }

  /** Whether all of the diagram is in a view of that size, and nothing of it under the palette. */
  #holdsAll(view: View, room: Room): boolean {
    const { inner } = this.#canvas.viewbox();
    return inner.width > 0 && isWithin(inner, freeBox(view, room, this.#covered));
  }

  get #covered(): Covered {
    return this.#coveredNow();
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
    const { width, height } = canvas.getSize(); // nothing, while another place is shown: what was placed then is lost
    if (width === 0 || height === 0 || inner.width === 0) return;
    this.#room = { width, height };
    const whole = this.#pending;
    this.#pending = null;
    const isOwnScale = whole !== null || this.#isOwnScale;
    if (whole === 'fit') canvas.viewbox(fittedBox(inner, outer, this.#covered));
    if (whole === 'begin') canvas.viewbox(this.#beginning(inner, outer));
    if (typeof placing !== 'string') {
      if (whole !== null && placing.elements.every((each) => this.holds(each))) this.#placing = whole;
      else this.#reveal(placing.elements);
    }
    this.#placed = this.at;
    this.#ownScale = isOwnScale ? this.#placed.scale : null;
  }

  /** Whether it is as large as it was made here, or a person has chosen that. */
  get #isOwnScale(): boolean {
    return this.#ownScale !== null && Math.abs(this.#ownScale - this.at.scale) < 0.001;
  }

  #reveal(elements: readonly string[]): void {
    const canvas = this.#canvas;
    const [shape, ...further] = elements.flatMap((each): DiagramElement[] => {
      const known = this.#host.get<ElementRegistry>('elementRegistry').get(each);
      return known === undefined ? [] : [known];
    });
    if (shape === undefined) return;
    const element = shape.id;
    const root = canvas.findRoot(element);
    if (root !== null && root !== canvas.getRootElement()) canvas.setRootElement(root);
    const { inner, outer: _, ...view } = canvas.viewbox();
    const { scale } = view;
    const beside = further.filter((each) => canvas.findRoot(each) === canvas.getRootElement()).map(extentOf);
    const all = beside.reduce(around, extentOf(shape));
    const covered = this.#covered;
    const [left, head] = [covered.left, headPx(covered)];
    const [wide, high] = [view.width - (left + railPx) / scale, view.height - (head + railPx) / scale];
    const fits = ({ width, height }: Box): boolean => width <= wide && height <= high;
    const part = [all, extentOf(shape)].find(fits) ?? endOf(shape);
    const box = revealingBox(part, inner, view, covered);
    // How large a person has what is edited is not ours to change.
    const sameSize = this.#isEdited || this.#isLed;
    canvas.viewbox(uncutBox({ ...box, scale }, this.#ground(inner), part, sameSize));
  }

  /** The logo is laid over the canvas of an editor. */
  get #isEdited(): boolean {
    return this.#covered.foot > 0;
  }

  #beginning(inner: Box, outer: Room): Box {
    return uncutBeginning(this.#ground(inner), outer, this.#start());
  }

  /** What stands on the plane in view. */
  #ground(inner: Box): Ground {
    const root = this.#canvas.getRootElement();
    const elements = this.#host
      .get<ElementRegistry>('elementRegistry')
      .filter((each) => each !== root && this.#canvas.findRoot(each) === root);
    // What is edited has to be read even where all of it would be in view else.
    const least = this.#isEdited ? { least: legibleScale } : {};
    return {
      inner,
      standing: standingBoxes(elements, this.#isEdited ? flagRoom : tokenRoom),
      covered: this.#covered,
      ...least,
    };
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

/** Of what is larger than the room: where a line ends, or all of what is no line. */
function endOf(element: DiagramElement): Box {
  const end = element.waypoints?.at(-1);
  return end === undefined ? extentOf(element) : { ...end, width: 0, height: 0 };
}
