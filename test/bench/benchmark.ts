/** What a benchmark is, and what it finds. */
import type { Series } from './measurement.ts';

/** One thing measured. */
export interface Figure {
  readonly what: string;
  readonly values: Series;
}

/** What a figure is to be. */
export interface Aim {
  /** Ours by itself, divided by the baseline, or less the baseline: medians. */
  readonly of: 'ours' | 'ratio' | 'difference';
  readonly at: 'least' | 'most';
  readonly value: number;
}

/** Ours against a baseline that was measured in the same rounds. */
export interface Finding {
  readonly unit: string;
  /** Absent: it is measured for what it says. */
  readonly aim?: Aim;
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
