/** What of BPMN is executed, as the runs of the test-suite have shown: `docs/coverage.json`. */
import coverage from '../../docs/coverage.json';

/** A place in which an element can stand. */
export interface CoverageRow {
  readonly group: string;
  readonly element: string;
  readonly place: string;
  /** Diagrams whose runs show it. */
  readonly shownBy: readonly string[];
  /** Why it is not executed; null: it is. */
  readonly refusal: string | null;
}

export const coverageRows: readonly CoverageRow[] = coverage.rows;

/** What stands there, by its whole name: of an event or a gateway a row has only the kind. */
export function elementWords({ group, element }: CoverageRow): string {
  if (group === 'Events') return element.replace(/^[^,]+/, '$& event');
  return group === 'Gateways' ? `${element} gateway` : element;
}

/** The rows in which every word is found, whatever its case; `refused` finds what is not executed. */
export function rowsWith(search: string, rows: readonly CoverageRow[] = coverageRows): readonly CoverageRow[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => {
    const state = row.refusal === null ? 'executed' : `refused ${row.refusal}`;
    const text = [row.group, elementWords(row), row.place, ...row.shownBy, state].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
