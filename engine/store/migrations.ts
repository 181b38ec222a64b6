/** The tables, as a numbered list of steps: all that are missing are applied in one transaction, with the number. */
import type { Connection } from './connection.ts';
import { StoreUnusable } from './store.ts';
import { asUnusable } from './unusable.ts';

/** `CAIR` in ASCII: tells our files from other applications'. */
export const APPLICATION_ID = 0x43414952;

/**
 * Step n makes version n + 1 of version n. A step that a release has shipped is never edited.
 *
 * A job is an integer inside, so that its rows lie together and stay small. Columns of `job` from `history` on belong to
 * history.ts. History is found through checkpoints and from row to row: without an index of its own it only ever grows
 * at its end, whichever of a thousand jobs writes. `place` is the order of first insertion within the job.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE job (
    job_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ext_id TEXT NOT NULL, lineage TEXT NOT NULL,
    definition_key TEXT NOT NULL, definition_version INTEGER NOT NULL, parent_job TEXT, status TEXT NOT NULL,
    held INTEGER NOT NULL, seq INTEGER NOT NULL, incarnation INTEGER NOT NULL, clock TEXT NOT NULL, now NUMERIC NOT NULL,
    message_id TEXT, started_at NUMERIC NOT NULL, ended_at NUMERIC,
    history INTEGER, oldest INTEGER, base_bytes INTEGER NOT NULL, delta_bytes INTEGER NOT NULL, deltas INTEGER NOT NULL,
    data TEXT NOT NULL);
  CREATE INDEX job_active ON job (id) WHERE status = 'active';
  CREATE INDEX job_failed ON job (status) WHERE status = 'failed';
  CREATE INDEX job_cancelled ON job (status) WHERE status = 'cancelled';
  CREATE INDEX job_ext_id ON job (ext_id);
  CREATE INDEX job_lineage ON job (lineage);
  CREATE INDEX job_definition ON job (definition_key);
  CREATE INDEX job_parent ON job (parent_job) WHERE parent_job IS NOT NULL;

  CREATE TABLE token (job_key INTEGER, id TEXT, data TEXT NOT NULL, PRIMARY KEY (job_key, id)) WITHOUT ROWID;
  CREATE TABLE scope (job_key INTEGER, id TEXT, data TEXT NOT NULL, PRIMARY KEY (job_key, id)) WITHOUT ROWID;
  CREATE TABLE variable (job_key INTEGER, id TEXT, data TEXT NOT NULL, PRIMARY KEY (job_key, id)) WITHOUT ROWID;
  CREATE TABLE incident (job_key INTEGER, id TEXT, data TEXT NOT NULL, PRIMARY KEY (job_key, id)) WITHOUT ROWID;
  CREATE TABLE timer (
    number INTEGER PRIMARY KEY, job_key INTEGER NOT NULL, id TEXT NOT NULL, due NUMERIC, data TEXT NOT NULL,
    UNIQUE (job_key, id));
  CREATE INDEX timer_due ON timer (due) WHERE due IS NOT NULL;
  CREATE TABLE subscription (
    number INTEGER PRIMARY KEY, job_key INTEGER NOT NULL, id TEXT NOT NULL, message TEXT NOT NULL, key TEXT,
    data TEXT NOT NULL, UNIQUE (job_key, id));
  CREATE INDEX subscription_message ON subscription (message, key);
  CREATE TABLE outgoing_message (
    number INTEGER PRIMARY KEY, job_key INTEGER NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (job_key, id));

  CREATE TABLE checkpoint (
    job_key INTEGER, seq INTEGER, history INTEGER, kind TEXT NOT NULL, reasons TEXT NOT NULL, element TEXT,
    at NUMERIC NOT NULL, bytes INTEGER NOT NULL, micros INTEGER, micros_before INTEGER,
    incarnation INTEGER NOT NULL, children TEXT NOT NULL, PRIMARY KEY (job_key, seq)) WITHOUT ROWID;
  CREATE TABLE history (
    number INTEGER PRIMARY KEY, previous INTEGER, job_key INTEGER NOT NULL, seq INTEGER NOT NULL, base INTEGER NOT NULL,
    checksum INTEGER NOT NULL, payload NOT NULL);

  CREATE TABLE execution (
    job_key INTEGER, instance TEXT, attempt INTEGER, place INTEGER NOT NULL, element TEXT NOT NULL, type TEXT NOT NULL,
    outcome TEXT NOT NULL, started_at NUMERIC NOT NULL, ended_at NUMERIC, PRIMARY KEY (job_key, instance, attempt))
    WITHOUT ROWID;
  CREATE TABLE ledger (
    job_key INTEGER, instance TEXT, attempt INTEGER, place INTEGER NOT NULL, element TEXT NOT NULL, kind TEXT NOT NULL,
    target TEXT NOT NULL, idempotency_key TEXT NOT NULL, before INTEGER NOT NULL, after INTEGER,
    began_at NUMERIC NOT NULL, ended_at NUMERIC, state TEXT NOT NULL, PRIMARY KEY (job_key, instance, attempt))
    WITHOUT ROWID;

  CREATE TABLE message (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, key TEXT, accepted_at NUMERIC NOT NULL,
    expires_at NUMERIC NOT NULL, state TEXT NOT NULL, consumed_by TEXT, data TEXT NOT NULL);
  CREATE INDEX message_waiting ON message (name, key) WHERE state = 'waiting';
  CREATE INDEX message_expiry ON message (expires_at) WHERE state = 'waiting';
  CREATE INDEX message_age ON message (accepted_at) WHERE state <> 'waiting';
  CREATE TABLE request (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, job TEXT, instance TEXT,
    accepted_at NUMERIC NOT NULL, data TEXT NOT NULL, answer TEXT);
  CREATE INDEX request_pending ON request (number) WHERE answer IS NULL;
  CREATE INDEX request_completion ON request (job, instance) WHERE kind = 'complete';
  CREATE INDEX request_age ON request (accepted_at) WHERE answer IS NOT NULL;
  CREATE TABLE scenario (job TEXT PRIMARY KEY, text TEXT NOT NULL);

  CREATE TABLE definition (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, version INTEGER NOT NULL, name TEXT, file TEXT NOT NULL,
    deployed_at NUMERIC NOT NULL, start_messages TEXT NOT NULL, resources TEXT NOT NULL, xml TEXT NOT NULL,
    UNIQUE (key, version));
  CREATE TABLE start_message (message TEXT, definition_key TEXT, PRIMARY KEY (message, definition_key)) WITHOUT ROWID;
  CREATE TABLE start_timer (
    number INTEGER PRIMARY KEY, definition_key TEXT NOT NULL, definition_version INTEGER NOT NULL, node TEXT NOT NULL,
    due NUMERIC NOT NULL, data TEXT NOT NULL, UNIQUE (definition_key, definition_version, node));
  CREATE INDEX start_timer_due ON start_timer (due);

  CREATE TABLE lease (
    only INTEGER PRIMARY KEY CHECK (only = 1), agent TEXT NOT NULL, epoch INTEGER NOT NULL, pid INTEGER NOT NULL,
    process_start TEXT NOT NULL, boot TEXT NOT NULL, renewed_at NUMERIC NOT NULL, renewals INTEGER NOT NULL,
    recorder TEXT NOT NULL, released INTEGER NOT NULL);
  `,
  `
  CREATE TABLE savepoint (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, request TEXT NOT NULL, job TEXT NOT NULL, seq INTEGER NOT NULL,
    location TEXT NOT NULL, at NUMERIC NOT NULL, bytes INTEGER NOT NULL, micros INTEGER NOT NULL);
  CREATE INDEX savepoint_job ON savepoint (job);
  CREATE INDEX savepoint_request ON savepoint (request);
  CREATE TABLE restore (
    number INTEGER PRIMARY KEY, job TEXT NOT NULL UNIQUE, source TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL,
    seq INTEGER NOT NULL, at NUMERIC NOT NULL, incarnation INTEGER NOT NULL, mode TEXT NOT NULL, marked INTEGER NOT NULL);
  CREATE INDEX restore_source ON restore (source);
  CREATE TABLE failure (
    number INTEGER PRIMARY KEY, job TEXT NOT NULL, kind TEXT NOT NULL, at NUMERIC NOT NULL, reason TEXT NOT NULL);
  CREATE INDEX failure_job ON failure (job);
  CREATE TABLE undecided (
    number INTEGER PRIMARY KEY, job TEXT NOT NULL UNIQUE, since NUMERIC NOT NULL, decision TEXT NOT NULL);
  CREATE INDEX ledger_key ON ledger (idempotency_key);
  CREATE INDEX ledger_began ON ledger (began_at);
  `,
  `
  CREATE TABLE agent (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, pid INTEGER NOT NULL,
    process_start TEXT NOT NULL, boot TEXT NOT NULL, priority INTEGER NOT NULL, role TEXT NOT NULL,
    started_at NUMERIC NOT NULL, heartbeat_at NUMERIC NOT NULL, heartbeats INTEGER NOT NULL,
    lease_seconds NUMERIC NOT NULL);
  CREATE TABLE tenure (
    epoch INTEGER PRIMARY KEY, agent TEXT NOT NULL, pid INTEGER NOT NULL, began_at NUMERIC NOT NULL, ended_at NUMERIC,
    ending TEXT);
  `,
  `ALTER TABLE message ADD COLUMN sender TEXT`,
  // Rows of history from here on hold their texts behind the line that says what there is (history.ts).
  `SELECT 1`,
  `
  CREATE TABLE data_store (
    world TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, job TEXT NOT NULL, seq INTEGER NOT NULL,
    at NUMERIC NOT NULL, PRIMARY KEY (world, name)) WITHOUT ROWID;
  `,
  // Sums over the jobs that are not active, by status, so that nobody has to look at a million that wait. Checkpoints that
  // leave a job active, of which there are most, write nothing here: the active ones are few, and summed up when asked for.
  // They do not even name the status (jobs.ts), so that no trigger looks at them: to look costs as much as half the update.
  `
  CREATE INDEX job_held ON job (held) WHERE held = 1;
  CREATE TABLE job_total (
    status TEXT PRIMARY KEY, jobs INTEGER NOT NULL, seqs INTEGER NOT NULL, incarnations INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO job_total VALUES ('passive', 0, 0, 0), ('completed', 0, 0, 0), ('failed', 0, 0, 0), ('cancelled', 0, 0, 0);
  UPDATE job_total SET (jobs, seqs, incarnations) =
    (SELECT count(*), coalesce(sum(seq), 0), coalesce(sum(incarnation), 0) FROM job WHERE job.status = job_total.status);
  CREATE TRIGGER job_total_insert AFTER INSERT ON job WHEN new.status <> 'active' BEGIN
    UPDATE job_total SET jobs = jobs + 1, seqs = seqs + new.seq, incarnations = incarnations + new.incarnation
      WHERE status = new.status;
  END;
  CREATE TRIGGER job_total_delete AFTER DELETE ON job WHEN old.status <> 'active' BEGIN
    UPDATE job_total SET jobs = jobs - 1, seqs = seqs - old.seq, incarnations = incarnations - old.incarnation
      WHERE status = old.status;
  END;
  CREATE TRIGGER job_total_stays AFTER UPDATE OF status ON job WHEN old.status = new.status AND new.status <> 'active' BEGIN
    UPDATE job_total SET seqs = seqs + new.seq - old.seq, incarnations = incarnations + new.incarnation - old.incarnation
      WHERE status = new.status;
  END;
  CREATE TRIGGER job_total_moves AFTER UPDATE OF status ON job WHEN old.status <> new.status BEGIN
    UPDATE job_total SET jobs = jobs - 1, seqs = seqs - old.seq, incarnations = incarnations - old.incarnation
      WHERE status = old.status;
    UPDATE job_total SET jobs = jobs + 1, seqs = seqs + new.seq, incarnations = incarnations + new.incarnation
      WHERE status = new.status;
  END;
  `,
  // Without a rowid a row of a kilobyte no longer fits into its page, and each takes a page of its own beside it.
  `
  ALTER TABLE variable RENAME TO variable_before;
  CREATE TABLE variable (
    number INTEGER PRIMARY KEY, job_key INTEGER NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (job_key, id));
  INSERT INTO variable (job_key, id, data) SELECT job_key, id, data FROM variable_before ORDER BY job_key, id;
  DROP TABLE variable_before;
  `,
];

/** The version that this engine writes. */
export const STORE_VERSION = migrations.length;

/** What is in the file: `empty` is ours to fill. @throws StoreUnusable when it is another's, or of a later engine. */
export function recognise(connection: Connection): 'empty' | number {
  try {
    return connection.snapshot(() => {
      const application = connection.pragmaNumber('application_id');
      const version = connection.pragmaNumber('user_version');
      const tables = connection.row<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n ?? 0;
      if (application === 0 && version === 0 && tables === 0) return 'empty';
      if (application !== APPLICATION_ID) {
        throw new StoreUnusable(`The store ${connection.file} is the database of another application.`);
      }
      if (version > STORE_VERSION) {
        throw new StoreUnusable(
          `The store ${connection.file} was written by a newer version of Cairn (store version ${version}, this one knows up to ${STORE_VERSION}).`,
        );
      }
      return version;
    });
  } catch (error) {
    throw asUnusable(connection.file, error);
  }
}

/** Brings the file to this engine's version; answers the version that it found, 0 for an empty one. */
export function migrate(connection: Connection): number {
  const found = recognise(connection);
  if (found === STORE_VERSION) return found;
  return connection.transaction(() => {
    // Another process may have been quicker.
    const now = recognise(connection);
    const from = now === 'empty' ? 0 : now;
    for (const step of migrations.slice(from)) connection.execute(step);
    connection.execute(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${STORE_VERSION};`);
    return from;
  });
}
