/**
 * What a window may ask of its host, and what it is told: one typed list, whatever lies between.
 */
import { z } from 'zod';
import { agentsView } from './agent-views.ts';
import { crashPoint } from './engine-link.ts';
import {
  cancelRequest,
  chooseRequest,
  completeRequest,
  decideRequest,
  engineAnswer,
  fireTimerRequest,
  forkRequest,
  holdRequest,
  messageRequest,
  moveClockRequest,
  moveOptions,
  restoreRequest,
  retryRequest,
  signalRequest,
  savepointRequest,
  savepointsTaken,
  unmarkRequest,
} from './requests.ts';
import {
  checkpointStatistics,
  ledgerView,
  recoveryList,
  restorePreview,
  savepointCheck,
  savepointList,
} from './savepoint-views.ts';
import { settings } from './settings.ts';
import { storeBackup, storeCheck, storeView } from './store-views.ts';
import { checkView, decisionView, deploymentView, forecast, jobStatus, plainValue, problemView } from './views.ts';
import {
  armedPoint,
  comparison,
  decisionOutline,
  definitionView,
  draftView,
  effectView,
  engineDeath,
  engineView,
  fileUse,
  fileView,
  historyPage,
  httpTrial,
  jobDocument,
  jobPage,
  livePositions,
  textProblem,
  timeline,
  timerPreview,
  valueMatches,
  variableHistory,
  workspaceView,
  writeAnswer,
} from './window-views.ts';

const id = z.string().min(1).max(512);
/** Relative to the workspace, with slashes; what lies outside is refused. */
const path = z.string().min(1).max(1024);
/** Of a file: the reader of BPMN takes no more either. */
const fileText = z.string().max(64 * 1024 * 1024);
const jsonText = z.string().max(64 * 1024 * 1024);
const expressionText = z.string().max(1024 * 1024);
const stamp = z.string().max(128);
/** Of a draft. */
const owner = z.string().max(128).default('');
const seq = z.number().int().nonnegative();
const limit = (most: number, usual: number) => z.number().int().min(1).max(most).default(usual);
/** A checkpoint of a job, or its latest state. */
const moment = z.strictObject({ job: id, seq: z.union([seq, z.literal('now')]) });
const nothing = z.strictObject({});

/** A call: what it takes and what it answers. Unknown parameters are refused by name. */
const call = <Params extends z.ZodType, Result extends z.ZodType>(params: Params, result: Result) => ({
  params,
  result,
});

/** What may be asked of an engine from a window; a job is started by `jobs.run`. */
export const windowRequest = z.discriminatedUnion('kind', [
  /** Without `messageId` or `signalId` the host makes one. */
  messageRequest.extend({ messageId: id.optional() }),
  signalRequest.extend({ signalId: id.optional() }),
  completeRequest,
  chooseRequest,
  retryRequest,
  cancelRequest,
  forkRequest,
  holdRequest,
  moveClockRequest,
  fireTimerRequest,
  /** Of what lies in the savepoint folder, or of a checkpoint; relative paths count from that folder. */
  restoreRequest,
  unmarkRequest,
  decideRequest,
]);
export type WindowRequest = z.input<typeof windowRequest>;

export const windowCalls = {
  // ── Workspace ──
  'workspace.show': call(nothing, workspaceView),
  /** Remembered for this folder, outside of it. A running engine is started anew, in order. */
  'workspace.trust': call(z.strictObject({ trusted: z.boolean() }), workspaceView),
  /** Writes these into `cairn.json`, the rest of which stays as it is. A running engine is started anew, in order. */
  'workspace.set': call(
    z.strictObject({
      durability: settings.unwrap().shape.durability.unwrap().optional(),
      recoveryAutomatic: z.boolean().optional(),
    }),
    workspaceView,
  ),
  /** Of the person, kept beside the user's configuration: any JSON value by name. */
  'preferences.read': call(nothing, z.object({ preferences: z.record(z.string(), plainValue) })),
  /** Changes those that are named; null forgets one. */
  'preferences.write': call(
    z.strictObject({ changes: z.record(z.string().min(1).max(256), plainValue) }),
    z.object({ preferences: z.record(z.string(), plainValue) }),
  ),

  // ── Files: processes/**/*.bpmn, rules/**/*.dmn, scenarios/**/*.json, cairn.json ──
  /** `elsewhere`: some diagrams and decisions that lie where no list looks for them. */
  'files.list': call(
    nothing,
    z.object({ files: z.array(fileView), more: z.boolean(), elsewhere: z.array(z.string()) }),
  ),
  /** The processes that the files hold, found in their text. */
  'files.processes': call(nothing, z.object({ processes: z.array(z.object({ id: z.string(), file: z.string() })) })),
  'files.read': call(z.strictObject({ path }), z.object({ path: z.string(), text: z.string(), stamp: z.string() })),
  /** `base`: stamp that the text began from; anything else on the disk is a conflict. `overwrite`: never mind. */
  'files.write': call(
    z.strictObject({ path, text: fileText, base: stamp.nullable(), overwrite: z.boolean().default(false) }),
    writeAnswer,
  ),
  /** Refused with `exists` where there is one. */
  'files.create': call(z.strictObject({ path, text: fileText }), z.object({ path: z.string(), stamp: z.string() })),
  'files.rename': call(z.strictObject({ path, to: path }), z.object({ path: z.string(), stamp: z.string() })),
  'files.delete': call(z.strictObject({ path }), nothing),
  /** What else in the workspace names it, or what it holds, as far as their text tells; by path. */
  'files.uses': call(z.strictObject({ path }), z.object({ uses: z.array(fileUse) })),

  // ── Drafts: text that was not saved yet ──
  'drafts.list': call(nothing, z.object({ drafts: z.array(draftView) })),
  /** Each window has its own draft of a file. `owner`: a name that a window gave itself. */
  'drafts.save': call(
    z.strictObject({ path, text: fileText, base: stamp.nullable(), owner }),
    z.object({ savedAt: z.string() }),
  ),
  'drafts.discard': call(z.strictObject({ path, owner }), nothing),

  // ── Editors ──
  /** `unsaved`: decisions that are being edited, which count instead of what is on the disk. */
  'diagram.check': call(
    z.strictObject({
      path,
      text: fileText,
      unsaved: z
        .array(z.strictObject({ path, text: fileText }))
        .max(100)
        .default([]),
    }),
    checkView,
  ),
  /** Other files of the workspace, whose processes that one calls, directly or through others; none where it cannot run. */
  'diagram.called': call(
    z.strictObject({ path }),
    z.object({ files: z.array(z.object({ path: z.string(), text: z.string() })) }),
  ),
  /** The same file with a diagram laid out anew. */
  'diagram.layout': call(z.strictObject({ text: fileText }), z.object({ text: z.string() })),
  /** Everything in the file that cannot be evaluated; `element` is the cell of the table where there is one. */
  'decision.check': call(z.strictObject({ path, text: fileText }), z.object({ problems: z.array(problemView) })),
  'decision.outline': call(
    z.strictObject({ text: fileText }),
    z.object({ decisions: z.array(decisionOutline), problem: z.string().nullable() }),
  ),
  /** `decision`: of a decision or a decision service, by id or name; null: the only one of the file. */
  'decision.evaluate': call(
    z.strictObject({ text: fileText, decision: id.nullable().default(null), variables: jsonText.default('{}') }),
    decisionView,
  ),
  /** Sends the request of a web service task, for real. Texts as in the file: those that begin with = are FEEL. */
  'http.try': call(
    z.strictObject({
      request: z.strictObject({
        method: expressionText.default('GET'),
        url: expressionText,
        timeout: expressionText.default('PT30S'),
        headers: z
          .array(z.strictObject({ name: z.string().max(1024), value: expressionText }))
          .max(100)
          .default([]),
        body: expressionText.nullable().default(null),
        results: z
          .array(z.strictObject({ variable: id, value: expressionText }))
          .max(100)
          .default([]),
      }),
      variables: jsonText.default('{}'),
    }),
    httpTrial,
  ),
  'timer.preview': call(
    z.strictObject({
      kind: z.enum(['date', 'duration', 'cycle']),
      /** Whose rules the cron expression of a cycle follows. */
      cron: z.enum(['quartz', 'spring']).default('quartz'),
      /** As in the file: = begins FEEL. */
      text: expressionText,
      variables: jsonText.default('{}'),
      /** ISO 8601; absent: now. */
      from: z.iso.datetime({ offset: true }).optional(),
      count: limit(100, 5),
    }),
    timerPreview,
  ),
  /** `text` without the mark (= or ${}) of its language. `unary`: a cell of a decision table. */
  'expression.check': call(
    z.strictObject({ language: z.enum(['feel', 'unary', 'juel', 'xpath', 'javascript']), text: expressionText }),
    z.object({ problems: z.array(textProblem) }),
  ),

  // ── Definitions ──
  /** The latest version of each, or with `every` every version of each; every version of one, latest first, where a key is given. */
  'definitions.list': call(
    z.strictObject({ key: id.optional(), every: z.boolean().default(false) }),
    z.object({ definitions: z.array(definitionView) }),
  ),
  'definitions.show': call(
    z.strictObject({ key: id, version: z.union([z.literal('latest'), z.number().int().positive()]) }),
    z.object({ ...definitionView.shape, xml: z.string() }),
  ),

  /** A file of the workspace with all that it calls; what did not change keeps its version. */
  'definitions.deploy': call(z.strictObject({ path }), deploymentView),

  // ── Jobs ──
  /** Deploys and starts; answers as soon as the job exists, and does not wait for its end. */
  'jobs.run': call(
    z.strictObject({
      source: z.union([
        /** `text`: unsaved; absent: what the file holds. */
        z.strictObject({ path, text: fileText.optional() }),
        z.strictObject({ definition: id, version: z.union([z.literal('latest'), z.number().int().positive()]) }),
      ]),
      /** Which process of the file; absent: its first executable one. */
      process: id.optional(),
      /** A start event; absent: the process's own beginning. */
      node: id.optional(),
      variables: jsonText.default('{}'),
      extId: id.optional(),
      /** Answers for the outside; brings a virtual clock that moves by itself. */
      scenario: z.union([z.strictObject({ path }), z.strictObject({ text: jsonText })]).optional(),
      /** Of a job without a scenario: a virtual clock moves only when told to (`move-clock`, `fire-timer`). */
      clock: z.enum(['wall', 'virtual']).default('wall'),
      /** Hold it before its first element. */
      paused: z.boolean().default(false),
      breakpoints: z.array(id).max(10_000).default([]),
      /** Start although the workspace is not trusted and hosts beyond this machine are named, which will not be reached. */
      unreached: z.boolean().default(false),
    }),
    z.object({
      job: z.string(),
      definition: z.object({ key: z.string(), version: z.number() }),
      /** An `extId` that existed: the job was there before. */
      existed: z.boolean(),
    }),
  ),
  /** Newest first; `before` is the last id of the page before. `search` looks in id, extId, and key and names of the definition. */
  'jobs.list': call(
    z.strictObject({
      status: jobStatus.optional(),
      definition: id.optional(),
      search: z.string().max(256).optional(),
      /** Only those with an incident, those that a person holds, or those with neither. */
      stands: z.enum(['incident', 'held', 'neither']).optional(),
      /** Leave out those that other jobs called. */
      roots: z.boolean().default(false),
      before: id.optional(),
      limit: limit(500, 100),
    }),
    jobPage,
  ),
  /** By id or extId. Big values are cut; `jobs.value` has them whole. */
  'jobs.show': call(z.strictObject({ job: id, at: seq.nullable().default(null) }), jobDocument),
  'jobs.value': call(
    z.strictObject({
      job: id,
      at: seq.nullable().default(null),
      /** Id of a scope; null: the root. */
      scope: z.string().max(1024).nullable().default(null),
      name: z.string().max(1024),
    }),
    z.object({ value: plainValue }),
  ),
  /** From a checkpoint on, or those before one; without either the latest. */
  'jobs.history': call(
    z.strictObject({ job: id, from: seq.optional(), before: seq.optional(), limit: limit(1000, 200) }),
    historyPage,
  ),
  /**
   * `after`: only checkpoints with a higher number, to bring a timeline up to date; the marks given then take the place
   * of those known with the same or a higher `after`. `before`: only those with a lower number, for a timeline that begins
   * later. `latest`: only so many of the latest ones.
   */
  'jobs.timeline': call(
    z.strictObject({ job: id, after: seq.default(0), before: seq.optional(), latest: z.int().positive().optional() }),
    timeline,
  ),
  'jobs.diff': call(z.strictObject({ left: moment, right: moment }), comparison),
  /** `scope`: element that the variable's scope belongs to; absent: all. */
  'jobs.variable-history': call(
    z.strictObject({
      job: id,
      name: z.string().max(1024),
      scope: z.string().max(512).optional(),
      limit: limit(5000, 500),
    }),
    variableHistory,
  ),
  /** When did it become so: `value` is JSON text; `condition` is FEEL with the value as `value` and as its own name. */
  'jobs.find-value': call(
    z.strictObject({
      job: id,
      name: z.string().max(1024),
      look: z.union([z.strictObject({ value: jsonText }), z.strictObject({ condition: expressionText })]),
      limit: limit(1000, 100),
    }),
    valueMatches,
  ),
  /** A scenario that starts with the variables of that checkpoint, or of the job's beginning (`seq` 0). */
  'jobs.as-scenario': call(
    z.strictObject({ job: id, seq }),
    z.object({ text: z.string(), /** What it could not take along. */ notes: z.array(z.string()) }),
  ),
  /** What it did outside, latest first; `more`: only the latest ones are given. */
  'jobs.effects': call(
    z.strictObject({ job: id, limit: limit(5000, 500) }),
    z.object({ effects: z.array(effectView), more: z.boolean() }),
  ),
  /** What the latest death of an engine cost this job; null: nothing, or none died. */
  'jobs.forecast': call(
    z.strictObject({ job: id, epoch: z.int().positive().optional() }),
    z.object({ forecast: forecast.nullable(), death: engineDeath.omit({ forecasts: true }).nullable() }),
  ),
  /** Appends the request, wakes an engine and answers what it said; with the plug pulled it is refused: `engine-dead`. */
  'jobs.act': call(z.strictObject({ request: windowRequest }), engineAnswer),
  /** From now on `tokens-moved` comes for this job, first with where they are. */
  'jobs.watch': call(z.strictObject({ job: id }), nothing),
  'jobs.unwatch': call(z.strictObject({ job: id }), nothing),

  // ── Savepoints ──
  'savepoints.list': call(nothing, savepointList),
  /**
   * Of one job, or of all running ones. Whoever repeats the `triggerId` gets the first answer. Calling it off only ends
   * the waiting: what was accepted is taken all the same.
   */
  'savepoints.create': call(
    savepointRequest
      .omit({ kind: true, target: true })
      .extend({ triggerId: z.string().min(1).max(256) })
      .strict(),
    savepointsTaken,
  ),
  /** A dry run, of a savepoint or of `checkpoint:<job>/<seq>`: nothing is done, no engine is needed. */
  'savepoints.preview': call(
    z.strictObject({ path: z.string().min(1).max(4096), again: z.boolean().default(false), ...moveOptions.shape }),
    restorePreview,
  ),
  'savepoints.verify': call(z.strictObject({ path: z.string().min(1).max(4096) }), savepointCheck),
  /** The whole directory, or nothing of it. */
  'savepoints.delete': call(z.strictObject({ path: z.string().min(1).max(4096) }), nothing),

  // ── Recovery, with automatic recovery off ──
  /** Jobs that wait for a decision (`jobs.act` with `decide`). */
  'recoveries.list': call(nothing, recoveryList),

  // ── Store ──
  /** In Flink's shape, of one job or of all. */
  'statistics.show': call(
    z.strictObject({ job: id.nullable().default(null), limit: limit(500, 50) }),
    checkpointStatistics,
  ),
  /** What any job did outside, newest first. */
  'ledger.list': call(
    z.strictObject({
      job: id.nullable().default(null),
      duplicates: z.boolean().default(false),
      limit: limit(500, 100),
      offset: z.number().int().nonnegative().default(0),
    }),
    ledgerView,
  ),
  'store.show': call(nothing, storeView),
  /** SQLite's own check of every table, the checksums of every checkpoint, every savepoint. */
  'store.check': call(nothing, storeCheck),
  /** A copy of the database as it is at one moment, while engines go on. */
  'store.backup': call(nothing, storeBackup),

  // ── Agents ──
  'agents.list': call(nothing, agentsView),
  /** Starts one that takes the lease, or stands by. The main agent's own name brings that one back. */
  'agents.start': call(
    z.strictObject({ name: z.string().min(1).max(128), priority: z.number().int().default(100) }),
    agentsView,
  ),
  /** By the id of the list. `stop`: in order, and only an agent of this host. */
  'agents.act': call(z.strictObject({ agent: id, act: z.enum(['kill', 'freeze', 'thaw', 'stop']) }), agentsView),

  // ── Engine ──
  'engine.show': call(nothing, engineView),
  /** Pulls the plug: SIGKILL. It stays dead until `engine.recover`. */
  'engine.kill': call(nothing, engineView),
  /** On the running engine, or on the next one. The visit is counted from now. */
  'engine.arm': call(crashPoint, engineView),
  /** Without an element all of them. */
  'engine.disarm': call(z.strictObject({ ...armedPoint.partial().shape }), engineView),
  /** Starts the next engine, which takes up what the dead one left. */
  'engine.recover': call(nothing, engineView),
  'engine.start': call(nothing, engineView),
  /** In order: no plug is pulled. The next act starts one again. */
  'engine.stop': call(nothing, engineView),
} as const;

/** What the window is told, unasked. */
export const windowNotifications = {
  /** Their durable state changed. */
  'jobs-changed': z.object({ jobs: z.array(z.object({ id: z.string(), seq: z.number(), status: z.string() })) }),
  'engine-changed': engineView,
  /** Created, changed or gone (`stamp` null), by anyone. */
  'files-changed': z.object({ files: z.array(z.object({ path: z.string(), stamp: z.string().nullable() })) }),
  'workspace-changed': workspaceView,
  /** A file has a draft of one more window or of one less, or a window that may have left drafts came or went. */
  'drafts-changed': nothing,
  /** About twenty times a second at the most, and only for watched jobs; missed ones are not repeated. */
  'tokens-moved': livePositions,
} as const;

export type WindowCalls = typeof windowCalls;
export type CallName = keyof WindowCalls;
/** As a caller may write it, defaults left out. */
export type CallParams<Name extends CallName> = z.input<WindowCalls[Name]['params']>;
/** As the handler gets it. */
export type CallInput<Name extends CallName> = z.output<WindowCalls[Name]['params']>;
export type CallResult<Name extends CallName> = z.output<WindowCalls[Name]['result']>;

type Notifications = typeof windowNotifications;
export type NotificationName = keyof Notifications;
export type Notification<Name extends NotificationName> = z.output<Notifications[Name]>;

export const callName = z.enum(Object.keys(windowCalls) as [CallName, ...CallName[]]);
export const notificationName = z.enum(Object.keys(windowNotifications) as [NotificationName, ...NotificationName[]]);
