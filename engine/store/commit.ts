/** The commit path: units of one group in one transaction, each part with everything that belongs to its checkpoint. */
import { insertCheckpoint, writeDuration, type Duration } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { writeStoredValue } from './data-stores.ts';
import { writeScenario, writeStartTimer } from './definitions.ts';
import { writeExecutions, writeLedger } from './executions.ts';
import { appendLink, broken, emptyChain, lastHistoryNumber, linkFor } from './history.ts';
import { messageById, requestById, writeMessage, writeRequest } from './inbox.ts';
import { insertJob, jobById, lastJobKey, positionOf, updateJob, type Position } from './jobs.ts';
import type { HeldLease } from './lease.ts';
import { bytesOf, requireFollows, requireText } from './part.ts';
import type { CheckpointPart, CommitUnit } from './rows.ts';
import { writeRecords } from './records.ts';
import type { Sink } from './sink.ts';
import { writeState } from './state.ts';
import { Fenced, StoreUnusable, type Beside, type Durability, type UnitResult } from './store.ts';
import { asUnusable, concernsStore } from './unusable.ts';
import type { Writer } from './writer.ts';

const MOST_POSITIONS = 50_000;

/** What `midway` threw: no unit's fault, so it ends the whole group. */
class Interrupted extends Error {}

/** A checkpoint that the open transaction holds. */
interface Captured {
  readonly jobKey: number;
  readonly seq: number;
  readonly capturedAt: number;
}

/** What became of a job's history by a part, for whoever trims it. */
export type Committed = (jobKey: number, kept: number) => void;

export interface CommitOptions {
  readonly durability: Durability;
  readonly keepHistory: boolean;
  /** The clock of `capturedAt`, ms. */
  readonly clock: () => number;
  readonly committed: Committed;
  /** The thread that writes large groups; null: there is none. */
  readonly writer: Writer | null;
}

export class GroupCommit {
  readonly #db: Connection;
  readonly #lease: HeldLease;
  readonly #options: CommitOptions;
  /**
   * How long checkpoints took, by key of the job, as far as no row says it. Written with the job's next checkpoint, in
   * that one's row, and for all jobs when somebody tidies, releases the lease or closes.
   */
  readonly #durations = new Map<number, Duration>();
  #captured: Captured[] = [];
  /** Numbers given to rows of history and to jobs, durable or not; null: must be read. Only the lease's holder gives any. */
  #lastHistory: number | null = null;
  #lastJob: number | null = null;
  /** Where jobs stand that were committed under this lease, by id. Only its holder moves them. */
  readonly #positions = new Map<string, Position>();

  constructor(db: Connection, lease: HeldLease, options: CommitOptions) {
    this.#db = db;
    this.#lease = lease;
    this.#options = options;
  }

  commit(units: readonly CommitUnit[]): UnitResult[] {
    const db = this.#db;
    db.requirePresent();
    const results = this.#together(units) ?? this.#apart(units);
    try {
      db.run('COMMIT');
    } catch (error) {
      this.forgetPositions();
      if (!this.#isDurable(units, results)) throw asUnusable(db.file, error);
    }
    this.#measure(this.#captured);
    this.#captured = [];
    return results;
  }

  /**
   * Gives the group to the writer's thread. False, and nothing has happened: there is none, it is not ready, or the group
   * holds something that only the store's own thread can decide; then it is committed here.
   */
  commitBeside(units: readonly CommitUnit[], done: (outcome: Beside) => void): boolean {
    const { writer } = this.#options;
    if (writer === null || !units.every(isPlain) || !writer.ready()) return false;
    this.#db.requirePresent();
    const epoch = this.#lease.epoch;
    const batch = writer.batch();
    this.#captured = [];
    try {
      for (const unit of units) this.#write(unit, batch);
    } catch (error) {
      this.forgetPositions();
      if (isGroupsTrouble(error)) throw this.#asThrown(error);
      return false;
    }
    const captured = this.#captured;
    this.#captured = [];
    writer.send(batch, epoch, (outcome) => {
      if (outcome.kind === 'written') this.#measure(captured);
      else this.forgetPositions();
      done(outcome.kind === 'unknown' ? this.#learned(units) : outcome);
    });
    return true;
  }

  #learned(units: readonly CommitUnit[]): Beside {
    try {
      return { kind: this.#isDurable(units) ? 'written' : 'returned' };
    } catch (cause) {
      return { kind: 'failed', error: cause instanceof Error ? cause : new Error(String(cause)) };
    }
  }

  /** Read just now: whoever is to write the job next need not look. Nothing may be on its way to it. */
  learn(id: string, position: Position): void {
    if (this.#positions.size < MOST_POSITIONS && this.#lease.isHeld && !this.#positions.has(id))
      this.#positions.set(id, position);
  }

  /** After anything else may have moved a job: a trimmed history, a transaction that was rolled back. */
  forgetPositions(): void {
    this.#positions.clear();
  }

  /** After another engine may have written. */
  forgetAll(): void {
    this.forgetPositions();
    this.#lastHistory = null;
    this.#lastJob = null;
  }

  /** Inside a transaction of the engine's; `durationsWritten` follows when it is committed. */
  writeDurations(): void {
    for (const duration of this.#durations.values()) writeDuration(this.#db, duration);
  }

  durationsWritten(): void {
    this.#durations.clear();
  }

  get hasDurations(): boolean {
    return this.#durations.size > 0;
  }

  #measure(captured: readonly Captured[]): void {
    const now = this.#options.clock();
    for (const { jobKey, seq, capturedAt } of captured) {
      this.#durations.set(jobKey, { jobKey, seq, micros: Math.max(1, Math.round((now - capturedAt) * 1000)) });
    }
  }

  /** All units as one, which is nearly always enough. Null: one of them failed, and nothing is written. */
  #together(units: readonly CommitUnit[]): UnitResult[] | null {
    try {
      this.#begin();
      return units.map((unit): UnitResult => {
        this.#write(unit, this.#db);
        return { ok: true };
      });
    } catch (error) {
      const failed = !isGroupsTrouble(error) && this.#db.inTransaction;
      this.forgetPositions();
      this.#db.rollback();
      if (failed) return null;
      throw this.#asThrown(error);
    }
  }

  /** Each unit in a transaction of its own inside the group's, so that those that fail are rolled back alone. */
  #apart(units: readonly CommitUnit[]): UnitResult[] {
    try {
      this.#begin();
      return units.map((unit) => this.#nested(unit));
    } catch (error) {
      this.forgetPositions();
      this.#db.rollback();
      throw this.#asThrown(error);
    }
  }

  #begin(): void {
    this.#captured = [];
    this.#db.run('BEGIN IMMEDIATE');
    this.#lease.check();
  }

  #asThrown(error: unknown): unknown {
    return error instanceof Interrupted ? error.cause : asUnusable(this.#db.file, error);
  }

  #nested(unit: CommitUnit): UnitResult {
    const db = this.#db;
    const captured = this.#captured.length;
    db.run('SAVEPOINT unit');
    try {
      this.#write(unit, db);
      db.run('RELEASE unit');
      return { ok: true };
    } catch (error) {
      if (isGroupsTrouble(error) || !db.inTransaction) throw error;
      db.run('ROLLBACK TO unit');
      db.run('RELEASE unit');
      this.#captured.length = captured;
      this.forgetPositions();
      return { ok: false, reason: reasonOf(error) };
    }
  }

  #write(unit: CommitUnit, to: Sink): void {
    const db = this.#db;
    const middle = (unit.parts.length - 1) >> 1;
    for (const [index, part] of unit.parts.entries()) {
      this.#writePart(part, to, unit.created.includes(part.job.id), index === middle ? unit.midway : undefined);
    }
    for (const message of unit.messages) writeMessage(db, to, message);
    if (unit.parts.length === 0) interrupt(unit.midway);
    for (const request of unit.requests) writeRequest(db, to, request);
    for (const scenario of unit.scenarios) writeScenario(db, scenario);
    for (const timer of unit.startTimers) writeStartTimer(db, timer);
    if (unit.records !== undefined) writeRecords(db, unit.records);
  }

  #writePart(part: CheckpointPart, to: Sink, created: boolean, midway: (() => void) | undefined): void {
    const db = this.#db;
    const { job, checkpoint, changes } = part;
    requireText(part);
    const stored = this.#positions.get(job.id) ?? positionOf(db, job.id);
    requireFollows(part, stored, created);

    const behind = stored ?? emptyChain;
    const link = this.#options.keepHistory
      ? linkFor(db, part, stored?.key ?? null, behind, (this.#lastHistory ?? lastHistoryNumber(db)) + 1)
      : null;
    if (link !== null) this.#lastHistory = link.number;
    const chain = link?.chain ?? broken(behind);
    const oldest = stored?.oldest ?? (checkpoint === null ? null : checkpoint.seq);

    const jobKey = stored?.key ?? (this.#lastJob ?? lastJobKey(db)) + 1;
    if (stored === null) {
      this.#lastJob = jobKey;
      insertJob(to, jobKey, job, chain, oldest);
    } else updateJob(to, job, stored, chain, oldest);
    if (this.#positions.size >= MOST_POSITIONS) this.#positions.clear();
    this.#positions.set(job.id, { ...chain, key: jobKey, seq: job.seq, status: job.status, oldest });

    const middle = changes.length >> 1;
    for (let i = 0; i < middle; i++) writeChange(to, jobKey, changes, i);
    interrupt(midway);
    for (let i = middle; i < changes.length; i++) writeChange(to, jobKey, changes, i);

    if (link !== null) appendLink(to, jobKey, job.seq, link);
    if (checkpoint !== null) {
      const before = this.#durations.get(jobKey);
      const micros = before?.seq === checkpoint.seq - 1 ? before.micros : null;
      insertCheckpoint(to, jobKey, checkpoint, bytesOf(part), link?.number ?? null, micros);
      this.#captured.push({ jobKey, seq: checkpoint.seq, capturedAt: part.capturedAt });
      this.#options.committed(jobKey, checkpoint.seq - (oldest ?? checkpoint.seq) + 1);
    }
    writeExecutions(to, jobKey, part);
    writeLedger(to, jobKey, part);
    for (const value of part.stored ?? []) writeStoredValue(to, value);
  }

  /**
   * After an error from COMMIT: reads what is stored. Units that were refused are not looked for.
   * @throws StoreUnusable when that cannot be known.
   */
  #isDurable(units: readonly CommitUnit[], results: readonly UnitResult[] = []): boolean {
    const db = this.#db;
    try {
      db.reopen(this.#options.durability);
      return db.snapshot(() => units.every((unit, index) => results[index]?.ok === false || isStored(db, unit)));
    } catch (cause) {
      throw new StoreUnusable(
        `The store ${db.file} failed to commit, and it could not be read whether the checkpoints are durable.`,
        { cause },
      );
    }
  }
}

function writeChange(to: Sink, jobKey: number, changes: CheckpointPart['changes'], index: number): void {
  const change = changes[index];
  if (change !== undefined) writeState(to, jobKey, change);
}

/** Whether statements alone decide over it. */
function isPlain({ midway, scenarios, startTimers, records }: CommitUnit): boolean {
  return midway === undefined && scenarios.length === 0 && startTimers.length === 0 && records === undefined;
}

function interrupt(midway: (() => void) | undefined): void {
  if (midway === undefined) return;
  try {
    midway();
  } catch (cause) {
    throw new Interrupted('midway', { cause });
  }
}

function isGroupsTrouble(error: unknown): boolean {
  return error instanceof Interrupted || error instanceof Fenced || concernsStore(error);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A group is one transaction, so either every row of every unit is as the group wanted it, or it is not stored. */
function isStored(db: Connection, unit: CommitUnit): boolean {
  return (
    unit.parts.every(({ job }) => {
      const stored = jobById(db, job.id)?.row;
      return stored?.seq === job.seq && stored.incarnation === job.incarnation && stored.data === job.data;
    }) &&
    unit.messages.every((message) => {
      const stored = messageById(db, message.id);
      return stored?.state === message.state && stored.consumedBy === message.consumedBy;
    }) &&
    unit.requests.every((request) => {
      const stored = requestById(db, request.id);
      return stored !== null && (request.answer === null || stored.answer === request.answer);
    })
  );
}
