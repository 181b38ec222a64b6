/**
 * What may be asked of an engine, by anyone. A request is a row in the inbox: accepted once it is durable, answered once,
 * and a repeated id gets the first answer. Variables travel as JSON text (`variables`), so that integers beyond 2^53 keep
 * their digits on the way.
 */
import { z } from 'zod';

const jsonText = z.string();
const id = z.string().min(1).max(512);

/** Starts a job. An `extId` that exists answers with that job. */
export const startRequest = z.object({
  kind: z.literal('start'),
  definition: id,
  version: z.union([z.literal('latest'), z.number().int().positive()]).default('latest'),
  extId: id.optional(),
  variables: jsonText.default('{}'),
  /** A start event; absent: the process's own beginning, else its first triggered start event. */
  node: id.optional(),
  /** Text of a scenario file: the job gets a virtual clock, and the scenario answers for the outside. */
  scenario: jsonText.optional(),
  /** Of a job without a scenario: a virtual clock moves only when told to. */
  clock: z.enum(['wall', 'virtual']).default('wall'),
  /** Held before its first element. */
  paused: z.boolean().default(false),
  breakpoints: z.array(id).default([]),
});

/** Publishes a message. `ttlMs` 0 answers *not correlated* when nobody waits for it. */
export const messageRequest = z.object({
  kind: z.literal('message'),
  name: id,
  key: z.string().nullable().default(null),
  variables: jsonText.default('{}'),
  messageId: id,
  ttlMs: z.number().int().nonnegative().optional(),
});

/** Throws a signal: everybody hears it who waits for it now, and the processes start that begin with it. */
export const signalRequest = z.object({
  kind: z.literal('signal'),
  name: id,
  variables: jsonText.default('{}'),
  signalId: id,
});

/** Completes a user task. Without `instance` the element must be waiting exactly once. */
export const completeRequest = z.object({
  kind: z.literal('complete'),
  job: id,
  element: id,
  instance: id.optional(),
  variables: jsonText.default('{}'),
});

/** Begins an activity of an ad-hoc subprocess where people choose; null: nothing more is to be begun in it. */
export const chooseRequest = z.object({
  kind: z.literal('choose'),
  job: id,
  /** The ad-hoc subprocess. Without `instance` it must be waiting exactly once. */
  element: id,
  instance: id.optional(),
  activity: id.nullable(),
});

/** Retries incidents; with `variables` it is *edit and retry*. */
export const retryRequest = z.object({
  kind: z.literal('retry'),
  job: id,
  element: id.optional(),
  variables: jsonText.optional(),
});

export const cancelRequest = z.object({ kind: z.literal('cancel'), job: id });

/** A new job, with a new lineage, from a checkpoint; `variables` are set in its root scope first. */
export const forkRequest = z.object({
  kind: z.literal('fork'),
  job: id,
  seq: z.number().int().positive(),
  variables: jsonText.default('{}'),
});

/**
 * Savepoints of one job, or of every running one that nobody called; each with all that it called. `cancel`: no new work
 * from here on, a grace for what runs, then capture, durable savepoint, cancel.
 */
export const savepointRequest = z.object({
  kind: z.literal('savepoint'),
  job: id.nullable().default(null),
  cancel: z.boolean().default(false),
  graceMs: z.number().int().nonnegative().max(86_400_000).default(10_000),
  /** Below the savepoint folder. */
  target: z.string().max(4096).nullable().default(null),
});

/** A mapping of elements and sequence flows of the saved version to those of the new one. */
export const moveOptions = z.object({
  /** Null: the version that was saved. */
  toVersion: z
    .union([z.literal('latest'), z.number().int().positive()])
    .nullable()
    .default(null),
  map: z.record(z.string(), z.string()).default({}),
  allowDropped: z.boolean().default(false),
});

/** A new job that goes on with the lineage of a saved one. */
export const restoreRequest = z.object({
  kind: z.literal('restore'),
  /** Directory of a savepoint, or `checkpoint:<job>/<seq>`. */
  path: z.string().min(1).max(4096),
  mode: z.enum(['no-claim', 'claim']).default('no-claim'),
  /** Although it was used before. */
  again: z.boolean().default(false),
  ...moveOptions.shape,
});

/** Takes the mark of the used-once guard away. */
export const unmarkRequest = z.object({ kind: z.literal('unmark'), path: z.string().min(1).max(4096) });

/** What becomes of a job that was found when the engine started and waits for a decision. */
export const decideRequest = z.object({
  kind: z.literal('decide'),
  job: id,
  decision: z.enum(['restart', 'keep', 'remove']),
});

/** Breakpoints of a job: a token about to enter one of these is held. `pause` holds at every element, `step` releases the
 *  held tokens and holds again at the next element. */
export const holdRequest = z.object({
  kind: z.literal('hold'),
  job: id,
  action: z.enum(['pause', 'step', 'resume', 'breakpoints']),
  elements: z.array(id).default([]),
});

/** Moves a virtual clock on, by milliseconds or to its next timer. */
export const moveClockRequest = z.object({
  kind: z.literal('move-clock'),
  job: id,
  by: z.union([z.number().int().positive(), z.literal('next-timer')]),
});

/** Fires a waiting timer now, whatever its time and the job's clock. Without `instance` the element has one timer. */
export const fireTimerRequest = z.object({
  kind: z.literal('fire-timer'),
  job: id,
  /** The event that the timer belongs to; for the wait before a retry, the activity. */
  element: id,
  instance: id.optional(),
});

export const engineRequest = z.discriminatedUnion('kind', [
  startRequest,
  messageRequest,
  signalRequest,
  completeRequest,
  chooseRequest,
  retryRequest,
  cancelRequest,
  forkRequest,
  holdRequest,
  moveClockRequest,
  fireTimerRequest,
  savepointRequest,
  restoreRequest,
  unmarkRequest,
  decideRequest,
]);
export type EngineRequest = z.infer<typeof engineRequest>;
/** As a caller may write it, defaults left out. */
export type EngineRequestInput = z.input<typeof engineRequest>;

/** What became of the savepoints that were asked for, job by job. */
export const savepointsTaken = z.object({
  savepoints: z.array(
    z.object({
      job: z.string(),
      /** Definition key. */
      name: z.string(),
      savepoint: z.string(),
      /** Directory, as the engine sees it. */
      location: z.string(),
      seq: z.number(),
      cancelled: z.boolean(),
    }),
  ),
  failed: z.array(z.object({ job: z.string(), name: z.string(), reason: z.string() })),
});
export type SavepointsTaken = z.infer<typeof savepointsTaken>;

/** What the engine says to a request. */
export const engineAnswer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** Job that was started, concerned, or created. */
    job: z.string().nullable(),
    /** For messages: how it went. */
    correlated: z.enum(['subscription', 'started', 'waiting']).optional(),
    /** For signals: how many jobs heard it, those that it started among them. */
    heard: z.number().optional(),
    /** For savepoints. */
    taken: savepointsTaken.optional(),
  }),
  z.object({
    ok: z.literal(false),
    code: z.enum(['too-late', 'conflict', 'unknown', 'illegal', 'not-correlated', 'bad-request', 'used']),
    message: z.string(),
  }),
]);
export type EngineAnswer = z.infer<typeof engineAnswer>;
