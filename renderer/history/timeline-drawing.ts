/** Draws the strip: bars as tall as what was saved, flags for explicit ones, marks between them. */
import type { TimelineMark } from '../../engine/protocol/views.ts';
import type { Timeline } from '../../engine/protocol/window-views.ts';
import { markWords, noElement } from './checkpoint-words.ts';
import { barOf, buckets, indexOfSeq } from './timeline-columns.ts';
import { visible, xOf, type Scale } from './timeline-scale.ts';

export interface StripColours {
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly implicit: string;
  readonly surface: string;
  readonly killed: string;
  readonly recovered: string;
}

export interface StripPicture {
  readonly timeline: Timeline;
  readonly scale: Scale;
  /** Of the strip, in pixels. */
  readonly height: number;
  readonly index: number;
  readonly other: number | null;
  readonly hover: number | null;
  /** Bytes of the biggest checkpoint. */
  readonly biggest: number;
  readonly colours: StripColours;
  readonly nameOf: (element: string) => string;
}

const top = 23;
/** Below the bars: numbers, and names where there is room for them. */
const labelsPx = { numbers: 18, names: 30 } as const;
const nameRoom = 70;
/** Further aside than this, a word is not read as that of its line. */
const asidePx = 10;
/** As far as this words keep from the edges of the strip. */
const labelEdgePx = 2;
const font = '11px system-ui, sans-serif';

export function drawTimeline(context: CanvasRenderingContext2D, picture: StripPicture): void {
  const { scale, height, colours } = picture;
  const baseline = baselineOf(picture);
  context.clearRect(0, 0, scale.width, height);
  context.font = font;
  drawBands(context, picture);
  context.fillStyle = colours.line;
  context.fillRect(0, baseline, scale.width, 1);
  if (scale.room >= barRoom) drawEach(context, picture);
  else drawTogether(context, picture);
  drawMarks(context, picture);
  drawLabels(context, picture);
  fadeEdges(context, picture);
}

const fadePx = 28;

/** Where the strip goes on beyond an edge it fades. */
function fadeEdges(context: CanvasRenderingContext2D, { scale, height }: StripPicture): void {
  const fade = (edge: number, inside: number): void => {
    const veil = context.createLinearGradient(edge, 0, inside, 0);
    veil.addColorStop(0, '#000');
    veil.addColorStop(1, 'transparent');
    context.fillStyle = veil;
    context.fillRect(Math.min(edge, inside), 0, fadePx, height);
  };
  context.globalCompositeOperation = 'destination-out';
  const cutPx = 1;
  if (xOf(scale, -0.5) < -cutPx) fade(0, fadePx);
  if (xOf(scale, scale.count - 0.5) > scale.width + cutPx) fade(scale.width, scale.width - fadePx);
  context.globalCompositeOperation = 'source-over';
}

const baselineOf = ({ height, scale }: StripPicture): number =>
  height - (scale.room < nameRoom ? labelsPx.numbers : labelsPx.names);

/** Where one is, what it is compared with, what the pointer is over. */
function drawBands(context: CanvasRenderingContext2D, picture: StripPicture): void {
  const { scale, index, other, hover, colours } = picture;
  const baseline = baselineOf(picture);
  const width = Math.max(3, scale.room);
  if (hover !== null) {
    context.fillStyle = colours.line;
    context.fillRect(xOf(scale, hover) - width / 2, top, width, baseline - top);
  }
  if (other !== null) {
    context.strokeStyle = colours.muted;
    // Clear of the marks between it and its neighbours.
    const inset = width < 20 ? 0.5 : 6.5;
    const half = width / 2 - inset;
    drawBrackets(context, { x: xOf(scale, other), half, from: top + 0.5, to: baseline - 0.5 });
  }
  if (index < 0) return;
  const x = xOf(scale, index);
  context.fillStyle = colours.accentSoft;
  context.fillRect(x - width / 2, top, width, baseline - top);
  context.fillStyle = colours.accent;
  context.beginPath();
  context.moveTo(x - 5, top - 6);
  context.lineTo(x + 5, top - 6);
  context.lineTo(x, top);
  context.fill();
}

/** Around what is compared with: no frame, as a bar has one, and no dashes, as the element in view has them. */
function drawBrackets(
  context: CanvasRenderingContext2D,
  place: { readonly x: number; readonly half: number; readonly from: number; readonly to: number },
): void {
  const { x, half, from, to } = place;
  const arm = Math.min(5, half / 2);
  context.beginPath();
  for (const side of [-half, half]) {
    const inwards = side - Math.sign(side) * arm;
    context.moveTo(x + inwards, from);
    context.lineTo(x + side, from);
    context.lineTo(x + side, to);
    context.lineTo(x + inwards, to);
  }
  context.stroke();
}

/** The lines of a kill and of a takeover have room between two bars. */
const barWidth = ({ room }: Scale): number => Math.min(14, Math.max(3, Math.floor(room) - (room < 13 ? 4 : 5)));
const barLeft = (scale: Scale, index: number): number => Math.round(xOf(scale, index) - barWidth(scale) / 2);

function drawEach(context: CanvasRenderingContext2D, picture: StripPicture): void {
  const { timeline, scale, biggest, colours } = picture;
  const baseline = baselineOf(picture);
  const { first, last } = visible(scale);
  const width = barWidth(scale);
  for (let index = first; index <= last; index += 1) {
    const explicit = timeline.kind[index] !== 1;
    const height = Math.max(3, barOf(timeline.bytes[index] ?? 0, biggest) * (baseline - top - 14));
    const left = barLeft(scale, index);
    if (explicit) {
      context.fillStyle = colours.accent;
      context.fillRect(left, baseline - height, width, height);
      if (width >= 8) drawFlag(context, left + width / 2, baseline - height, Math.min(7, scale.room / 2 - 2));
    } else {
      context.fillStyle = colours.surface;
      context.fillRect(left, baseline - height, width, height);
      context.strokeStyle = colours.implicit;
      context.strokeRect(left + 0.5, baseline - height + 0.5, width - 1, height - 1);
    }
  }
}

/** `wide`: from its pole to its tip. */
function drawFlag(context: CanvasRenderingContext2D, x: number, y: number, wide: number): void {
  context.fillRect(x - 1, y - 9, 1.5, 9);
  context.beginPath();
  context.moveTo(x + 0.5, y - 9);
  context.lineTo(x + wide, y - 6);
  context.lineTo(x + 0.5, y - 3);
  context.fill();
}

/** Many to a few pixels: one bar for all that share a column. */
function drawTogether(context: CanvasRenderingContext2D, picture: StripPicture): void {
  const { timeline, scale, biggest, colours } = picture;
  const baseline = baselineOf(picture);
  const { first, last } = visible(scale);
  const width = Math.max(1, scale.room - 1);
  for (const bucket of buckets(timeline, first, last, (index) => xOf(scale, index))) {
    const height = Math.max(2, barOf(bucket.bytes, biggest) * (baseline - top - 4));
    context.fillStyle = bucket.explicit ? colours.accent : colours.implicit;
    context.fillRect(bucket.x, baseline - height, width, height);
  }
}

/** Narrower than that, checkpoints are drawn together. */
const barRoom = 6;

/** Where the lines of deaths and of takeovers stand: in the gap between two bars, however narrow it is. */
export function markLines(timeline: Timeline, scale: Scale): { readonly mark: TimelineMark; readonly x: number }[] {
  let after = -1;
  let sameBefore = 0;
  return timeline.marks.map((mark) => {
    sameBefore = mark.after === after ? sameBefore + 1 : 0;
    ({ after } = mark);
    const index = indexOfSeq(timeline, mark.after);
    const [from, to] =
      scale.room < barRoom
        ? [xOf(scale, index + 0.5), xOf(scale, index + 0.5)]
        : [barLeft(scale, index) + barWidth(scale), barLeft(scale, index + 1)];
    // Where nothing follows the lines need not share a gap.
    if (to - from < gapForTwoPx && index === timeline.seq.length - 1)
      return { mark, x: Math.round(from) + lastLinePx + lastApart(timeline) * sameBefore };
    const middle = (from + to) / 2;
    // In the narrow gap between two bars on whole pixels: what is smeared over two of them lies on the bar.
    const aside = !isNarrow(scale) ? 2 : (to - from) % 2 === 1 ? 1 : to - from >= gapForApartPx ? 1.5 : 0.5;
    return { mark, x: middle + (2 * sameBefore - 1) * aside };
  });
}

/** A gap between bars in which two lines stand well apart. */
const gapForTwoPx = 10;
/** A narrow one of even width in which they stand apart, and clear of the bars. */
const gapForApartPx = 6;
/** From the last bar to the first line after it. */
const lastLinePx = 2.5;
/** For all lines after it, as far as that goes. */
const lastLinesPx = 20;

/** From one line after the last bar to the next. */
function lastApart({ seq, marks }: Timeline): number {
  const lines = marks.filter(({ after }) => after === seq.at(-1)).length;
  return Math.max(2, Math.min(4, Math.floor(lastLinesPx / lines)));
}

const isNarrow = ({ room }: Scale): boolean => room < 20;

function drawMarks(context: CanvasRenderingContext2D, picture: StripPicture): void {
  const { timeline, scale, colours } = picture;
  const baseline = baselineOf(picture);
  let free = -Infinity;
  for (const { mark, x } of markLines(timeline, scale)) {
    if (x < 0 || x > scale.width) continue;
    const { sign, word } = markWords[mark.kind];
    const colour = mark.kind === 'recovered' ? colours.recovered : colours.killed;
    context.strokeStyle = colour;
    context.lineWidth = isNarrow(scale) ? 1 : 1.5;
    context.setLineDash(mark.kind === 'recovered' ? [] : [3, 3]);
    context.beginPath();
    context.moveTo(x, 15);
    context.lineTo(x, baseline + 3);
    context.stroke();
    context.setLineDash([]);
    context.lineWidth = 1;
    context.fillStyle = colour;
    context.textAlign = 'left';
    // Where there is no room for the word there may be some for the sign.
    for (const text of [`${sign} ${word}`, sign]) {
      const { width } = context.measureText(text);
      const wanted = mark.kind === 'recovered' ? x + 2 : x - width - 2;
      const left = Math.min(Math.max(labelEdgePx, free, wanted), scale.width - width - labelEdgePx);
      if (left < free || Math.abs(left - wanted) > asidePx) continue;
      context.fillText(text, left, 13);
      free = left + width + 6;
      break;
    }
  }
}

/** Numbers, and names of elements where there is room. */
function drawLabels(context: CanvasRenderingContext2D, picture: StripPicture): void {
  const { timeline, scale, index, colours, nameOf } = picture;
  const baseline = baselineOf(picture);
  const { first, last } = visible(scale);
  const each = Math.max(1, Math.ceil(46 / scale.room));
  context.textAlign = 'center';
  for (let at = Math.ceil(first / each) * each; at <= last; at += each) {
    context.fillStyle = at === index ? colours.text : colours.muted;
    const number = String(timeline.seq[at] ?? '');
    const half = context.measureText(number).width / 2 + 1;
    context.fillText(number, Math.min(Math.max(xOf(scale, at), half), scale.width - half), baseline + 13);
    const element = timeline.elements[timeline.element[at] ?? -1];
    if (scale.room >= nameRoom) {
      const name = element === undefined ? noElement : nameOf(element);
      context.fillText(fitted(context, name, scale.room - 8), xOf(scale, at), baseline + 25);
    }
  }
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let cut = text;
  while (cut.length > 1 && context.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}
