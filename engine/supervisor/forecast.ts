/**
 * Saved, lost, twice (checkpoint-semantics, section 10): what the death of an engine costs, out of what it recorded and
 * what the store holds. Before a recovery this is the forecast.
 */
import type { Recording } from '../protocol/recording.ts';
import type { Forecast } from '../protocol/views.ts';
import type { ExecutionRow } from '../store/rows.ts';

type Began = Extract<Recording, { e: 'work-began' }>;
type Done = Pick<Began, 'job' | 'instance' | 'element' | 'attempt'>;

/** All that an engine recorded about one activity instance. */
interface Trail {
  readonly element: string;
  readonly instance: string;
  /** Highest that it recorded. */
  attempt: number;
  /** Its latest try, with work. */
  began: Began | null;
  ended: boolean;
}

/**
 * Per job that the engine worked on, in order of first work; instances in order of their start. `recovered`: other engines
 * have worked since, and what they did is not to be taken for what this one had saved.
 */
export function forecastsOf(
  recordings: Iterable<Recording>,
  executionsOf: (job: string) => readonly ExecutionRow[],
  recovered = false,
): Forecast[] {
  return [...trailsByJob(recordings)].map(([job, trails]) =>
    forecastOf(job, [...trails.values()], executionsOf(job), recovered),
  );
}

function trailsByJob(recordings: Iterable<Recording>): Map<string, Map<string, Trail>> {
  const jobs = new Map<string, Map<string, Trail>>();
  const trailOf = ({ job, instance, element, attempt }: Done): Trail => {
    const trails = jobs.get(job) ?? new Map<string, Trail>();
    jobs.set(job, trails);
    const trail = trails.get(instance) ?? { element, instance, attempt, began: null, ended: false };
    trail.attempt = Math.max(trail.attempt, attempt);
    trails.set(instance, trail);
    return trail;
  };
  for (const line of recordings) {
    switch (line.e) {
      case 'work-began': {
        const trail = trailOf(line);
        trail.began = line;
        trail.ended = false;
        break;
      }
      case 'work-ended': {
        const trail = jobs.get(line.job)?.get(line.instance);
        if (trail?.began?.attempt === line.attempt) trail.ended = true;
        break;
      }
      case 'element-done':
        trailOf(line);
        break;
      case 'engine-started':
      case 'engine-stopped':
      case 'engine-recovered':
      case 'checkpoint-durable':
      case 'crash-point':
        break;
    }
  }
  return jobs;
}

function forecastOf(
  job: string,
  trails: readonly Trail[],
  executions: readonly ExecutionRow[],
  recovered: boolean,
): Forecast {
  const rows = Map.groupBy(executions, ({ instance }) => instance);
  const result: Forecast = { job, saved: [], lost: [], twice: [] };
  for (const trail of trails) {
    const { element, instance, attempt, began, ended } = trail;
    const done = { element, instance, attempt, kind: began?.kind ?? 'element' };
    const all = rows.get(instance) ?? [];
    const outcome = recovered ? outcomeThen(all, attempt) : recordedOutcome(all, attempt);
    if (outcome !== null) result.saved.push({ ...done, outcome });
    else if (began?.effect === true) {
      const effect = ended ? 'happened' : 'may-have-happened';
      result.twice.push({ ...done, effect, target: began.target, key: began.key });
    } else result.lost.push(done);
  }
  return result;
}

/** How the instance ended, if a checkpoint records it. The end of an earlier try is not the end of a later one. */
function recordedOutcome(rows: readonly ExecutionRow[], attempt: number): string | null {
  const last = rows.toSorted((a, b) => a.attempt - b.attempt).at(-1);
  if (last === undefined) return null;
  if (last.outcome === 'completed') return last.outcome;
  const ended = last.outcome !== 'running' && last.outcome !== 'waiting';
  return ended && last.attempt >= attempt ? last.outcome : null;
}

/** The same, of a death that others have recovered from: a try that they repeated was not saved. */
function outcomeThen(rows: readonly ExecutionRow[], attempt: number): string | null {
  const then = rows.filter((row) => row.attempt <= attempt);
  const outcome = recordedOutcome(then, attempt);
  return outcome === 'interrupted' && then.length < rows.length ? null : outcome;
}

/** What of a forecast's lost and twice a later engine really did again, by its own recordings. */
export function ranAgain(
  forecast: Forecast,
  later: Iterable<Recording>,
): { readonly element: string; readonly instance: string }[] {
  const seen = new Set<string>();
  for (const line of later) {
    if ((line.e === 'work-began' || line.e === 'element-done') && line.job === forecast.job) seen.add(line.instance);
  }
  return [...forecast.lost, ...forecast.twice]
    .filter(({ instance }) => seen.has(instance))
    .map(({ element, instance }) => ({ element, instance }));
}
