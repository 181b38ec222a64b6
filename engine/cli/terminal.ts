/** Where a command writes: results to standard output, everything else to standard error. */

export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const codes: Readonly<Record<Colour, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** Colours only on a terminal, and not where the person asked for none. */
export class Terminal {
  readonly #out: Sink;
  readonly #err: Sink;
  readonly #coloured: boolean;

  constructor(out: Sink, err: Sink, env: Readonly<Record<string, string | undefined>>) {
    this.#out = out;
    this.#err = err;
    this.#coloured = out.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  }

  /** Columns of standard output; generous where nobody looks. */
  get width(): number {
    return this.#out.isTTY === true ? (this.#out.columns ?? 100) : 160;
  }

  /** Whether somebody watches standard error. */
  get isWatched(): boolean {
    return this.#err.isTTY === true;
  }

  /** A part of the result, with its line end. */
  print(text: string): void {
    this.#out.write(`${text}\n`);
  }

  /** A remark beside the result. */
  remark(text: string): void {
    this.#err.write(`cairn: ${text}\n`);
  }

  /** As it is, to standard error. */
  raw(text: string): void {
    this.#err.write(text);
  }

  paint(colour: Colour, text: string): string {
    if (!this.#coloured || text === '') return text;
    const [on, off] = codes[colour];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  }
}
