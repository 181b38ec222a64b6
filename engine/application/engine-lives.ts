/**
 * The engines that worked on a store: which ended in order, which were killed, and where each job stood then. Told by the
 * lease's tenures and by what the engines recorded, so that a death writes nothing into the jobs that only waited.
 */
import { join } from 'node:path';
import type { CrashPoint } from '../protocol/engine-link.ts';
import type { Recording } from '../protocol/recording.ts';
import type { TimelineMark } from '../protocol/views.ts';
import type { CheckpointRow, JobRow, TenureRow } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';
import { holderOf } from '../store/liveness.ts';
import { RecorderTail, recorderFiles } from '../supervisor/recorder-reader.ts';
import { instantOf } from './plain.ts';

/** Engines that are looked at, the latest. */
const mostLives = 200;

/** Where another engine had taken a job over. */
export interface Boundary {
  /** The last checkpoint before. */
  readonly before: number;
  /** Of the first checkpoint after it, ms; null: there is none yet. */
  readonly at: number | null;
  readonly incarnation: number;
}

/** Finds boundaries: it is shown a job's checkpoints in order. */
export class Boundaries {
  readonly found: Boundary[] = [];
  #last: CheckpointRow | null = null;

  passed(row: CheckpointRow): void {
    const { at, incarnation } = row;
    const last = this.#last;
    if (incarnation > (last?.incarnation ?? incarnation)) {
      this.found.push({ before: last?.seq ?? 0, at, incarnation });
    }
    this.#last = row;
  }

  /** Of that job, once all have passed: it may have been taken over and have made no checkpoint since. */
  ended(row: JobRow): void {
    const last = this.#last;
    if (last !== null && row.incarnation > last.incarnation && row.seq === last.seq)
      this.found.push({ before: row.seq, at: null, incarnation: row.incarnation });
  }
}

/** Durable checkpoints of a job that one engine recorded. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** What a recorder file says of its engine. */
interface Recorded {
  /** When it last recorded something, ms; null: it recorded nothing. */
  readonly endedAt: number | null;
  readonly stopped: boolean;
  readonly crashPoint: CrashPoint | null;
  readonly spans: ReadonlyMap<string, Span>;
}

/** An engine that was killed. */
interface Killed {
  readonly epoch: number;
  readonly pid: number;
  /** ms */
  readonly at: number;
  /** File that it left. */
  readonly recorder: string;
  readonly crashPoint: CrashPoint | null;
}

interface Life {
  readonly epoch: number;
  readonly pid: number;
  /** File that it left; null: none, or none any more. */
  readonly recorder: string | null;
  readonly killed: boolean;
  /** ms; when somebody took over, where nothing was recorded; null: it lasts, or nobody knows. */
  readonly endedAt: number | null;
  /** When the next engine began, ms; null: there is none yet. */
  readonly next: number | null;
  /** Null: too long ago. */
  readonly recorded: Recorded | null;
}

/** An engine's death while a job lived. */
interface Death {
  /** The job's latest checkpoint then. */
  readonly after: number;
  readonly life: Life;
}

export class EngineLives {
  readonly #storeDir: string;
  readonly #readers = new Map<string, LifeReader>();

  constructor(storeDir: string) {
    this.#storeDir = storeDir;
  }

  /** Kills and recoveries of a job in order: those after the checkpoint `from`, or a later one. */
  marksOf(reader: StoreReader, row: JobRow, boundaries: readonly Boundary[], from = 0): TimelineMark[] {
    const lives = this.#lives(reader);
    const deaths = Map.groupBy(deathsOf(reader, row, lives, boundaries), ({ after }) => after);
    const taken = new Map(boundaries.map((boundary) => [boundary.before, boundary]));
    return [...new Set([...deaths.keys(), ...taken.keys()])]
      .filter((after) => after >= from)
      .toSorted((left, right) => left - right)
      .flatMap((after) => {
        const here = (deaths.get(after) ?? []).map(({ life }) => life);
        const boundary = taken.get(after);
        if (boundary === undefined) return waited(row, after, here);
        if (here.length > 0) return takenOver(after, here, boundary);
        const last = lives.findLast(({ recorded }) => recorded?.spans.get(row.id)?.last === after);
        return last?.killed === false ? [recovered(boundary)] : [killed(after, null, false), recovered(boundary)];
      });
  }

  /** Engines that were killed after they had to do with a job, the latest first, as far as their recordings are there. */
  killedWith(reader: StoreReader, job: string): readonly Killed[] {
    return this.#lives(reader)
      .toReversed()
      .flatMap(({ killed: wasIt, epoch, pid, endedAt, recorder, recorded }): Killed[] =>
        wasIt && recorder !== null && endedAt !== null && recorded?.spans.has(job) === true
          ? [{ epoch, pid, at: endedAt, recorder, crashPoint: recorded.crashPoint }]
          : [],
      );
  }

  /** Oldest first; the last one may live. */
  #lives(reader: StoreReader): Life[] {
    const running = holderOf(reader.lease())?.epoch ?? null;
    const names = recorderFiles(this.#storeDir);
    for (const name of this.#readers.keys()) if (!names.includes(name)) this.#readers.delete(name);
    const files = new Map(names.map((name) => [Number.parseInt(name, 10), name]));
    const tenures = reader.tenures(mostLives).toReversed();
    return tenures.map((tenure, index) => {
      const { epoch } = tenure;
      const file = files.get(epoch);
      const recorded = file === undefined ? null : this.#recorded(file);
      const lives = epoch === running;
      const next = tenures[index + 1]?.beganAt ?? null;
      return {
        epoch,
        pid: tenure.pid,
        recorder: file ?? null,
        killed: !lives && wasKilled(tenure, recorded),
        // One that went silent may have saved something after it last renewed its lease.
        endedAt: lives ? null : (recorded?.endedAt ?? (isSilent(tenure) ? next : null) ?? tenure.endedAt),
        next,
        recorded,
      };
    });
  }

  #recorded(name: string): Recorded {
    const known = this.#readers.get(name) ?? new LifeReader(join(this.#storeDir, 'recorder', name));
    this.#readers.set(name, known);
    known.read();
    return known;
  }
}

/** Reads on in a file that may still be written. */
class LifeReader implements Recorded {
  endedAt: number | null = null;
  stopped = false;
  crashPoint: CrashPoint | null = null;
  readonly spans = new Map<string, Span>();
  readonly #tail: RecorderTail;

  constructor(file: string) {
    this.#tail = new RecorderTail(file);
  }

  read(): void {
    for (const line of this.#tail.read()) {
      this.endedAt = line.t;
      if (line.e === 'engine-stopped') this.stopped = true;
      if (line.e === 'crash-point') this.crashPoint = pointOf(line);
      if (line.e === 'checkpoint-durable') {
        this.spans.set(line.job, { first: this.spans.get(line.job)?.first ?? line.seq, last: line.seq });
      }
    }
  }
}

function isSilent({ end }: TenureRow): boolean {
  return end === 'dead' || end === 'expired';
}

function wasKilled(tenure: TenureRow, recorded: Recorded | null): boolean {
  return recorded?.stopped !== true && (tenure.end === null || isSilent(tenure));
}

/**
 * Oldest first. Engines may have made a checkpoint durable right before their death and not recorded it, and record a job
 * that they take up at the checkpoint where they found it: what others say of the job decides between the two.
 */
function deathsOf(
  reader: StoreReader,
  row: JobRow,
  lives: readonly Life[],
  boundaries: readonly Boundary[],
): readonly Death[] {
  const isThere = (seq: number): boolean => reader.checkpoints(row.id, { from: seq, limit: 1 })[0]?.seq === seq;
  const claimed = new Set<Boundary>();
  const deaths: Death[] = [];
  /** First checkpoint that a later engine recorded. */
  let later: number | null = null;
  for (const [index, life] of [...lives.entries()].toReversed()) {
    const seen = lives.slice(0, index + 1).findLast(({ recorded }) => recorded?.spans.has(row.id) === true);
    const known = seen?.recorded?.spans.get(row.id)?.last ?? null;
    const born = row.clock === 'wall' ? row.startedAt <= (life.endedAt ?? 0) : known !== null || later !== null;
    if (born && life.endedAt !== null) {
      const highest = later ?? row.seq;
      const lowest = known ?? highest - 1;
      const taken = boundaries.find((one) => !claimed.has(one) && one.before >= lowest && one.before <= highest);
      if (taken !== undefined) claimed.add(taken);
      const stood = later === null || later === known ? highest : later - 1;
      const after = life.recorded === null ? seqAt(reader, row, life.endedAt) : (taken?.before ?? stood);
      const over = after === row.seq && row.endedAt !== null;
      if (life.killed && after !== null && !over && isThere(after)) deaths.unshift({ after, life });
    }
    later = life.recorded?.spans.get(row.id)?.first ?? later;
  }
  return deaths;
}

/** Number of a job's latest checkpoint at an instant of the wall's clock; null: none, or nobody knows. */
function seqAt(reader: StoreReader, row: JobRow, at: number | null): number | null {
  if (at === null || row.clock !== 'wall') return null;
  let low = 0;
  let high = row.seq + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    // Numbers that retention has taken are lower than those that are there.
    const [next] = reader.checkpoints(row.id, { from: middle, limit: 1 });
    if (next !== undefined && next.at <= at) low = next.seq;
    else high = middle;
  }
  return low === 0 ? null : low;
}

/** Deaths that a job met at one checkpoint, where no engine took it up afterwards. */
function waited(row: JobRow, after: number, lives: readonly Life[]): TimelineMark[] {
  const atWork = row.status === 'active' && after === row.seq;
  return lives.flatMap((life) => [
    killed(after, life, !atWork),
    ...(life.next === null || atWork ? [] : [backAgain(after, life.next, true)]),
  ]);
}

/** Deaths that a job at work met between two checkpoints: only the last engine has come further. */
function takenOver(after: number, lives: readonly Life[], boundary: Boundary): TimelineMark[] {
  return lives.flatMap((life, index) => [
    killed(after, life, false),
    index < lives.length - 1 && life.next !== null ? backAgain(after, life.next, false) : recovered(boundary),
  ]);
}

function killed(after: number, life: Life | null, waiting: boolean): TimelineMark {
  return {
    kind: 'killed',
    after,
    at: life === null || life.endedAt === null ? null : instantOf(life.endedAt),
    crashPoint: life?.recorded?.crashPoint ?? null,
    incarnation: null,
    epoch: life?.epoch ?? null,
    waiting,
  };
}

function backAgain(after: number, at: number, waiting: boolean): TimelineMark {
  const about = { crashPoint: null, incarnation: null, epoch: null, waiting };
  return { kind: 'recovered', after, at: instantOf(at), ...about };
}

function recovered({ before, at, incarnation }: Boundary): TimelineMark {
  const about = { crashPoint: null, incarnation, epoch: null, waiting: false };
  return { kind: 'recovered', after: before, at: at === null ? null : instantOf(at), ...about };
}

export function pointOf({ element, point, visit }: Extract<Recording, { e: 'crash-point' }>): CrashPoint | null {
  switch (point) {
    case 'before-task':
    case 'after-effect':
    case 'in-transaction':
    case 'after-commit':
      return { element, point, visit };
    default:
      return null; // of a newer engine
  }
}
