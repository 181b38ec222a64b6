/** The rows of executions and of the ledger: what was tried, and what it did outside. In order of first insertion. */
import type { Connection } from './connection.ts';
import type { CheckpointPart, ExecutionRow, LedgerRow } from './rows.ts';
import type { Sink } from './sink.ts';

/** Room for the rows of one part in a job's order. */
const ROOM = 1_000_000;

/** Where the rows of a part begin in the job's order: parts without a checkpoint come after the checkpoint they follow. */
export function firstPlace(part: CheckpointPart): number {
  return (part.job.seq * 2 + (part.checkpoint === null ? 1 : 0)) * ROOM;
}

/** Rows of checkpoint `seq` and of all before it lie below. */
export function placesEnd(seq: number): number {
  return (seq * 2 + 1) * ROOM;
}

const putExecution = `
  INSERT INTO execution (job_key, instance, attempt, place, element, type, outcome, started_at, ended_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (job_key, instance, attempt) DO UPDATE SET element = excluded.element, type = excluded.type,
      outcome = excluded.outcome, started_at = excluded.started_at, ended_at = excluded.ended_at`;

export function writeExecutions(to: Sink, jobKey: number, part: CheckpointPart): void {
  let place = firstPlace(part);
  for (const { instance, attempt, element, type, outcome, startedAt, endedAt } of part.executions)
    to.put(putExecution, jobKey, instance, attempt, place++, element, type, outcome, startedAt, endedAt);
}

const putLedger = `
  INSERT INTO ledger (job_key, instance, attempt, place, element, kind, target, idempotency_key, before, after, began_at,
      ended_at, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (job_key, instance, attempt) DO UPDATE SET element = excluded.element, kind = excluded.kind,
      target = excluded.target, idempotency_key = excluded.idempotency_key, before = excluded.before,
      after = excluded.after, began_at = excluded.began_at, ended_at = excluded.ended_at, state = excluded.state`;

export function writeLedger(to: Sink, jobKey: number, part: CheckpointPart): void {
  let place = firstPlace(part);
  for (const row of part.ledger) {
    to.put(
      putLedger,
      jobKey,
      row.instance,
      row.attempt,
      place++,
      row.element,
      row.kind,
      row.target,
      row.idempotencyKey,
      row.before,
      row.after,
      row.beganAt,
      row.endedAt,
      row.state,
    );
  }
}

const ofJob = 'WHERE job_key = (SELECT job_key FROM job WHERE id = ?)';

export function listExecutions(db: Connection, job: string, until: number | null): ExecutionRow[] {
  return db.rows<ExecutionRow>(
    `SELECT instance, attempt, element, type, outcome, started_at AS startedAt, ended_at AS endedAt
      FROM execution ${ofJob} AND place < ? ORDER BY place, started_at, instance, attempt`,
    job,
    until === null ? Number.MAX_SAFE_INTEGER : placesEnd(until),
  );
}

export function listLedger(db: Connection, job: string): LedgerRow[] {
  return db.rows<LedgerRow>(
    `SELECT instance, attempt, element, kind, target, idempotency_key AS idempotencyKey, before, after,
        began_at AS beganAt, ended_at AS endedAt, state
      FROM ledger ${ofJob} ORDER BY place, began_at, instance, attempt`,
    job,
  );
}
