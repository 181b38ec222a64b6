/**
 * The thread that writes large groups: a connection of its own, one transaction a batch, in the order in which they come.
 * Decides nothing: what is not as the batch expects rolls it back and sends it back, with all that follow until the store's
 * own thread has seen to it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { BatchStatement } from './batch.ts';
import { Connection } from './connection.ts';
import { requireLease } from './lease.ts';
import type { Parameter } from './sink.ts';
import type { FromWriter, ToWriter, WriterData } from './writer.ts';

/** Something else is in the store than the batch expects. */
class Unexpected extends Error {}

const { file, inode, durability, waitMs, closed } = workerData as WriterData;
const port = parentPort;
if (port === null) throw new Error('the writer runs as a thread only');

const statements: BatchStatement[] = [];
let connection: Connection | null = null;
/** Batches up to this round come back unwritten. */
let spoilt = -1;

function tell(message: FromWriter): void {
  port?.postMessage(message);
}

function opened(): Connection {
  if (connection !== null) return connection;
  const made = Connection.beside(file, waitMs);
  try {
    if (made.inode !== inode) throw new Error(`the store ${file} was replaced while it was open`);
    made.settle(durability);
  } catch (error) {
    made.close();
    throw error;
  }
  connection = made;
  return made;
}

function writeRows(db: Connection, rows: readonly Parameter[]): void {
  for (let at = 0; at < rows.length;) {
    const statement = statements[rows[at] as number];
    if (statement === undefined) throw new Error('a statement that was never told');
    const first = at + 2;
    at = first + (rows[at + 1] as number);
    const prepared = db.statement(statement.sql);
    const parameters = rows.slice(first, at);
    if (statement.kind === 'put') prepared.run(parameters);
    else if (statement.kind === 'absent') {
      if (prepared.get(parameters) !== undefined) throw new Unexpected(statement.sql);
    } else if (prepared.run(parameters).changes === 0) throw new Unexpected(statement.sql);
  }
}

/** Nothing of it is stored when this throws; after an error from COMMIT it answers `unknown`. */
function write({ rows, epoch }: Extract<ToWriter, { type: 'write' }>): FromWriter['outcome'] {
  const db = opened();
  db.requirePresent();
  try {
    db.run('BEGIN IMMEDIATE');
    requireLease(db, epoch);
    writeRows(db, rows);
  } catch (error) {
    db.rollback();
    throw error;
  }
  try {
    db.run('COMMIT');
    return 'written';
  } catch {
    // Whatever is stored, the store's own thread reads it, once this connection holds nothing any more.
    db.close();
    connection = null;
    return 'unknown';
  }
}

/** The store's own thread meets the same error, and tells it with all its words. */
function attempt(batch: Extract<ToWriter, { type: 'write' }>): FromWriter['outcome'] {
  try {
    return write(batch);
  } catch {
    return 'returned';
  }
}

function obey(message: ToWriter): void {
  if (message.type === 'close') {
    connection?.close();
    Atomics.store(closed, 0, 1);
    Atomics.notify(closed, 0);
    port?.close();
    return;
  }
  statements.push(...message.statements);
  const outcome = message.round > spoilt ? attempt(message) : 'returned';
  if (outcome !== 'written') spoilt = message.round;
  tell({ outcome });
}

port.on('message', obey);
tell({ outcome: 'ready' });
