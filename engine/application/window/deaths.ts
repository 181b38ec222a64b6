/** What the death of an engine cost, told from what it recorded and what the store holds, before anybody recovers. */
import type { CrashPoint } from '../../protocol/engine-link.ts';
import type { Recording } from '../../protocol/recording.ts';
import type { Forecast } from '../../protocol/views.ts';
import type { CallResult } from '../../protocol/window-calls.ts';
import type { EngineDeath } from '../../protocol/window-views.ts';
import type { ExecutionRow } from '../../store/rows.ts';
import { StoreUnusable } from '../../store/store.ts';
import { forecastsOf } from '../../supervisor/forecast.ts';
import { readRecordings, recorderFiles } from '../../supervisor/recorder-reader.ts';
import { pointOf, type EngineLives } from '../engine-lives.ts';
import { instantOf } from '../plain.ts';
import type { StoreKeeper } from './store-keeper.ts';

/** Of so many jobs at most, those first that lose something; of each so much that is saved, the latest. */
const mostForecasts = 100;
const mostSaved = 200;
/** Of which an engine dies where the plug was armed. */
const pulledBy: NodeJS.Signals = 'SIGKILL';

export interface Death extends EngineDeath {
  /** File that it left; null: none. */
  readonly recorder: string | null;
}

export interface DeathFacts {
  readonly recorder: string | null;
  readonly pid: number | null;
  readonly pulled: EngineDeath['pulled'];
  readonly crashPoint?: CrashPoint | null;
  readonly code?: number | null;
  readonly signal?: string | null;
  readonly output?: string;
  /** ms; absent: when it last recorded something. */
  readonly at?: number;
}

export function deathOf(store: StoreKeeper, facts: DeathFacts): Death {
  const { recorder, pid, pulled } = facts;
  let epoch: number | null = null;
  let last = 0;
  let crashPoint = facts.crashPoint ?? null;
  function* watched(): Generator<Recording> {
    if (recorder === null || !recorderFiles(store.dir).includes(recorder)) return;
    for (const line of readRecordings(store.dir, recorder)) {
      last = line.t;
      if (line.e === 'engine-started') epoch = line.epoch;
      if (line.e === 'crash-point') crashPoint = pointOf(line);
      yield line;
    }
  }
  const forecasts = costs(store, watched());
  return {
    at: instantOf(facts.at ?? last),
    pid,
    epoch,
    signal: facts.signal ?? (crashPoint === null ? null : pulledBy),
    code: facts.code ?? null,
    pulled: crashPoint === null ? pulled : 'armed',
    crashPoint,
    output: facts.output ?? '',
    recorder,
    forecasts: forecasts.slice(0, mostForecasts),
  };
}

/** What it cost one job. */
export function forecastFor(
  store: StoreKeeper,
  death: Pick<Death, 'recorder' | 'forecasts'>,
  job: string,
  recovered: boolean,
): Forecast | null {
  if (death.recorder === null) return null;
  const known = death.forecasts.find((forecast) => forecast.job === job);
  return known ?? costs(store, recordingsOf(store, death.recorder, job), recovered)[0] ?? null;
}

/** What a death cost a job; by default the latest that had to do with it. Null: none of which anything is known. */
export function costOf(
  store: StoreKeeper,
  lives: EngineLives,
  latest: Death | null,
  dead: boolean,
  { job, epoch }: { readonly job: string; readonly epoch: number | undefined },
): CallResult<'jobs.forecast'> {
  const about = latest === null ? null : withoutForecasts(latest);
  if (latest !== null && (epoch === undefined || epoch === latest.epoch)) {
    const forecast = forecastFor(store, latest, job, !dead);
    if (epoch !== undefined) return { forecast, death: about };
    // What had ended before that engine died has nothing to do with its death.
    if (forecast !== null && !hadEnded(store, latest, job, dead)) return { forecast, death: about };
  }
  for (const killed of store.mustAsk((reader) => lives.killedWith(reader, job))) {
    if (killed.epoch === latest?.epoch || (epoch !== undefined && epoch !== killed.epoch)) continue;
    const { recorder, at, ...known } = killed;
    const forecast = forecastFor(store, { recorder, forecasts: [] }, job, true);
    const lost = forecast !== null && forecast.lost.length + forecast.twice.length > 0;
    // Unless it is asked for, what cost nothing is not worth a word.
    if (!lost && epoch === undefined) continue;
    const pulled = killed.crashPoint === null ? null : ('armed' as const);
    const signal = killed.crashPoint === null ? null : pulledBy;
    return { forecast, death: { ...known, at: instantOf(at), signal, code: null, pulled, output: '' } };
  }
  return { forecast: null, death: about };
}

/** Whether a job was over when that engine died. Where it is still dead, nobody can have ended it since. */
function hadEnded(store: StoreKeeper, { recorder }: Pick<Death, 'recorder'>, job: string, dead: boolean): boolean {
  const row = store.mustAsk((reader) => reader.job(job));
  if (row === null || row.endedAt === null) return false;
  if (dead || recorder === null) return dead;
  let saved = 0;
  for (const line of recordingsOf(store, recorder, job))
    if (line.e === 'checkpoint-durable') saved = Math.max(saved, line.seq);
  return saved >= row.seq;
}

function withoutForecasts({ forecasts: _, recorder: __, ...about }: Death): Omit<EngineDeath, 'forecasts'> {
  return about;
}

function* recordingsOf(store: StoreKeeper, recorder: string, job: string): Generator<Recording> {
  if (!recorderFiles(store.dir).includes(recorder)) return;
  for (const line of readRecordings(store.dir, recorder)) if ('job' in line && line.job === job) yield line;
}

/** Jobs that lose something first. */
function costs(store: StoreKeeper, recordings: Iterable<Recording>, recovered = false): Forecast[] {
  const weight = ({ lost, twice }: Forecast): number => lost.length + twice.length;
  const forecasts = forecastsOf(recordings, (job) => executionsOf(store, job), recovered);
  return forecasts
    .map((forecast) => ({ ...forecast, saved: forecast.saved.slice(-mostSaved) }))
    .toSorted((left, right) => weight(right) - weight(left));
}

/** None where the store cannot be read: then everything counts as not saved, and whoever asks for the store hears why. */
function executionsOf(store: StoreKeeper, job: string): readonly ExecutionRow[] {
  try {
    return store.ask((reader) => reader.executions(job)) ?? [];
  } catch (error) {
    if (error instanceof StoreUnusable) return [];
    throw error;
  }
}
