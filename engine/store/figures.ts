/** Figures over checkpoints and the ledger, computed by whoever reads: writing them costs a checkpoint nothing. */
import type { Connection } from './connection.ts';
import { jobTotals, type JobTotals } from './jobs.ts';
import type { CheckpointFigures, LedgerEntry, Spread } from './rows.ts';

/** Checkpoints that spreads are taken over, the latest ones: their cost does not grow with history. */
export const MEASURED = 10_000;

/** Of kept checkpoints, with the durations that the ones after them know. */
const measured = (where: string): string =>
  `SELECT bytes, coalesce(micros, (SELECT next.micros_before FROM checkpoint AS next
      WHERE next.job_key = checkpoint.job_key AND next.seq = checkpoint.seq + 1)) AS micros
    FROM checkpoint ${where} ORDER BY job_key DESC, seq DESC LIMIT ${MEASURED}`;

const totalsOf = 'SELECT 1 AS jobs, seq AS seqs, incarnation AS incarnations FROM job WHERE id = ?';

/** Inside a snapshot. */
export function checkpointFigures(db: Connection, job: string | null): CheckpointFigures {
  const of = (column: string): string => (job === null ? '' : `WHERE ${column} = ?`);
  const given = job === null ? [] : [job];
  const count = (sql: string): number => db.row<{ n: number | null }>(sql, ...given)?.n ?? 0;
  const rows = db.rows<{ bytes: number; micros: number | null }>(
    measured(job === null ? '' : 'WHERE job_key = (SELECT job_key FROM job WHERE id = ?)'),
    ...given,
  );
  const one = job === null ? undefined : db.row<JobTotals>(totalsOf, job);
  const totals = job === null ? jobTotals(db) : (one ?? { jobs: 0, seqs: 0, incarnations: 0 });
  const firsts = count(`SELECT sum(incarnation - 1) AS n FROM restore ${of('job')}`);
  return {
    completed: totals.seqs,
    failed: count(`SELECT count(*) AS n FROM failure ${of('job')}`),
    restored: totals.incarnations - totals.jobs - firsts + count(`SELECT count(*) AS n FROM restore ${of('job')}`),
    inProgress: count(
      `SELECT count(*) AS n FROM request WHERE answer IS NULL AND kind = 'savepoint' ${job === null ? '' : 'AND (job IS NULL OR job = ?)'}`,
    ),
    measured: rows.length,
    bytes: spreadOf(rows.map(({ bytes }) => bytes)),
    micros: spreadOf(rows.flatMap(({ micros }) => (micros === null || micros === 0 ? [] : [micros]))),
  };
}

/** The 99th percentile is the least value that 99 of 100 do not exceed. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { min: 0, max: 0, avg: 0, p99: 0 };
  const sorted = values.toSorted((a, b) => a - b);
  return {
    min: sorted[0] as number,
    max: sorted.at(-1) as number,
    avg: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p99: sorted[Math.ceil(sorted.length * 0.99) - 1] as number,
  };
}

const again = `(SELECT count(*) FROM ledger AS same
  WHERE same.idempotency_key = ledger.idempotency_key AND same.state IN ('happened', 'maybe'))`;

export function ledgerEntries(
  db: Connection,
  filter: { job?: string; duplicates?: boolean },
  page: { limit: number; offset: number },
): LedgerEntry[] {
  const conditions = [
    ...(filter.job === undefined ? [] : ['ledger.job_key = (SELECT job_key FROM job WHERE id = ?)']),
    ...(filter.duplicates === true ? [`ledger.state IN ('happened', 'maybe') AND ${again} > 1`] : []),
  ];
  return db.rows<LedgerEntry>(
    `SELECT job.id AS job, ledger.instance, ledger.attempt, ledger.element, ledger.kind, ledger.target,
        ledger.idempotency_key AS idempotencyKey, ledger.before, ledger.after, ledger.began_at AS beganAt,
        ledger.ended_at AS endedAt, ledger.state, ${again} AS times
      FROM ledger CROSS JOIN job ON job.job_key = ledger.job_key
      ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
      ORDER BY ledger.began_at DESC, ledger.job_key DESC, ledger.instance DESC, ledger.attempt DESC LIMIT ? OFFSET ?`,
    ...(filter.job === undefined ? [] : [filter.job]),
    page.limit,
    page.offset,
  );
}
