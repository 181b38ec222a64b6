/**
 * Shapes to which a file gives colours are drawn with a border that is seen both on the canvas and on what fills them, in
 * the light and in the dark: where the colour of the file is not, with a lighter or darker one of its hue.
 */
import { cssOf, rgbOf, seenOn, type Rgb } from './colour-contrast.ts';
import type { BpmnRenderer, DiagramHost, EventBus } from './diagram-services.ts';
import { coloursOf, inkOn } from './own-ink.ts';

/** Of the canvas and of shapes, as `theme.css` has them. */
const schemes = {
  light: { paper: [0xfb, 0xfb, 0xfc], fill: [0xff, 0xff, 0xff] },
  dark: { paper: [0x1a, 0x1d, 0x22], fill: [0x26, 0x2b, 0x32] },
} as const satisfies Record<string, Readonly<Record<string, Rgb>>>;
/** WCAG 2.2, 1.4.11. */
const leastContrast = 3;
/** Where no fill shows the shape, and its signs are in thin lines; on dark paper those lose more of it. */
const leastAlone = { light: 4.5, dark: 8 };
/** Before bpmn-js's own renderer. */
const before = 1_500;

/** The colour of a line in each scheme. */
export interface TwoInks {
  readonly light: string;
  readonly dark: string;
}

/** What the border of a shape is drawn in, and the signs in it. */
export interface BorderInks {
  readonly border: TwoInks;
  readonly signs: TwoInks;
}

/** Null: as the file has it, or in the canvas's colours where it has none. */
export function borderInksFor(fill: string | null, stroke: string | null): BorderInks | null {
  const ground = fill === null ? null : rgbOf(fill);
  const own = stroke === null ? (ground === null ? null : inkOn(ground).rgb) : rgbOf(stroke);
  if (own === null || (fill !== null && ground === null)) return null;
  const inkIn = (scheme: keyof typeof schemes): { readonly border: Rgb; readonly sign: Rgb } => {
    const { paper, fill: usual } = schemes[scheme];
    const border = seenOn(own, [paper, ground ?? usual], ground === null ? leastAlone[scheme] : leastContrast);
    return { border, sign: ground === null ? border : own };
  };
  const [light, dark] = [inkIn('light'), inkIn('dark')];
  if ([light.border, dark.border].every((each) => each.join() === own.join())) return null;
  return {
    border: { light: cssOf(light.border), dark: cssOf(dark.border) },
    signs: { light: cssOf(light.sign), dark: cssOf(dark.sign) },
  };
}

/** Sees to each shape as it is drawn. */
export function keepBordersSeen(host: DiagramHost): void {
  const renderer = host.get<BpmnRenderer>('bpmnRenderer');
  host.get<EventBus>('eventBus').on('render.shape', before, ({ element, gfx, attrs }) => {
    if (element?.di === undefined || element.labelTarget !== undefined || gfx === undefined) return undefined;
    const { fill, stroke } = coloursOf(element.di);
    const inks = borderInksFor(fill, stroke);
    if (inks === null) return undefined;
    const drawn = renderer.drawShape(gfx, element, attrs);
    recolour(gfx, stroke, inks);
    return drawn;
  });
}

/** What is drawn in the colour of the border. */
function recolour(gfx: SVGElement, stroke: string | null, { border, signs }: BorderInks): void {
  const own = stroke === null ? null : rgbOf(stroke)?.join();
  const isOwn = (text: string): boolean =>
    own === null ? text === 'var(--canvas-stroke)' : rgbOf(text)?.join() === own;
  for (const each of gfx.querySelectorAll<SVGElement>(':not(text, tspan)')) {
    const isBorder = each === gfx.firstElementChild;
    // What the canvas's colours are on a fill of the file is written in canvas.css, and gives way to marks.
    if (!isBorder && own === null) continue;
    const { light, dark } = isBorder ? border : signs;
    if (isOwn(each.style.stroke)) each.style.stroke = `light-dark(${light}, ${dark})`;
    if (!isBorder && isOwn(each.style.fill)) each.style.fill = `light-dark(${light}, ${dark})`;
  }
}
