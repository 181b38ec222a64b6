/** Savepoints on disk, restores and their marks, failures, and jobs that wait for a decision. */
import type { Connection } from './connection.ts';
import { insertDefinition } from './definitions.ts';
import type { FailureRow, Records, RestoreRow, SavepointRow, UndecidedRow } from './rows.ts';

/** Inside the caller's transaction. */
export function writeRecords(db: Connection, records: Records): void {
  for (const definition of records.definitions ?? []) insertDefinition(db, definition);
  for (const row of records.savepoints ?? []) {
    db.run(
      `REPLACE INTO savepoint (id, request, job, seq, location, at, bytes, micros) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      row.id,
      row.request,
      row.job,
      row.seq,
      row.location,
      row.at,
      row.bytes,
      row.micros,
    );
  }
  for (const row of records.restores ?? []) {
    db.run(
      `INSERT INTO restore (job, source, path, kind, seq, at, incarnation, mode, marked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (job) DO UPDATE SET mode = excluded.mode, marked = excluded.marked`,
      row.job,
      row.source,
      row.path,
      row.kind,
      row.seq,
      row.at,
      row.incarnation,
      row.mode,
      row.marked ? 1 : 0,
    );
  }
  for (const { job, kind, at, reason } of records.failures ?? [])
    db.run('INSERT INTO failure (job, kind, at, reason) VALUES (?, ?, ?, ?)', job, kind, at, reason);
  for (const { job, since, decision } of records.undecided ?? []) {
    if (decision === null) db.run('DELETE FROM undecided WHERE job = ?', job);
    else
      db.run(
        `INSERT INTO undecided (job, since, decision) VALUES (?, ?, ?)
          ON CONFLICT (job) DO UPDATE SET decision = excluded.decision`,
        job,
        since,
        decision,
      );
  }
}

export function listSavepoints(
  db: Connection,
  filter: { job?: string; request?: string },
  limit: number,
): SavepointRow[] {
  const { where, values } = conditions({ job: filter.job, request: filter.request });
  return db.rows<SavepointRow>(
    `SELECT id, request, job, seq, location, at, bytes, micros FROM savepoint ${where} ORDER BY number DESC LIMIT ?`,
    ...values,
    limit,
  );
}

export function listRestores(
  db: Connection,
  filter: { job?: string; source?: string; path?: string },
  limit: number,
): RestoreRow[] {
  const { where, values } = conditions({ job: filter.job, source: filter.source, path: filter.path });
  return db
    .rows<Omit<RestoreRow, 'marked'> & { marked: number }>(
      `SELECT job, source, path, kind, seq, at, incarnation, mode, marked FROM restore ${where}
        ORDER BY number DESC LIMIT ?`,
      ...values,
      limit,
    )
    .map((row) => ({ ...row, marked: row.marked !== 0 }));
}

export function listFailures(db: Connection, job: string | null, limit: number): FailureRow[] {
  const { where, values } = conditions({ job: job ?? undefined });
  return db.rows<FailureRow>(
    `SELECT job, kind, at, reason FROM failure ${where} ORDER BY number DESC LIMIT ?`,
    ...values,
    limit,
  );
}

export function listUndecided(db: Connection): UndecidedRow[] {
  return db.rows<UndecidedRow>('SELECT job, since, decision FROM undecided ORDER BY number');
}

function conditions(wanted: Readonly<Record<string, string | undefined>>): { where: string; values: string[] } {
  const given = Object.entries(wanted).flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return {
    where: given.length === 0 ? '' : `WHERE ${given.map(({ column }) => `${column} = ?`).join(' AND ')}`,
    values: given.map(({ value }) => value),
  };
}
