/**
 * How high a list is drawn in a room, so that the last row in it is whole: all of the room where all of them fit.
 * `shown`: index of a row that is to be seen; where it is too far down, the list is as high as that row and those above it.
 */
export function wholeRows(heights: readonly number[], room: number, shown = -1): number {
  const high = fromFirst(heights, room);
  const below = heights.slice(0, shown + 1);
  return below.reduce((sum, height) => sum + height, 0) > high ? fromFirst(below.toReversed(), room) : high;
}

function fromFirst(heights: readonly number[], room: number): number {
  let high = 0;
  for (const height of heights) {
    if (high + height > room) return high === 0 ? room : high;
    high += height;
  }
  return room;
}
