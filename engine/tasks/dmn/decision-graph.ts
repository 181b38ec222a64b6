/** A DMN file as far as it can be evaluated: plain data, in the order of the file. */

export const HIT_POLICIES = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];
export type Aggregator = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

export interface TableInput {
  /** What people call the column. */
  readonly label: string;
  readonly expression: string;
  readonly type: string | null;
  /** Unary tests that every value must pass; null: any value. */
  readonly allowed: string | null;
}

export interface TableOutput {
  /** Null where the table has one output only and does not name it. */
  readonly name: string | null;
  /** Its values from the highest priority to the lowest, as a FEEL list without brackets; null: not given. */
  readonly values: string | null;
  /** What it is when no rule hits; null: nothing. */
  readonly default: string | null;
}

export interface TableRule {
  /** Unary tests, one for each input. */
  readonly tests: readonly string[];
  /** FEEL, one for each output. */
  readonly outputs: readonly string[];
}

export interface DecisionTable {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregator: Aggregator | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

export type DecisionLogic =
  | DecisionTable
  | { readonly kind: 'literal'; readonly text: string }
  /** Something else; the reason names it. */
  | { readonly kind: 'unsupported'; readonly reason: string };

export interface Decision {
  readonly id: string;
  readonly name: string;
  /** Under which name the decisions that need it see its result. */
  readonly variable: string;
  readonly logic: DecisionLogic;
  /** Ids of the decisions that it needs. */
  readonly decisions: readonly string[];
  readonly inputs: readonly InputData[];
  /** What it needs that cannot be had, one sentence each. */
  readonly unsupported: readonly string[];
}

export interface InputData {
  readonly id: string;
  /** Name of the variable. */
  readonly name: string;
  readonly type: string | null;
}

export interface DecisionGraph {
  readonly decisions: ReadonlyMap<string, Decision>;
}
