/** The engines that worked on a store, by what they recorded: which ended in order, which were killed, and where jobs stood. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CrashPoint } from '../../protocol/engine-link.ts';
import type { TimelineMark } from '../../protocol/window-views.ts';
import type { JobRow } from '../../store/rows.ts';
import { readRecordings, recorderFiles } from '../../supervisor/recorder-reader.ts';
import { instantOf } from '../plain.ts';
import { pointOf } from './deaths.ts';
import type { Boundary } from './timeline-columns.ts';

interface Life {
  readonly size: number;
  /** When it last recorded something, ms. */
  readonly endedAt: number;
  readonly stopped: boolean;
  readonly crashPoint: CrashPoint | null;
  /** Latest durable checkpoint by job. */
  readonly seqs: ReadonlyMap<string, number>;
}

export class EngineLives {
  readonly #storeDir: string;
  readonly #known = new Map<string, Life>();

  constructor(storeDir: string) {
    this.#storeDir = storeDir;
  }

  /** Kills and recoveries of a job, in order. `running`: the recorder of an engine that lives. */
  marksOf(row: JobRow, boundaries: readonly Boundary[], running: string | null): TimelineMark[] {
    const dead = recorderFiles(this.#storeDir)
      .filter((name) => name !== running)
      .flatMap((name) => this.#life(name) ?? []);
    const lastAt = (seq: number): Life | undefined => dead.findLast((life) => life.seqs.get(row.id) === seq);
    const marks = boundaries.flatMap(({ before, at, incarnation }): TimelineMark[] => {
      const life = lastAt(before);
      const recovered = {
        kind: 'recovered' as const,
        after: before,
        at: at === null ? null : instantOf(at),
        crashPoint: null,
        incarnation,
      };
      return life?.stopped === true ? [recovered] : [killed(before, life), recovered];
    });
    const unrecovered = row.status === 'active' && boundaries.every(({ before }) => before < row.seq);
    const life = unrecovered ? lastAt(row.seq) : undefined;
    return life === undefined || life.stopped ? marks : [...marks, killed(row.seq, life)];
  }

  #life(name: string): Life | null {
    const file = statSync(join(this.#storeDir, 'recorder', name), { throwIfNoEntry: false });
    if (file === undefined) return null;
    const known = this.#known.get(name);
    if (known?.size === file.size) return known;
    const life = lifeOf(this.#storeDir, name, file.size);
    this.#known.set(name, life);
    return life;
  }
}

function lifeOf(storeDir: string, name: string, size: number): Life {
  let endedAt = 0;
  let stopped = false;
  let crashPoint: CrashPoint | null = null;
  const seqs = new Map<string, number>();
  for (const line of readRecordings(storeDir, name)) {
    endedAt = line.t;
    if (line.e === 'engine-stopped') stopped = true;
    if (line.e === 'crash-point') crashPoint = pointOf(line);
    if (line.e === 'checkpoint-durable') seqs.set(line.job, line.seq);
  }
  return { size, endedAt, stopped, crashPoint, seqs };
}

function killed(after: number, life: Life | undefined): TimelineMark {
  return {
    kind: 'killed',
    after,
    at: life === undefined ? null : instantOf(life.endedAt),
    crashPoint: life?.crashPoint ?? null,
    incarnation: null,
  };
}
