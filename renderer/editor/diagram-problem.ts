/** One line of the problems panel. */
export interface DiagramProblem {
  readonly severity: 'error' | 'warning' | 'note';
  /** Null: of the file as a whole. */
  readonly element: string | null;
  /** In the text of a file that is no diagram, from 1. */
  readonly line?: number;
  readonly rule: string;
  /** `engine`: it refuses or remarks. `lint`: style. `checkpoint`: what a crash would do twice. `rules`: elsewhere. */
  readonly source: 'engine' | 'lint' | 'checkpoint' | 'text';
  readonly message: string;
  /** Where the standard says so. */
  readonly cited?: string | null;
}

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** Worst first, then as they were found; what merely lacks a name comes last. */
export function sorted(problems: readonly DiagramProblem[]): DiagramProblem[] {
  return problems.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf({ severity, rule }: DiagramProblem): number {
  return rule === 'label-required' ? 3 : ORDER[severity];
}
