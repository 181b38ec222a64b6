/** Boxes and ways on the plane; y grows downwards. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function moved<T extends Point>(it: T, x: number, y: number): T {
  return { ...it, x: it.x + x, y: it.y + y };
}

export function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** A straight way between two boxes, from border to border. */
export function straight(from: Box, to: Box): readonly Point[] {
  return [leaving(from, centre(to)), leaving(to, centre(from))];
}

/** Where the line from the middle of a box to a point crosses its border. */
function leaving(box: Box, towards: Point): Point {
  const middle = centre(box);
  const dx = towards.x - middle.x;
  const dy = towards.y - middle.y;
  if (dx === 0 && dy === 0) return { x: middle.x, y: box.y };
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
    1,
  );
  return { x: Math.round(middle.x + dx * scale), y: Math.round(middle.y + dy * scale) };
}

/** Without points that lie on the line between their neighbours. */
export function simplified(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const inLine =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (inLine) kept.pop();
    kept.push(point);
  }
  return kept.length >= 2 ? kept : points;
}
