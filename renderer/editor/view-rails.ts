/**
 * Two thin rails on the edges of a canvas: where there is more of a diagram than is in view, and which part is. Each runs
 * in a track of its own, with which the diagram ends: a bar that lies over names hides them and looks like a line of it.
 */
import type { Box, Canvas, DiagramHost, EventBus } from './diagram-services.ts';
import { nothingPx } from './view-box.ts';

/** Part of a rail's length, 0 to 1. */
interface Slide {
  readonly from: number;
  readonly length: number;
}

/** A rail leaves so much of its track free where there is more, however little: one as long as its track says nothing. */
const leastFree = 0.05;

/** What of a diagram is in view along one axis; null: all of it. */
export function slideOf(view: Box, diagram: Box, axis: 'x' | 'y', scale: number): Slide | null {
  const size = axis === 'x' ? 'width' : 'height';
  const [start, end] = [view[axis], view[axis] + view[size]];
  const [first, last] = [diagram[axis], diagram[axis] + diagram[size]];
  if ((start - first) * scale < nothingPx && (last - end) * scale < nothingPx) return null;
  const from = Math.min(start, first);
  const whole = Math.max(end, last) - from;
  const shareOf = (beyond: number): number => (beyond * scale < nothingPx ? 0 : Math.max(beyond / whole, leastFree));
  const before = shareOf(start - from);
  return { from: before, length: 1 - before - shareOf(from + whole - end) };
}

/** Lays the rails along a canvas, and moves them with what is in view. They end with the canvas. */
export function layRails(host: DiagramHost): void {
  const canvas = host.get<Canvas>('canvas');
  const lay = (axis: 'x' | 'y'): HTMLElement => {
    const track = document.createElement('div');
    track.className = `view-track view-track-${axis}`;
    track.ariaHidden = 'true';
    track.hidden = true;
    const rail = document.createElement('div');
    rail.className = `view-rail view-rail-${axis}`;
    track.append(rail);
    canvas.getContainer().append(track);
    return track;
  };
  const tracks = { x: lay('x'), y: lay('y') };
  host.get<EventBus>('eventBus').on(['canvas.viewbox.changed', 'canvas.resized', 'import.done'], () => {
    const { inner, outer, scale, ...view } = canvas.viewbox();
    for (const axis of ['x', 'y'] as const) {
      const slide = outer.width === 0 || inner.width === 0 ? null : slideOf(view, inner, axis, scale);
      tracks[axis].hidden = slide === null;
      if (slide === null) continue;
      tracks[axis].style.setProperty('--rail-from', `${slide.from * 100}%`);
      tracks[axis].style.setProperty('--rail-length', `${slide.length * 100}%`);
    }
  });
}
