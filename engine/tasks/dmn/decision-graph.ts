/** A DMN file as far as it can be evaluated: plain data, in the order of the file. */

export const HIT_POLICIES = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];
export type Aggregator = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

export interface TableInput {
  readonly id: string | null;
  /** What people call the column. */
  readonly label: string;
  readonly expression: string;
  readonly type: string | null;
  /** Unary tests that every value must pass; null: any value. */
  readonly allowed: string | null;
  /** What tests of Camunda and its kin may call the value beside `?`, where nothing else is called so. */
  readonly alias: string;
}

export interface TableOutput {
  readonly id: string | null;
  /** What people call the column. */
  readonly label: string;
  /** Null where the table has one output only and does not name it. */
  readonly name: string | null;
  readonly type: string | null;
  /** Unary tests that its values pass; null: anything goes that its type lets pass. */
  readonly allowed: string | null;
  /** Its values from the highest priority to the lowest, as a FEEL list without brackets; null: not given. */
  readonly values: string | null;
  /** What it is when no rule hits; null: nothing. */
  readonly default: string | null;
}

export interface TableRule {
  readonly id: string | null;
  /** Unary tests, one for each input. */
  readonly tests: readonly string[];
  /** FEEL, one for each output. */
  readonly outputs: readonly string[];
  /** Ids of its cells: of the tests, then of the outputs. */
  readonly cells: readonly (string | null)[];
}

export interface DecisionTable {
  readonly kind: 'table';
  readonly id: string | null;
  readonly type: string | null;
  readonly hitPolicy: HitPolicy;
  readonly aggregator: Aggregator | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

/** A name with the type of what it stands for. */
export interface Typed {
  readonly name: string;
  readonly type: string | null;
}

/** How a value comes about: a literal expression, a table, or an expression in a box of other ones (DMN 1.5, 10.2.2). */
export type DecisionLogic =
  | DecisionTable
  | { readonly kind: 'literal'; readonly type: string | null; readonly text: string }
  | {
      readonly kind: 'context';
      readonly type: string | null;
      /** The one without a name is the result. */
      readonly entries: readonly { readonly variable: Typed | null; readonly value: DecisionLogic }[];
    }
  | { readonly kind: 'list'; readonly type: string | null; readonly items: readonly DecisionLogic[] }
  | {
      readonly kind: 'relation';
      readonly type: string | null;
      readonly columns: readonly Typed[];
      readonly rows: readonly (readonly DecisionLogic[])[];
    }
  | LogicFunction
  | {
      readonly kind: 'invocation';
      readonly type: string | null;
      readonly called: DecisionLogic;
      readonly bindings: readonly { readonly parameter: Typed; readonly value: DecisionLogic }[];
    }
  | {
      readonly kind: 'conditional';
      readonly type: string | null;
      readonly condition: DecisionLogic;
      readonly then: DecisionLogic;
      readonly otherwise: DecisionLogic;
    }
  | {
      readonly kind: 'filter';
      readonly type: string | null;
      readonly list: DecisionLogic;
      readonly match: DecisionLogic;
    }
  | {
      readonly kind: 'for' | 'every' | 'some';
      readonly type: string | null;
      readonly variable: string;
      readonly list: DecisionLogic;
      readonly body: DecisionLogic;
    }
  /** Nothing is written: null. */
  | { readonly kind: 'empty'; readonly type: null }
  /** Something else; the reason names it. */
  | { readonly kind: 'unsupported'; readonly type: null; readonly reason: string };

export interface LogicFunction {
  readonly kind: 'function';
  readonly type: string | null;
  readonly parameters: readonly Typed[];
  readonly body: DecisionLogic;
}

/** What decisions, knowledge and services have in common. */
interface Needing {
  readonly id: string;
  readonly name: string;
  /** Under which name those that need it see it, and the type of what they see. */
  readonly variable: Typed;
  /** What it needs or holds that cannot be had, one sentence each. */
  readonly unsupported: readonly string[];
}

export interface Decision extends Needing {
  readonly logic: DecisionLogic;
  /** Ids of the decisions that it needs. */
  readonly decisions: readonly string[];
  readonly inputs: readonly InputData[];
  /** Ids of the knowledge and the services that it needs. */
  readonly knowledge: readonly string[];
}

/** A business knowledge model: a function. */
export interface Knowledge extends Needing {
  readonly logic: LogicFunction;
  readonly knowledge: readonly string[];
}

/** Decisions that are asked as one, with what goes in and what comes out (DMN 1.5, 6.2.3.3). */
export interface DecisionService extends Needing {
  /** Ids of decisions. */
  readonly outputs: readonly string[];
  readonly encapsulated: readonly string[];
  /** Decisions whose values are given from outside. */
  readonly inputDecisions: readonly string[];
  readonly inputs: readonly InputData[];
}

export interface InputData extends Typed {
  readonly id: string;
}

/** An item definition: what values of a type are. */
export interface ItemType {
  readonly name: string;
  /** The type that it narrows; null where it has components or is a function. */
  readonly base: string | null;
  readonly collection: boolean;
  readonly components: readonly ItemType[] | null;
  /** Unary tests for a value, or for each item of a collection; null: any. */
  readonly allowed: string | null;
  /** Unary tests for the whole, collections included; null: any. */
  readonly constraint: string | null;
}

/** A type that an element names, and that neither FEEL nor the file has. */
export interface UnknownType {
  /** Id of the decision, input data, knowledge or service; of an item definition, its name. */
  readonly holder: string;
  readonly type: string;
}

/** What a DMN file holds. */
export interface DecisionGraph {
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly knowledge: ReadonlyMap<string, Knowledge>;
  readonly services: ReadonlyMap<string, DecisionService>;
  readonly inputs: ReadonlyMap<string, InputData>;
  readonly types: ReadonlyMap<string, ItemType>;
  readonly unknownTypes: readonly UnknownType[];
  /** Names and places of what it imports, which is not read. */
  readonly imports: readonly string[];
}

/** The logic directly inside another. */
export function partsOf(logic: DecisionLogic): readonly DecisionLogic[] {
  switch (logic.kind) {
    case 'context':
      return logic.entries.map(({ value }) => value);
    case 'list':
      return logic.items;
    case 'relation':
      return logic.rows.flat();
    case 'function':
      return [logic.body];
    case 'invocation':
      return [logic.called, ...logic.bindings.map(({ value }) => value)];
    case 'conditional':
      return [logic.condition, logic.then, logic.otherwise];
    case 'filter':
      return [logic.list, logic.match];
    case 'for':
    case 'every':
    case 'some':
      return [logic.list, logic.body];
    case 'table':
    case 'literal':
    case 'empty':
    case 'unsupported':
      return [];
  }
}
