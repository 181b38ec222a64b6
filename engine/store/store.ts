/**
 * The backing store: one interface for the engine, which writes, and one for everyone who browses, which never starts an
 * engine, takes a lease or moves a job. Knows rows, not rules.
 */
import type { HolderVerdict, LeaseClaim, TakenLease } from './lease.ts';
import type {
  CheckpointFigures,
  AgentRow,
  CheckpointRow,
  CommittedCheckpoint,
  CommitUnit,
  DefinitionRow,
  ExecutionRow,
  FailureRow,
  HistoryStep,
  JobRow,
  JobStatus,
  LeaseRow,
  LedgerEntry,
  LedgerRow,
  MessageRow,
  RequestRow,
  RestoreRow,
  SavepointRow,
  ScenarioRow,
  StartTimerRow,
  StoredValueRow,
  StateChange,
  StoredJob,
  StoredState,
  UndecidedRow,
  TenureEnd,
  TenureRow,
} from './rows.ts';

/** The store cannot be used: locked, read-only, of a newer version, not a database, gone. Exit code 3. */
export class StoreUnusable extends Error {
  /** Waiting may help: no room on the disk, or a lock that somebody holds. */
  readonly retryable: boolean;
  constructor(message: string, options: ErrorOptions & { readonly retryable?: boolean } = {}) {
    super(message, options);
    this.name = 'StoreUnusable';
    this.retryable = options.retryable ?? false;
  }
}

/** The lease is somebody else's by now: this engine must stop at once; nothing was written. */
export class Fenced extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Fenced';
  }
}

export type Durability = 'power-loss' | 'process-crash';
export type Retention = 'all' | 'none' | { readonly last: number };

/** How one unit of a group fared. */
export type UnitResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** How a group fared that the writer's thread was given. */
export type Beside =
  | { readonly kind: 'written' }
  /** Nothing of it is stored: it goes through `commit`, which tells why. */
  | { readonly kind: 'returned' }
  /** It is not durable, or that cannot be known. */
  | { readonly kind: 'failed'; readonly error: Error };

/** How many jobs there are, by status, all of one instant: parts that were counted at several can be more than the whole. */
export interface JobStanding {
  readonly counts: Readonly<Record<JobStatus, number>>;
  /** Of all these: in how many an incident waits for a person. */
  readonly incidents: Readonly<Record<JobStatus, number>>;
  /** Of the others: how many a person holds. */
  readonly held: Readonly<Record<JobStatus, number>>;
}

/** What anyone may ask. Every method reads one consistent snapshot; none blocks the writer. */
export interface StoreReader {
  definitions(): DefinitionRow[];
  definition(key: string, version: number | 'latest'): DefinitionRow | null;
  latestVersion(key: string): number | null;
  /** Newest first; `before` is the last id of the previous page. */
  jobs(
    filter: {
      status?: JobStatus;
      definitionKey?: string;
      parentJob?: string | null;
      /** In its id or extId, or in the key or a name of its definition, whatever the case. */
      search?: string;
      stands?: 'incident' | 'held' | 'neither';
    },
    page: { limit: number; before?: string },
  ): JobRow[];
  /** By id, else by extId. */
  job(idOrExtId: string): JobRow | null;
  children(job: string): JobRow[];
  /** Oldest first. */
  jobByLineage(lineage: string): JobRow[];
  counts(): Readonly<Record<JobStatus, number>>;
  /** How many incidents each of these jobs has; those without any are left out. */
  incidentCounts(jobs: readonly string[]): ReadonlyMap<string, number>;
  /** Of all jobs, or of those of one process. */
  standing(definitionKey?: string): JobStanding;
  /** Latest state rows, with the job's row, in one snapshot. */
  latest(job: string): StoredJob | null;
  /** Oldest first, from `from` on. */
  checkpoints(job: string, page: { from?: number; limit: number }): CheckpointRow[];
  latestCheckpoint(job: string): CheckpointRow | null;
  /** Over all jobs, the one that was committed last first, whatever clocks say; null: where no history is kept nobody knows. */
  latestCommitted(limit: number): readonly CommittedCheckpoint[] | null;
  /** Rebuilt exactly; checks every checksum on its way.
   *  @throws HistoryMissing when retention removed it or it never was; it names the oldest kept. */
  stateAt(job: string, seq: number): StoredState;
  /** Checkpoints whose state is kept with what they changed, oldest first, from `from` on; the first page begins with a
   *  whole state. Cheaper by far than the state at each.
   *  @throws HistoryDamaged */
  steps(job: string, page: { from?: number; limit: number }): HistoryStep[];
  /** In order of start, as they stand now; with `until`, those alone that this checkpoint already knew. */
  executions(job: string, until?: number): ExecutionRow[];
  ledger(job: string): LedgerRow[];
  /** Newest first. */
  messages(filter: { state?: MessageRow['state']; name?: string }, limit: number): MessageRow[];
  request(id: string): RequestRow | null;
  scenario(job: string): ScenarioRow | null;
  /** What a data store holds; `world`: the root job of a run under a scenario, or empty. */
  storedValue(world: string, name: string): StoredValueRow | null;
  /** Data stores of a world, by name. */
  storedValues(world: string): StoredValueRow[];
  lease(): LeaseRow | null;
  /** Newest first. */
  savepoints(filter: { job?: string; request?: string }, limit: number): SavepointRow[];
  /** Newest first. */
  restores(filter: { job?: string; source?: string; path?: string }, limit: number): RestoreRow[];
  /** Newest first; of one job, or of all. */
  failures(job: string | null, limit: number): FailureRow[];
  /** Jobs that wait for a decision, oldest first. */
  undecided(): UndecidedRow[];
  /** Over one job, or over all. */
  checkpointFigures(job: string | null): CheckpointFigures;
  /** Newest first; of one job, or of all. `duplicates`: only what happened, or may have, more than once. */
  ledgerEntries(filter: { job?: string; duplicates?: boolean }, page: { limit: number; offset: number }): LedgerEntry[];
  /** Agents that have announced themselves, in the order in which they came; some may be gone without a word. */
  agents(): AgentRow[];
  /** Who held the lease when, newest first. */
  tenures(limit: number): TenureRow[];
  close(): void;
}

/** That checkpoint is not in the history. */
export class HistoryMissing extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HistoryMissing';
  }
}

/** A stored row failed its checksum. */
export class HistoryDamaged extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HistoryDamaged';
  }
}

/** What the one writing engine may do. All writes are `BEGIN IMMEDIATE`, check epoch, write, COMMIT. */
export interface Store extends StoreReader {
  /** Takes the lease with the next epoch, if it is free, released, or the caller vouches that its holder has lost it.
   *  Answers the lease before and the new one; null: somebody holds it. `waitMs`: for another process's write lock. */
  acquireLease(claim: LeaseClaim, judge: (holder: LeaseRow) => HolderVerdict, waitMs?: number): TakenLease | null;
  /** @throws Fenced. `agent`: its heartbeat, in the same transaction. */
  renewLease(at: number, agent?: AgentRow): void;
  releaseLease(at?: number, end?: TenureEnd): void;
  /** A sign of life; no lease needed. `waitMs`: for another process's write lock. */
  announceAgent(agent: AgentRow, waitMs?: number): void;
  /** Agents that have left, or were found dead. */
  withdrawAgents(ids: readonly string[]): void;

  /** Deploys, or answers the existing version when nothing changed since the latest one. No lease needed. */
  deploy(
    definition: Omit<DefinitionRow, 'version'>,
    startTimers: readonly Omit<StartTimerRow, 'definitionVersion'>[],
  ): DefinitionRow;

  /**
   * One transaction for the group, one nested transaction per unit: a unit that fails is rolled back alone, the others
   * commit. Returns only when durable, at the durability the store was opened with.
   * @throws Fenced when the lease is lost. StoreUnusable when COMMIT failed and it is known not to be durable
   *   (after an error the connection is reopened and sequence numbers are read).
   */
  commit(units: readonly CommitUnit[]): UnitResult[];

  /**
   * The same, by a thread of the writer's own; several groups may be under way, and are written in order. False, and nothing
   * has happened: that is not possible with this group, or not now. After a group that was not written those behind it
   * are not either. While any is under way neither `commit` nor `tidy` may be called.
   * @throws StoreUnusable when the store cannot be used at all.
   */
  commitBeside(units: readonly CommitUnit[], done: (outcome: Beside) => void): boolean;
  /** Large groups will come: has the thread ready for them that is otherwise started by the first. */
  expectLargeGroups(): void;

  /** Appends a request or a message without holding the lease: from any process. A known id answers its row. */
  accept(request: RequestRow): RequestRow;
  /** Unanswered ones, oldest first. */
  pendingRequests(limit: number): RequestRow[];
  /** The answered completion of this instance, if any. */
  completionOf(job: string, instance: string): RequestRow | null;
  /** Changes whenever another connection wrote. */
  dataVersion(): number;

  load(job: string): StoredJob | null;
  /** The same for many, in their order; those that are not there are left out. */
  loadAll(jobs: readonly string[]): StoredJob[];
  /** Active jobs in order of id, after `after`. */
  activeJobs(after: string | null, limit: number): string[];
  /** Due wall-clock timers of stored jobs: earliest first; ties by timer number order of insertion. */
  dueTimers(now: number, limit: number): { job: string; timer: string; due: number }[];
  nextDue(): number | null;
  /** Jobs with a subscription for it, oldest subscription first (key compared with null-safe equality). */
  subscribers(message: string, key: string | null, limit: number): { job: string; subscription: string }[];
  /** Whose jobs wait for it with a key: as far as a thousand of them tell. */
  awaitedWithKey(message: string): { key: string; version: number }[];
  /** What subscriptions wait for whose name begins so. */
  awaitedFrom(beginning: string): string[];
  waitingMessages(message: string, key: string | null, limit: number): MessageRow[];
  /**
   * Names of messages that wait although a subscription would take them: whoever was to give them died. Of one from outside
   * without a key, its content may tell the key: any subscription counts.
   */
  awaitedMessages(): string[];
  message(id: string): MessageRow | null;
  /** Latest versions of the definitions that this message starts, latest deployed first. */
  startedBy(message: string): DefinitionRow[];
  startTimers(now: number): StartTimerRow[];
  nextStartTimer(): number | null;
  /** Undispatched outgoing messages, oldest first. */
  outgoing(limit: number): { job: string; change: StateChange }[];
  /** Jobs with a scenario of their own of which, or of a part of whose run, something lives: somebody must play on. */
  drivenJobs(): string[];
  /** Trims history in small steps and forgets old messages and requests; answers whether there is more to do. */
  tidy(now: number, retention: Retention): boolean;
}
