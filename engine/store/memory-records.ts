/** The memory store's savepoints, restores, failures and decisions, in order of first insertion. */
import type { FailureRow, Records, RestoreRow, SavepointRow, UndecidedRow } from './rows.ts';

export class MemoryRecords {
  savepoints: readonly SavepointRow[] = [];
  restores: readonly RestoreRow[] = [];
  failures: readonly FailureRow[] = [];
  undecided: readonly UndecidedRow[] = [];

  /** Answers how to take it back. */
  write(records: Records): () => void {
    const { savepoints, restores, failures, undecided } = this;
    const { savepoints: made = [], restores: restored = [], failures: failed = [], undecided: decided = [] } = records;
    this.savepoints = [...savepoints.filter(({ id }) => made.every((row) => row.id !== id)), ...made];
    for (const row of restored) {
      const known = this.restores.some(({ job }) => job === row.job);
      const changed = (old: RestoreRow): RestoreRow =>
        old.job === row.job ? { ...old, mode: row.mode, marked: row.marked } : old;
      this.restores = known ? this.restores.map(changed) : [...this.restores, row];
    }
    this.failures = [...failures, ...failed];
    for (const row of decided) {
      const known = this.undecided.some(({ job }) => job === row.job);
      if (row.decision === null) this.undecided = this.undecided.filter(({ job }) => job !== row.job);
      else if (known)
        this.undecided = this.undecided.map((old) => (old.job === row.job ? { ...old, decision: row.decision } : old));
      else this.undecided = [...this.undecided, row];
    }
    return () => {
      Object.assign(this, { savepoints, restores, failures, undecided });
    };
  }
}

/** Newest first, those that agree in every wanted field. */
export function newest<Row extends object>(
  rows: readonly Row[],
  wanted: { readonly [Field in keyof Row]?: Row[Field] | undefined },
  limit: number,
): Row[] {
  const fields = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return rows
    .filter((row) => fields.every(([field, value]) => Reflect.get(row, field) === value))
    .toReversed()
    .slice(0, limit);
}
