/** What comes in from outside: requests and messages, each kept under its id long enough to answer a repetition. */
import type { Connection } from './connection.ts';
import { requireAnswer, requireMessageChange } from './part.ts';
import type { MessageRow, RequestRow } from './rows.ts';
import type { Sink } from './sink.ts';

/** How long ids of messages and of answered requests are known after acceptance, ms. */
export const KEPT_MS = 30 * 24 * 3600 * 1000;

const messageColumns =
  'id, name, key, data, accepted_at AS acceptedAt, expires_at AS expiresAt, state, consumed_by AS consumedBy, sender';
const requestColumns = 'id, kind, job, instance, data, accepted_at AS acceptedAt, answer';

export function messageById(db: Connection, id: string): MessageRow | null {
  return db.row<MessageRow>(`SELECT ${messageColumns} FROM message WHERE id = ?`, id) ?? null;
}

/** Newest first. */
export function listMessages(
  db: Connection,
  filter: { state?: MessageRow['state']; name?: string },
  limit: number,
): MessageRow[] {
  const state = filter.state ?? null;
  const name = filter.name ?? null;
  return db.rows<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE (? IS NULL OR state = ?) AND (? IS NULL OR name = ?)
      ORDER BY number DESC LIMIT ?`,
    state,
    state,
    name,
    name,
    limit,
  );
}

/** Oldest first. */
export function waitingMessages(db: Connection, name: string, key: string | null, limit: number): MessageRow[] {
  return db.rows<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE state = 'waiting' AND name = ? AND key IS ? ORDER BY number LIMIT ?`,
    name,
    key,
    limit,
  );
}

/** Names of messages that wait although a subscription would take them. */
export function awaitedMessages(db: Connection): string[] {
  const subscribed = (condition: string): string =>
    `EXISTS (SELECT 1 FROM subscription WHERE subscription.message = message.name AND subscription.key ${condition})`;
  return db
    .rows<{ name: string }>(
      `SELECT DISTINCT name FROM message
        WHERE state = 'waiting' AND (${subscribed('IS message.key')} OR ${subscribed('IS NULL')}
          OR (message.key IS NULL AND message.sender IS NULL AND ${subscribed('IS NOT NULL')})) ORDER BY name`,
    )
    .map(({ name }) => name);
}

const putMessage = `
  INSERT INTO message (id, name, key, accepted_at, expires_at, state, consumed_by, sender, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, consumed_by = excluded.consumed_by
      WHERE message.state = 'waiting'`;
const putRequest = `
  INSERT INTO request (id, kind, job, instance, accepted_at, data, answer) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, job = excluded.job, instance = excluded.instance
      WHERE request.answer IS NULL`;

/** Accepts a message, or changes what became of it. @throws UnitRefused when something else became of it before. */
export function writeMessage(db: Connection, to: Sink, message: MessageRow): void {
  const { id, name, key, acceptedAt, expiresAt, state, consumedBy, sender, data } = message;
  const unchanged = (): void => {
    const stored = messageById(db, id);
    if (stored !== null) requireMessageChange(stored, message);
  };
  to.change(putMessage, unchanged, id, name, key, acceptedAt, expiresAt, state, consumedBy, sender, data);
}

export function requestById(db: Connection, id: string): RequestRow | null {
  return db.row<RequestRow>(`SELECT ${requestColumns} FROM request WHERE id = ?`, id) ?? null;
}

/** Accepts a request, with or without its answer, or answers it. @throws UnitRefused when it has another answer. */
export function writeRequest(db: Connection, to: Sink, request: RequestRow): void {
  const { id, kind, job, instance, acceptedAt, data, answer } = request;
  const unchanged = (): void => {
    const stored = requestById(db, id);
    if (stored !== null) requireAnswer(stored, request);
  };
  to.change(putRequest, unchanged, id, kind, job, instance, acceptedAt, data, answer);
}

/** A transaction of its own; a known id answers the row that it has. */
export function acceptRequest(db: Connection, request: RequestRow): RequestRow {
  const known = requestById(db, request.id);
  if (known !== null) return known;
  return db.transaction(() => {
    const quicker = requestById(db, request.id);
    if (quicker !== null) return quicker;
    writeRequest(db, db, request);
    return requestById(db, request.id) ?? request;
  });
}

export function pendingRequests(db: Connection, limit: number): RequestRow[] {
  return db.rows<RequestRow>(
    `SELECT ${requestColumns} FROM request WHERE answer IS NULL ORDER BY number LIMIT ?`,
    limit,
  );
}

export function completionOf(db: Connection, job: string, instance: string): RequestRow | null {
  return (
    db.row<RequestRow>(
      `SELECT ${requestColumns} FROM request
        WHERE kind = 'complete' AND job = ? AND instance = ? AND answer IS NOT NULL ORDER BY number LIMIT 1`,
      job,
      instance,
    ) ?? null
  );
}

/** Lets messages expire and forgets what is old enough; inside the caller's transaction. Answers whether a limit was met. */
export function forget(db: Connection, now: number, limit: number): boolean {
  const expired = db.run(
    `UPDATE message SET state = 'expired' WHERE number IN
      (SELECT number FROM message WHERE state = 'waiting' AND expires_at <= ? LIMIT ?)`,
    now,
    limit,
  );
  const messages = db.run(
    `DELETE FROM message WHERE number IN
      (SELECT number FROM message WHERE state <> 'waiting' AND accepted_at < ? LIMIT ?)`,
    now - KEPT_MS,
    limit,
  );
  const requests = db.run(
    `DELETE FROM request WHERE number IN
      (SELECT number FROM request WHERE answer IS NOT NULL AND accepted_at < ? LIMIT ?)`,
    now - KEPT_MS,
    limit,
  );
  return expired === limit || messages === limit || requests === limit;
}
