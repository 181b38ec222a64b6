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

/** Of style, what the engine says of the same element in other words: by the rule of style, the engine's rules. */
const SAID_BY_ENGINE: Readonly<Record<string, readonly string[]>> = {
  'conditional-flows': ['way-without-condition'],
  'no-disconnected': ['unreachable', 'no-way-out'],
};

/** Without the remarks of style that repeat what the engine says. */
export function saidOnce(problems: readonly DiagramProblem[]): DiagramProblem[] {
  const said = new Set(
    problems.flatMap(({ source, rule, element }) => (source === 'engine' ? [`${rule} ${element ?? ''}`] : [])),
  );
  return problems.filter(
    ({ source, rule, element }) =>
      source !== 'lint' || !(SAID_BY_ENGINE[rule] ?? []).some((same) => said.has(`${same} ${element ?? ''}`)),
  );
}

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** Worst first, then as they were found; what merely lacks a name comes last. */
export function sorted(problems: readonly DiagramProblem[]): DiagramProblem[] {
  return problems.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf({ severity, rule }: DiagramProblem): number {
  return rule === 'label-required' ? 3 : ORDER[severity];
}
