/** A job's checkpoints in columns: small to send and quick to draw, however many there are. */
import type { Timeline } from '../../protocol/window-views.ts';
import type { CheckpointRow } from '../../store/rows.ts';
import { Boundaries } from '../engine-lives.ts';

type ColumnsView = Omit<Timeline, 'job' | 'oldest' | 'marks'>;

const kinds: Readonly<Record<CheckpointRow['kind'], number>> = { explicit: 0, implicit: 1, savepoint: 2 };

export class Columns {
  readonly columns: ColumnsView = {
    seq: [],
    kind: [],
    reasons: [],
    element: [],
    at: [],
    bytes: [],
    micros: [],
    incarnation: [],
    reasonSets: [],
    elements: [],
  };
  readonly #reasonSets = new Map<string, number>();
  readonly #elements = new Map<string, number>();
  /** Where other engines took over. */
  readonly boundaries = new Boundaries();

  get length(): number {
    return this.columns.seq.length;
  }

  /** One that belongs to the story, but not into the columns. */
  passed(row: CheckpointRow): void {
    this.boundaries.passed(row);
  }

  /** In order. */
  add(row: CheckpointRow): void {
    this.passed(row);
    const { seq, kind, reasons, element, at, bytes, micros, incarnation, reasonSets, elements } = this.columns;
    seq.push(row.seq);
    kind.push(kinds[row.kind]);
    reasons.push(indexOf(this.#reasonSets, row.reasons.join(' '), () => reasonSets.push([...row.reasons])));
    const { element: id } = row;
    element.push(id === null ? -1 : indexOf(this.#elements, id, () => elements.push(id)));
    at.push(row.at);
    bytes.push(row.bytes);
    micros.push(row.micros);
    incarnation.push(row.incarnation);
  }
}

/** The index of a text, counted in the order of first appearance. */
function indexOf(known: Map<string, number>, text: string, fresh: () => void): number {
  let index = known.get(text);
  if (index === undefined) {
    index = known.size;
    known.set(text, index);
    fresh();
  }
  return index;
}
