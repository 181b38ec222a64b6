/** Time, as an argument: the wall for the engine, anything for tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that never go back; for durations only. */
  monotonic(): number;
  /** Calls back once, `ms` from now or later. Answers how to call it off. */
  after(ms: number, callback: () => void): () => void;
}

/** Longest delay that a host timer takes; a longer wait wakes up early and looks again. */
const LONGEST = 2 ** 31 - 1;

export const wallClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.max(0, Math.min(ms, LONGEST)));
    return () => {
      clearTimeout(timer);
    };
  },
};
