/** One line of the problems panel. */
export interface DiagramProblem {
  readonly severity: 'error' | 'warning' | 'note';
  /** Null: of the file as a whole. */
  readonly element: string | null;
  readonly rule: string;
  /** `engine`: it refuses or remarks. `lint`: style. `checkpoint`: what a crash would do twice. `rules`: elsewhere. */
  readonly source: 'engine' | 'lint' | 'checkpoint' | 'text';
  readonly message: string;
  /** Where the standard says so. */
  readonly cited?: string | null;
}

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** Worst first, then as they were found. */
export function sorted(problems: readonly DiagramProblem[]): DiagramProblem[] {
  return problems.toSorted((left, right) => ORDER[left.severity] - ORDER[right.severity]);
}
