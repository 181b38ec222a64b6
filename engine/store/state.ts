/** The latest state of jobs: tables that hold only current values. */
import type { Connection } from './connection.ts';
import { jobById, jobsById, type Position } from './jobs.ts';
import type { Entity, StateChange, StoredJob } from './rows.ts';
import type { Sink } from './sink.ts';
import { inOrder } from './state-rows.ts';

const table: Readonly<Record<Entity, string>> = {
  token: 'token',
  scope: 'scope',
  variable: 'variable',
  timer: 'timer',
  subscription: 'subscription',
  incident: 'incident',
  message: 'outgoing_message',
};

function perEntity(sql: (entity: Entity) => string): Record<Entity, string> {
  return {
    token: sql('token'),
    scope: sql('scope'),
    variable: sql('variable'),
    timer: sql('timer'),
    subscription: sql('subscription'),
    incident: sql('incident'),
    message: sql('message'),
  };
}

/** Rows with a number of their own keep it when they are replaced: it is their place in the queue, or in the file. */
const put = perEntity((entity) => {
  switch (entity) {
    case 'timer':
      return `INSERT INTO timer (job_key, id, data, due) VALUES (?, ?, ?, ?)
        ON CONFLICT (job_key, id) DO UPDATE SET data = excluded.data, due = excluded.due`;
    case 'subscription':
      return `INSERT INTO subscription (job_key, id, data, message, key) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (job_key, id) DO UPDATE SET data = excluded.data, message = excluded.message, key = excluded.key`;
    case 'variable':
    case 'message':
      return `INSERT INTO ${table[entity]} (job_key, id, data) VALUES (?, ?, ?)
        ON CONFLICT (job_key, id) DO UPDATE SET data = excluded.data`;
    default:
      return `REPLACE INTO ${table[entity]} (job_key, id, data) VALUES (?, ?, ?)`;
  }
});
const remove = perEntity((entity) => `DELETE FROM ${table[entity]} WHERE job_key = ? AND id = ?`);

/** Applies one change. */
export function writeState(to: Sink, jobKey: number, change: StateChange): void {
  const { entity, id, data } = change;
  if (data === null) to.put(remove[entity], jobKey, id);
  else if (entity === 'timer') to.put(put.timer, jobKey, id, data, change.due ?? null);
  else if (entity === 'subscription') {
    to.put(put.subscription, jobKey, id, data, change.message ?? '', change.key ?? null);
  } else to.put(put[entity], jobKey, id, data);
}

interface Plain {
  id: string;
  data: string;
}

/** One statement for all tables: a job is read by two, and so are many. */
const everythingWhere = (condition: string): string => `
  SELECT job_key, 'token' AS entity, id, data, NULL AS a, NULL AS b FROM token WHERE ${condition}
  UNION ALL SELECT job_key, 'scope', id, data, NULL, NULL FROM scope WHERE ${condition}
  UNION ALL SELECT job_key, 'variable', id, data, NULL, NULL FROM variable WHERE ${condition}
  UNION ALL SELECT job_key, 'timer', id, data, due, NULL FROM timer WHERE ${condition}
  UNION ALL SELECT job_key, 'subscription', id, data, message, key FROM subscription WHERE ${condition}
  UNION ALL SELECT job_key, 'incident', id, data, NULL, NULL FROM incident WHERE ${condition}
  UNION ALL SELECT job_key, 'message', id, data, NULL, NULL FROM outgoing_message WHERE ${condition}`;
const everything = everythingWhere('job_key = ?');
const everythingOfMany = everythingWhere('job_key IN (SELECT value FROM json_each(?))');
/** Jobs that were made one after another lie one after another, and to pass over a few others costs less than to seek each. */
const everythingBetween = everythingWhere('job_key BETWEEN ? AND ?');
/** Of so many keys at least one must be wanted. */
const SPARSE = 3;

interface AnyRow extends Plain {
  job_key: number;
  entity: Entity;
  a: number | string | null;
  b: string | null;
}

/** All rows of a job, in order. */
export function readState(db: Connection, jobKey: number): StateChange[] {
  const k = jobKey;
  return inOrder(db.rows<AnyRow>(everything, k, k, k, k, k, k, k).map(changeOf));
}

function changeOf({ entity, id, data, a, b }: AnyRow): StateChange {
  if (entity === 'timer') return { entity, id, data, due: a === null ? null : Number(a) };
  if (entity === 'subscription') return { entity, id, data, message: String(a), key: b };
  return { entity, id, data };
}

export function latestState(db: Connection, job: string): StoredJob | null {
  return db.snapshot(() => {
    const found = jobById(db, job);
    return found === null ? null : { job: found.row, rows: readState(db, found.key) };
  });
}

/** Those that are there, in the order asked for; `positions` hears where each of them stands. */
export function latestStates(
  db: Connection,
  ids: readonly string[],
  positions: (id: string, position: Position) => void,
): StoredJob[] {
  return db.snapshot(() => {
    const jobs = jobsById(db, ids);
    const rows = new Map(jobs.map(({ position }) => [position.key, [] as StateChange[]]));
    for (const row of rowsOfMany(db, [...rows.keys()])) rows.get(row.job_key)?.push(changeOf(row));
    const found = new Map<string, StoredJob>();
    for (const { row, position } of jobs) {
      found.set(row.id, { job: row, rows: inOrder(rows.get(position.key) ?? []) });
      positions(row.id, position);
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  });
}

/** Of jobs with these keys; maybe of others too. */
function rowsOfMany(db: Connection, keys: readonly number[]): AnyRow[] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const key of keys) [least, most] = [Math.min(least, key), Math.max(most, key)];
  if (most - least < keys.length * SPARSE) {
    const [a, z] = [least, most];
    return db.rows<AnyRow>(everythingBetween, a, z, a, z, a, z, a, z, a, z, a, z, a, z);
  }
  const k = JSON.stringify(keys);
  return db.rows<AnyRow>(everythingOfMany, k, k, k, k, k, k, k);
}

export function dueTimers(db: Connection, now: number, limit: number): { job: string; timer: string; due: number }[] {
  return db.rows(
    `SELECT job.id AS job, timer.id AS timer, timer.due AS due FROM timer CROSS JOIN job USING (job_key)
      WHERE timer.due <= ? ORDER BY timer.due, timer.number LIMIT ?`,
    now,
    limit,
  );
}

export function nextDue(db: Connection): number | null {
  return db.row<{ due: number }>('SELECT due FROM timer WHERE due IS NOT NULL ORDER BY due LIMIT 1')?.due ?? null;
}

export function subscribers(
  db: Connection,
  message: string,
  key: string | null,
  limit: number,
): { job: string; subscription: string }[] {
  return db.rows(
    `SELECT job.id AS job, subscription.id AS subscription FROM subscription CROSS JOIN job USING (job_key)
      WHERE subscription.message = ? AND subscription.key IS ? ORDER BY subscription.number LIMIT ?`,
    message,
    key,
    limit,
  );
}

export function awaitedWithKey(db: Connection, message: string): { key: string; version: number }[] {
  return db.rows(
    `SELECT DISTINCT job.definition_key AS key, job.definition_version AS version
      FROM (SELECT job_key FROM subscription WHERE message = ? AND key IS NOT NULL LIMIT 1000) CROSS JOIN job USING (job_key)
      ORDER BY key, version`,
    message,
  );
}

export function outgoing(db: Connection, limit: number): { job: string; change: StateChange }[] {
  return db
    .rows<Plain & { job: string }>(
      `SELECT job.id AS job, outgoing_message.id AS id, outgoing_message.data AS data
        FROM outgoing_message CROSS JOIN job USING (job_key) ORDER BY outgoing_message.number LIMIT ?`,
      limit,
    )
    .map(({ job, id, data }) => ({ job, change: { entity: 'message', id, data } }));
}
