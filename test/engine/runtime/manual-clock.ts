import type { Clock } from '../../../engine/runtime/clock.ts';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  /** How far somebody has set the wall clock. */
  #set = 0;
  #alarms: Alarm[] = [];

  now(): number {
    return this.#now + this.#set;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, ring: () => void): () => void {
    const alarm: Alarm = { at: this.#now + Math.max(0, ms), ring };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Somebody sets the wall clock; no time passes. */
  set(byMs: number): void {
    this.#set += byMs;
  }

  /** The process is stopped for a while: time passes, and nothing rings before the next {@link advance}. */
  stand(ms: number): void {
    this.#now += ms;
  }

  /** Jumps; what is due by then rings once, earliest first. What that sets counts from the new time. */
  advance(ms: number): void {
    this.#now += ms;
    const due = this.#alarms.filter(({ at }) => at <= this.#now).toSorted((left, right) => left.at - right.at);
    for (const alarm of due) {
      if (!this.#alarms.includes(alarm)) continue;
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
      alarm.ring();
    }
  }
}
