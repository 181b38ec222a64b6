/**
 * Acts: requests that change something. An act is a row in the inbox, durable before anything else happens; then
 * somebody has to answer it, and the job concerned gets the time to come to rest.
 */
import {
  engineAnswer,
  engineRequest,
  type EngineAnswer,
  type EngineRequest,
  type EngineRequestInput,
} from '../protocol/requests.ts';
import type { ResultDocument } from '../protocol/views.ts';
import type { JobRow, RequestRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { EngineAccess, type EngineAccessOptions } from './engine-access.ts';
import { BadRequest, Refused } from './failure.ts';
import { issueLines } from './issues.ts';
import { joinsExplained } from './joins-explained.ts';
import { latestResult } from './result-view.ts';
import { isSettled } from './settled.ts';
import { waitsExplained } from './waits-explained.ts';

export type Accepted = Extract<EngineAnswer, { ok: true }>;

/** How far to follow a job. `engine`: until it is at rest if this became its engine, else a little while. `answer`: not at all. */
export type Following = 'engine' | 'always' | 'answer';

export interface ActOptions extends EngineAccessOptions {
  readonly follow: Following;
  /** A scenario drives it: it rests only when its engine says that nothing is left to come. */
  readonly scripted?: boolean;
  /** Of the request: whoever repeats it gets the first answer. */
  readonly id?: string;
}

export interface ActResult {
  readonly answer: Accepted;
  /** Of the job concerned, after the act. */
  readonly document: ResultDocument | null;
}

/** How long the own engine may go on for other jobs' sake (messages to be delivered) when the job has come to rest. */
const afterworkMs = 5_000;
/** How long to follow a job that another engine works on, where the answer is all that was asked for. */
const patienceMs = 2_000;
/** A job that another engine drives by a scenario: this long without a change counts as rest. */
const quietMs = 750;

/**
 * @throws BadRequest, Refused, and whatever the engine access throws.
 */
export async function act(
  context: Context,
  store: Store,
  request: EngineRequestInput,
  options: ActOptions,
): Promise<ActResult> {
  const row = accept(context, store, request, options.id);
  const answer = await withAccess(context, store, options, async (access) => {
    const given = await access.until(() => answerOf(store.request(row.id)));
    if (given.ok && given.job !== null && options.follow !== 'answer') await follow(access, store, given.job, options);
    return given;
  });
  if (answer.ok) return { answer, document: answer.job === null ? null : await documentOf(store, answer.job) };
  throw answer.code === 'bad-request' ? new BadRequest(answer.message) : new Refused(answer.code, answer.message);
}

/**
 * Puts the request where an engine takes it up; once this returns it is durable.
 * @throws BadRequest when another request has that id already.
 */
export function accept(context: Context, store: Store, request: EngineRequestInput, id?: string): RequestRow {
  const made = requestRow(context, request);
  const row = store.accept(id === undefined ? made : { ...made, id });
  if (id !== undefined && row.data !== made.data)
    throw new BadRequest(`${id} was used for another request before: choose another id`);
  return row;
}

/** Sees to it that an active job comes to rest, without asking for anything: after an engine's death. */
export async function resume(
  context: Context,
  store: Store,
  job: string,
  options: Omit<ActOptions, 'follow'>,
): Promise<ResultDocument> {
  await withAccess(context, store, options, (access) => follow(access, store, job, { ...options, follow: 'always' }));
  return documentOf(store, job);
}

async function documentOf(store: Store, id: string): Promise<ResultDocument> {
  const job = rowOf(store, id);
  const definition = store.definition(job.definitionKey, job.definitionVersion);
  const document = await joinsExplained(latestResult(store, job), store.latest(job.id), definition);
  return waitsExplained(document, definition);
}

/** The engine is gone when this is over: only then the store holds all that it has to say. */
async function withAccess<T>(
  context: Context,
  store: Store,
  options: EngineAccessOptions,
  use: (access: EngineAccess) => Promise<T>,
): Promise<T> {
  const access = new EngineAccess(context, store, options);
  try {
    return await use(access);
  } finally {
    await access.close();
  }
}

async function follow(access: EngineAccess, store: Store, job: string, options: ActOptions): Promise<void> {
  if (access.isEngine && options.scripted === true) {
    let idle = false;
    while (!idle && !hasEnded(rowOf(store, job))) idle = await access.idle(500);
    await access.until(() => (isSettled(store, job) ? true : null));
  } else if (access.isEngine) {
    await access.until(() => (isSettled(store, job) ? true : null));
  } else if (options.follow === 'always') {
    await settledElsewhere(access, store, job, options.scripted === true);
  } else {
    await access.within(patienceMs, () => (isSettled(store, job) ? true : null));
  }
  if (access.isEngine) await access.idle(afterworkMs);
}

async function settledElsewhere(access: EngineAccess, store: Store, job: string, scripted: boolean): Promise<void> {
  for (;;) {
    await access.until(() => (isSettled(store, job) ? true : null));
    const { seq } = rowOf(store, job);
    if (!scripted || hasEnded(rowOf(store, job))) return;
    await new Promise((resolve) => {
      setTimeout(resolve, quietMs);
    });
    if (rowOf(store, job).seq === seq && isSettled(store, job)) return;
  }
}

function rowOf(store: Store, job: string): JobRow {
  const row = store.job(job);
  if (row === null) throw new BadRequest(`there is no job ${job} in this store`);
  return row;
}

const hasEnded = ({ status }: JobRow): boolean => status !== 'active' && status !== 'passive';

function requestRow(context: Context, input: EngineRequestInput): RequestRow {
  const read = engineRequest.safeParse(input);
  if (!read.success) throw new BadRequest(...issueLines(input.kind, read.error.issues));
  const request = read.data;
  return {
    id: ownId(request) ?? context.newId(),
    kind: request.kind,
    job: 'job' in request ? request.job : null,
    instance: request.kind === 'complete' ? (request.instance ?? null) : null,
    data: JSON.stringify(request),
    acceptedAt: context.now(),
    answer: null,
  };
}

/** A message or signal brings its own id: whoever repeats it gets the first answer. Null: it has none. */
export function ownId(request: EngineRequest): string | null {
  if (request.kind === 'message') return `message:${request.messageId}`;
  return request.kind === 'signal' ? `signal:${request.signalId}` : null;
}

/** Null: not answered yet, or not there. */
export function answerOf(row: RequestRow | null): EngineAnswer | null {
  return row === null || row.answer === null ? null : engineAnswer.parse(JSON.parse(row.answer));
}
