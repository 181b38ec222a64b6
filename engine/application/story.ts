/** The whole story of one job: run, die at a crash point, forecast, recover, compare. Everything in it happened. */
import { decodeJob } from '../core/job-codec.ts';
import type { JobState } from '../core/job-state.ts';
import { printJson } from '../core/json.ts';
import type { Variables } from '../core/value.ts';
import type { CrashPoint } from '../protocol/engine-link.ts';
import type { CheckpointView, Forecast, ResultDocument, VariableChange } from '../protocol/views.ts';
import type { Store } from '../store/store.ts';
import { forecastsOf, ranAgain } from '../supervisor/forecast.ts';
import { readRecordings, recorderFiles } from '../supervisor/recorder-reader.ts';
import { act, resume } from './acts.ts';
import type { Context } from './context.ts';
import { deployDiagrams, withCalled } from './deployments.ts';
import { variableChanges } from './diff-view.ts';
import { EngineDied } from './engine-access.ts';
import { Refused } from './failure.ts';
import { checkpointsOf, checkpointView, latestResult } from './result-view.ts';
import { withStore } from './store-place.ts';

export interface StoryInput {
  readonly file: string;
  readonly definition: string;
  readonly extId: string;
  readonly variables: Variables;
  /** Where the engine is killed. */
  readonly crashPoint: CrashPoint;
}

/** The job when its engine was dead. */
export interface Death {
  readonly job: string;
  readonly pid: number | null;
  readonly signal: string | null;
  readonly document: ResultDocument;
  readonly forecast: Forecast;
}

/** The job when another engine had finished it. */
export interface Recovery {
  readonly document: ResultDocument;
  /** What of lost and twice the second engine did again. */
  readonly again: readonly { readonly element: string; readonly instance: string }[];
}

/** A checkpoint, and what changed in it. */
export interface Leaf {
  readonly checkpoint: CheckpointView;
  readonly changes: readonly VariableChange[];
}

/** @throws Refused when the crash point was never reached. */
export async function runUntilDeath(context: Context, input: StoryInput): Promise<Death> {
  const diagrams = await withCalled(context, input.file, input.definition);
  return withStore(context, 'create', async (store) => {
    deployDiagrams(context, store, diagrams);
    const { definition, extId, variables, crashPoint } = input;
    const start = { kind: 'start' as const, definition, extId, variables: printJson(variables) };
    try {
      await act(context, store, start, { follow: 'always', restart: null, crashPoints: [crashPoint] });
    } catch (error) {
      if (error instanceof EngineDied) return deathOf(context, store, extId, error);
      throw error;
    }
    throw new Refused('illegal', `the engine was to die at ${crashPoint.element}, and the job never came there`);
  });
}

function deathOf(context: Context, store: Store, extId: string, { end }: EngineDied): Death {
  const job = store.job(extId);
  if (job === null) throw new Refused('unknown', 'the engine died before the job had its first checkpoint');
  const forecasts = forecastsOf(readRecordings(context.storeDir), (id) => store.executions(id));
  const forecast = forecasts.find((each) => each.job === job.id) ?? { job: job.id, saved: [], lost: [], twice: [] };
  return { job: job.id, pid: end.pid, signal: end.signal, document: latestResult(store, job), forecast };
}

/** Starts the next engine, which takes the job up where its latest checkpoint put it. */
export function recoverFrom(context: Context, death: Death): Promise<Recovery> {
  return withStore(context, 'existing', async (store) => {
    const before = new Set(recorderFiles(context.storeDir));
    const document = await resume(context, store, death.job, {});
    const later = recorderFiles(context.storeDir).filter((name) => !before.has(name));
    const recordings = later.flatMap((name) => [...readRecordings(context.storeDir, name)]);
    return { document, again: ranAgain(death.forecast, recordings) };
  });
}

/** The job's checkpoints, each with what it changed. */
export function leafThrough(context: Context, job: string): Promise<Leaf[]> {
  return withStore(context, 'existing', (store) => {
    let before: JobState | null = null;
    return [...checkpointsOf(store, job)].map((row) => {
      const stored = store.stateAt(job, row.seq);
      const state = decodeJob(stored.job, stored.rows);
      const changes = variableChanges(before, state);
      before = state;
      return { checkpoint: checkpointView(row), changes };
    });
  });
}
