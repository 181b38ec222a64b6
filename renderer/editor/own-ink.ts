/**
 * Elements that bring a colour of their own keep it in the light and in the dark; what is drawn on it in the canvas's
 * colours is drawn in those in which it can be read there. A name that has a colour itself, beside its element, gets the
 * canvas's where it would be too pale on it; a connection that would hardly be seen on the canvas gets another lightness
 * of its hue.
 */
import type { ModdleElement } from 'bpmn-moddle';
import { contrast, rgbOf, type Rgb } from './colour-contrast.ts';
import type { Canvas, DiagramElement, DiagramHost, EventBus } from './diagram-services.ts';

/** Of the two kinds of paper: as `theme.css` has them. */
const papers = { light: '#fbfbfc', dark: '#1a1d22' } as const;
/** Of names, on what they stand on (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;
/** Of lines, on the paper (WCAG 2.2, 1.4.11). */
const leastLineContrast = 3;

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
  if (ground !== null) return [inkOn(ground).marker];
  return papersUnder(label, leastContrast).map((paper) => `cairn-pale-on-${paper}` as const);
}

/** What is drawn in the canvas's colours on a fill; `rgb`: of lines, as canvas.css has it. */
export function inkOn(ground: Rgb): { readonly marker: Ink; readonly rgb: Rgb } {
  const [dark, light] = [contrast([0x1f, 0x23, 0x28], ground), contrast([0xff, 0xff, 0xff], ground)];
  return dark >= light
    ? { marker: 'cairn-ink-dark', rgb: [0x22, 0x26, 0x2c] }
    : { marker: 'cairn-ink-light', rgb: [0xff, 0xff, 0xff] };
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
    const { fill, stroke } = coloursOf(di);
    const ofLine = waypoints === undefined ? [] : lineInksFor(stroke);
    const now = [...inksFor(isBeside ? null : fill, labelColourOf(di)), ...ofLine];
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

/** What a file colours an element with; null: it does not. */
export function coloursOf(di: ModdleElement): { readonly fill: string | null; readonly stroke: string | null } {
  return {
    fill: textOf(di.get('color:background-color')) ?? textOf(di.get('bioc:fill')),
    stroke: textOf(di.get('color:border-color')) ?? textOf(di.get('bioc:stroke')),
  };
}

function labelColourOf(di: ModdleElement): string | null {
  const label: unknown = di.get('label');
  return typeof label === 'object' && label !== null ? textOf((label as ModdleElement).get('color:color')) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
