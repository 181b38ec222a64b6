import { describe, expect, it } from 'vitest';
import type { TimelineMark } from '../../../engine/protocol/views.ts';
import type { Timeline } from '../../../engine/protocol/window-views.ts';
import {
  append,
  beginsLater,
  barOf,
  buckets,
  entryAt,
  indexOfSeq,
  ownEngine,
  prepend,
  TimelineLines,
} from '../../../renderer/history/timeline-columns.ts';
import { job, mark } from './strip-parts.ts';

function columns(seqs: readonly number[], marks: readonly TimelineMark[] = []): Timeline {
  return {
    job,
    oldest: 1,
    seq: [...seqs],
    kind: seqs.map((seq) => seq % 2),
    reasons: seqs.map(() => 0),
    element: seqs.map((seq) => (seq === 1 ? -1 : 0)),
    at: seqs.map((seq) => seq * 1000),
    bytes: seqs.map((seq) => seq * 10),
    micros: seqs.map(() => 5),
    incarnation: seqs.map(() => 1),
    reasonSets: [['task-after', 'fork']],
    elements: [`element-${seqs[0] ?? 0}`],
    marks: [...marks],
  };
}

it('reads a checkpoint out of the columns', () => {
  expect(entryAt(columns([1, 2]), 1)).toEqual({
    index: 1,
    seq: 2,
    kind: 'explicit',
    reasons: ['task-after', 'fork'],
    element: 'element-1',
    at: 2000,
    bytes: 20,
    micros: 5,
    incarnation: 1,
    isCancelled: false,
  });
  expect(entryAt(columns([1, 2]), 0)?.element).toBeNull();
  expect(entryAt(columns([1, 2]), 2)).toBeNull();
});

it('knows by which checkpoint somebody cancelled a job', () => {
  const cancelled = { ...columns([1, 2]), job: { ...job, status: 'cancelled' as const } };
  expect([0, 1].map((index) => entryAt(cancelled, index)?.isCancelled)).toEqual([false, true]);
});

it('finds a number, or the one before it where retention has left a gap', () => {
  const timeline = columns([5, 6, 9]);
  expect([4, 5, 7, 9, 100].map((seq) => indexOfSeq(timeline, seq))).toEqual([-1, 0, 1, 2, 2]);
});

it('puts what came before in front, and marks each once', () => {
  const known = columns([3, 4], [mark(2, 'killed'), mark(3, 'recovered')]);
  expect(beginsLater(known)).toBe(true);
  const whole = prepend(columns([1, 2], [mark(1, 'killed')]), known);
  expect(whole.seq).toEqual([1, 2, 3, 4]);
  expect(beginsLater(whole)).toBe(false);
  expect(entryAt(whole, 1)?.element).toBe('element-1');
  expect(entryAt(whole, 3)?.element).toBe('element-3');
  expect(whole.marks.map(({ after }) => after)).toEqual([1, 2, 3]);
  expect(beginsLater(prepend(columns([]), known))).toBe(false);
});

it('counts the engines of a job, not those of the one that it was restored from', () => {
  const restored = { ...columns([1, 2, 3]), incarnation: [2, 2, 3] };
  expect([2, 3].map((incarnation) => ownEngine(restored, incarnation))).toEqual([1, 2]);
  expect(ownEngine(columns([1, 2]), 2)).toBe(2);
  expect(ownEngine({ ...restored, oldest: 0 }, 2)).toBe(2);
});

it('takes how long the last one took from what came after it', () => {
  const last = { ...columns([1, 2]), micros: [7, 0] };
  expect(append(last, columns([2, 3])).micros).toEqual([7, 5, 5]);
  expect(append(last, columns([2])).micros).toEqual([7, 5]);
  expect(append(last, columns([3])).micros).toEqual([7, 0, 5]);
});

it('appends what came after, whatever its tables are', () => {
  const whole = append(columns([1, 2]), columns([2, 3, 4], [mark(3, 'killed')]));
  expect(whole.seq).toEqual([1, 2, 3, 4]);
  expect(entryAt(whole, 1)?.element).toBe('element-1');
  expect(entryAt(whole, 3)?.element).toBe('element-2');
  expect(whole.reasonSets).toHaveLength(1);
  expect(whole.marks).toHaveLength(1);
  const again = append(whole, columns([], [mark(4, 'killed'), mark(4, 'recovered')]));
  expect(again.marks.map(({ after, kind }) => [after, kind])).toEqual([
    [3, 'killed'],
    [4, 'killed'],
    [4, 'recovered'],
  ]);
  expect(append(again, columns([], [mark(4, 'killed')])).marks).toHaveLength(2);
});

describe('lines', () => {
  const lines = new TimelineLines(columns([1, 2, 3], [mark(0, 'killed'), mark(2, 'killed'), mark(2, 'recovered')]));
  it('lie in the order of what happened', () => {
    const texts = Array.from({ length: lines.count }, (_, line) => {
      const found = lines.at(line);
      return found?.kind === 'mark' ? found.mark.kind : found?.entry.seq;
    });
    expect(texts).toEqual(['killed', 1, 2, 'killed', 'recovered', 3]);
    expect(lines.at(6)).toBeNull();
  });
  it('are found by their checkpoint', () => {
    expect([0, 1, 2].map((index) => lines.lineOf(index))).toEqual([1, 2, 5]);
  });
});

it('gathers what shares a pixel', () => {
  const timeline = columns(Array.from({ length: 1000 }, (_, index) => index + 1));
  const found = buckets(timeline, 0, 999, (index) => index / 100);
  expect(found.map(({ x }) => x)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(found[1]).toEqual({ x: 1, bytes: 2000, explicit: true });
});

it('tells sizes apart by orders of magnitude', () => {
  expect(barOf(0, 100)).toBe(0);
  expect(barOf(5_000_000, 5_000_000)).toBe(1);
  expect(barOf(200, 5_000_000)).toBeCloseTo(0.34, 1);
});
