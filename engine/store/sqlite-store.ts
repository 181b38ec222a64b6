/** The store in SQLite for the one engine that writes. The work is done by the files named after its nouns. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeAgents, writeAgent } from './agents.ts';
import { GroupCommit } from './commit.ts';
import { Connection, type Connect } from './connection.ts';
import { deployDefinition, drivenJobs, dueStartTimers, nextStartTimer, startedBy } from './definitions.ts';
import {
  acceptRequest,
  awaitedMessages,
  completionOf,
  forget,
  messageById,
  pendingRequests,
  waitingMessages,
} from './inbox.ts';
import { activeJobIds } from './jobs.ts';
import { HeldLease, type HolderVerdict, type LeaseClaim, type TakenLease } from './lease.ts';
import { migrate, recognise } from './migrations.ts';
import { Trimmer } from './retention.ts';
import type {
  AgentRow,
  CommitUnit,
  DefinitionRow,
  LeaseRow,
  MessageRow,
  RequestRow,
  StartTimerRow,
  StateChange,
  StoredJob,
  TenureEnd,
} from './rows.ts';
import { SqliteQueries } from './sqlite-queries.ts';
import { STORE_FILE } from './sqlite-reader.ts';
import { awaitedFrom } from './data-stores.ts';
import { awaitedWithKey, dueTimers, latestState, latestStates, nextDue, outgoing, subscribers } from './state.ts';
import type { Beside, Durability, Retention, Store, UnitResult } from './store.ts';
import { asUnusable } from './unusable.ts';
import { Writer } from './writer.ts';

export interface StoreOptions {
  readonly durability: Durability;
  /** False: checkpoints are made, their states are not kept. For retention `none`. */
  readonly keepHistory?: boolean;
  /** The clock of `capturedAt`, ms; `performance.now` of this thread unless told otherwise. */
  readonly clock?: () => number;
  /** How long to wait for another process's write lock, ms. */
  readonly waitMs?: number;
  /** Opens the file: for tests that let a statement fail. Then there is no thread that writes beside this one. */
  readonly connect?: Connect;
}

const WAIT_MS = 10_000;
/** Rows of each kind forgotten by one `tidy`. */
const FORGET = 500;

/** Opens the store of a folder for writing; creates both where they are missing. @throws StoreUnusable */
export function openStore(dir: string, options: StoreOptions): Store {
  const file = join(dir, STORE_FILE);
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    throw asUnusable(dir, error);
  }
  const connection = Connection.writing(file, {
    durability: options.durability,
    waitMs: options.waitMs ?? WAIT_MS,
    connect: options.connect,
  });
  try {
    // A file that may not be written opens all the same, and would fail at the first commit.
    accessSync(file, constants.W_OK);
    recognise(connection);
    connection.settle(options.durability);
    migrate(connection);
  } catch (error) {
    connection.close();
    throw asUnusable(file, error);
  }
  return new SqliteStore(connection, options);
}

class SqliteStore extends SqliteQueries implements Store {
  readonly #db: Connection;
  readonly #lease: HeldLease;
  readonly #group: GroupCommit;
  readonly #trimmer: Trimmer;
  readonly #writer: Writer | null;
  /** Whether commits are in the log that no idle moment has folded back yet. */
  #unfolded = false;
  /** Whether anything was committed since the latest `tidy`: folding back would hold up what follows. */
  #busy = false;

  constructor(db: Connection, options: StoreOptions) {
    super();
    this.#db = db;
    this.#lease = new HeldLease(db);
    this.#trimmer = new Trimmer(db);
    const { durability, waitMs = WAIT_MS } = options;
    this.#writer =
      options.connect === undefined ? new Writer({ file: db.file, inode: db.inode, durability, waitMs }) : null;
    this.#group = new GroupCommit(db, this.#lease, {
      durability: options.durability,
      keepHistory: options.keepHistory ?? true,
      clock: options.clock ?? (() => performance.now()),
      committed: (jobKey, kept) => this.#trimmer.committed(jobKey, kept),
      writer: this.#writer,
    });
  }

  protected override ask<Answer>(question: (db: Connection) => Answer): Answer {
    try {
      return question(this.#db);
    } catch (error) {
      throw asUnusable(this.#db.file, error);
    }
  }

  override close(): void {
    this.#writer?.close();
    if (this.#group.hasDurations) {
      try {
        this.#held(() => undefined);
      } catch {
        // The lease or the disk is gone: how long the last checkpoints took stays unknown.
      }
    }
    this.#db.close();
  }

  acquireLease(claim: LeaseClaim, judge: (holder: LeaseRow) => HolderVerdict, waitMs?: number): TakenLease | null {
    this.#group.forgetAll();
    return this.#db.waiting(waitMs, () => this.#lease.acquire(claim, judge));
  }

  renewLease(at: number, agent: AgentRow | null = null): void {
    this.#db.transaction(() => this.#lease.renew(at, agent));
  }

  releaseLease(at = Date.now(), end: TenureEnd = 'released'): void {
    this.#held(() => this.#lease.release(at, end));
  }

  announceAgent(agent: AgentRow, waitMs?: number): void {
    this.#db.waiting(waitMs, () => this.#db.transaction(() => writeAgent(this.#db, agent)));
  }

  withdrawAgents(ids: readonly string[]): void {
    if (ids.length > 0) this.#db.transaction(() => removeAgents(this.#db, ids));
  }

  /** A transaction under the lease, which also writes what is known only since the last one. */
  #held<Answer>(write: () => Answer): Answer {
    const answer = this.#db.transaction(() => {
      this.#lease.check();
      this.#group.writeDurations();
      return write();
    });
    this.#group.durationsWritten();
    return answer;
  }

  deploy(
    definition: Omit<DefinitionRow, 'version'>,
    startTimers: readonly Omit<StartTimerRow, 'definitionVersion'>[],
  ): DefinitionRow {
    return deployDefinition(this.#db, definition, startTimers);
  }

  commit(units: readonly CommitUnit[]): UnitResult[] {
    this.#unfolded = true;
    this.#busy = true;
    return this.#group.commit(units);
  }

  expectLargeGroups(): void {
    this.#writer?.ready();
  }

  commitBeside(units: readonly CommitUnit[], done: (outcome: Beside) => void): boolean {
    this.#unfolded = true;
    this.#busy = true;
    return this.#group.commitBeside(units, done);
  }

  accept(request: RequestRow): RequestRow {
    return this.ask((db) => acceptRequest(db, request));
  }

  pendingRequests(limit: number): RequestRow[] {
    return this.ask((db) => pendingRequests(db, limit));
  }

  completionOf(job: string, instance: string): RequestRow | null {
    return this.ask((db) => completionOf(db, job, instance));
  }

  dataVersion(): number {
    return this.ask((db) => db.row<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0);
  }

  load(job: string): StoredJob | null {
    return this.ask((db) => latestState(db, job));
  }

  loadAll(jobs: readonly string[]): StoredJob[] {
    return this.ask((db) =>
      latestStates(db, jobs, (id, position) => {
        this.#group.learn(id, position);
      }),
    );
  }

  activeJobs(after: string | null, limit: number): string[] {
    return this.ask((db) => activeJobIds(db, after, limit));
  }

  dueTimers(now: number, limit: number): { job: string; timer: string; due: number }[] {
    return this.ask((db) => dueTimers(db, now, limit));
  }

  nextDue(): number | null {
    return this.ask(nextDue);
  }

  awaitedWithKey(message: string): { key: string; version: number }[] {
    return this.ask((db) => awaitedWithKey(db, message));
  }

  subscribers(message: string, key: string | null, limit: number): { job: string; subscription: string }[] {
    return this.ask((db) => subscribers(db, message, key, limit));
  }

  awaitedFrom(beginning: string): string[] {
    return this.ask((db) => awaitedFrom(db, beginning));
  }

  waitingMessages(message: string, key: string | null, limit: number): MessageRow[] {
    return this.ask((db) => waitingMessages(db, message, key, limit));
  }

  awaitedMessages(): string[] {
    return this.ask(awaitedMessages);
  }

  message(id: string): MessageRow | null {
    return this.ask((db) => messageById(db, id));
  }

  startedBy(message: string): DefinitionRow[] {
    return this.ask((db) => startedBy(db, message));
  }

  startTimers(now: number): StartTimerRow[] {
    return this.ask((db) => dueStartTimers(db, now));
  }

  nextStartTimer(): number | null {
    return this.ask(nextStartTimer);
  }

  outgoing(limit: number): { job: string; change: StateChange }[] {
    return this.ask((db) => outgoing(db, limit));
  }

  drivenJobs(): string[] {
    return this.ask(drivenJobs);
  }

  tidy(now: number, retention: Retention): boolean {
    let more: boolean;
    this.#group.forgetPositions();
    try {
      more = this.#held(() => {
        const forgetMore = forget(this.#db, now, FORGET);
        const trimMore = this.#trimmer.step(retention);
        return forgetMore || trimMore;
      });
    } catch (error) {
      this.#trimmer.restart();
      throw error;
    }
    if (!more && !this.#busy && this.#unfolded) {
      this.ask((db) => db.foldBack('PASSIVE'));
      this.#unfolded = false;
    }
    this.#busy = false;
    return more;
  }
}
