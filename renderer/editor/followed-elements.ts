/** What moves on a diagram stays in view, as long as nobody looks elsewhere. */
import type { View } from './view-box.ts';

/** The part of a view that following needs. */
interface Followable {
  readonly isUntouched: boolean;
  holds(element: string, at?: View): boolean;
  show(...elements: readonly string[]): void;
}

export class FollowedElements {
  readonly #view: Followable;
  #before: ReadonlySet<string> = new Set();
  /** One of them is enough, unless they are to be seen together. */
  #candidates: readonly string[] = [];
  #isTogether = false;

  constructor(view: Followable) {
    this.#view = view;
  }

  /**
   * What is new among them is looked at; where nothing is, any of them. One that is in view already is enough. `together`:
   * all of them are looked at.
   */
  follow(elements: readonly string[], together = false): void {
    this.#isTogether = together;
    const news = together ? elements : elements.filter((each) => !this.#before.has(each));
    this.#before = new Set(elements);
    this.#candidates = news.length > 0 ? news : elements;
    this.again();
  }

  /** Where the view has changed its size: what was looked at may be half outside. */
  again(): void {
    const [first] = this.#candidates;
    if (first === undefined || !this.#view.isUntouched) return;
    if (this.#isTogether) this.#view.show(...this.#candidates);
    else if (!this.#candidates.some((each) => this.#view.holds(each))) this.#view.show(first);
  }

  /** Whether what is looked at would be in view there. */
  isSeenAt(at: View): boolean {
    const seen = (each: string): boolean => this.#view.holds(each, at);
    if (this.#isTogether) return this.#candidates.every(seen);
    return this.#candidates.length === 0 || this.#candidates.some(seen);
  }

  /** In a diagram that was drawn anew. */
  anew(elements: readonly string[], together = false): void {
    this.#before = new Set();
    this.follow(elements, together);
  }
}
