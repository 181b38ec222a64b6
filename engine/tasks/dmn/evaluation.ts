/** What the parts of one evaluation share: how FEEL is asked, where mistakes are named, and bounds on the work. */
import type { Moment } from '../../core/evaluation.ts';
import { evaluateFeelIn, evaluateFeelTestIn } from '../../expressions/feel.ts';
import { FeelScope } from '../../expressions/feel-scope.ts';
import type { ItemType } from './decision-graph.ts';
import { ItemTypes, TypeMistake } from './item-values.ts';

/** There is no result; the message names the decision. */
export class Undecided extends Error {}

/** Which rules of which table hit, in the order of evaluation. */
export interface TableHits {
  /** The decision or the business knowledge model that holds the table. */
  readonly decision: string;
  /** Id of the table. */
  readonly table: string | null;
  /** From 1, in the order of the file. */
  readonly rules: readonly number[];
  /** Their ids, where they have one. */
  readonly ruleIds: readonly (string | null)[];
}

/** Most expressions of one evaluation: functions of a file may call each other without an end. */
const MAX_EXPRESSIONS = 200_000;
const MAX_DEPTH = 150;

/** One evaluation under way. */
export class Evaluation {
  readonly hits: TableHits[] = [];
  readonly types: ItemTypes;
  readonly #moment: Moment;
  #expressions = 0;
  #depth = 0;
  /** That a bound was reached. FEEL's own functions lie between, and each would wrap what the one below it said. */
  #exceeded: Undecided | null = null;

  constructor(types: ReadonlyMap<string, ItemType>, moment: Moment) {
    this.#moment = moment;
    const nothing = new FeelScope(null);
    this.types = new ItemTypes(types, (tests, value) => this.passes(tests, value, nothing, 'the allowed values'));
  }

  /** FEEL on a scope; `place` is where it stands, for messages. */
  feel(text: string, scope: FeelScope, place: string): unknown {
    this.#count(place);
    const answer = evaluateFeelIn(scope, text, this.#moment);
    if (!answer.ok) throw this.#exceeded ?? new Undecided(`${place}: ${answer.message}`);
    return answer.value ?? null;
  }

  /** Whether a value passes unary tests; none, or a dash, lets everything pass. */
  passes(tests: string, value: unknown, scope: FeelScope, place: string): boolean {
    if (tests === '' || tests === '-') return true;
    this.#count(place);
    const answer = evaluateFeelTestIn(scope, tests, value, this.#moment);
    if (!answer.ok) throw this.#exceeded ?? new Undecided(`${place}: ${answer.message}`);
    return answer.value === true;
  }

  /** The value as one of the type. */
  conform(value: unknown, type: string | null, place: string): unknown {
    try {
      return this.types.conform(value, type);
    } catch (reason) {
      if (reason instanceof TypeMistake) throw new Undecided(`${place}: ${reason.message}`);
      throw reason;
    }
  }

  /** Goes a level deeper. */
  deeper<T>(place: string, evaluation: () => T): T {
    if (this.#depth >= MAX_DEPTH)
      throw this.#bound(`${place}: it is nested, or calls itself, deeper than ${MAX_DEPTH} levels`);
    this.#depth += 1;
    try {
      return evaluation();
    } finally {
      this.#depth -= 1;
    }
  }

  #count(place: string): void {
    this.#expressions += 1;
    if (this.#expressions > MAX_EXPRESSIONS)
      throw this.#bound(`${place}: it takes more than ${MAX_EXPRESSIONS} expressions`);
  }

  #bound(message: string): Undecided {
    this.#exceeded ??= new Undecided(message);
    return this.#exceeded;
  }
}
