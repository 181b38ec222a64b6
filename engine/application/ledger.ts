/** The side-effect ledger: a row per send and call, of one job or of all, repetitions marked. */
import { answeredElements } from './answered-elements.ts';
import type { LedgerView } from '../protocol/savepoint-views.ts';
import { browse, jobOf } from './browse.ts';
import type { JobRow } from '../store/rows.ts';
import type { Context } from './context.ts';
import { instantOf } from './plain.ts';

export interface LedgerFilter {
  /** Null: all jobs. */
  readonly job: string | null;
  /** Only what happened, or may have, more than once. */
  readonly duplicates: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** Newest first. */
export function ledgerOf(context: Context, filter: LedgerFilter): LedgerView {
  return browse(context, (reader) => {
    const { duplicates, limit, offset } = filter;
    const job = filter.job === null ? {} : { job: jobOf(reader, filter.job).id };
    const known = new Map<string, JobRow | null>();
    const rowOf = (id: string): JobRow | null => {
      const row = known.get(id) ?? reader.job(id);
      known.set(id, row);
      return row;
    };
    const answers = new Map<string, ReadonlySet<string>>();
    const answersOf = (id: string): ReadonlySet<string> => {
      const elements = answers.get(id) ?? new Set(answeredElements(reader, id));
      answers.set(id, elements);
      return elements;
    };
    const definitionOf = (row: JobRow | null): LedgerView['entries'][number]['definition'] =>
      row === null ? null : { key: row.definitionKey, version: row.definitionVersion };
    const rows = reader.ledgerEntries({ ...job, duplicates }, { limit: limit + 1, offset });
    return {
      entries: rows.slice(0, limit).map((row) => ({
        job: row.job,
        definition: definitionOf(rowOf(row.job)),
        element: row.element,
        instance: row.instance,
        attempt: row.attempt,
        kind: row.kind,
        target: row.target,
        key: row.idempotencyKey,
        before: row.before,
        after: row.after,
        beganAt: instantOf(row.beganAt),
        endedAt: row.endedAt === null ? null : instantOf(row.endedAt),
        state: row.state,
        answered: row.kind !== 'message' && answersOf(row.job).has(row.element),
        times: row.times,
        // A message leaves with a checkpoint, at the job's own time; a call is made at some time of the wall's clock.
        clock: row.kind === 'message' ? (rowOf(row.job)?.clock ?? 'wall') : 'wall',
        duplicate: row.times > 1 && (row.state === 'happened' || row.state === 'maybe'),
      })),
      more: rows.length > limit,
    };
  });
}
