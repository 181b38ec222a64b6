/** Due times on the wall clock: an ordered heap of timers of jobs in memory. Stale entries are recognised, not removed. */
export interface Due {
  readonly due: number;
  readonly number: number;
  readonly job: string;
  readonly timer: string;
}

function before(left: Due, right: Due): boolean {
  if (left.due !== right.due) return left.due < right.due;
  if (left.number !== right.number) return left.number < right.number;
  return left.job < right.job;
}

export class Agenda {
  readonly #heap: Due[] = [];

  get next(): number | null {
    return this.#heap[0]?.due ?? null;
  }

  add(entry: Due): void {
    const heap = this.#heap;
    heap.push(entry);
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at] as Due, heap[parent] as Due)) break;
      [heap[at], heap[parent]] = [heap[parent] as Due, heap[at] as Due];
      at = parent;
    }
  }

  /** Takes the earliest entry that is due. */
  take(now: number): Due | null {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined || first.due > now) return null;
    const last = heap.pop() as Due;
    if (heap.length > 0) {
      heap[0] = last;
      for (let at = 0; ;) {
        const left = at * 2 + 1;
        if (left >= heap.length) break;
        const right = left + 1;
        const child = right < heap.length && before(heap[right] as Due, heap[left] as Due) ? right : left;
        if (!before(heap[child] as Due, heap[at] as Due)) break;
        [heap[at], heap[child]] = [heap[child] as Due, heap[at] as Due];
        at = child;
      }
    }
    return first;
  }
}
