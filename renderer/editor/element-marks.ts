/**
 * Signs on elements of a diagram: a class for the colour, and for those that carry a meaning a shape with a word or a
 * number, drawn only where it is needed. Markers, not overlays: an overlay is a piece of HTML that has to be moved with
 * every pan, a marker is a class and at most two SVG nodes.
 */
import type { Box, Canvas, DiagramElement, DiagramHost, ElementRegistry } from './diagram-services.ts';
import { pillAway, pillBox, pillHigh, pillPlace, type PillNeighbours, type PillPlace } from './pill-place.ts';

/**
 * What an element can be marked as. `token` and its states draw a dot at the upper left corner; `tokens-3` writes a
 * number into it. `saved`, `lost` and `twice`, and `moves`, `arrives`, `dropped` and `no-home` of a restore, draw a pill
 * with that word beside its edge, where it covers least. `breakpoint`, `armed`, `again` and `stood` draw a sign in the lower left corner. `current`
 * draws a ring around it. The others only colour: `visited`, `inherited`, `horizon`, `problem`, `unsupported`.
 */
export type ElementMark =
  | 'token'
  | 'ready'
  | 'running'
  | 'waiting'
  | 'joining'
  | 'held'
  | 'incident'
  | `tokens-${number}`
  | 'saved'
  | 'lost'
  | 'twice'
  | 'moves'
  | 'arrives'
  | 'dropped'
  | 'no-home'
  | 'breakpoint'
  | 'armed'
  | 'again'
  | 'stood'
  | 'visited'
  | 'inherited'
  | 'current'
  | 'horizon'
  | 'problem'
  | 'unsupported';

export type Marks = ReadonlyMap<string, readonly ElementMark[]>;

const SVG = 'http://www.w3.org/2000/svg';
/**
 * Outlines around the middle of their circle. Drawn, not written: a letter stands in the middle of its line, and each at
 * another height of it. Null: none.
 */
const TOKEN_SIGNS: Readonly<Record<string, string | null>> = {
  token: null,
  ready: null,
  running: 'M4.4 0L-2.2 3.81V-3.81Z',
  waiting: [-3.6, 0, 3.6].map((x) => dot(x, 0, 1.2)).join(''),
  joining: 'M-4 -0.9H-0.9V-4H0.9V-0.9H4V0.9H0.9V4H-0.9V0.9H-4Z',
  held: 'M-3.2 -3.5H-0.9V3.5H-3.2ZM0.9 -3.5H3.2V3.5H0.9Z',
  incident: `M-1.2 -5H1.2L0.8 1.5H-0.8Z${dot(0, 3.8, 1.2)}`,
};
const PILLS: Readonly<Record<string, string>> = {
  saved: 'saved',
  lost: 'lost',
  twice: 'twice',
  moves: 'moves',
  arrives: 'arrives',
  dropped: 'dropped',
  'no-home': 'no home',
};
const EDGE_SIGNS: Readonly<Record<string, string>> = {
  breakpoint: dot(0, 0, 3.6),
  armed: 'M1.5 -6L-4 1H-0.5L-1.5 6L4 -1H0.5Z',
  again: 'M4.53 0.8A4.6 4.6 0 1 1 1.57 -4.32L2.02 -5.54L4.7 -2.39L0.62 -1.69L1.06 -2.91A3.1 3.1 0 1 0 3.05 0.54Z',
  // The circle around it is its ring.
  stood: 'M-5.9 4.8L4.8 -5.9L5.9 -4.8L-4.8 5.9Z',
};

function dot(x: number, y: number, radius: number): string {
  const arc = `A${radius} ${radius} 0 1 1`;
  return `M${x - radius} ${y}${arc} ${x + radius} ${y}${arc} ${x - radius} ${y}Z`;
}

/** Keeps the marks of one diagram; only what changed is touched. */
/** What is drawn on the plane of a root. */
type OnPlane = (root: DiagramElement | null) => readonly DiagramElement[];

export class ElementMarks {
  readonly #canvas: Canvas;
  readonly #registry: ElementRegistry;
  #marks: Marks = new Map();
  /** What was drawn on: an element that was drawn anew, or replaced under its id, is marked again. */
  readonly #graphics = new Map<string, SVGElement>();
  /** Where the words stand, by their elements: the next one stands beside them. */
  readonly #pills = new Map<string, Box>();

  constructor(host: DiagramHost) {
    this.#canvas = host.get<Canvas>('canvas');
    this.#registry = host.get<ElementRegistry>('elementRegistry');
  }

  /** Replaces all marks. Ids that the diagram does not show are ignored. */
  set(marks: Marks): void {
    for (const [id, names] of this.#marks) {
      if (!sameNames(names, marks.get(id))) this.#clear(id, names);
    }
    const onPlane = this.#planes();
    for (const [id, names] of marks) {
      const isDrawn = this.#graphics.get(id) === this.#registry.getGraphics(id);
      if (!isDrawn || !sameNames(names, this.#marks.get(id))) this.#draw(id, names, onPlane);
    }
    this.#marks = new Map(marks);
  }

  /** To be called when another diagram was imported: what was drawn went with the old one. */
  forget(): void {
    this.#marks = new Map();
    this.#graphics.clear();
    this.#pills.clear();
  }

  #clear(id: string, names: readonly ElementMark[]): void {
    const element = this.#registry.get(id);
    this.#graphics.delete(id);
    this.#pills.delete(id);
    if (element === undefined) return;
    for (const name of names) this.#canvas.removeMarker(element, `cairn-${name}`);
    this.#registry.getGraphics(element)?.querySelector(':scope > .cairn-signs')?.remove();
  }

  /** Looks each plane up once for all words that are placed together: of thousands, each would look at thousands. */
  #planes(): OnPlane {
    const known = new Map<DiagramElement | null, readonly DiagramElement[]>();
    return (root) => {
      const found =
        known.get(root) ?? this.#registry.filter((each) => each !== root && this.#canvas.findRoot(each) === root);
      known.set(root, found);
      return found;
    };
  }

  #draw(id: string, names: readonly ElementMark[], onPlane: OnPlane): void {
    const element = this.#registry.get(id);
    const graphics = element === undefined ? undefined : this.#registry.getGraphics(element);
    if (element === undefined || graphics === undefined) return;
    this.#graphics.set(id, graphics);
    for (const name of names) this.#canvas.addMarker(element, `cairn-${name}`);
    const root = this.#canvas.findRoot(element);
    const neighbours = (): PillNeighbours => ({
      elements: onPlane(root),
      words: [...this.#pills.values()],
    });
    const signs = signsOf(element, names, neighbours, (word) => this.#pills.set(id, word));
    if (signs === null) return;
    // A flag stays whole over the ring around what is in view.
    const flags = graphics.querySelector(':scope > .cairn-flags');
    if (flags === null) graphics.append(signs);
    else flags.before(signs);
  }
}

function sameNames(left: readonly ElementMark[], right: readonly ElementMark[] | undefined): boolean {
  return right !== undefined && left.length === right.length && left.every((name, index) => name === right[index]);
}

/** `type`: by it the ring has the shape of its element; absent: an activity. */
type Marked = Box & Pick<DiagramElement, 'waypoints'> & Partial<Pick<DiagramElement, 'type'>>;

/** What is drawn on an element beside its colour; null: nothing. `stands` is told where its word is. */
export function signsOf(
  element: Marked,
  names: readonly ElementMark[],
  neighbours: () => PillNeighbours,
  stands: (word: Box) => void = () => undefined,
): SVGGElement | null {
  if (element.waypoints !== undefined) return null;
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', 'cairn-signs');
  const state = names.filter((name) => name in TOKEN_SIGNS).at(-1);
  const count = names.find((name) => name.startsWith('tokens-'))?.slice('tokens-'.length);
  if (state !== undefined || count !== undefined) group.append(tokenSign(element, state ?? 'token', count));
  const isToken = group.childElementCount > 0;
  if (names.includes('current')) group.prepend(currentRing(element));
  let beside = 0;
  for (const name of names) {
    const word = PILLS[name];
    if (word !== undefined) {
      const edges = names.filter((each) => each in EDGE_SIGNS).map((_, index) => boxAround(edgeCircle(element, index)));
      const own = isToken ? [boxAround(tokenCircle(element)), ...edges] : edges;
      const width = 12 + widthOf(word);
      const at = pillPlace(element, width, own, neighbours());
      stands(pillBox(element, width, at));
      group.append(pill(name, word, width, at));
    }
    const sign = EDGE_SIGNS[name];
    if (sign !== undefined) group.append(edgeSign(element, name, sign, beside++));
  }
  return group.childElementCount === 0 ? null : group;
}

/**
 * Circle of a token, from the upper left corner of its element: on an activity beside the sign of its type, on events and
 * gateways beside the flag that stands before them. The corner of a gateway is empty.
 */
export function tokenCircle({ width, height }: { readonly width: number; readonly height: number }) {
  const isActivity = width > 60 || height > 60;
  if (isActivity) return { x: -4, y: -4, radius: 9 };
  return { x: width >= gatewayWide ? -8 : -5, y: 4, radius: 9 };
}

/** Events are smaller. */
const gatewayWide = 45;

function tokenSign(element: Box, state: string, count: string | undefined): SVGGElement {
  const sign = place('cairn-token-sign', 0, 0);
  sign.dataset['state'] = state;
  if (count !== undefined) sign.dataset['count'] = count;
  const { x, y, radius } = tokenCircle(element);
  const circle = document.createElementNS(SVG, 'circle');
  for (const [name, value] of Object.entries({ cx: x, cy: y, r: radius })) circle.setAttribute(name, String(value));
  sign.append(circle);
  const line = TOKEN_SIGNS[state] ?? null;
  if (count !== undefined) sign.append(text(count, x, y));
  else if (line !== null) sign.append(outline(line, x, y));
  return sign;
}

/** From the edge of an element to the ring around it. */
const ringAway = 5;

/** Below the other signs, which stand at the edge. */
function currentRing({ width, height, type = '' }: Marked): SVGElement {
  const [wide, high] = [width + 2 * ringAway, height + 2 * ringAway];
  const ring = document.createElementNS(SVG, type.endsWith('Gateway') ? 'polygon' : 'rect');
  ring.setAttribute('class', 'cairn-current-ring');
  if (type.endsWith('Gateway')) {
    // Along the sides of a diamond it is as far away as along those of a task.
    const away = Math.SQRT2 * ringAway;
    const corners = [
      [width / 2, -away],
      [width + away, height / 2],
      [width / 2, height + away],
      [-away, height / 2],
    ];
    ring.setAttribute('points', corners.join(' '));
  } else {
    const rx = type.endsWith('Event') ? wide / 2 : 10 + ringAway;
    for (const [name, value] of Object.entries({ x: -ringAway, y: -ringAway, width: wide, height: high, rx }))
      ring.setAttribute(name, String(value));
  }
  return ring;
}

function pill(name: string, word: string, width: number, { x, y, from, isAbove }: PillPlace): SVGGElement {
  const sign = place(`cairn-pill cairn-pill-${name}`, x, y);
  const back = document.createElementNS(SVG, 'rect');
  const middle = { start: width / 2, middle: 0, end: -width / 2 }[from];
  // It stands beside the edge, and covers neither name nor type.
  const top = isAbove ? -pillAway - pillHigh : pillAway;
  const shape = { x: middle - width / 2, y: top, width, height: pillHigh, rx: pillHigh / 2 };
  for (const [attribute, value] of Object.entries(shape)) back.setAttribute(attribute, String(value));
  sign.append(back, text(word, middle, top + pillHigh / 2));
  return sign;
}

/** How wide a word of a sign is, in the type that element-marks.css sets it in. */
function widthOf(word: string): number {
  const brush = document.createElement('canvas').getContext('2d');
  if (brush === null) return 7.5 * word.length;
  brush.font = '600 11px system-ui, sans-serif';
  return Math.ceil(brush.measureText(word).width);
}

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function edgeCircle({ height }: Box, beside: number): Circle {
  return { x: 6 + beside * 18, y: height - 4, radius: 8 };
}

function boxAround({ x, y, radius }: Circle): Box {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}

/** In the lower left corner, one beside the other: below it stand the names of events and of what is attached. */
function edgeSign(element: Box, name: string, sign: string, beside: number): SVGGElement {
  const group = place(`cairn-edge-sign cairn-edge-${name}`, 0, element.height);
  const circle = document.createElementNS(SVG, 'circle');
  const { x, y: fromTop, radius } = edgeCircle(element, beside);
  const y = fromTop - element.height;
  for (const [attribute, value] of Object.entries({ cx: x, cy: y, r: radius }))
    circle.setAttribute(attribute, String(value));
  group.append(circle, outline(sign, x, y));
  return group;
}

function place(className: string, x: number, y: number): SVGGElement {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', className);
  // Scaled against the zoom (signScale), so that words can be read where the diagram is small.
  group.style.transform = `translate(${x}px, ${y}px) scale(var(--sign-scale, 1))`;
  return group;
}

function outline(line: string, x: number, y: number): SVGPathElement {
  const node = document.createElementNS(SVG, 'path');
  node.setAttribute('d', line);
  node.setAttribute('transform', `translate(${x}, ${y})`);
  return node;
}

function text(content: string, x: number, y = 0): SVGTextElement {
  const node = document.createElementNS(SVG, 'text');
  node.setAttribute('x', String(x));
  node.setAttribute('y', String(y));
  node.setAttribute('text-anchor', 'middle');
  node.setAttribute('dominant-baseline', 'central');
  node.textContent = content;
  return node;
}
