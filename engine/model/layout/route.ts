/** Ways of sequence flows: straight where nothing is between, else through the gaps of the grid, where no node lies. */
import { centre, simplified, type Box, type Point } from './geometry.ts';
import type { Cell, GridWay } from './grid.ts';
import { COLUMN_GAP, ROW_GAP } from './sizes.ts';

/** A column or a row on the plane. */
export interface Track {
  readonly start: number;
  readonly size: number;
}

/** The grid on the plane; nodes by number. */
export interface Tracks {
  readonly right: number;
  readonly bottom: number;
  /** Where each lane ends. */
  readonly bandEnds: readonly number[];
  readonly band: (index: number) => number;
  /** A column of the component that a node is in. */
  readonly column: (index: number, place: number) => Track;
  /** The row that a node is in. */
  readonly row: (index: number) => Track;
  readonly box: (index: number) => Box;
  readonly cell: (index: number) => { readonly column: Track | undefined; readonly row: Track | undefined };
}

/** Ways side by side in a gap, this far apart. */
const STEP = 6;
/** From the start of a gap to the middle of its ways: left of what they lead to stand tokens and flags. */
const WAYS_IN_GAP = COLUMN_GAP / 2 - 6;

/** How far beside the middle of the gaps that it goes through a way lies. */
export interface Shifts {
  /** In the gap behind its source. */
  readonly after: number;
  /** In the gap before its target. */
  readonly before: number;
  /** In the gap between rows. */
  readonly along: number;
}

/** The places beside each other in a gap. */
export const PLACES = [-2, -1, 0, 1, 2].map((place) => place * STEP);

/** @param source The box that the way leaves from: the node's, or its boundary event's. */
export function routed(
  { from, to, boundary }: GridWay,
  source: Box,
  tracks: Tracks,
  cells: readonly Cell[],
  shifts: Shifts,
): readonly Point[] {
  const [a, b] = [cells[from] as Cell, cells[to] as Cell];
  const target = tracks.box(to);
  const entry = { x: target.x, y: centre(target).y };
  // Before the first column is no gap, but the border of the container.
  const room = b.column === 0 ? COLUMN_GAP / 2 : COLUMN_GAP - WAYS_IN_GAP;
  const before = tracks.column(to, b.column).start - room + shifts.before;
  const row = tracks.row(from);
  const below = row.start + row.size + ROW_GAP / 2 + shifts.along;
  if (boundary) {
    const { x } = centre(source);
    return simplified([
      { x, y: source.y + source.height },
      { x, y: below },
      { x: before, y: below },
      { x: before, y: entry.y },
      entry,
    ]);
  }
  const exit = { x: source.x + source.width, y: centre(source).y };
  const sameRow = tracks.band(from) === tracks.band(to) && a.row === b.row;
  const between = cells.some(
    (cell, index) =>
      cell.component === a.component &&
      tracks.band(index) === tracks.band(from) &&
      cell.row === a.row &&
      cell.column > a.column &&
      cell.column < b.column,
  );
  if (sameRow && b.column > a.column && !between && exit.y === entry.y) return [exit, entry];
  const column = tracks.column(from, a.column);
  const after = column.start + column.size + WAYS_IN_GAP + shifts.after;
  if (b.column === a.column + 1) {
    return simplified([exit, { x: after, y: exit.y }, { x: after, y: entry.y }, entry]);
  }
  const above = row.start - ROW_GAP / 2 + shifts.along;
  const y = target.y + target.height < row.start ? above : below;
  return simplified([
    exit,
    { x: after, y: exit.y },
    { x: after, y },
    { x: before, y },
    { x: before, y: entry.y },
    entry,
  ]);
}
