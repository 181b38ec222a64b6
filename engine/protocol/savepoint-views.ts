/**
 * Savepoints, restores, statistics, the ledger, and jobs that wait for a decision, as people and programs see them. Fields
 * may be added, none changes.
 */
import { z } from 'zod';
import { savepointsTaken } from './requests.ts';

/** ISO 8601, UTC, with milliseconds. */
const instant = z.string();
const count = z.number().int().nonnegative();
const definition = z.object({ key: z.string(), version: z.number() });

/** How an asynchronous trigger stands. The shape is Flink's, with what was taken beside it. */
export const savepointStatus = z.object({
  'request-id': z.string(),
  status: z.object({ id: z.enum(['IN_PROGRESS', 'COMPLETED']) }),
  /** Once it is completed: where the savepoint is, else why there is none. */
  operation: z
    .object({
      location: z.string().optional(),
      'failure-cause': z.object({ class: z.string(), 'stack-trace': z.string() }).optional(),
    })
    .nullable(),
  taken: savepointsTaken.nullable(),
});
export type SavepointStatus = z.infer<typeof savepointStatus>;

export const savepointList = z.object({
  folder: z.string(),
  savepoints: z.array(
    z.object({
      path: z.string(),
      /** Why it cannot be used; then all but the path is null. */
      problem: z.string().nullable(),
      id: z.string().nullable(),
      createdAt: instant.nullable(),
      job: z.string().nullable(),
      extId: z.string().nullable(),
      definition: definition.nullable(),
      seq: z.number().nullable(),
      /** Jobs in it, the called ones included. */
      jobs: count,
      willRunAgain: count,
      /** Restored before: the guard refuses it. */
      used: z.boolean(),
      /** Of all its files. */
      bytes: count,
      /** Jobs that were restored from it, newest first. */
      restored: z.array(z.object({ job: z.string(), at: instant, mode: z.enum(['no-claim', 'claim', 'deleted']) })),
    }),
  ),
  /** Savepoints that could not be taken, latest first. */
  failures: z.array(z.object({ job: z.string(), at: instant, reason: z.string() })),
});
export type SavepointList = z.infer<typeof savepointList>;

/** What a restore would do. */
export const restorePlan = z.object({
  path: z.string(),
  kind: z.enum(['savepoint', 'checkpoint']),
  definition: z.object({ key: z.string(), from: z.number(), to: z.number() }),
  job: z.object({ id: z.string(), extId: z.string(), lineage: z.string() }),
  moves: z.array(
    z.object({ what: z.enum(['token', 'timer', 'subscription']), id: z.string(), from: z.string(), to: z.string() }),
  ),
  /** Events of the new version that are waited for from here on. */
  arms: z.array(z.object({ what: z.enum(['timer', 'subscription']), element: z.string() })),
  /** Repeated activities that get another number of instances. */
  instances: z.array(z.object({ element: z.string(), from: z.number(), to: z.number() })),
  /** Called jobs that move too, because the new version of their caller names another version. */
  called: z.array(z.object({ job: z.string(), key: z.string(), from: z.number(), to: z.number() })),
  /** What goes if dropping is allowed, what belongs to the homeless included. */
  dropped: z.array(
    z.object({
      what: z.enum(['token', 'timer', 'subscription', 'variable', 'called job']),
      id: z.string(),
      element: z.string(),
    }),
  ),
  noHome: z.array(
    z.object({
      what: z.enum(['token', 'timer', 'subscription']),
      id: z.string(),
      element: z.string(),
      reason: z.string(),
    }),
  ),
  willRunAgain: z.array(
    z.object({
      job: z.string(),
      element: z.string(),
      instance: z.string(),
      attempt: z.number(),
      kind: z.string(),
    }),
  ),
  /** Why it would be refused as asked; null: it would not. */
  refusal: z.string().nullable(),
});
export type RestorePlan = z.infer<typeof restorePlan>;

/** The same with what it takes to show it on both diagrams. */
export const restorePreview = z.object({
  ...restorePlan.shape,
  /** Where the saved job stands. */
  tokens: z.array(z.object({ id: z.string(), element: z.string(), state: z.string() })),
  saved: z.object({ version: z.number(), file: z.string(), xml: z.string() }),
  target: z.object({ version: z.number(), file: z.string(), xml: z.string() }),
});
export type RestorePreview = z.infer<typeof restorePreview>;

/** Whether a savepoint is whole: every byte of it was read, and its checksums compared. */
export const savepointCheck = z.object({
  path: z.string(),
  /** Null: it is whole. */
  problem: z.string().nullable(),
  jobs: count,
  definitions: count,
  bytes: count,
});
export type SavepointCheck = z.infer<typeof savepointCheck>;

const spread = z.object({ min: z.number(), max: z.number(), avg: z.number(), p99: z.number() });

/** One checkpoint or savepoint of the statistics; times are milliseconds since the epoch, durations milliseconds. */
const checkpointEntry = z.object({
  job: z.string(),
  id: z.number().nullable(),
  status: z.enum(['IN_PROGRESS', 'COMPLETED', 'FAILED']),
  is_savepoint: z.boolean(),
  trigger_timestamp: z.number(),
  latest_ack_timestamp: z.number(),
  state_size: z.number(),
  end_to_end_duration: z.number(),
  /** Where a job can be restored from. */
  external_path: z.string().nullable(),
  failure_message: z.string().optional(),
  /** By which its times are told: a scenario's clock is not that of the wall. */
  clock: z.enum(['wall', 'virtual']),
  /** Of a savepoint, whose times are those of the wall: when it was by the job's own clock, where it has one. */
  own_timestamp: z.number().optional(),
});
export type CheckpointEntry = z.infer<typeof checkpointEntry>;

const restoredEntry = z.object({
  job: z.string(),
  id: z.number(),
  restore_timestamp: z.number(),
  is_savepoint: z.boolean(),
  external_path: z.string(),
  clock: z.enum(['wall', 'virtual']),
});

/** Flink's shape. `state_size` in bytes, `end_to_end_duration` in milliseconds. */
export const checkpointStatistics = z.object({
  counts: z.object({ restored: count, total: count, in_progress: count, completed: count, failed: count }),
  summary: z.object({ state_size: spread, end_to_end_duration: spread }),
  latest: z.object({
    completed: checkpointEntry.nullable(),
    savepoint: checkpointEntry.nullable(),
    failed: checkpointEntry.nullable(),
    restored: restoredEntry.nullable(),
  }),
  /** Newest first. */
  history: z.array(checkpointEntry),
  /** Over how many of the latest checkpoints the summary is taken. */
  measured: count,
});
export type CheckpointStatistics = z.infer<typeof checkpointStatistics>;

export const ledgerView = z.object({
  /** Newest first. */
  entries: z.array(
    z.object({
      job: z.string(),
      /** Null: the job itself is not kept any more. */
      definition: definition.nullable(),
      element: z.string(),
      instance: z.string(),
      attempt: z.number(),
      kind: z.enum(['http', 'external', 'message']),
      target: z.string(),
      key: z.string(),
      /** Checkpoints before it, and the first that records it. */
      before: z.number(),
      after: z.number().nullable(),
      beganAt: instant,
      endedAt: instant.nullable(),
      state: z.enum(['begun', 'happened', 'failed', 'maybe']),
      /** The scenario of the job has the answer: nothing is sent. */
      answered: z.boolean(),
      /** How often its key is there with an effect that happened or may have. */
      times: z.number(),
      duplicate: z.boolean(),
      /** By which its times are told. */
      clock: z.enum(['wall', 'virtual']),
    }),
  ),
  more: z.boolean(),
});
export type LedgerView = z.infer<typeof ledgerView>;

/** Jobs that were found when an engine started with automatic recovery off. */
export const recoveryList = z.object({
  automatic: z.boolean(),
  jobs: z.array(
    z.object({
      job: z.string(),
      extId: z.string(),
      definition,
      /** `found`: an engine has yet to start; `waits`: for a decision; `kept`: decided to be left for later. */
      decision: z.enum(['found', 'waits', 'kept']),
      since: instant.nullable(),
      /** Checkpoint that it would go on from. */
      seq: z.number(),
      incarnation: z.number(),
    }),
  ),
});
export type RecoveryList = z.infer<typeof recoveryList>;

/** A job's latest checkpoint, for IBM's procedure: `completed_location` is where it can be restarted from. */
export const latestCheckpoint = z.object({
  id: z.string(),
  name: z.string(),
  completed_location: z.string(),
  checkpoint: checkpointEntry,
});
export type LatestCheckpoint = z.infer<typeof latestCheckpoint>;
