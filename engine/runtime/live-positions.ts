/**
 * Tells where the tokens of watched jobs are, between checkpoints: the first move at once, then at most every 50 ms, and
 * always the last one. Jobs that nobody watches cost one look at a set.
 */
import type { JobState } from '../core/job-state.ts';
import type { Positions } from '../protocol/engine-link.ts';
import type { Clock } from './clock.ts';

const INTERVAL_MS = 50;
/** More tokens than a diagram can show. */
const MOST_TOKENS = 2000;

export class LivePositions {
  readonly #clock: Clock;
  readonly #tell: (jobs: Positions[]) => void;
  /** What was told last of each watched job. */
  readonly #told = new Map<string, string>();
  readonly #moved = new Map<string, JobState>();
  #resting = false;

  constructor(clock: Clock, tell: (jobs: Positions[]) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** These and no others; `states` are those in memory, told at once. */
  watch(jobs: readonly string[], states: Iterable<JobState>): void {
    const wanted = new Set(jobs);
    for (const id of this.#told.keys()) if (!wanted.has(id)) this.#told.delete(id);
    for (const id of wanted) if (!this.#told.has(id)) this.#told.set(id, '');
    for (const state of states) this.moved(state);
  }

  moved(state: JobState): void {
    if (!this.#told.has(state.id)) return;
    this.#moved.set(state.id, state);
    if (!this.#resting) this.#flush();
  }

  #flush(): void {
    const jobs: Positions[] = [];
    for (const [id, state] of this.#moved) {
      const positions = positionsOf(state);
      const text = JSON.stringify(positions);
      if (!this.#told.has(id) || this.#told.get(id) === text) continue;
      this.#told.set(id, text);
      jobs.push(positions);
    }
    this.#moved.clear();
    if (jobs.length === 0) return;
    this.#tell(jobs);
    this.#resting = true;
    this.#clock.after(INTERVAL_MS, () => {
      this.#resting = false;
      this.#flush();
    });
  }
}

function positionsOf(state: JobState): Positions {
  const tokens = [...state.tokens.values()].slice(0, MOST_TOKENS);
  return {
    job: state.id,
    status: state.status,
    now: state.now,
    seq: state.seq,
    tokens: tokens.map(({ id, node, state: tokenState, instance }) => ({
      token: id,
      element: node,
      state: tokenState,
      instance,
    })),
  };
}
