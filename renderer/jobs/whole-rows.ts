/** How high a list is drawn in a room, so that the last row in it is whole: all of the room where all of them fit. */
export function wholeRows(heights: Iterable<number>, room: number): number {
  let high = 0;
  for (const height of heights) {
    if (high + height > room) return high === 0 ? room : high;
    high += height;
  }
  return room;
}
