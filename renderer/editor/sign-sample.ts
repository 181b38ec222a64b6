/** One element by itself with its signs, drawn as on a diagram: for a list that says what they mean. */
import { flagsGroup } from './checkpoint-flags.ts';
import type { CheckpointFlag } from './checkpoint-points.ts';
import { signsOf, type ElementMark } from './element-marks.ts';

export interface SignSample {
  readonly marks?: readonly ElementMark[];
  readonly flags?: readonly CheckpointFlag[];
}

const SVG = 'http://www.w3.org/2000/svg';
/** An activity that its signs fit around, and no larger. */
const activity = { x: 0, y: 0, width: 64, height: 34 };
/** What stands out of it: a token to the left, a flag or a word above, a sign below. */
const room = { left: 15, top: 20, right: 6, bottom: 6 };

/** A drawing for people who see it; what it means has to stand beside it. */
export function signSample({ marks = [], flags = [] }: SignSample): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const wide = room.left + activity.width + room.right;
  const high = room.top + activity.height + room.bottom;
  svg.setAttribute('viewBox', [-room.left, -room.top, wide, high].join(' '));
  svg.setAttribute('width', String(wide));
  svg.setAttribute('height', String(high));
  svg.setAttribute('aria-hidden', 'true');
  const element = document.createElementNS(SVG, 'g');
  element.setAttribute('class', ['djs-element', 'djs-shape', ...marks.map((mark) => `cairn-${mark}`)].join(' '));
  const visual = document.createElementNS(SVG, 'g');
  visual.setAttribute('class', 'djs-visual');
  const shape = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ ...activity, rx: 8 })) shape.setAttribute(name, String(value));
  shape.style.cssText = 'fill: var(--canvas-fill); stroke: var(--canvas-stroke); stroke-width: 2px';
  visual.append(shape);
  element.append(visual);
  if (flags.length > 0) element.append(flagsGroup(activity, flags));
  const signs = signsOf(activity, marks, () => ({ elements: [] }));
  if (signs !== null) element.append(signs);
  svg.append(element);
  return svg;
}
