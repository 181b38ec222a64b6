/** What a benchmark is, and what it finds. */
import type { Series } from './measurement.ts';

/** One thing measured. */
export interface Figure {
  readonly what: string;
  readonly values: Series;
}

/** Ours against a baseline that was measured in the same rounds. */
export interface Finding {
  readonly unit: string;
  readonly ours: Figure;
  /** Null: there is nothing to compare with. */
  readonly baseline: Figure | null;
  /** Sizes, and whatever else the figures depend on. */
  readonly conditions: readonly string[];
}

export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly run: () => Promise<readonly Finding[]>;
}
