/** The rows of the backing store, as plain data. The store knows rows, not BPMN: `data` is JSON text that it never reads. */

export type JobStatus = 'active' | 'passive' | 'completed' | 'failed' | 'cancelled';

/** A row per job: only current values. */
export interface JobRow {
  readonly id: string;
  readonly extId: string;
  readonly lineage: string;
  readonly definitionKey: string;
  readonly definitionVersion: number;
  readonly parentJob: string | null;
  readonly status: JobStatus;
  readonly held: boolean;
  readonly seq: number;
  readonly incarnation: number;
  readonly clock: 'wall' | 'virtual';
  /** Logical time, ms. */
  readonly now: number;
  readonly messageId: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Everything else of the job itself, as JSON. */
  readonly data: string;
}

export type Entity = 'token' | 'scope' | 'variable' | 'timer' | 'subscription' | 'incident' | 'message';

/** One changed row of a job's state; `data` null: the row goes. `id` of a variable: JSON of [scope, name]. */
export interface StateChange {
  readonly entity: Entity;
  readonly id: string;
  readonly data: string | null;
  /** Timers of jobs on the wall clock: when due, ms; null for virtual clocks, whose timers never fire by wall time. */
  readonly due?: number | null;
  /** Subscriptions: what they wait for. */
  readonly message?: string;
  readonly key?: string | null;
}

export type CheckpointKind = 'explicit' | 'implicit' | 'savepoint';

export interface CheckpointRow {
  readonly seq: number;
  readonly kind: CheckpointKind;
  readonly reasons: readonly string[];
  readonly element: string | null;
  /** ms */
  readonly at: number;
  /** Bytes of row data that this checkpoint wrote. */
  readonly bytes: number;
  /** From capture to durable; 0 until known. */
  readonly micros: number;
  readonly incarnation: number;
  /** Sequence numbers of called jobs that are alive, by job id. */
  readonly children: Readonly<Record<string, number>>;
}

/** A checkpoint, and of which job. */
export interface CommittedCheckpoint {
  readonly job: string;
  readonly clock: 'wall' | 'virtual';
  readonly checkpoint: CheckpointRow;
}

/** One try of an activity instance, or one pass through any other flow node. Key: job, instance, attempt. */
export interface ExecutionRow {
  readonly instance: string;
  readonly attempt: number;
  readonly element: string;
  readonly type: string;
  readonly outcome: 'completed' | 'interrupted' | 'failed' | 'incident' | 'running' | 'waiting';
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** A row per send and call with an effect outside. Key: job, instance, attempt. */
export interface LedgerRow {
  readonly instance: string;
  readonly attempt: number;
  readonly element: string;
  readonly kind: 'http' | 'external' | 'message';
  /** Where it went: method and URL, or the message's name. */
  readonly target: string;
  readonly idempotencyKey: string;
  /** Sequence number of the latest checkpoint before it began, and of the first that records it; null: none yet. */
  readonly before: number;
  readonly after: number | null;
  readonly beganAt: number;
  readonly endedAt: number | null;
  /** `maybe`: it began, and the engine died before it ended. */
  readonly state: 'begun' | 'happened' | 'failed' | 'maybe';
}

/** What one job contributes to one transaction. */
export interface CheckpointPart {
  readonly job: JobRow;
  /** Null: the job's row and state change without a checkpoint of their own (a higher incarnation at recovery). */
  readonly checkpoint: Omit<CheckpointRow, 'bytes' | 'micros'> | null;
  readonly changes: readonly StateChange[];
  readonly executions: readonly ExecutionRow[];
  readonly ledger: readonly LedgerRow[];
  /** What the job wrote to data stores; absent: nothing. */
  readonly stored?: readonly StoredValueRow[];
  /** `performance.now()` at capture, for `micros`. */
  readonly capturedAt: number;
}

/** What a data store holds (BPMN 2.0.2, 10.4.1). */
export interface StoredValueRow {
  /** Root job of the run under a scenario that it belongs to; empty: all jobs share it. */
  readonly world: string;
  readonly name: string;
  /** JSON (core/value.ts). */
  readonly value: string;
  /** Job and checkpoint that wrote it last. */
  readonly job: string;
  readonly seq: number;
  readonly at: number;
}

/** A message as it waits in the inbox, or was consumed. */
export interface MessageRow {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  /** JSON (core/value.ts) of its variables. */
  readonly data: string;
  readonly acceptedAt: number;
  /** Absolute, ms: when an unconsumed message falls away. */
  readonly expiresAt: number;
  readonly state: 'waiting' | 'consumed' | 'expired' | 'refused';
  /** Job that took it. */
  readonly consumedBy: string | null;
  /** Job that sent it; null: it came from outside. */
  readonly sender: string | null;
}

/** A request of a person or another process; accepted once its row is durable. Answered once. */
export interface RequestRow {
  readonly id: string;
  /** `start`, `message`, `complete`, `retry`, `cancel`, `fork`, `hold`, `advance-clock`, … */
  readonly kind: string;
  /** Job it is about, where there is one. */
  readonly job: string | null;
  /** Activity instance it is about, where there is one. */
  readonly instance: string | null;
  readonly data: string;
  readonly acceptedAt: number;
  /** JSON; null: not answered yet. */
  readonly answer: string | null;
}

/** All or nothing: everything in here commits together, in a nested transaction of the group's. */
export interface CommitUnit {
  readonly parts: readonly CheckpointPart[];
  /** Messages accepted (inserted) or consumed/expired (state changed) here. */
  readonly messages: readonly MessageRow[];
  /** Requests accepted here, with or without their answer, and answers to earlier ones. */
  readonly requests: readonly RequestRow[];
  /** Jobs that this unit creates fail the unit when their extId exists. */
  readonly created: readonly string[];
  readonly scenarios: readonly ScenarioRow[];
  readonly startTimers: readonly StartTimerRow[];
  /** Savepoints, restores, failures, decisions: what hardly any unit has. */
  readonly records?: Records;
  /** Called in the middle of the writes: where an armed crash point kills the process. */
  readonly midway?: () => void;
}

/** A savepoint that is on disk. Key: id. */
export interface SavepointRow {
  readonly id: string;
  /** Id of the request that asked for it. */
  readonly request: string;
  readonly job: string;
  /** The checkpoint that it holds. */
  readonly seq: number;
  /** Below the savepoint folder. */
  readonly location: string;
  readonly at: number;
  readonly bytes: number;
  /** From capture to durable. */
  readonly micros: number;
}

/** A job was restored: the mark that the used-once guard looks for. Written with the job. Key: the job. */
export interface RestoreRow {
  readonly job: string;
  /** What tells one savepoint or checkpoint from another, wherever it lies. */
  readonly source: string;
  /** As it was named. */
  readonly path: string;
  readonly kind: 'savepoint' | 'checkpoint';
  readonly seq: number;
  readonly at: number;
  /** Of the job at its creation. */
  readonly incarnation: number;
  /** `claim`: the store deletes the directory after the job's first own savepoint; `deleted`: it has. */
  readonly mode: 'no-claim' | 'claim' | 'deleted';
  /** False: unmarked by a person. */
  readonly marked: boolean;
}

/** A checkpoint or savepoint that could not be saved. */
export interface FailureRow {
  readonly job: string;
  readonly kind: 'checkpoint' | 'savepoint';
  readonly at: number;
  readonly reason: string;
}

/** A job that waits for a person's decision whether it is taken up; null: decided. Key: job. */
export interface UndecidedRow {
  readonly job: string;
  readonly since: number;
  readonly decision: 'waits' | 'kept' | null;
}

/** What a unit may write besides jobs, messages and requests. */
export interface Records {
  readonly savepoints?: readonly SavepointRow[];
  /** New ones, or changes of mode and mark. */
  readonly restores?: readonly RestoreRow[];
  readonly failures?: readonly FailureRow[];
  readonly undecided?: readonly UndecidedRow[];
  /** Versions that a restored job needs, at exactly these numbers; those that are there stay as they are. */
  readonly definitions?: readonly DefinitionRow[];
}

/** The least, greatest, mean and 99th percentile of some checkpoints; all 0 where there are none. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly p99: number;
}

/** What is known of the checkpoints of one job, or of all. */
export interface CheckpointFigures {
  /** Ever completed, whatever history keeps. */
  readonly completed: number;
  readonly failed: number;
  /** Restored jobs, and jobs taken over by a later engine. */
  readonly restored: number;
  /** Savepoints that were asked for and are not answered yet. */
  readonly inProgress: number;
  /** How many kept checkpoints the spreads are taken over: the latest ones. */
  readonly measured: number;
  readonly bytes: Spread;
  /** From capture to durable. */
  readonly micros: Spread;
}

/** A row of the ledger, with its job, and how often its key is there with an effect that happened or may have. */
export interface LedgerEntry extends LedgerRow {
  readonly job: string;
  readonly times: number;
}

export interface ScenarioRow {
  /** Root job that it drives. */
  readonly job: string;
  /** The scenario file's text. */
  readonly text: string;
}

/** A timer start event of a deployed definition; `due` null removes it. */
export interface StartTimerRow {
  readonly definitionKey: string;
  readonly definitionVersion: number;
  readonly node: string;
  readonly due: number | null;
  readonly data: string;
}

/** One deployed version of a process. */
export interface DefinitionRow {
  readonly key: string;
  readonly version: number;
  readonly name: string | null;
  readonly file: string;
  readonly xml: string;
  /** Other files that it needs, by name. */
  readonly resources: Readonly<Record<string, string>>;
  readonly deployedAt: number;
  /** Message names that start it, JSON list; the latest version's count. */
  readonly startMessages: readonly string[];
}

export interface LeaseRow {
  readonly agent: string;
  readonly epoch: number;
  readonly pid: number;
  /** Start time of that process and id of that boot: tells a reused pid from the holder. */
  readonly processStart: string;
  readonly boot: string;
  readonly renewedAt: number;
  readonly renewals: number;
  /** File name of the holder's recorder. */
  readonly recorder: string;
  readonly released: boolean;
}

/** An engine process that holds the lease, or waits for it. Key: id. */
export interface AgentRow {
  /** Names the process: its boot, pid and start time. */
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly processStart: string;
  readonly boot: string;
  readonly priority: number;
  readonly role: 'standby' | 'active';
  readonly startedAt: number;
  readonly heartbeatAt: number;
  readonly heartbeats: number;
  readonly leaseSeconds: number;
}

/** How a tenure ended: its holder stopped, made room for a higher priority, was found dead, or did not renew in time. */
export type TenureEnd = 'released' | 'handed-over' | 'dead' | 'expired';

/** One holding of the lease. Key: epoch. */
export interface TenureRow {
  readonly epoch: number;
  readonly agent: string;
  readonly pid: number;
  readonly beganAt: number;
  /**
   * Both null: it lasts, or its holder is gone and nobody has taken over yet. Of one that was found dead or silent: when it
   * was last heard of.
   */
  readonly endedAt: number | null;
  readonly end: TenureEnd | null;
}

/** A job's latest state as the recovery reads it. */
export interface StoredJob {
  readonly job: JobRow;
  readonly rows: readonly StateChange[];
}

/** A job's state at a sequence number, rebuilt from history. */
export interface StoredState extends StoredJob {
  readonly checkpoint: CheckpointRow;
}

/** What one checkpoint wrote, with what was written since the one before. */
export interface HistoryStep {
  readonly checkpoint: CheckpointRow;
  /** The rows are the whole state, not only what changed. */
  readonly whole: boolean;
  readonly rows: readonly StateChange[];
}
