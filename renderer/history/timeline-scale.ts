/**
 * Which checkpoint lies where on the strip. Equal room for each: a second in which a thousand are made and a week in which
 * none is would leave nothing to aim at on an axis of time. Positions are indices; −0.5 is the left edge of the first.
 */

export interface Scale {
  readonly count: number;
  /** Pixels of the strip. */
  readonly width: number;
  /** Pixels for one checkpoint. */
  readonly room: number;
  /** Index at the left edge of the strip, in fractions. */
  readonly left: number;
}

const mostRoom = 140;
/** After the last checkpoint: for what happened since, and the second half of its number. */
const endRoom = 20;
/** So much at first: enough to aim at, where not all fit. */
const usualRoom = 12;

/** All of them where they fit, else the latest ones. */
export function firstScale(count: number, width: number): Scale {
  const room = Math.min(mostRoom, Math.max(usualRoom, widthForAll(width) / Math.max(1, count)));
  return within({ count, width, room, left: count });
}

/** The same view of a strip that has grown or was resized; at the end it stays at the end. */
export function adjust(scale: Scale, count: number, width: number): Scale {
  if (scale.width === 0 || scale.count === 0) return firstScale(count, width);
  if (showsAll(scale)) return firstScale(count, width);
  const atEnd = scale.left + widthForAll(scale.width) / scale.room >= scale.count - 0.5 - 1e-6;
  return within({ ...scale, count, width, left: atEnd ? count : scale.left });
}

/** The same view of a strip that got so many in front. */
export function shift(scale: Scale, added: number): Scale {
  const count = scale.count + added;
  return showsAll(scale) ? firstScale(count, scale.width) : within({ ...scale, count, left: scale.left + added });
}

/** Zooms by a factor, and leaves what lies under the pointer where it is. */
export function zoom(scale: Scale, factor: number, x: number): Scale {
  const anchor = positionAt(scale, x);
  const least = Math.min(mostRoom, widthForAll(scale.width) / Math.max(1, scale.count));
  const room = Math.min(mostRoom, Math.max(least, scale.room * factor));
  return within({ ...scale, room, left: anchor - x / room });
}

export function pan(scale: Scale, pixels: number): Scale {
  return within({ ...scale, left: scale.left + pixels / scale.room });
}

/** Moves the view as little as is needed to show a checkpoint with its neighbours. */
export function reveal(scale: Scale, index: number): Scale {
  const span = widthForAll(scale.width) / scale.room;
  const margin = Math.min(2, span / 4);
  if (index - margin < scale.left + 0.5) return within({ ...scale, left: index - margin - 0.5 });
  if (index + margin > scale.left + span - 0.5) {
    return within({ ...scale, left: Math.min(index, index + margin + 0.5 - span) });
  }
  return scale;
}

/** Centre of a checkpoint, in pixels; halves lie between two. */
export function xOf(scale: Scale, index: number): number {
  return (index - scale.left) * scale.room;
}

function positionAt(scale: Scale, x: number): number {
  return scale.left + x / scale.room;
}

/** The nearest checkpoint; -1 where there is none. */
export function indexAt(scale: Scale, x: number): number {
  return Math.max(-1, Math.min(scale.count - 1, Math.max(0, Math.round(positionAt(scale, x)))));
}

/** First and last that are seen, even in part. */
export function visible(scale: Scale): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(scale.left + 0.5));
  const last = Math.min(scale.count - 1, Math.ceil(positionAt(scale, scale.width) - 0.5));
  return { first, last };
}

const widthForAll = (width: number): number => Math.max(0, width - endRoom);
const showsAll = ({ room, count, width }: Scale): boolean => room * count <= widthForAll(width) + 1;

function within(scale: Scale): Scale {
  const span = widthForAll(scale.width) / scale.room;
  const last = scale.count - 0.5 - span;
  // Fewer than fit: they begin at the left.
  return { ...scale, left: last <= -0.5 ? -0.5 : Math.min(last, Math.max(-0.5, scale.left)) };
}
