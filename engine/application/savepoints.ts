/** Savepoints and restores, as people and programs ask for them. */
import { rehearse, type Gains } from '../core/adaptation.ts';
import { decodeJob } from '../core/job-codec.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { EngineAnswer, SavepointsTaken } from '../protocol/requests.ts';
import type { ResultDocument } from '../protocol/views.ts';
import type {
  RestorePlan,
  RestorePreview,
  SavepointCheck,
  SavepointList,
  SavepointStatus,
} from '../protocol/savepoint-views.ts';
import { SavepointRefused } from '../savepoints/manifest.ts';
import {
  confined,
  targetIn,
  deleteSavepoint,
  listSavepoints,
  savepointsOf,
  sizeOf,
  sourceOf,
} from '../savepoints/places.ts';
import { prepareRestore, RestoreRefused, type Prepared } from '../savepoints/prepare.ts';
import { endedWords, isAlive, stillRunning, usedWords } from '../savepoints/refusal-words.ts';
import { readSavepoint } from '../savepoints/savepoint.ts';
import { openReader } from '../store/sqlite-reader.ts';
import { HistoryDamaged, HistoryMissing, type StoreReader } from '../store/store.ts';
import { accept, act, answerOf } from './acts.ts';
import { browse, jobOf } from './browse.ts';
import type { Context } from './context.ts';
import { BadRequest, NotFound, Refused } from './failure.ts';
import { instantOf } from './plain.ts';
import { mustExist, withStore } from './store-place.ts';

/** Failures that a list of savepoints tells, and restores of each. */
const FAILURES = 50;
const RESTORES = 20;

export interface SavepointInput {
  /** Null: every running job that nobody called. */
  readonly job: string | null;
  readonly cancel: boolean;
  readonly graceMs?: number | undefined;
  /** Below the savepoint folder. */
  readonly target?: string | null | undefined;
  /** Whoever repeats it gets the first answer. */
  readonly triggerId?: string | undefined;
}

/** The answer names the jobs that failed: bad only where nothing was taken that was asked for by name. */
export function createSavepoints(context: Context, input: SavepointInput): Promise<SavepointsTaken> {
  return withStore(context, 'existing', async (store) => {
    const { answer } = await act(context, store, requestOf(store, input), {
      follow: 'answer',
      ...(input.triggerId === undefined ? {} : { id: requestId(input.triggerId) }),
    });
    return answer.taken ?? { savepoints: [], failed: [] };
  });
}

/** Accepts the request and comes back at once; a running engine takes it up. */
export function triggerSavepoint(
  context: Context,
  input: SavepointInput & { readonly triggerId: string },
): Promise<{ 'request-id': string }> {
  return withStore(context, 'existing', async (store) => {
    if (input.target !== undefined && input.target !== null) await mustLieInside(context, input.target, targetIn);
    accept(context, store, requestOf(store, input), requestId(input.triggerId));
    return { 'request-id': input.triggerId };
  });
}

/** @throws BadRequest when nobody triggered it. */
export function savepointStatus(context: Context, triggerId: string, job: string | null = null): SavepointStatus {
  return browse(context, (reader) => {
    const row = reader.request(requestId(triggerId));
    const wanted = job === null ? null : jobOf(reader, job).id;
    if (row === null || (wanted !== null && row.job !== wanted))
      throw new NotFound(`there is no savepoint trigger ${triggerId}${job === null ? '' : ` of job ${job}`}`);
    const answer = answerOf(row);
    return {
      'request-id': triggerId,
      status: { id: answer === null ? 'IN_PROGRESS' : 'COMPLETED' },
      operation: answer === null ? null : operationOf(answer),
      taken: answer?.ok === true ? (answer.taken ?? null) : null,
    };
  });
}

function operationOf(answer: EngineAnswer): SavepointStatus['operation'] {
  if (!answer.ok) return failureOf(answer.message);
  const { savepoints = [], failed = [] } = answer.taken ?? {};
  const [first] = savepoints;
  if (first !== undefined) return { location: first.location };
  return failed.length === 0 ? {} : failureOf(failed.map(({ job, reason }) => `${job}: ${reason}`).join('; '));
}

function failureOf(message: string): SavepointStatus['operation'] {
  return { 'failure-cause': { class: 'SavepointFailed', 'stack-trace': message } };
}

/** What lies in the savepoint folder, latest first. */
export async function savepointsIn(context: Context): Promise<SavepointList> {
  const folder = savepointsOf(context.storeDir);
  const listed = await listSavepoints(folder);
  return browse(context, (reader) => ({
    folder,
    savepoints: listed.map(({ dir, manifest, problem, bytes }) => ({
      path: dir,
      problem,
      id: manifest?.id ?? null,
      createdAt: manifest?.createdAt ?? null,
      job: manifest?.job.id ?? null,
      extId: manifest?.job.extId ?? null,
      definition: manifest?.job.definition ?? null,
      seq: manifest?.job.seq ?? null,
      jobs: manifest?.jobs.length ?? 0,
      willRunAgain: manifest?.willRunAgain.length ?? 0,
      used: manifest !== null && isUsed(reader, `savepoint:${manifest.id}`),
      bytes,
      restored: manifest === null ? [] : restoredFrom(reader, `savepoint:${manifest.id}`),
    })),
    failures: reader
      .failures(null, FAILURES)
      .filter(({ kind }) => kind === 'savepoint')
      .map(({ job, at, reason }) => ({ job, at: instantOf(at), reason })),
  }));
}

function restoredFrom(reader: StoreReader, source: string): SavepointList['savepoints'][number]['restored'] {
  return reader.restores({ source }, RESTORES).map(({ job, at, mode }) => ({ job, at: instantOf(at), mode }));
}

/** Reads every byte of it, and compares its checksums. */
export async function verifySavepoint(context: Context, given: string): Promise<SavepointCheck> {
  const path = await pathOf(context, { path: given, confined: true });
  const bytes = (await sizeOf(path)) ?? 0;
  try {
    const { jobs, definitions } = await readSavepoint(path);
    return { path, problem: null, jobs: jobs.length, definitions: definitions.length, bytes };
  } catch (error) {
    if (error instanceof SavepointRefused) return { path, problem: error.message, jobs: 0, definitions: 0, bytes };
    throw error;
  }
}

/** Takes it away, whole. Jobs that were restored from it have all they need. */
export async function disposeSavepoint(context: Context, given: string): Promise<void> {
  try {
    await deleteSavepoint(savepointsOf(context.storeDir), given);
  } catch (error) {
    throw error instanceof SavepointRefused ? new NotFound(error.message) : error;
  }
}

export interface RestoreInput {
  /** A directory, relative to where the person stands, or `checkpoint:<job>/<seq>`. */
  readonly path: string;
  readonly mode?: 'no-claim' | 'claim' | undefined;
  readonly again?: boolean | undefined;
  readonly toVersion?: number | 'latest' | null | undefined;
  readonly map?: Readonly<Record<string, string>> | undefined;
  readonly allowDropped?: boolean | undefined;
  /** Only what lies in the savepoint folder. */
  readonly confined?: boolean | undefined;
}

/** A new job that goes on with the lineage of the saved one. */
export async function restoreJob(context: Context, input: RestoreInput): Promise<ResultDocument> {
  const path = await pathOf(context, input);
  return withStore(context, 'create', async (store) => {
    const { mode = 'no-claim', again = false, toVersion = null, map = {}, allowDropped = false } = input;
    const request = { kind: 'restore' as const, path, mode, again, toVersion, map: { ...map }, allowDropped };
    const { document } = await act(context, store, request, { follow: 'engine' });
    if (document === null) throw new Error('the engine made no job');
    return document;
  });
}

/** What it would do, without doing any of it and without an engine. */
export function planRestore(context: Context, input: RestoreInput): Promise<RestorePlan> {
  return prepared(context, input, (reader, found) => planOf(reader, found, input, context.now()));
}

/** The same, with both versions of the diagram and where the saved job stands. */
export function previewRestore(context: Context, input: RestoreInput): Promise<RestorePreview> {
  return prepared(context, input, (reader, found) => {
    const { from, to, saved, savedRows } = found;
    const { tokens } = decodeJob(saved, savedRows);
    return {
      ...planOf(reader, found, input, context.now()),
      tokens: [...tokens.values()].map(({ id, node, state }) => ({ id, element: node, state })),
      saved: { version: from.version, file: from.file, xml: from.xml },
      target: { version: to.version, file: to.file, xml: to.xml },
    };
  });
}

async function prepared<T>(
  context: Context,
  input: RestoreInput,
  look: (reader: StoreReader, found: Prepared) => T,
): Promise<T> {
  mustExist(context.storeDir);
  const path = await pathOf(context, input);
  const reader = openReader(context.storeDir);
  try {
    const { toVersion = null, map = {} } = input;
    const found = await prepareRestore(reader, ({ job, rows }) => decodeJob(job, rows), sourceOf(path, context.cwd), {
      toVersion,
      map,
    });
    return look(reader, found);
  } catch (error) {
    if (
      error instanceof SavepointRefused ||
      error instanceof RestoreRefused ||
      error instanceof HistoryMissing ||
      error instanceof HistoryDamaged
    )
      throw new BadRequest(error.message);
    throw error;
  } finally {
    reader.close();
  }
}

function planOf(reader: StoreReader, prepared: Prepared, input: RestoreInput, now: number): RestorePlan {
  const { path, kind, jobs, savedVersion, version, moves, dropped, homeless, called, willRunAgain, saved } = prepared;
  const gains = gainsOf(prepared, now);
  return {
    path,
    kind,
    definition: { key: saved.definitionKey, from: savedVersion, to: version },
    job: { id: saved.id, extId: saved.extId, lineage: saved.lineage },
    moves: [...moves],
    arms: typeof gains === 'string' ? [] : [...gains.arms],
    instances: typeof gains === 'string' ? [] : [...gains.instances],
    called: [...called],
    dropped: [...dropped],
    noHome: [...homeless],
    willRunAgain: [...willRunAgain],
    refusal:
      jobs.length === 0
        ? 'nothing of the job would be left'
        : (refusalOf(reader, prepared, input) ?? (typeof gains === 'string' ? gains : null)),
  };
}

/** What the jobs would wait for and do in addition, or why one of them cannot go on with its new version. */
function gainsOf({ jobs }: Prepared, now: number): Gains | string {
  const arms: Gains['arms'][number][] = [];
  const instances: Gains['instances'][number][] = [];
  for (const { stored, changes, definition } of jobs) {
    if (changes === null) continue;
    const state = decodeJob(stored.job, stored.rows);
    const gains = rehearse(definition.graph, state, changes, { now, evaluate });
    if (typeof gains === 'string') return gains;
    arms.push(...gains.arms);
    instances.push(...gains.instances);
  }
  return { arms, instances };
}

function refusalOf(reader: StoreReader, prepared: Prepared, input: RestoreInput): string | null {
  const { path, source, saved, homeless, empty } = prepared;
  if (input.again !== true && isUsed(reader, source)) return usedWords(path);
  if (homeless.length > 0 && input.allowDropped !== true) return 'some state has no home in the new version';
  if (empty) return 'nothing of the job would be left in the new version';
  if (!isAlive(saved)) return endedWords(saved.id);
  const lives = reader.jobByLineage(saved.lineage).find(isAlive);
  return lives === undefined ? null : stillRunning(lives);
}

/** Takes the mark of the used-once guard away. */
export async function unmarkSavepoint(context: Context, path: string, inside = false): Promise<{ path: string }> {
  const full = await pathOf(context, { path, confined: inside });
  return withStore(context, 'existing', async (store) => {
    await act(context, store, { kind: 'unmark', path: full }, { follow: 'answer' });
    return { path: full };
  });
}

function isUsed(reader: StoreReader, source: string): boolean {
  return reader.restores({ source }, 100).some(({ marked }) => marked);
}

/** Of the request that a trigger becomes. */
export function requestId(triggerId: string): string {
  return `savepoint:${triggerId}`;
}

function requestOf(reader: StoreReader, input: SavepointInput) {
  const { cancel, graceMs, target = null } = input;
  // What is not there is named before anything is asked.
  const job = input.job === null ? null : jobOf(reader, input.job).id;
  return { kind: 'savepoint' as const, job, cancel, target, ...(graceMs === undefined ? {} : { graceMs }) };
}

async function mustLieInside(context: Context, target: string, inside = confined): Promise<void> {
  try {
    await inside(savepointsOf(context.storeDir), target);
  } catch (error) {
    throw error instanceof SavepointRefused ? new Refused('outside', error.message) : error;
  }
}

/** The absolute path of a savepoint, or the name of a checkpoint. @throws Refused when it lies outside. */
export async function pathOf(context: Context, { path, confined: inside }: RestoreInput): Promise<string> {
  const source = sourceOf(path, inside === true ? savepointsOf(context.storeDir) : context.cwd);
  if (source.kind === 'savepoint' && inside === true) await mustLieInside(context, source.path);
  return source.path;
}
