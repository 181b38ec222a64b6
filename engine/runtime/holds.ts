/** Who holds a job where: breakpoints, pause, step. Of this engine's life; tokens that are held stay held in the store. */
interface Hold {
  paused: boolean;
  breakpoints: ReadonlySet<string>;
}

export class Holds {
  readonly #byJob = new Map<string, Hold>();

  /** Jobs that somebody holds, or held. */
  get size(): number {
    return this.#byJob.size;
  }

  #of(job: string): Hold {
    let hold = this.#byJob.get(job);
    if (hold === undefined) this.#byJob.set(job, (hold = { paused: false, breakpoints: new Set() }));
    return hold;
  }

  pause(job: string): void {
    this.#of(job).paused = true;
  }

  /** The job has ended. */
  forget(job: string): void {
    this.#byJob.delete(job);
  }

  resume(job: string): void {
    this.#of(job).paused = false;
  }

  breakAt(job: string, elements: readonly string[]): void {
    this.#of(job).breakpoints = new Set(elements);
  }

  /** Whether a token about to enter this element is held. */
  holds(job: string, element: string): boolean {
    const hold = this.#byJob.get(job);
    return hold !== undefined && (hold.paused || hold.breakpoints.has(element));
  }
}
