/**
 * What engines that are gone had begun and no checkpoint records, out of their recorder files. An engine that died before
 * it took a job up says nothing about it: then the one before it is asked.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { Recording } from '../protocol/recording.ts';

export interface BegunWork {
  readonly began: Extract<Recording, { e: 'work-began' }>;
  readonly ended: Extract<Recording, { e: 'work-ended' }> | null;
}

/** What one engine recorded about one job. */
export interface Trace {
  /** In order of beginning; what the job's checkpoints have long recorded is left out. */
  readonly work: readonly BegunWork[];
  /** Elements done since the latest checkpoint that the engine knew to be durable: attempts by activity instance. */
  readonly done: ReadonlyMap<string, number>;
  /** The engine stopped in good order, and nothing is held against what it was working on. */
  readonly stopped: boolean;
  /** False: an engine after it died before it took the job up, and may have begun what nobody knows of. */
  readonly certain: boolean;
}

/** Engines that are gone, latest first, by their recorder files. */
export class Predecessors {
  readonly #files: readonly string[];
  readonly #read: EngineTraces[] = [];

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** What the latest engine that had taken the job up says of it. Null: nothing is known. */
  of(job: string): Trace | null {
    for (const [index, file] of this.#files.entries()) {
      const { jobs, recovered, stopped } = (this.#read[index] ??= tracesIn(file));
      const trace = jobs.get(job);
      if (trace?.takenUp !== true && !recovered) continue;
      return { work: trace?.work ?? [], done: trace?.done ?? new Map(), stopped, certain: index === 0 };
    }
    return null;
  }

  /** Jobs with elements done that no checkpoint may record. */
  *unsaved(): Generator<string> {
    for (const [index, file] of this.#files.entries()) {
      const { jobs, recovered } = (this.#read[index] ??= tracesIn(file));
      for (const [job, { done }] of jobs) if (done.size > 0) yield job;
      if (recovered) return;
    }
  }
}

interface EngineTraces {
  readonly jobs: ReadonlyMap<string, JobTrace>;
  /** It had taken up every job that was active when it started. */
  readonly recovered: boolean;
  readonly stopped: boolean;
}

interface JobTrace {
  readonly work: Entry[];
  readonly done: Map<string, number>;
  /** Something of the job became durable under this engine. */
  takenUp: boolean;
}

interface Entry extends BegunWork {
  ended: BegunWork['ended'];
  /** Checkpoints since it ended. */
  checkpoints: number;
}

/** Empty where there is no such file (its engine died before it wrote a line), or where it cannot be read. */
function tracesIn(file: string): EngineTraces {
  try {
    return tracesOf(recordingsIn(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { jobs: new Map(), recovered: false, stopped: false };
    throw error;
  }
}

function tracesOf(recordings: Iterable<Recording>): EngineTraces {
  const jobs = new Map<string, JobTrace>();
  let recovered = false;
  let stopped = false;
  const of = (job: string): JobTrace => {
    let trace = jobs.get(job);
    if (trace === undefined) jobs.set(job, (trace = { work: [], done: new Map(), takenUp: false }));
    return trace;
  };
  for (const line of recordings) {
    switch (line.e) {
      case 'work-began':
        of(line.job).work.push({ began: line, ended: null, checkpoints: 0 });
        break;
      case 'work-ended': {
        const entry = of(line.job).work.find(
          ({ began }) => began.instance === line.instance && began.attempt === line.attempt,
        );
        if (entry !== undefined) entry.ended = line;
        break;
      }
      case 'element-done':
        of(line.job).done.set(line.instance, line.attempt);
        break;
      case 'checkpoint-durable':
        saved(of(line.job));
        break;
      case 'engine-recovered':
        recovered = true;
        break;
      case 'engine-stopped':
        stopped = true;
        break;
      default:
    }
  }
  return { jobs, recovered, stopped };
}

/** Forgets what the checkpoint records. An outcome that came behind the barrier of one checkpoint is in the next. */
function saved(trace: JobTrace): void {
  const { work, done } = trace;
  trace.takenUp = true;
  done.clear();
  for (const entry of work) if (entry.ended !== null) entry.checkpoints += 1;
  if (work.some(({ checkpoints }) => checkpoints > 1))
    work.splice(0, work.length, ...work.filter(({ checkpoints }) => checkpoints <= 1));
}

const CHUNK = 256 * 1024;

/** A torn last line is ignored; files may be larger than what fits into a text. */
function* recordingsIn(file: string): Generator<Recording> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(CHUNK);
    let rest = '';
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      const text = rest + decoder.write(buffer.subarray(0, read));
      const end = text.lastIndexOf('\n');
      rest = text.slice(end + 1);
      if (end <= 0) continue;
      for (const recording of parsed(text.slice(0, end))) if (recording !== null) yield recording;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Several lines at once are read in less time than one by one; where one is torn, by a kill or a power cut, the others stand. */
function parsed(lines: string): (Recording | null)[] {
  try {
    return JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as (Recording | null)[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [first, ...others] = lines.split('\n');
    return others.length === 0 ? [] : [first ?? '', ...others].flatMap(parsed);
  }
}
