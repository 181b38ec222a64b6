/**
 * What people and programs get to see: documents, as `--json` prints them and as the window draws them. Names and values
 * are those of the interfaces that others rely on; fields may be added, none changes.
 */
import { z } from 'zod';
import { crashPoint } from './engine-link.ts';

/** A value to look at: dates and durations are their ISO 8601 text, integers beyond 2^53 are bigint. */
export type PlainValue =
  null | boolean | number | bigint | string | readonly PlainValue[] | { readonly [name: string]: PlainValue };

export const plainValue: z.ZodType<PlainValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.nan(),
    z.literal([Infinity, -Infinity]),
    z.bigint(),
    z.string(),
    z.array(plainValue),
    z.record(z.string(), plainValue),
  ]),
);
const variables = z.record(z.string(), plainValue);
/** ISO 8601, UTC, with milliseconds. */
const instant = z.string();

export const jobStatus = z.enum(['active', 'passive', 'completed', 'failed', 'cancelled']);

export const jobHead = z.object({
  id: z.string(),
  extId: z.string(),
  lineage: z.string(),
  status: jobStatus,
  held: z.boolean(),
  definition: z.object({ key: z.string(), version: z.number() }),
});

export const tokenView = z.object({
  element: z.string(),
  state: z.enum(['ready', 'running', 'waiting', 'joining', 'held', 'incident']),
  instance: z.string().nullable(),
  /** Id of the scope instance that it lies in; see `scopes`. */
  scope: z.string(),
  /**
   * Of a token at a join, what the join waits for: ways in by which no token has come, elements with a token that can
   * still come, and whether nobody can, so that the token waits for ever.
   */
  join: z.object({ missing: z.array(z.string()), from: z.array(z.string()), forEver: z.boolean() }).optional(),
});
export type TokenView = z.infer<typeof tokenView>;

const execution = z.object({
  element: z.string(),
  type: z.string(),
  instance: z.string(),
  attempt: z.number(),
  outcome: z.enum(['completed', 'interrupted', 'failed', 'incident', 'running', 'waiting']),
  startedAt: instant,
  endedAt: instant.nullable(),
});

export const checkpointView = z.object({
  seq: z.number(),
  kind: z.enum(['explicit', 'implicit', 'savepoint']),
  reasons: z.array(z.string()),
  element: z.string().nullable(),
  at: instant,
  bytes: z.number(),
  micros: z.number(),
  incarnation: z.number(),
});
export type CheckpointView = z.infer<typeof checkpointView>;

const incident = z.object({
  element: z.string().nullable(),
  instance: z.string().nullable(),
  message: z.string(),
  /** How often it was tried. */
  attempts: z.number(),
  /** When it was tried last, by the job's clock. */
  at: instant,
  /** The called job that it is in; absent: this one. */
  job: z.string().optional(),
});

/** A value that completing a user task takes. */
const askedField = z.object({
  name: z.string(),
  label: z.string(),
  /** Null: of any kind. */
  type: z.enum(['string', 'number', 'boolean', 'date', 'enum']).nullable(),
  /** It has no default either. */
  required: z.boolean(),
  /** For `enum`. */
  options: z.array(z.string()),
});
export type AskedField = z.infer<typeof askedField>;

/** What a waiting token waits for, and so what may be done about it. */
const wait = z.object({
  element: z.string(),
  instance: z.string().nullable(),
  for: z.enum([
    'user',
    'message',
    'timer',
    'signal',
    'conditional',
    'multiple',
    'event-gateway',
    'call',
    'scope',
    'choice',
    'instances',
    'retry',
    'compensation',
    'data',
  ]),
  messages: z.array(z.object({ name: z.string(), key: z.string().nullable() })),
  /** Signals, by name. */
  signals: z.array(z.string()),
  /** Its earliest timer. */
  due: instant.nullable(),
  /** Job that it called. */
  calls: z.string().nullable(),
  /** Of a user task: its form's fields, then its data outputs. */
  fields: z.array(askedField).optional(),
});
export type WaitView = z.infer<typeof wait>;

/** A subprocess, or an activity with variables of its own. */
const scope = z.object({ id: z.string(), element: z.string(), parent: z.string().nullable(), variables });

/** The checkpoint that a job was made from. */
const origin = z.object({ how: z.enum(['fork', 'restore']), job: z.string(), seq: z.number() });

export const resultDocument = z.object({
  job: jobHead,
  /** User variables of the root scope. */
  variables,
  system: z.object({ id: z.string(), _extid: z.string(), messageid: z.string().nullable() }),
  tokens: z.array(tokenView),
  /** In order of start. */
  executions: z.array(execution),
  checkpoints: z.array(checkpointView),
  incidents: z.array(incident),
  /** Of a failed job. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  waiting: z.array(wait),
  /** Correlation keys of its conversations, as far as a message has said what they are. */
  correlation: z.array(z.object({ key: z.string(), value: z.string() })),
  /** All scopes but the root. */
  scopes: z.array(scope),
  parent: z.string().nullable(),
  /** The checkpoint that it was made from, where it did not begin at a start event. */
  origin: origin.nullable(),
  /** Ids of the jobs that it called. */
  called: z.array(z.string()),
});
export type ResultDocument = z.infer<typeof resultDocument>;

/** How a run compares with its scenario's `expect`. */
export const verdict = z.object({ met: z.boolean(), failures: z.array(z.string()) });
export type Verdict = z.infer<typeof verdict>;

/** One line of a list of jobs. */
export const jobView = z.object({
  ...jobHead.shape,
  parent: z.string().nullable(),
  seq: z.number(),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** How many wait for a person; those of called jobs not counted. */
  incidents: z.number(),
  /** Null: it began at a start event. */
  origin: origin.nullable(),
  /** How often an engine took it up after another one had died. */
  recoveries: z.number(),
});

/** Newest first. `more`: there are older ones. */
export const jobList = z.object({
  jobs: z.array(jobView),
  counts: z.record(jobStatus, z.number()),
  more: z.boolean(),
  /** Active jobs that no engine works on: the next one takes them up. */
  abandoned: z.number(),
});
export type JobList = z.infer<typeof jobList>;

export const timelineMark = z.object({
  kind: z.enum(['killed', 'recovered']),
  /** Latest checkpoint of the job before it; 0: none. */
  after: z.number().int().nonnegative(),
  /** Null: not known. */
  at: instant.nullable(),
  /** Where an armed crash point killed it. */
  crashPoint: crashPoint.nullable(),
  /** After a recovery that took the job over. */
  incarnation: z.number().nullable(),
  /** Of the engine that was killed; null: not known. */
  epoch: z.number().nullable(),
  /** The job only waited then, and lost nothing. */
  waiting: z.boolean(),
});
export type TimelineMark = z.infer<typeof timelineMark>;

export const historyView = z.object({
  job: jobHead,
  /** Null: it began at a start event. */
  origin: origin.nullable(),
  /** By which checkpoints are told, and recoveries that took the job over; all other marks are told by the wall's. */
  clock: z.enum(['wall', 'virtual']),
  checkpoints: z.array(checkpointView),
  /** Engines that took the job over: the first checkpoint after each, and its incarnation. */
  recoveries: z.array(z.object({ before: z.number(), incarnation: z.number() })),
  /** Deaths of engines while the job lived, and what followed, in order. */
  marks: z.array(timelineMark),
});
export type HistoryView = z.infer<typeof historyView>;

export const variableChange = z.object({
  name: z.string(),
  /** Element that the scope belongs to. */
  scope: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Absent where there was none. */
  from: plainValue.optional(),
  to: plainValue.optional(),
});
export type VariableChange = z.infer<typeof variableChange>;

const tokenPlace = z.object({ element: z.string(), state: z.string() });
export const tokenChange = z.object({
  token: z.string(),
  change: z.enum(['came', 'went', 'moved', 'turned']),
  from: tokenPlace.nullable(),
  to: tokenPlace.nullable(),
});

/** What differs between two checkpoints of a job. */
export const diffView = z.object({
  job: jobHead,
  from: z.number(),
  to: z.number(),
  variables: z.array(variableChange),
  tokens: z.array(tokenChange),
});
export type DiffView = z.infer<typeof diffView>;

export const problemView = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  file: z.string(),
  element: z.string().nullable(),
  rule: z.string(),
  message: z.string(),
});

const elementCheckpoints = z.object({
  element: z.string(),
  type: z.string(),
  name: z.string().nullable(),
  kind: z.enum(['explicit', 'implicit']),
  reasons: z.array(z.string()),
});

const checkedProcess = z.object({
  id: z.string(),
  name: z.string().nullable(),
  runnable: z.boolean(),
  /** How many there are of each BPMN type. */
  elements: z.record(z.string(), z.number()),
  checkpoints: z.array(elementCheckpoints),
  /** Tasks that only another engine could run: a scenario must answer for them. */
  needsStub: z.array(z.object({ element: z.string(), what: z.string() })),
  /** Files that it needs beside it; `found` is null where there is none. */
  resources: z.array(z.object({ name: z.string(), found: z.string().nullable() })),
});

/** Answer of `check`. */
export const checkView = z.object({
  file: z.string(),
  runnable: z.boolean(),
  processes: z.array(checkedProcess),
  problems: z.array(problemView),
});
export type CheckView = z.infer<typeof checkView>;

/** What a decision came to on given values. */
export const decisionView = z.object({
  /** Null: none was named, and the file does not have exactly one. */
  decision: z.string().nullable(),
  /** Why there are no outputs; null when there are. */
  message: z.string().nullable(),
  outputs: plainValue,
  /** Per table that was evaluated, in that order. */
  rulesHit: z.array(
    z.object({
      /** The decision or the business knowledge model that holds the table. */
      decision: z.string(),
      table: z.string().nullable(),
      /** From 1. */
      rules: z.array(z.number()),
      ruleIds: z.array(z.string().nullable()),
    }),
  ),
  /** Every decision on the way, with what it came to. */
  decided: z.array(z.object({ decision: z.string(), name: z.string(), value: plainValue })),
});
export type DecisionView = z.infer<typeof decisionView>;

export const deploymentView = z.object({
  deployed: z.array(
    z.object({
      key: z.string(),
      version: z.number(),
      name: z.string().nullable(),
      file: z.string(),
      isNew: z.boolean(),
      /** Start events that start jobs of it by themselves while an engine runs, and when next. */
      timers: z.array(z.object({ element: z.string(), due: instant })),
    }),
  ),
  warnings: z.array(problemView),
});
export type DeploymentView = z.infer<typeof deploymentView>;

const doneWork = z.object({
  element: z.string(),
  instance: z.string(),
  /** Highest that began. */
  attempt: z.number(),
  /** Of its work; `element` for those without work of their own. */
  kind: z.string(),
});

/** What the death of an engine costs one job: saved, lost, or twice. */
export const forecast = z.object({
  job: z.string(),
  /** A checkpoint records its end. */
  saved: z.array(z.object({ ...doneWork.shape, outcome: z.string() })),
  /** Done or begun, not saved, without an effect outside. */
  lost: z.array(doneWork),
  /** Not saved, and its effect outside began: it will happen a second time. */
  twice: z.array(
    z.object({
      ...doneWork.shape,
      effect: z.enum(['happened', 'may-have-happened']),
      target: z.string(),
      key: z.string(),
    }),
  ),
});
export type Forecast = z.infer<typeof forecast>;
