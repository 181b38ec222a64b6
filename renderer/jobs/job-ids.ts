/** What the ids of jobs tell. */

/** When the job was made, by the wall's clock: the id says so (RFC 9562, version 7). Null: it does not. */
export function madeAt(id: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(id) ?? [];
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
}

/** Ids begin with the time: what tells them apart is their end. */
export function shortId(id: string): string {
  return id.length > 14 ? `…${id.slice(-12)}` : id;
}
