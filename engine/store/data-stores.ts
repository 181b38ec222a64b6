/** Data stores: values that all jobs share (BPMN 2.0.2, 10.4.1). Written with the checkpoint of whoever wrote them. */
import type { Connection } from './connection.ts';
import type { StoredValueRow } from './rows.ts';
import type { Sink } from './sink.ts';

const COLUMNS = 'world, name, value, job, seq, at';
const PUT = `REPLACE INTO data_store (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`;

/** Inside the caller's transaction. */
export function writeStoredValue(to: Sink, row: StoredValueRow): void {
  const { world, name, value, job, seq, at } = row;
  to.put(PUT, world, name, value, job, seq, at);
}

export function storedValue(db: Connection, world: string, name: string): StoredValueRow | null {
  return db.row<StoredValueRow>(`SELECT ${COLUMNS} FROM data_store WHERE world = ? AND name = ?`, world, name) ?? null;
}

/** Those of one world, by name. */
export function storedValues(db: Connection, world: string): StoredValueRow[] {
  return db.rows<StoredValueRow>(`SELECT ${COLUMNS} FROM data_store WHERE world = ? ORDER BY name`, world);
}

/** From one name to the next, past however many wait for it, and no further than the names that begin so. */
const beginningWith = `
  WITH RECURSIVE asked(beginning) AS (SELECT ?),
    awaited(message) AS (
      SELECT min(message) FROM subscription WHERE message >= (SELECT beginning FROM asked)
      UNION ALL
      SELECT (SELECT min(subscription.message) FROM subscription WHERE subscription.message > awaited.message)
        FROM awaited CROSS JOIN asked WHERE substr(awaited.message, 1, length(beginning)) = beginning)
  SELECT message FROM awaited CROSS JOIN asked WHERE substr(message, 1, length(beginning)) = beginning`;

/** What subscriptions wait for whose name begins so, in order. */
export function awaitedFrom(db: Connection, beginning: string): string[] {
  return db.rows<{ message: string }>(beginningWith, beginning).map(({ message }) => message);
}
