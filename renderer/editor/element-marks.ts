/**
 * Signs on elements of a diagram: a class for the colour, and for those that carry a meaning a shape with a word or a
 * number, drawn only where it is needed. Markers, not overlays: an overlay is a piece of HTML that has to be moved with
 * every pan, a marker is a class and at most two SVG nodes.
 */
import type { Canvas, DiagramElement, DiagramHost, ElementRegistry } from './diagram-services.ts';

/**
 * What an element can be marked as. `token` and its states draw a dot at the upper left corner; `tokens-3` writes a
 * number into it. `saved`, `lost` and `twice`, and `moves`, `arrives`, `dropped` and `no-home` of a restore, draw a pill
 * with that word above it. `breakpoint`, `armed` and `again` draw a sign in the lower left corner. The others only
 * colour: `visited`, `inherited`, `current`, `added`, `removed`, `changed`, `horizon`.
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
  | 'visited'
  | 'inherited'
  | 'current'
  | 'added'
  | 'removed'
  | 'changed'
  | 'horizon'
  | 'problem'
  | 'unsupported';

export type Marks = ReadonlyMap<string, readonly ElementMark[]>;

const SVG = 'http://www.w3.org/2000/svg';
const TOKEN_SIGNS: Readonly<Record<string, string>> = {
  token: '',
  ready: '',
  running: '▸',
  waiting: '…',
  joining: '⊕',
  held: '‖',
  incident: '!',
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
const EDGE_SIGNS: Readonly<Record<string, string>> = { breakpoint: '●', armed: '⚡', again: '↻' };

/** Keeps the marks of one diagram; only what changed is touched. */
export class ElementMarks {
  readonly #canvas: Canvas;
  readonly #registry: ElementRegistry;
  #marks: Marks = new Map();
  /** What was drawn on: an element that was drawn anew, or replaced under its id, is marked again. */
  readonly #graphics = new Map<string, SVGElement>();

  constructor(host: DiagramHost) {
    this.#canvas = host.get<Canvas>('canvas');
    this.#registry = host.get<ElementRegistry>('elementRegistry');
  }

  /** Replaces all marks. Ids that the diagram does not show are ignored. */
  set(marks: Marks): void {
    for (const [id, names] of this.#marks) {
      if (!sameNames(names, marks.get(id))) this.#clear(id, names);
    }
    for (const [id, names] of marks) {
      const isDrawn = this.#graphics.get(id) === this.#registry.getGraphics(id);
      if (!isDrawn || !sameNames(names, this.#marks.get(id))) this.#draw(id, names);
    }
    this.#marks = new Map(marks);
  }

  /** To be called when another diagram was imported: what was drawn went with the old one. */
  forget(): void {
    this.#marks = new Map();
    this.#graphics.clear();
  }

  #clear(id: string, names: readonly ElementMark[]): void {
    const element = this.#registry.get(id);
    this.#graphics.delete(id);
    if (element === undefined) return;
    for (const name of names) this.#canvas.removeMarker(element, `cairn-${name}`);
    this.#registry.getGraphics(element)?.querySelector(':scope > .cairn-signs')?.remove();
  }

  #draw(id: string, names: readonly ElementMark[]): void {
    const element = this.#registry.get(id);
    const graphics = element === undefined ? undefined : this.#registry.getGraphics(element);
    if (element === undefined || graphics === undefined) return;
    this.#graphics.set(id, graphics);
    for (const name of names) this.#canvas.addMarker(element, `cairn-${name}`);
    const signs = signsOf(element, names);
    if (signs !== null) graphics.append(signs);
  }
}

function sameNames(left: readonly ElementMark[], right: readonly ElementMark[] | undefined): boolean {
  return right !== undefined && left.length === right.length && left.every((name, index) => name === right[index]);
}

function signsOf(element: DiagramElement, names: readonly ElementMark[]): SVGGElement | null {
  if (element.waypoints !== undefined) return null;
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', 'cairn-signs');
  const state = names.filter((name) => name in TOKEN_SIGNS).at(-1);
  const count = names.find((name) => name.startsWith('tokens-'))?.slice('tokens-'.length);
  if (state !== undefined || count !== undefined) group.append(tokenSign(element, state ?? 'token', count));
  let beside = 0;
  for (const name of names) {
    const word = PILLS[name];
    if (word !== undefined) group.append(pill(element, name, word));
    const sign = EDGE_SIGNS[name];
    if (sign !== undefined) group.append(edgeSign(element, name, sign, beside++));
  }
  return group.childElementCount === 0 ? null : group;
}

/**
 * Circle of a token, from the upper left corner of its element: on an activity beside the sign of its type, on events and
 * gateways beside the flag that stands before them.
 */
export function tokenCircle({ width, height }: { readonly width: number; readonly height: number }) {
  const isActivity = width > 60 || height > 60;
  return { ...(isActivity ? { x: -4, y: -4 } : { x: -5, y: 4 }), radius: 9 };
}

function tokenSign(element: DiagramElement, state: string, count: string | undefined): SVGGElement {
  const sign = place('cairn-token-sign', 0, 0);
  sign.dataset['state'] = state;
  const { x, y, radius } = tokenCircle(element);
  const circle = document.createElementNS(SVG, 'circle');
  for (const [name, value] of Object.entries({ cx: x, cy: y, r: radius })) circle.setAttribute(name, String(value));
  sign.append(circle, text(count ?? TOKEN_SIGNS[state] ?? '', x, y));
  return sign;
}

function pill(element: DiagramElement, name: string, word: string): SVGGElement {
  // Of events and gateways left of the middle, where flows come and go and flags stand, and above a token.
  const small = element.width <= 60;
  const width = 12 + widthOf(word);
  // A long word ends before the flag of an activity.
  const isLong = width > 56;
  const x = small ? element.width / 2 - 4 : isLong ? element.width - 14 : element.width / 2;
  const sign = place(`cairn-pill cairn-pill-${name}`, x, small ? -10 : 0);
  const back = document.createElementNS(SVG, 'rect');
  const middle = small || isLong ? -width / 2 : 0;
  // It stands on the upper edge, and covers neither name nor type.
  for (const [name, value] of Object.entries({ x: middle - width / 2, y: -16, width, height: 14, rx: 7 }))
    back.setAttribute(name, String(value));
  sign.append(back, text(word, middle, -9));
  return sign;
}

/** How wide a word of a sign is, in the type that element-marks.css sets it in. */
function widthOf(word: string): number {
  const brush = document.createElement('canvas').getContext('2d');
  if (brush === null) return 7.5 * word.length;
  brush.font = '600 11px system-ui, sans-serif';
  return Math.ceil(brush.measureText(word).width);
}

/** In the lower left corner, one beside the other: below it stand the names of events and of what is attached. */
function edgeSign(element: DiagramElement, name: string, sign: string, beside: number): SVGGElement {
  const group = place(`cairn-edge-sign cairn-edge-${name}`, 0, element.height);
  const circle = document.createElementNS(SVG, 'circle');
  const [x, y] = [6 + beside * 18, -4];
  for (const [attribute, value] of Object.entries({ cx: x, cy: y, r: 8 }))
    circle.setAttribute(attribute, String(value));
  group.append(circle, text(sign, x, y));
  return group;
}

function place(className: string, x: number, y: number): SVGGElement {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', className);
  // Scaled against the zoom (signScale), so that words can be read where the diagram is small.
  group.style.transform = `translate(${x}px, ${y}px) scale(var(--sign-scale, 1))`;
  return group;
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
