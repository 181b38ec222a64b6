/** News that come faster than the window is drawn: what nobody would see need not be worked out. */

/** A window that is hidden is not drawn; it is told nevertheless. */
const hiddenMs = 100;
/** A hand that rests as long as this has let go. */
const restMs = 120;
/** News that are as old as this are shown even under a moving hand. */
const patienceMs = 500;

/** What a browser's window has of this; tests bring their own. */
export interface Frames {
  /** Milliseconds. */
  now(): number;
  /** Once, before the window is drawn next, or soon where it is hidden. */
  next(act: () => void): void;
}

const windowFrames: Frames = {
  now: () => performance.now(),
  next(act) {
    const once = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      act();
    };
    const frame = requestAnimationFrame(once);
    const timer = setTimeout(once, hiddenMs);
  },
};

/**
 * The moment to show news: before the window is drawn next. While somebody drags or zooms the diagram, the picture under
 * the hand goes first: news wait until the hand rests, half a second at most.
 */
export class NextFrame {
  private readonly frames: Frames;
  private movedAt = Number.NEGATIVE_INFINITY;

  constructor(frames: Frames = windowFrames) {
    this.frames = frames;
  }

  /** The diagram has been moved under somebody's hand. */
  diagramMoved(): void {
    this.movedAt = this.frames.now();
  }

  /** Acts once, when it is time. */
  act(show: () => void): void {
    const asked = this.frames.now();
    const look = (): void => {
      const now = this.frames.now();
      if (now - this.movedAt < restMs && now - asked < patienceMs) this.frames.next(look);
      else show();
    };
    this.frames.next(look);
  }
}
