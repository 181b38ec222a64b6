/** The last words of a process: as much of its output as fits into a bound. */
export class OutputTail {
  readonly #limit: number;
  #text = '';
  #dropped = false;

  constructor(limit = 8192) {
    this.#limit = limit;
  }

  add(chunk: string): void {
    const text = this.#text + chunk;
    this.#dropped ||= text.length > this.#limit;
    this.#text = text.slice(-this.#limit);
  }

  get text(): string {
    const text = this.#text.trim();
    return this.#dropped ? `…${text}` : text;
  }
}
