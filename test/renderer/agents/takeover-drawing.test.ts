import { describe, expect, it } from 'vitest';
import type { AgentsView } from '../../../engine/protocol/agent-views.ts';
import { freeName, linesOf } from '../../../renderer/agents/agent-lines.ts';
import {
  beginOf,
  numberSide,
  outageAfter,
  outageEnd,
  signSide,
  takeoverDrawing,
} from '../../../renderer/agents/takeover-drawing.ts';

type Tenure = AgentsView['tenures'][number];

const at = (second: number): string => new Date(second * 1000).toISOString();
const tenure = (epoch: number, agent: string, from: number, to: number | null, end: Tenure['end']): Tenure => ({
  epoch,
  agent,
  pid: epoch,
  beganAt: at(from),
  endedAt: to === null ? null : at(to),
  end,
});

describe('who held the lease', () => {
  const tenures = [
    tenure(3, 'first', 80, null, null),
    tenure(2, 'second', 50, 80, 'handed-over'),
    tenure(1, 'first', 0, 50, 'dead'),
  ];

  it('is drawn in a lane for each agent, with a line for each takeover', () => {
    const drawing = takeoverDrawing(tenures, 100_000, null);
    expect(drawing?.lanes).toEqual(['first', 'second']);
    expect(drawing?.bars.map(({ lane, from, to, open }) => [lane, from, to, open])).toEqual([
      [0, 0, 0.5, false],
      [1, 0.5, 0.8, false],
      [0, 0.8, 1, true],
    ]);
    expect(drawing?.takeovers).toEqual([
      { at: 0.5, from: 0, to: 1 },
      { at: 0.8, from: 1, to: 0 },
    ]);
  });

  it('sets a number beside the line of a takeover that goes up from its bar', () => {
    const sides = (...given: readonly Tenure[]): string[] => {
      const drawing = takeoverDrawing(given, 100_000, null);
      if (drawing === null) throw new Error('nothing is drawn');
      return drawing.bars.map((_, index) => numberSide(drawing, index));
    };
    // From the first lane down to the second, which stays: not beyond the end of the axis.
    expect(sides(tenure(2, 'second', 98, null, null), tenure(1, 'first', 0, 98, 'dead'))).toEqual(['middle', 'before']);
    expect(sides(tenure(2, 'second', 99, null, null), tenure(1, 'first', 0, 99, 'dead'))).toEqual(['middle', 'before']);
    // In the second from the beginning of its range on, and up again right after it.
    expect(
      sides(
        tenure(4, 'first', 52, null, null),
        tenure(3, 'second', 51, 52, 'dead'),
        tenure(2, 'second', 40, 50, 'released'),
        tenure(1, 'first', 0, 30, 'dead'),
      ),
    ).toEqual(['middle', 'right', 'left', 'middle']);
    // Up again, but far from it.
    expect(
      sides(
        tenure(4, 'first', 90, null, null),
        tenure(3, 'second', 51, 52, 'dead'),
        tenure(2, 'second', 40, 50, 'released'),
        tenure(1, 'first', 0, 30, 'dead'),
      ),
    ).toEqual(['middle', 'right', 'middle', 'middle']);
  });

  it('sets a number left of such a line in the lane of its bar, else over that', () => {
    const side = (index: number, ...given: readonly Tenure[]): string => {
      const drawing = takeoverDrawing(given, 100_000, null);
      if (drawing === null) throw new Error('nothing is drawn');
      return numberSide(drawing, index);
    };
    const last = tenure(4, 'second', 99, null, null);
    const first = tenure(1, 'first', 0, 10, 'released');
    const dead = tenure(3, 'first', 97, 99, 'dead');
    expect(side(2, last, dead, first)).toBe('before');
    // The bar before it in its lane ended long ago, or just now.
    expect(side(3, last, dead, tenure(2, 'second', 20, 90, 'released'), first)).toBe('before');
    expect(side(3, last, dead, tenure(2, 'second', 20, 97, 'released'), first)).toBe('left');
    // Up from it again, right after it.
    const [again, third] = [tenure(4, 'second', 52, 53, 'released'), tenure(3, 'third', 30, 52, 'released')];
    expect(
      side(3, tenure(5, 'first', 54, null, null), again, third, tenure(2, 'second', 20, 30, 'released'), first),
    ).toBe('before');
  });

  it('sets the sign of an end within the bar where the next one begins right after it', () => {
    const sides = (...given: readonly Tenure[]): string[] => {
      const drawing = takeoverDrawing(given, 100_000, null);
      if (drawing === null) throw new Error('nothing is drawn');
      return drawing.bars.map((_, index) => signSide(drawing, index));
    };
    expect(sides(tenure(2, 'b', 51, null, null), tenure(1, 'a', 0, 50, 'dead'))).toEqual(['within', 'after']);
    expect(sides(tenure(2, 'b', 60, null, null), tenure(1, 'a', 0, 50, 'dead'))).toEqual(['after', 'after']);
    // There is no room within one that is short.
    expect(sides(tenure(2, 'b', 6, null, null), tenure(1, 'a', 0, 5, 'dead'))).toEqual(['after', 'after']);
  });

  it('leaves out what ended before the time that is looked at', () => {
    const drawing = takeoverDrawing(tenures, 100_000, 40_000);
    expect(drawing?.bars.map(({ tenure: { epoch }, from, to }) => [epoch, from, to])).toEqual([
      [2, 0, 0.5],
      [3, 0.5, 1],
    ]);
    expect(takeoverDrawing([tenure(1, 'first', 0, 5, 'released')], 100_000, 1_000)).toBeNull();
    expect(takeoverDrawing([], 0, null)).toBeNull();
  });

  it('ends the bar of one that died where it was last heard of, and tells the time without anybody apart', () => {
    const [back, dead] = [tenure(2, 'a', 80, null, null), tenure(1, 'a', 0, 10, 'dead')];
    const bars = takeoverDrawing([back, dead], 100_000, null)?.bars;
    expect(bars?.map(({ to, outage }) => [to, outage])).toEqual([
      [0.1, 0.8],
      [1, 1],
    ]);
    expect(outageAfter(dead, back, 100_000)).toBe(70_000);
    expect(outageAfter(back, undefined, 100_000)).toBe(0);
    // The outage is in sight, its holder's time is not.
    expect(takeoverDrawing([back, dead], 100_000, 60_000)?.bars).toHaveLength(2);
    // Nobody has taken over yet.
    const alone = takeoverDrawing([tenure(1, 'a', 0, 10, null)], 100_000, null)?.bars;
    expect(alone?.map(({ to, outage, open }) => [to, outage, open])).toEqual([[0.1, 1, false]]);
    expect(outageAfter(tenure(1, 'a', 0, 10, null), undefined, 100_000)).toBe(90_000);
  });

  it('draws the time without anybody up to the next bar, at the end of the axis too', () => {
    const ends = (...given: readonly Tenure[]): number[] => {
      const drawing = takeoverDrawing(given, 100_000, null);
      if (drawing === null) throw new Error('nothing is drawn');
      return drawing.bars.map((_, index) => outageEnd(drawing, index));
    };
    const dead = tenure(1, 'a', 0, 10, 'dead');
    expect(ends(tenure(2, 'b', 80, null, null), dead)).toEqual([0.8, 1]);
    // The next bar begins now, and is as wide as the narrowest.
    expect(ends(tenure(2, 'b', 100, null, null), dead)[0]).toBe(beginOf(1));
    expect(beginOf(1)).toBeLessThan(1);
    // There is no next one.
    expect(ends(tenure(1, 'a', 0, 10, null))).toEqual([1]);
  });

  it('ends the bar of one that left without a word where the next begins', () => {
    const drawing = takeoverDrawing([tenure(2, 'b', 60, null, null), tenure(1, 'a', 0, null, null)], 100_000, null);
    expect(drawing?.bars.map(({ to, open }) => [to, open])).toEqual([
      [0.6, false],
      [1, true],
    ]);
  });
});

describe('agents', () => {
  const agent = (name: string, pid: number, state: 'running' | 'gone'): AgentsView['agents'][number] => ({
    id: `id-${pid}`,
    name,
    pid,
    priority: 100,
    role: 'active',
    state,
    startedAt: at(0),
    heartbeatAt: at(0),
    leaseSeconds: 5,
  });
  const own = (name: string, pid: number | null, state: AgentsView['own'][number]['state']) => ({
    name,
    pid,
    priority: 100,
    main: name === 'first',
    state,
    message: null,
  });

  it('are told once each: what the store still knows of a dead one of ours is told by us', () => {
    const lines = linesOf({
      agents: [agent('first', 1, 'gone'), agent('second', 2, 'running'), agent('theirs', 3, 'running')],
      own: [own('first', null, 'dead'), own('second', 2, 'active')],
    });
    expect(lines.map(({ name, state, own: ours }) => [name, state, ours])).toEqual([
      ['first', 'dead', true],
      ['second', 'running', true],
      ['theirs', 'running', false],
    ]);
  });

  it('get names that nobody has', () => {
    expect(freeName([{ name: 'first' }])).toBe('second');
    expect(freeName([{ name: 'second' }])).toBe('third');
  });
});
