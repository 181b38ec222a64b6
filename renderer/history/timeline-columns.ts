/** A job's checkpoints as columns: a hundred thousand of them are a few megabytes, and no object each. */
import type { TimelineMark } from '../../engine/protocol/views.ts';
import type { Timeline } from '../../engine/protocol/window-views.ts';

export type CheckpointKind = 'explicit' | 'implicit' | 'savepoint';

const kinds: readonly CheckpointKind[] = ['explicit', 'implicit', 'savepoint'];

/** One checkpoint, read out of the columns. */
export interface TimelineEntry {
  readonly index: number;
  readonly seq: number;
  readonly kind: CheckpointKind;
  readonly reasons: readonly string[];
  readonly element: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: number;
  readonly micros: number;
  readonly incarnation: number;
  /** Somebody cancelled the job by it. */
  readonly isCancelled: boolean;
}

export function entryAt(timeline: Timeline, index: number): TimelineEntry | null {
  const seq = timeline.seq[index];
  if (seq === undefined) return null;
  return {
    index,
    seq,
    kind: kinds[timeline.kind[index] ?? 1] ?? 'implicit',
    reasons: timeline.reasonSets[timeline.reasons[index] ?? -1] ?? [],
    element: timeline.elements[timeline.element[index] ?? -1] ?? null,
    at: timeline.at[index] ?? 0,
    bytes: timeline.bytes[index] ?? 0,
    micros: timeline.micros[index] ?? 0,
    incarnation: timeline.incarnation[index] ?? 1,
    isCancelled: timeline.job.status === 'cancelled' && index === timeline.seq.length - 1,
  };
}

/** Whether there are checkpoints before the first of these. */
export function beginsLater(timeline: Timeline): boolean {
  return (timeline.oldest ?? Infinity) < (timeline.seq[0] ?? 0);
}

/**
 * Which of the job's own engines that is, from 1. A job that was restored goes on counting where the one that it comes
 * from stood: engines of that one are none of its own.
 */
export function ownEngine(timeline: Timeline | null, incarnation: number): number {
  const first = timeline === null || beginsLater(timeline) ? 1 : (timeline.incarnation[0] ?? 1);
  return Math.max(1, incarnation - first + 1);
}

/** Index of the latest checkpoint with that number or a lower one; -1: there is none. */
export function indexOfSeq(timeline: Timeline, seq: number): number {
  let low = 0;
  let high = timeline.seq.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timeline.seq[middle] ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Appends what came after the last one. The two name reasons and elements by tables of their own; marks after the last
 * one, or later, are all in `newer`. How long the last one took is known with the next: `newer` may tell it.
 */
export function append(timeline: Timeline, newer: Timeline): Timeline {
  const known = timeline.seq.at(-1) ?? 0;
  const marks = [
    ...timeline.marks.filter(({ after }) => after < known),
    ...newer.marks.filter(({ after }) => after >= known),
  ];
  const took = newer.micros[newer.seq.indexOf(known)] ?? timeline.micros.at(-1) ?? 0;
  const micros = [...timeline.micros.slice(0, -1), ...(timeline.seq.length === 0 ? [] : [took])];
  const from = newer.seq.findIndex((seq) => seq > known);
  if (from === -1) return { ...timeline, job: newer.job, oldest: newer.oldest, micros, marks };
  const reasonSets = table(timeline.reasonSets, newer.reasonSets, (set) => set.join('\n'));
  const elements = table(timeline.elements, newer.elements, (element) => element);
  const tail = (name: 'seq' | 'kind' | 'at' | 'bytes' | 'incarnation'): number[] => [
    ...timeline[name],
    ...newer[name].slice(from),
  ];
  return {
    job: newer.job,
    oldest: newer.oldest,
    seq: tail('seq'),
    kind: tail('kind'),
    reasons: [...timeline.reasons, ...newer.reasons.slice(from).map((index) => reasonSets.place[index] ?? -1)],
    element: [...timeline.element, ...newer.element.slice(from).map((index) => elements.place[index] ?? -1)],
    at: tail('at'),
    bytes: tail('bytes'),
    micros: [...micros, ...newer.micros.slice(from)],
    incarnation: tail('incarnation'),
    reasonSets: reasonSets.entries,
    elements: elements.entries,
    marks,
  };
}

/** Puts what came before the first one in front. Where retention took it meanwhile there is nothing to put. */
export function prepend(older: Timeline, timeline: Timeline): Timeline {
  return older.seq.length === 0 ? { ...timeline, oldest: timeline.seq[0] ?? null } : append(older, timeline);
}

function table<T>(
  own: readonly T[],
  other: readonly T[],
  keyOf: (entry: T) => string,
): { entries: T[]; place: number[] } {
  const entries = [...own];
  const places = new Map(entries.map((entry, index) => [keyOf(entry), index]));
  const place = other.map((entry) => {
    const key = keyOf(entry);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, entries.push(entry) - 1);
    return entries.length - 1;
  });
  return { entries, place };
}

/** A line of the list: a checkpoint, or a mark between two. */
export type TimelineLine =
  | { readonly kind: 'checkpoint'; readonly entry: TimelineEntry }
  | { readonly kind: 'mark'; readonly mark: TimelineMark };

/** Lines of checkpoints and marks, each found without going through the others. */
export class TimelineLines {
  private readonly timeline: Timeline;
  /** Line of each mark, rising. */
  private readonly markLines: readonly number[];

  constructor(timeline: Timeline) {
    this.timeline = timeline;
    this.markLines = timeline.marks.map((mark, order) => indexOfSeq(timeline, mark.after) + 1 + order);
  }

  get count(): number {
    return this.timeline.seq.length + this.timeline.marks.length;
  }

  at(line: number): TimelineLine | null {
    const before = lowerBound(this.markLines, line);
    const mark = this.markLines[before] === line ? this.timeline.marks[before] : undefined;
    if (mark !== undefined) return { kind: 'mark', mark };
    const entry = entryAt(this.timeline, line - before);
    return entry === null ? null : { kind: 'checkpoint', entry };
  }

  /** Line of the checkpoint at that index. */
  lineOf(index: number): number {
    let line = index;
    for (const markLine of this.markLines) {
      if (markLine > line) break;
      line += 1;
    }
    return line;
  }
}

/** How many entries are lower than a value. */
function lowerBound(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What lies under one pixel column where several checkpoints share it. */
export interface Bucket {
  readonly x: number;
  /** Of the biggest. */
  readonly bytes: number;
  readonly explicit: boolean;
}

/** Indices first to last, gathered into columns of whole pixels. */
export function buckets(
  timeline: Timeline,
  first: number,
  last: number,
  xOfIndex: (index: number) => number,
): Bucket[] {
  const found: Bucket[] = [];
  let open = { x: Number.NaN, bytes: 0, explicit: false };
  for (let index = first; index <= last; index += 1) {
    const x = Math.floor(xOfIndex(index));
    const bytes = timeline.bytes[index] ?? 0;
    const explicit = timeline.kind[index] === 0;
    if (open.x === x) {
      open.bytes = Math.max(open.bytes, bytes);
      open.explicit ||= explicit;
    } else {
      open = { x, bytes, explicit };
      found.push(open);
    }
  }
  return found;
}

/** 0 to 1: how tall a checkpoint's bar is. By orders of magnitude, so that 200 bytes and 5 MB can be told apart. */
export function barOf(bytes: number, biggest: number): number {
  if (bytes <= 0) return 0;
  return Math.log2(bytes + 1) / Math.max(1, Math.log2(biggest + 1));
}
