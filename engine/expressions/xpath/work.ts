/** A mistake of the expression or of what it is asked about, in words. */
export class XPathMistake extends Error {}

/** A variable that is not there (yet). */
export class MissingVariable extends XPathMistake {}

/** Most steps of one evaluation: far below a second, and the same on every machine. */
const MOST = 500_000;

/** Counts what an evaluation does, so that none holds up the engine. */
export class Work {
  #left = MOST;

  /** @throws XPathMistake when it has become too much. */
  charge(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new XPathMistake(`it takes more than ${MOST} steps`);
  }
}
