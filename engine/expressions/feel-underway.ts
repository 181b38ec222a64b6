/** The evaluation of FEEL that is under way: what its functions answer from, and what bounds it. */
import type { Moment } from '../core/evaluation.ts';
import { seededRandom } from './seeded-random.ts';

export interface Warning {
  readonly type: string;
  readonly message: string;
  readonly position: { readonly from: number; readonly to: number };
  readonly details: { readonly values: Record<string, unknown> };
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What an evaluation hands to the functions that it calls. */
export interface Frame {
  /** feelin appends to this list while it evaluates. */
  readonly warnings: Warning[];
  /** Where something may be missing: in `is defined(…)`, and in the first argument of `get or else(…)`. */
  readonly guarded: readonly Span[];
  /** What filters ask of each item. */
  readonly asked: readonly Span[];
}

/** Most numbers that one evaluation may walk through, all its ranges taken together. */
const MAX_WALK = 100_000;
/** Most items of lists that the loops and filters of one evaluation may visit. */
const MAX_VISITS = 1_000_000;

/** Most lists of which is kept that they were filtered. */
const MAX_FILTERED = 10_000;

/** Evaluation is synchronous, so there is one at a time; functions of decisions evaluate within another. */
class Underway {
  #moment: Moment = { now: 0, seed: 0 };
  #random: (() => number) | null = null;
  #walked = 0;
  #visited = 0;
  #depth = 0;
  readonly #filtered = new Set<readonly unknown[]>();
  /** Where quantified expressions of one text stand of which an answer was neither true nor false. */
  #undecided = new Set<number>();
  #frame: Frame = { warnings: [], guarded: [], asked: [] };

  get undecided(): Set<number> {
    return this.#undecided;
  }

  get moment(): Moment {
    return this.#moment;
  }
  get frame(): Frame {
    return this.#frame;
  }

  /** Begins an evaluation at a moment, or goes on with the one that it is part of. */
  at<T>(moment: Moment, evaluation: () => T): T {
    if (this.#depth === 0) {
      this.#moment = moment;
      this.#random = null;
      this.#walked = 0;
      this.#visited = 0;
    }
    this.#depth += 1;
    try {
      return evaluation();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#filtered.clear();
    }
  }

  /** Notes a list that a filter goes through. */
  filters(list: readonly unknown[]): void {
    if (this.#filtered.size < MAX_FILTERED) this.#filtered.add(list);
  }

  /** Whether an item of a list that was filtered has an entry of this name. */
  hasEntry(name: string): boolean {
    for (const list of this.#filtered)
      if (list.some((item) => typeof item === 'object' && item !== null && Object.hasOwn(item, name))) return true;
    return false;
  }

  within<T>(frame: Frame, evaluation: () => T): T {
    const [outer, undecided] = [this.#frame, this.#undecided];
    this.#frame = frame;
    this.#undecided = new Set();
    try {
      return evaluation();
    } finally {
      this.#frame = outer;
      this.#undecided = undecided;
    }
  }

  random(): number {
    this.#random ??= seededRandom(this.#moment.seed);
    return this.#random();
  }

  walk(steps: number): void {
    this.#walked += steps;
    if (this.#walked > MAX_WALK) throw new Error(`it walks through more than ${MAX_WALK} numbers`);
  }

  /** Counts items that a loop or filter is about to visit. @throws Error when they are too many. */
  visit(items: number): void {
    this.#visited += items;
    if (this.#visited > MAX_VISITS) throw new Error(`its loops visit more than ${MAX_VISITS} items of lists`);
  }
}

/** The evaluation under way. */
export const underway = new Underway();

/** Null, which is a mistake where the answer as a whole is null because of it, as with functions of feelin's own. */
export function rejected(message: string, values: Readonly<Record<string, unknown>>): null {
  underway.frame.warnings.push({
    type: 'INVALID_ARGUMENTS',
    message,
    position: { from: 0, to: 0 },
    details: { values },
  });
  return null;
}
