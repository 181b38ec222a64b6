/**
 * Armed crash points: each kills this process with SIGKILL, from inside, at its moment. Counted by how often the moment
 * came for the element in this process.
 */
import type { CrashPoint, CrashPointName } from '../protocol/engine-link.ts';

export class CrashPoints {
  readonly #armed: readonly CrashPoint[];
  readonly #kill: (point: CrashPoint) => void;
  readonly #seen = new Map<string, number>();

  /** `kill` must not return in production; tests watch it instead. */
  constructor(armed: readonly CrashPoint[], kill: (point: CrashPoint) => void) {
    this.#armed = armed;
    this.#kill = kill;
  }

  get any(): boolean {
    return this.#armed.length > 0;
  }

  /** The moment has come for an element: dies here if a point is armed for it. */
  reach(element: string, point: CrashPointName): void {
    const due = this.due(element, point);
    if (due !== null) this.#kill(due);
  }

  /** The armed point, if this occurrence of the moment is the one; counts it. */
  due(element: string, point: CrashPointName): CrashPoint | null {
    if (!this.any) return null;
    const moment = `${point} ${element}`;
    const count = (this.#seen.get(moment) ?? 0) + 1;
    this.#seen.set(moment, count);
    return (
      this.#armed.find((armed) => armed.element === element && armed.point === point && armed.visit === count) ?? null
    );
  }

  kill(point: CrashPoint): void {
    this.#kill(point);
  }
}
