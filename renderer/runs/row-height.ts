/** How high the rows of a list are drawn: so many as fit fill its room, and none of them is cut. */

/** As they need it; and not more than a person takes for the same row. */
export const leastRow = 46;
const mostRow = 54;

export function rowHeightIn(room: number): number {
  const rows = Math.floor(room / leastRow);
  return rows === 0 ? leastRow : Math.min(mostRow, Math.floor(room / rows));
}
