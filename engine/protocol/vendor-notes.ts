/** What a file keeps for other engines, told once per namespace: element by element it buries what is wrong. */

interface Told {
  readonly rule: string;
  readonly message: string;
}

export interface VendorNotes<Problem> {
  /** As in the file: `camunda`. */
  readonly prefix: string;
  /** How many attributes and elements, over all notes. */
  readonly count: number;
  readonly notes: readonly { readonly problem: Problem; readonly names: readonly string[] }[];
}

export interface FoldedNotes<Problem> {
  /** All the others, in their order. */
  readonly others: readonly Problem[];
  readonly folded: readonly VendorNotes<Problem>[];
}

const RULE = 'vendor-extension';
const KEPT = /kept, not executed: (.+)\.$/;

/** Folds the notes of a file; a single one stays where it is. */
export function foldVendorNotes<Problem extends Told>(problems: readonly Problem[]): FoldedNotes<Problem> {
  const notes = problems.filter(isVendorNote);
  if (notes.length < 2) return { others: problems, folded: [] };
  const byPrefix = new Map<string, { problem: Problem; names: string[] }[]>();
  for (const problem of notes) {
    for (const [prefix, names] of Map.groupBy(namesIn(problem), prefixOf)) {
      byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), { problem, names }]);
    }
  }
  return {
    others: problems.filter((problem) => !isVendorNote(problem)),
    folded: [...byPrefix].map(([prefix, own]) => ({
      prefix,
      count: own.reduce((sum, { names }) => sum + names.length, 0),
      notes: own,
    })),
  };
}

/** `12 camunda extensions of 7 elements`. */
export function countOfNotes({ prefix, count, notes }: VendorNotes<unknown>): string {
  const elements = notes.length === 1 ? 'one element' : `${notes.length} elements`;
  return count === 1 ? `One ${prefix} extension` : `${count} ${prefix} extensions of ${elements}`;
}

/** What a note says, without what its group says already: `“Review”: camunda:assignee.` */
export function noteBelow({ message }: Told, names: readonly string[]): string {
  return message.replace(KEPT, () => `${names.join(', ')}.`);
}

function isVendorNote({ rule, message }: Told): boolean {
  return rule === RULE && KEPT.test(message);
}

function namesIn({ message }: Told): string[] {
  return KEPT.exec(message)?.[1]?.split(', ') ?? [];
}

function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon <= 0 ? 'other' : name.slice(0, colon);
}
