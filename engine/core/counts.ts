/** Counts by element. An id may be any name, `constructor` and `__proto__` included. */
export type Counts = Record<string, number>;

export function countOf(counts: Counts | null, id: string): number {
  return counts !== null && isCounted(counts, id) ? (counts[id] as number) : 0;
}

export function setCount(counts: Counts, id: string, count: number): void {
  if (id !== '__proto__') counts[id] = count;
  else Object.defineProperty(counts, id, { value: count, enumerable: true, configurable: true, writable: true });
}

export function dropCount(counts: Counts, id: string): void {
  if (isCounted(counts, id)) delete counts[id];
}

/** Nearly always there are none at all, which is much cheaper to see than to look a new id up. */
function isCounted(counts: Counts, id: string): boolean {
  for (const _any in counts) return Object.hasOwn(counts, id);
  return false;
}
