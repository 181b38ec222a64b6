/** What people and programs may ask for, one function each. */
import { printJson } from '../core/json.ts';
import type { Variables } from '../core/value.ts';
import type { ResultDocument } from '../protocol/views.ts';
import type { JobRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { act, type ActResult } from './acts.ts';
import type { Context } from './context.ts';
import { definitionElements } from './definition-elements.ts';
import { BadRequest, NotFound } from './failure.ts';
import { jobOf } from './browse.ts';
import { latestResult } from './result-view.ts';
import { withStore } from './store-place.ts';

export interface StartInput {
  readonly definition: string;
  readonly extId?: string | undefined;
  /** The start event; absent: the process's own beginning. */
  readonly node?: string | undefined;
  readonly variables: Variables;
}

/** Starts a job of a deployed definition; an `extId` that exists answers with that job. */
export function startJob(context: Context, input: StartInput): Promise<ResultDocument> {
  return withStore(context, 'existing', async (store) => {
    const { definition, extId, node, variables } = input;
    if (store.definition(definition, 'latest') === null) {
      throw new NotFound(`there is no definition ${definition} in this store; deploy its file first`);
    }
    const request = {
      kind: 'start' as const,
      definition,
      variables: printJson(variables),
      ...(extId === undefined ? {} : { extId }),
      ...(node === undefined ? {} : { node }),
    };
    return documentOf(await act(context, store, request, { follow: 'engine' }));
  });
}

export interface MessageInput {
  readonly name: string;
  readonly key: string | null;
  readonly variables: Variables;
  readonly messageId: string;
  readonly ttlMs?: number | undefined;
}

/** Publishes a message; answers how it went, and the job that took it. */
export function sendMessage(context: Context, input: MessageInput): Promise<ActResult> {
  return withStore(context, 'existing', (store) => {
    const { name, key, variables, messageId, ttlMs } = input;
    const request = { kind: 'message' as const, name, key, variables: printJson(variables), messageId };
    return act(context, store, ttlMs === undefined ? request : { ...request, ttlMs }, { follow: 'engine' });
  });
}

export interface SignalInput {
  readonly name: string;
  readonly variables: Variables;
  readonly signalId: string;
}

/** Throws a signal; answers how many jobs heard it. */
export function throwSignal(context: Context, input: SignalInput): Promise<number> {
  return withStore(context, 'existing', async (store) => {
    const { name, variables, signalId } = input;
    const request = { kind: 'signal' as const, name, variables: printJson(variables), signalId };
    const { answer } = await act(context, store, request, { follow: 'engine' });
    return answer.heard ?? 0;
  });
}

export interface CompleteInput {
  readonly job: string;
  readonly element: string;
  readonly instance?: string | undefined;
  readonly variables: Variables;
}

/** Completes a user task. Which one is settled now, not when the engine comes to it. */
export function completeTask(context: Context, input: CompleteInput): Promise<ResultDocument> {
  return withStore(context, 'existing', async (store) => {
    const job = jobOf(store, input.job);
    await mustHave(store, job, input.element);
    const instance = input.instance ?? onlyInstance(store, job, input.element);
    const request = {
      kind: 'complete' as const,
      job: job.id,
      element: input.element,
      variables: printJson(input.variables),
    };
    return documentOf(
      await act(context, store, instance === undefined ? request : { ...request, instance }, { follow: 'engine' }),
    );
  });
}

/** The one that waits there; none or several are the engine's to answer. */
function onlyInstance(store: Store, job: JobRow, element: string): string | undefined {
  const waiting = latestResult(store, job).waiting.filter((wait) => wait.element === element && wait.for === 'user');
  return waiting.length === 1 ? (waiting[0]?.instance ?? undefined) : undefined;
}

export interface ChooseInput {
  readonly job: string;
  /** The ad-hoc subprocess. */
  readonly element: string;
  readonly instance?: string | undefined;
  /** Null: nothing more is to begin in it. */
  readonly activity: string | null;
}

/** Begins an activity of an ad-hoc subprocess. */
export function chooseActivity(context: Context, input: ChooseInput): Promise<ResultDocument> {
  return withStore(context, 'existing', async (store) => {
    const job = jobOf(store, input.job);
    const { element, activity, instance } = input;
    await mustHave(store, job, element);
    if (activity !== null) await mustHave(store, job, activity);
    const request = { kind: 'choose' as const, job: job.id, element, activity };
    return documentOf(
      await act(context, store, instance === undefined ? request : { ...request, instance }, { follow: 'engine' }),
    );
  });
}

export interface RetryInput {
  readonly job: string;
  readonly element?: string | undefined;
  /** Set first: *edit and retry*. */
  readonly variables: Variables | null;
}

export function retryIncidents(context: Context, input: RetryInput): Promise<ResultDocument> {
  return withStore(context, 'existing', async (store) => {
    const job = jobOf(store, input.job);
    if (input.element !== undefined) await mustHave(store, job, input.element);
    const request = {
      kind: 'retry' as const,
      job: job.id,
      ...(input.element === undefined ? {} : { element: input.element }),
      ...(input.variables === null ? {} : { variables: printJson(input.variables) }),
    };
    return documentOf(await act(context, store, request, { follow: 'engine' }));
  });
}

export function cancelJob(context: Context, idOrExtId: string): Promise<ResultDocument> {
  return withStore(context, 'existing', async (store) => {
    const job = jobOf(store, idOrExtId);
    return documentOf(await act(context, store, { kind: 'cancel', job: job.id }, { follow: 'engine' }));
  });
}

/** A new job from a checkpoint; the original is untouched. */
export function forkJob(
  context: Context,
  idOrExtId: string,
  seq: number,
  variables: Variables,
): Promise<ResultDocument> {
  return withStore(context, 'existing', async (store) => {
    const job = jobOf(store, idOrExtId);
    store.stateAt(job.id, seq); // names what is missing before anything is asked
    const request = { kind: 'fork' as const, job: job.id, seq, variables: printJson(variables) };
    return documentOf(await act(context, store, request, { follow: 'always' }));
  });
}

function documentOf({ document, answer }: ActResult): ResultDocument {
  if (document === null)
    throw new Error(`the engine answered with job ${answer.job ?? 'none'}, which is not in the store`);
  return document;
}

async function mustHave(store: Store, job: JobRow, element: string): Promise<void> {
  const definition = store.definition(job.definitionKey, job.definitionVersion);
  if (definition === null || (await definitionElements(definition)).has(element)) return;
  throw new BadRequest(`${definition.key} version ${definition.version}: there is no element ${element}`);
}
