/** How often an activity is performed (BPMN 2.0.2, 10.3.8). */
import type { DataAssociation } from './data.ts';
import type { Expression } from './expression.ts';
import type { SingleTrigger } from './trigger.ts';

/** Standard loop (BPMN 2.0.2, 10.3.8): again as long as the condition holds, at most `maximum` times. */
export interface StandardLoop {
  readonly kind: 'standard';
  readonly testBefore: boolean;
  /** Null: only the maximum ends it. */
  readonly condition: Expression | null;
  readonly maximum: number | null;
}

/** What multi-instance throws, to be caught at its boundary: for each instance that completes, for the first, or when a condition holds. */
export interface InstanceEvent {
  readonly when: 'each' | 'first' | Expression;
  readonly trigger: Extract<SingleTrigger, { kind: 'signal' | 'escalation' }>;
}

/** Multi-instance (BPMN 2.0.2, 10.3.8): as many instances as the cardinality says, or one for each item. */
export interface MultiInstance {
  readonly kind: 'multi-instance';
  readonly sequential: boolean;
  readonly cardinality: Expression | null;
  /** A list; its items are what the instances are for. */
  readonly collection: Expression | null;
  /** The variable in which an instance finds its item. */
  readonly elementVariable: string | null;
  /** The variable in which an instance finds its number, from 0 (Flowable's `elementIndexVariable`). */
  readonly indexVariable?: string;
  /** Evaluated whenever an instance has completed; true: the others are cancelled. */
  readonly completionCondition: Expression | null;
  /** The variable that gets what `outputElement` gives for each instance, in order of the instances. */
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
  /** `outputDataItem`: a variable that each instance has of its own. */
  readonly outputItem: string | null;
  /** What fills the data input that is the collection, and empties the data output that gathers. */
  readonly collectionData: readonly DataAssociation[];
  readonly outputData: readonly DataAssociation[];
  /** What is thrown as instances complete (`behavior` None, One, Complex); empty: nothing (All). */
  readonly events: readonly InstanceEvent[];
  /** What the first instance has for `loopCounter`: 1 (BPMN), or 0 in files of engines that count from there. */
  readonly firstCounter: 0 | 1;
}

/** How an activity is repeated. */
export type Loop = StandardLoop | MultiInstance;
