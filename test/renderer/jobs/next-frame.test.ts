import { beforeEach, describe, expect, it } from 'vitest';
import { NextFrame, type Frames } from '../../../renderer/jobs/next-frame.ts';

/** Frames that come when they are told to. */
class HandFrames implements Frames {
  private clock = 0;
  private waiting: (() => void)[] = [];

  now(): number {
    return this.clock;
  }

  next(act: () => void): void {
    this.waiting.push(act);
  }

  /** A frame, so many milliseconds after the one before. */
  draw(ms: number): void {
    this.clock += ms;
    const due = this.waiting;
    this.waiting = [];
    for (const act of due) act();
  }
}

describe('the moment to show news', () => {
  let frames: HandFrames;
  let moment: NextFrame;
  let shown: number[];
  const news = (): void => moment.act(() => shown.push(frames.now()));

  beforeEach(() => {
    frames = new HandFrames();
    moment = new NextFrame(frames);
    shown = [];
  });

  it('is the next frame, once', () => {
    news();
    expect(shown).toEqual([]);
    frames.draw(16);
    frames.draw(16);
    expect(shown).toEqual([16]);
  });

  it('waits for a hand that moves the diagram to rest', () => {
    moment.diagramMoved();
    news();
    frames.draw(60);
    moment.diagramMoved();
    frames.draw(60);
    frames.draw(50);
    expect(shown).toEqual([]);
    frames.draw(20);
    expect(shown).toEqual([190]);
  });

  it('comes after half a second under a hand that never rests', () => {
    news();
    for (let frame = 0; frame < 40; frame += 1) {
      moment.diagramMoved();
      frames.draw(50);
    }
    expect(shown).toEqual([500]);
  });
});
