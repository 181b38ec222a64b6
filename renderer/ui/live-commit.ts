/**
 * What is typed into a field of code counts while it is typed: handed over at each pause, so that a burst of keys is one
 * step to undo, and at once when the field is left.
 */

const pauseMs = 500;

export class LiveCommit {
  readonly #commit: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What was handed over last; null: nothing yet, or something else came from outside since. */
  #handedOver: string | null = null;

  constructor(commit: (text: string) => void) {
    this.#commit = commit;
  }

  /** To be called at each change by a person. An empty text waits: it may make another field of this one. */
  typed(text: string): void {
    this.#forget();
    if (text.trim() === '') return;
    this.#timer = setTimeout(() => this.left(text), pauseMs);
  }

  /** Hands it over now. */
  left(text: string): void {
    this.#forget();
    this.#handedOver = text;
    this.#commit(text);
  }

  /** Whether a value from outside is to replace the text: not where it is what was handed over, somewhat tidied. */
  takes(value: string): boolean {
    if (this.#handedOver !== null && value.trim() === this.#handedOver.trim()) return false;
    this.#forget();
    this.#handedOver = null;
    return true;
  }

  /** The field is gone; what was typed last has been handed over when it was left. */
  stop(): void {
    this.#forget();
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
