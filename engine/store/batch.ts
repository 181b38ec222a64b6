/**
 * The rows of a group as one flat array, which another thread can be given for little: the number of a statement, how many
 * parameters it has, and the parameters; again and again. What decides over a row is decided there only as far as a
 * statement can: whatever is not as expected sends the whole group back, and the store's own thread says why.
 */
import type { Parameter, Sink } from './sink.ts';

/** `put`: changes rows. `change`: must change one. `absent`: must find none. */
export type StatementKind = 'put' | 'change' | 'absent';

export interface BatchStatement {
  readonly sql: string;
  readonly kind: StatementKind;
}

/** The statements that a writer's thread knows by number; each is told once. */
export class StatementTable {
  readonly #numbers: Readonly<Record<StatementKind, Map<string, number>>> = {
    put: new Map(),
    change: new Map(),
    absent: new Map(),
  };
  #count = 0;
  #untold: BatchStatement[] = [];

  numberOf(sql: string, kind: StatementKind): number {
    const known = this.#numbers[kind].get(sql);
    if (known !== undefined) return known;
    const number = this.#count;
    this.#count += 1;
    this.#numbers[kind].set(sql, number);
    this.#untold.push({ sql, kind });
    return number;
  }

  /** Those that the thread has not been told of. */
  takeUntold(): BatchStatement[] {
    return this.#untold.splice(0);
  }
}

export class Batch implements Sink {
  readonly rows: Parameter[] = [];
  readonly #statements: StatementTable;

  constructor(statements: StatementTable) {
    this.#statements = statements;
  }

  put(sql: string, ...parameters: Parameter[]): void {
    this.#add(sql, 'put', parameters);
  }

  change(sql: string, _otherwise: () => void, ...parameters: Parameter[]): void {
    this.#add(sql, 'change', parameters);
  }

  absent(sql: string, _otherwise: (found: unknown) => void, ...parameters: Parameter[]): void {
    this.#add(sql, 'absent', parameters);
  }

  #add(sql: string, kind: StatementKind, parameters: readonly Parameter[]): void {
    const { rows } = this;
    rows.push(this.#statements.numberOf(sql, kind), parameters.length);
    // A view would take the whole buffer behind it along.
    for (const one of parameters) rows.push(one instanceof Uint8Array ? new Uint8Array(one) : one);
  }
}
