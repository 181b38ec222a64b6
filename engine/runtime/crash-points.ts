/**
 * Armed crash points: each kills this process with SIGKILL, from inside, at its moment. Counted by how often the moment
 * came for the element in this process.
 */
import type { CrashPoint, CrashPointName } from '../protocol/engine-link.ts';

/** An armed point, and how often its moment had come when it was armed. */
interface Armed {
  readonly point: CrashPoint;
  readonly before: number;
}

export class CrashPoints {
  readonly #kill: (point: CrashPoint) => void;
  readonly #seen = new Map<string, number>();
  #armed: readonly Armed[];

  /** `kill` must not return in production; tests watch it instead. */
  constructor(armed: readonly CrashPoint[], kill: (point: CrashPoint) => void) {
    this.#armed = armed.map((point) => ({ point, before: 0 }));
    this.#kill = kill;
  }

  get any(): boolean {
    return this.#armed.length > 0;
  }

  /** These and no others, from now on. What was armed before keeps its count. */
  arm(points: readonly CrashPoint[]): void {
    this.#armed = points.map((point) => {
      const known = this.#armed.find(({ point: armed }) => same(armed, point));
      return known ?? { point, before: this.#seen.get(momentOf(point)) ?? 0 };
    });
  }

  /** The moment has come for an element: dies here if a point is armed for it. */
  reach(element: string, point: CrashPointName): void {
    const due = this.due(element, point);
    if (due !== null) this.#kill(due);
  }

  /** The armed point, if this occurrence of the moment is the one; counts it. */
  due(element: string, point: CrashPointName): CrashPoint | null {
    if (!this.any) return null;
    const moment = momentOf({ element, point });
    const count = (this.#seen.get(moment) ?? 0) + 1;
    this.#seen.set(moment, count);
    return (
      this.#armed.find(({ point: armed, before }) => momentOf(armed) === moment && armed.visit === count - before)
        ?.point ?? null
    );
  }

  kill(point: CrashPoint): void {
    this.#kill(point);
  }
}

const momentOf = ({ element, point }: Pick<CrashPoint, 'element' | 'point'>): string => `${point} ${element}`;
const same = (left: CrashPoint, right: CrashPoint): boolean =>
  momentOf(left) === momentOf(right) && left.visit === right.visit;
