/**
 * Elements that bring a colour of their own keep it in the light and in the dark; what is drawn on it in the canvas's
 * colours is drawn in those in which it can be read there. A name that has a colour itself, beside its element, gets the
 * canvas's where it would be too pale on it; a connection that would hardly be seen on the canvas gets another lightness
 * of its hue.
 */
import type { ModdleElement } from 'bpmn-moddle';
import type { Canvas, DiagramElement, DiagramHost, EventBus } from './diagram-services.ts';

/** Of the two kinds of paper: as `theme.css` has them. */
const papers = { light: '#fbfbfc', dark: '#1a1d22' } as const;
/** Of names, on what they stand on (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;
/** Of lines, on the paper (WCAG 2.2, 1.4.11). */
const leastLineContrast = 3;

type Rgb = readonly [red: number, green: number, blue: number];

/** Markers of elements; canvas.css says what they mean. */
export type Ink = (typeof inks)[number];

const inks = [
  'cairn-ink-dark',
  'cairn-ink-light',
  'cairn-pale-on-light',
  'cairn-pale-on-dark',
  'cairn-faint-on-light',
  'cairn-faint-on-dark',
] as const;

/** What an element with these colours is marked with. `fill`: of its own; `label`: of its name; null: the canvas's. */
export function inksFor(fill: string | null, label: string | null): readonly Ink[] {
  const ground = fill === null ? null : rgbOf(fill);
  if (ground !== null) {
    const [dark, light] = [contrast([0x1f, 0x23, 0x28], ground), contrast([0xff, 0xff, 0xff], ground)];
    return [dark >= light ? 'cairn-ink-dark' : 'cairn-ink-light'];
  }
  return papersUnder(label, leastContrast).map((paper) => `cairn-pale-on-${paper}` as const);
}

/** What a connection of this colour is marked with; null: the canvas's. */
export function lineInksFor(stroke: string | null): readonly Ink[] {
  return papersUnder(stroke, leastLineContrast).map((paper) => `cairn-faint-on-${paper}` as const);
}

/** The papers on which a colour has less contrast than that. */
function papersUnder(colour: string | null, least: number): readonly (keyof typeof papers)[] {
  const ink = colour === null ? null : rgbOf(colour);
  if (ink === null) return [];
  return (['light', 'dark'] as const).filter((paper) => {
    const on = rgbOf(papers[paper]);
    return on !== null && contrast(ink, on) < least;
  });
}

/** Marks what is drawn and drawn anew. */
export function keepInkLegible(host: DiagramHost): void {
  const canvas = host.get<Canvas>('canvas');
  const bus = host.get<EventBus>('eventBus');
  const marked = new WeakMap<DiagramElement, readonly Ink[]>();
  const mark = (element: DiagramElement): void => {
    const { di, waypoints, labelTarget } = element;
    if (di === undefined) return;
    const isBeside = waypoints !== undefined || labelTarget !== undefined;
    const before = marked.get(element) ?? [];
    const ofLine = waypoints === undefined ? [] : lineInksFor(strokeOf(di));
    const now = [...inksFor(isBeside ? null : fillOf(di), labelColourOf(di)), ...ofLine];
    if (before.length === 0 && now.length === 0) return;
    for (const each of inks) {
      if (now.includes(each) && !before.includes(each)) canvas.addMarker(element, each);
      if (!now.includes(each) && before.includes(each)) canvas.removeMarker(element, each);
    }
    marked.set(element, now);
  };
  bus.on(['shape.added', 'connection.added'], ({ element }) => {
    if (element !== undefined) mark(element);
  });
  bus.on('elements.changed', ({ elements = [] }) => {
    for (const each of elements) mark(each);
  });
}

function fillOf(di: ModdleElement): string | null {
  return textOf(di.get('color:background-color')) ?? textOf(di.get('bioc:fill'));
}

function strokeOf(di: ModdleElement): string | null {
  return textOf(di.get('color:border-color')) ?? textOf(di.get('bioc:stroke'));
}

function labelColourOf(di: ModdleElement): string | null {
  const label: unknown = di.get('label');
  return typeof label === 'object' && label !== null ? textOf((label as ModdleElement).get('color:color')) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Of a colour as files write it: `#1e88e5`, `#fff`, `rgb(30, 136, 229)`; others, by name, are left as they are drawn. */
function rgbOf(text: string): Rgb | null {
  const trimmed = text.trim();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(trimmed);
  if (short !== null) return rgb(short.slice(1).map((digit) => Number.parseInt(digit + digit, 16)));
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(trimmed);
  if (long !== null) return rgb(long.slice(1).map((digits) => Number.parseInt(digits, 16)));
  const decimal = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/i.exec(trimmed);
  return decimal === null ? null : rgb(decimal.slice(1).map(Number));
}

function rgb([red = 0, green = 0, blue = 0]: readonly number[]): Rgb {
  return [red, green, blue];
}

function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
