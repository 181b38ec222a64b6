/** What must not be found after takeovers: a commit by a fenced agent, or a task executed by two under one epoch. */
import type { Recording } from '../../../engine/protocol/recording.ts';
import type { TenureRow } from '../../../engine/store/rows.ts';
import type { Seen } from './witness.ts';

export interface RecorderFile {
  readonly name: string;
  readonly recordings: readonly Recording[];
}

export function fencingFaults(
  seen: readonly Seen[],
  files: readonly RecorderFile[],
  tenures: readonly TenureRow[],
): string[] {
  return [...commitsOfTheFenced(seen), ...sharedEpochs(files), ...sharedTries(files), ...lateWork(files, tenures)];
}

/**
 * An incarnation belongs to one engine: no commit of it is seen under two epochs, or after the next incarnation. A job
 * that was passive goes on under the epoch that wakes it: recovery does not load it.
 */
function commitsOfTheFenced(seen: readonly Seen[]): string[] {
  const epochs = new Map<string, number>();
  const latest = new Map<string, Seen>();
  return seen.flatMap((commit) => {
    const { job, seq, incarnation, epoch } = commit;
    const key = `${job} ${incarnation}`;
    const before = latest.get(job);
    const first = before?.status === 'passive' ? epoch : (epochs.get(key) ?? epoch);
    epochs.set(key, first);
    latest.set(job, commit);
    return [
      ...(first === epoch
        ? []
        : [`job ${job}: incarnation ${incarnation} of epoch ${first} committed ${seq} under epoch ${epoch}`]),
      ...(before === undefined || (before.incarnation <= incarnation && before.seq <= seq)
        ? []
        : [`job ${job}: ${incarnation}/${seq} was committed after ${before.incarnation}/${before.seq}`]),
    ];
  });
}

function sharedEpochs(files: readonly RecorderFile[]): string[] {
  const owners = new Map<number, string>();
  return files.flatMap(({ name, recordings }) =>
    recordings.flatMap((line) => {
      if (line.e !== 'engine-started') return [];
      const owner = owners.get(line.epoch);
      owners.set(line.epoch, `${name} (process ${line.pid})`);
      return owner === undefined ? [] : [`epoch ${line.epoch} was served by ${owner} and by process ${line.pid}`];
    }),
  );
}

/** No try of an activity instance begins twice. */
function sharedTries(files: readonly RecorderFile[]): string[] {
  const tries = new Map<string, string>();
  return files.flatMap(({ name, recordings }) =>
    recordings.flatMap((line) => {
      if (line.e !== 'work-began') return [];
      const key = `${line.job} ${line.instance} ${line.attempt}`;
      const other = tries.get(key);
      tries.set(key, name);
      return other === undefined ? [] : [`try ${line.attempt} of ${line.instance} began in ${other} and in ${name}`];
    }),
  );
}

/** Nothing begins after another has taken over. */
function lateWork(files: readonly RecorderFile[], tenures: readonly TenureRow[]): string[] {
  const begins = new Map(tenures.map(({ epoch, beganAt }) => [epoch, beganAt]));
  return files.flatMap(({ name, recordings }) => {
    const next = begins.get(Number(name.slice(0, 10)) + 1) ?? Infinity;
    return recordings.flatMap((line) =>
      line.e === 'work-began' && line.t > next ? [`${line.instance} began in ${name} after the next epoch had`] : [],
    );
  });
}
