/** Chance that repeats: whoever knows the seed gets the same choices. */
export class SeededChoice {
  readonly seed: number;
  #state: number;

  /** The seed of the day unless `CAIRN_SEED` names one. */
  constructor(seed = Number(process.env['CAIRN_SEED'] ?? Date.now() % 1_000_000)) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** From 0, below `bound`. */
  below(bound: number): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound) | 0;
  }
}
