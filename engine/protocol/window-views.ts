/**
 * What the window gets to see beside the documents of views.ts: places, files, pages of long lists, columns for the
 * timeline, the engine's health. Fields may be added, none changes.
 */
import { z } from 'zod';
import { crashPoint, crashPointName } from './engine-link.ts';
import { settings } from './settings.ts';
import {
  checkpointView,
  forecast,
  jobHead,
  jobStatus,
  jobView,
  plainValue,
  resultDocument,
  timelineMark,
  tokenChange,
  tokenView,
  variableChange,
} from './views.ts';

/** ISO 8601, UTC, with milliseconds. */
const instant = z.string();
const count = z.number().int().nonnegative();

// ── Workspace and files ────────────────────────────────────────────────────────────────────────────────────────────

export const workspaceView = z.object({
  /** Absolute path of the folder. */
  dir: z.string(),
  /** Its last part, or the sample's name. */
  name: z.string(),
  /** False: nothing can be saved. */
  writable: z.boolean(),
  /** False: the store, which may lie elsewhere, cannot be written; nothing can be run. */
  storeWritable: z.boolean(),
  /** Network tasks may reach beyond this machine. */
  trusted: z.boolean(),
  /** The sample workspace that came with Cairn. */
  sample: z.boolean(),
  settings,
  /** Why `cairn.json` cannot be used, one sentence each; then `settings` holds the defaults. */
  settingsProblems: z.array(z.string()),
  /** Nobody has opened this workspace in a window before. */
  firstStart: z.boolean(),
  host: z.enum(['service', 'desktop']),
  /** Of Cairn. */
  version: z.string(),
});
export type WorkspaceView = z.infer<typeof workspaceView>;

export const fileKind = z.enum(['process', 'rules', 'scenario', 'settings']);
export type FileKind = z.infer<typeof fileKind>;

export const fileView = z.object({
  /** Relative to the workspace, with slashes: `processes/order.bpmn`. */
  path: z.string(),
  kind: fileKind,
  bytes: count,
  /** Changes exactly when the content does. */
  stamp: z.string(),
  modifiedAt: instant,
});
export type FileView = z.infer<typeof fileView>;

/** A file that needs another one: it calls a process of it, asks a decision of it, is the scenario that plays it, or is played by it. */
export const fileUse = z.object({
  path: z.string(),
  how: z.enum(['calls', 'decides', 'plays', 'is-played']),
});
export type FileUse = z.infer<typeof fileUse>;

export const draftView = z.object({
  path: z.string(),
  text: z.string(),
  /** Stamp of the file that the draft began from; null: there was none. */
  base: z.string().nullable(),
  savedAt: instant,
  /** The window whose edits they are. */
  owner: z.string(),
  /** Whether the file is still what the draft began from. */
  current: z.boolean(),
  /** Whether that window is open: then the edits are there, not lost. */
  open: z.boolean(),
});
export type DraftView = z.infer<typeof draftView>;

/** Answer of `files.write`: an unexpected content on the disk is never overwritten. */
export const writeAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), stamp: z.string() }),
  z.object({
    ok: z.literal(false),
    conflict: z.enum(['changed-on-disk', 'removed-on-disk']),
    /** What is there now; null: nothing. */
    text: z.string().nullable(),
    stamp: z.string().nullable(),
  }),
]);
export type WriteAnswer = z.infer<typeof writeAnswer>;

// ── Helpers of the editors ─────────────────────────────────────────────────────────────────────────────────────────

/** `from` and `to` are offsets into the text, where they are known. */
export const textProblem = z.object({ message: z.string(), from: z.number().nullable(), to: z.number().nullable() });

export const decisionOutline = z.object({
  id: z.string(),
  name: z.string(),
  /** Under which name its result is seen by others. */
  variable: z.string(),
  /** `boxed`: any of DMN's boxed expressions but tables. */
  logic: z.enum(['table', 'literal', 'boxed', 'unsupported']),
  hitPolicy: z.string().nullable(),
  /** Variables that it and the decisions before it read. */
  inputs: z.array(z.object({ name: z.string(), type: z.string().nullable() })),
  /** Columns of its own table that read something else than a variable. */
  computed: z.array(z.object({ id: z.string(), label: z.string() })),
  rules: count,
});
export type DecisionOutline = z.infer<typeof decisionOutline>;

export const httpTrial = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** What was sent, expressions filled in. */
    sent: z.object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      body: plainValue,
    }),
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: plainValue,
    /** The body is a beginning of what was answered. */
    cut: z.boolean(),
    milliseconds: z.number(),
    /** What the result mapping makes of it; null with a reason where it fails. */
    results: z.array(z.object({ variable: z.string(), value: plainValue, problem: z.string().nullable() })),
  }),
  /** `resolve`: an expression of the request. `exchange`: nobody answered. `untrusted`: the workspace is not trusted. */
  z.object({ ok: z.literal(false), at: z.enum(['resolve', 'exchange', 'untrusted']), message: z.string() }),
]);
export type HttpTrial = z.infer<typeof httpTrial>;

export const timerPreview = z.object({
  due: z.array(instant),
  /** There are more than were asked for. */
  more: z.boolean(),
  /** Null: how often it fires in all is not bounded. */
  times: z.number().nullable(),
  /** Why there is nothing due; null: all is well. */
  problem: z.string().nullable(),
});
export type TimerPreview = z.infer<typeof timerPreview>;

// ── Jobs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const definitionView = z.object({
  key: z.string(),
  version: z.number(),
  name: z.string().nullable(),
  file: z.string(),
  deployedAt: instant,
});
export type DefinitionView = z.infer<typeof definitionView>;

/** A variable whose value is too big to send along: a beginning of it stands in its place. */
export const cutValue = z.object({
  /** Id of its scope; null: the root. */
  scope: z.string().nullable(),
  name: z.string(),
  kind: z.enum(['text', 'list', 'object']),
  /** Characters, items, or fields. */
  length: count,
  /** Of the whole value as JSON, about. */
  bytes: count,
});
export type CutValue = z.infer<typeof cutValue>;

export const timerView = z.object({
  /** The event, or the activity for `retry`. */
  element: z.string(),
  kind: z.enum(['catch', 'boundary', 'gateway', 'event-subprocess', 'retry']),
  /** Element whose token it belongs to; for an event subprocess, the process or subprocess that waits. */
  at: z.string(),
  due: instant,
  /** Occurrences to come after this one; null: unbounded; absent: it fires once. */
  remaining: z.number().nullable().optional(),
});
export type TimerView = z.infer<typeof timerView>;

/** A job now or as of a checkpoint. `checkpoints` are pages of their own (`jobs.history`, `jobs.timeline`). */
export const jobDocument = z.object({
  ...resultDocument.omit({ checkpoints: true, tokens: true }).shape,
  tokens: z.array(
    z.object({
      id: z.string(),
      ...tokenView.shape,
      /** Method and URL of the request that its work has made up: recovery and forks send it as it is. Absent: none. */
      request: z.string().optional(),
    }),
  ),
  /** Sequence number that this is the state of; 0: none yet. */
  seq: count,
  /** The checkpoint of that number; null: none yet. */
  checkpoint: checkpointView.nullable(),
  /** Oldest that the history still has, and newest; null: it has none. */
  oldest: count.nullable(),
  newest: count,
  incarnation: count,
  clock: z.enum(['wall', 'virtual']),
  /** The job's logical time. */
  now: instant,
  startedAt: instant,
  endedAt: instant.nullable(),
  /** Earliest first. */
  timers: z.array(timerView),
  /** Values of `variables` and `scopes` that are only beginnings. */
  cut: z.array(cutValue),
  /** Executions are the latest ones; so many older ones were left out. */
  olderExecutions: count,
  /** Whether a scenario answers for the outside. */
  scenario: z.boolean(),
  /** Elements whose calls the scenario answers: they are not sent. */
  answered: z.array(z.string()),
});
export type JobDocument = z.infer<typeof jobDocument>;

const jobCounts = {
  counts: z.record(jobStatus, z.number()),
  /** Of all these: in how many an incident waits for a person. */
  incidents: z.record(jobStatus, z.number()),
  /** Of the others: how many a person holds. */
  held: z.record(jobStatus, z.number()),
};

export const jobPage = z.object({
  jobs: z.array(jobView),
  /** Of all jobs, whatever was asked for. */
  ...jobCounts,
  /** Of the process that was asked for; absent: none was. */
  ofProcess: z.object(jobCounts).optional(),
  more: z.boolean(),
});
export type JobPage = z.infer<typeof jobPage>;

export const historyPage = z.object({
  job: jobHead,
  /** In rising order. */
  checkpoints: z.array(checkpointView),
  /** There are more in the direction that was asked for. */
  more: z.boolean(),
});

/** Columns of equal length, oldest checkpoint first. */
export const timeline = z.object({
  job: jobHead,
  /** The lowest number of all checkpoints of the job, which rise by one; null: there is none. */
  oldest: z.number().nullable(),
  seq: z.array(z.number()),
  /** 0 explicit, 1 implicit, 2 savepoint. */
  kind: z.array(z.number()),
  /** Index into `reasonSets`. */
  reasons: z.array(z.number()),
  /** Index into `elements`; -1: none. */
  element: z.array(z.number()),
  /** Milliseconds since the epoch. */
  at: z.array(z.number()),
  bytes: z.array(z.number()),
  micros: z.array(z.number()),
  incarnation: z.array(z.number()),
  reasonSets: z.array(z.array(z.string())),
  elements: z.array(z.string()),
  marks: z.array(timelineMark),
});
export type Timeline = z.infer<typeof timeline>;

const side = z.object({ job: jobHead, seq: z.number() });
/** Values that are too big are beginnings; `cut` names the changes that hold one. */
export const comparison = z.object({
  left: side,
  right: side,
  variables: z.array(z.object({ ...variableChange.shape, cut: z.boolean() })),
  tokens: z.array(tokenChange),
});
export type Comparison = z.infer<typeof comparison>;

export const variableStep = z.object({
  seq: z.number(),
  at: instant,
  /** Of the checkpoint: what the job had just done. */
  element: z.string().nullable(),
  reasons: z.array(z.string()),
  /** Activity instance whose end the checkpoint records first, and its attempt; null: none. */
  instance: z.string().nullable(),
  attempt: z.number().nullable(),
  /** Element that the variable's scope belongs to. */
  scope: z.string(),
  change: z.enum(['added', 'changed', 'removed']),
  from: plainValue.optional(),
  to: plainValue.optional(),
  cut: z.boolean(),
});
export type VariableStep = z.infer<typeof variableStep>;

export const variableHistory = z.object({
  name: z.string(),
  /** Oldest first. */
  steps: z.array(variableStep),
  /** Only the latest ones are given. */
  more: z.boolean(),
});
export type VariableHistory = z.infer<typeof variableHistory>;

export const valueMatches = z.object({
  /** Checkpoints at which it became true, oldest first. */
  matches: z.array(z.object({ seq: z.number(), at: instant, scope: z.string(), value: plainValue, cut: z.boolean() })),
  more: z.boolean(),
  searched: count,
});

/** A send or a call with an effect outside, as the ledger holds it. */
export const effectView = z.object({
  element: z.string(),
  instance: z.string(),
  attempt: z.number(),
  kind: z.enum(['http', 'external', 'message']),
  /** Method and URL, or the message's name. */
  target: z.string(),
  /** The idempotency key that it carried. */
  key: z.string(),
  /** Latest checkpoint before it began, and the first that records it; null: none does yet. */
  before: count,
  after: count.nullable(),
  beganAt: instant,
  endedAt: instant.nullable(),
  /** `maybe`: it began, and its engine died before it ended. */
  state: z.enum(['begun', 'happened', 'failed', 'maybe']),
});
export type EffectView = z.infer<typeof effectView>;

// ── Engine ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const engineDeath = z.object({
  at: instant,
  pid: z.number().nullable(),
  epoch: z.number().nullable(),
  signal: z.string().nullable(),
  code: z.number().nullable(),
  /** The plug was pulled by a person, now or by a crash point; null: it died by itself. */
  pulled: z.enum(['now', 'armed']).nullable(),
  crashPoint: crashPoint.nullable(),
  /** Its last words, where it died by itself. */
  output: z.string(),
  /** What it cost each job that it worked on: as forecast before the recovery. */
  forecasts: z.array(forecast),
});
export type EngineDeath = z.infer<typeof engineDeath>;

export const engineView = z.object({
  /**
   * `absent`: nobody serves the store; the next act starts one. `dead`: the plug was pulled, or who took over
   * is dead and the engine frozen, as `message` says; nothing starts before `engine.recover`. `paused`: no room on the disk. `elsewhere`: another process serves the store. `refused`: it cannot
   * be served, `message` says why.
   */
  state: z.enum(['absent', 'starting', 'active', 'paused', 'restarting', 'stopping', 'dead', 'refused', 'elsewhere']),
  message: z.string().nullable(),
  /** Its process is stopped by a signal, where the system tells: it does nothing until it is thawed. */
  frozen: z.boolean(),
  pid: z.number().nullable(),
  epoch: z.number().nullable(),
  agent: z.string().nullable(),
  durability: z.enum(['power-loss', 'process-crash']),
  /** Jobs by status. */
  counts: z.record(jobStatus, z.number()),
  /** Of these: in how many an incident waits for a person. */
  incidents: z.record(jobStatus, z.number()),
  /** Of the others: how many a person holds. */
  held: z.record(jobStatus, z.number()),
  /** Of any job, since this host started. */
  lastCheckpoint: z
    .object({ job: z.string(), seq: z.number(), at: instant, micros: z.number(), bytes: z.number() })
    .nullable(),
  armed: z.array(crashPoint),
  lastDeath: engineDeath.nullable(),
});
export type EngineView = z.infer<typeof engineView>;

export const armedPoint = z.object({ element: z.string().min(1).max(512), point: crashPointName });

/** Where the tokens of a job are, between checkpoints. */
export const livePositions = z.object({
  job: z.string(),
  status: jobStatus,
  /** The job's logical time. */
  now: instant,
  /** Latest checkpoint that is durable. */
  seq: count,
  tokens: z.array(
    z.object({ token: z.string(), element: z.string(), state: z.string(), instance: z.string().nullable() }),
  ),
});
export type LivePositions = z.infer<typeof livePositions>;
