/** What the problems panel folds into one line: remarks of one kind that, element by element, bury what is wrong. */
import { countOfNotes, foldVendorNotes, noteBelow } from '../../engine/protocol/vendor-notes.ts';
import type { DiagramProblem } from './diagram-problem.ts';

export interface ProblemGroup {
  readonly key: string;
  readonly message: string;
  readonly source: DiagramProblem['source'];
  /** What is said when it is open. */
  readonly problems: readonly DiagramProblem[];
}

export interface GroupedProblems {
  /** All that has a line of its own, in its order. */
  readonly single: readonly DiagramProblem[];
  readonly groups: readonly ProblemGroup[];
}

/** Rules whose notes are told together, with what they have in common. */
const FOLDED: Readonly<Record<string, (count: number, isFurther: boolean) => string>> = {
  'not-executed': (count, isFurther) =>
    `${count} ${isFurther ? 'further ' : ''}things are kept in the file, not executed.`,
  'message-flow': (count) => `${count} message flows, and how each is delivered.`,
  'label-required': (count) => `${count} elements have no name.`,
};

/** A kind that was remarked once stays where it is. */
export function groupProblems(problems: readonly DiagramProblem[]): GroupedProblems {
  const { others, folded } = foldVendorNotes(problems);
  const byRule = Map.groupBy(
    others.filter(({ severity, rule }) => severity === 'note' && rule in FOLDED),
    ({ rule }) => rule,
  );
  const groups = [...byRule].flatMap(([rule, notes]): ProblemGroup[] => {
    const [first] = notes;
    const words = FOLDED[rule];
    if (first === undefined || words === undefined || notes.length < 2) return [];
    return [{ key: rule, message: words(notes.length, folded.length > 0), source: first.source, problems: notes }];
  });
  const vendors = folded.map((notes): ProblemGroup => ({
    key: `of ${notes.prefix}`,
    message: `${countOfNotes(notes)} ${notes.count === 1 ? 'is' : 'are'} kept in the file, not executed.`,
    source: 'engine',
    problems: notes.notes.map(({ problem, names }) => ({ ...problem, message: noteBelow(problem, names) })),
  }));
  const grouped = new Set(groups.flatMap((group) => group.problems));
  return { single: others.filter((problem) => !grouped.has(problem)), groups: [...vendors, ...groups] };
}
