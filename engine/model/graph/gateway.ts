/** Gateways of the graph. */
import type { Expression } from './expression.ts';
import type { NodeBase } from './node.ts';

/** One way out: the first whose condition is true (BPMN 2.0.2, 10.6.2). */
export interface ExclusiveGateway extends NodeBase {
  readonly type: 'bpmn:ExclusiveGateway';
  readonly defaultFlow: string | null;
}

/** Every way out whose condition is true; joins when no more token can arrive (BPMN 2.0.2, 10.6.3). */
export interface InclusiveGateway extends NodeBase {
  readonly type: 'bpmn:InclusiveGateway';
  readonly defaultFlow: string | null;
}

/** Joins by an expression over the tokens that are there (BPMN 2.0.2, 10.6.5). */
export interface ComplexGateway extends NodeBase {
  readonly type: 'bpmn:ComplexGateway';
  readonly defaultFlow: string | null;
  /** Null: any token activates it. */
  readonly activationCondition: Expression | null;
}

/** Every way out; joins a token of each way in (BPMN 2.0.2, 10.6.4). */
export interface ParallelGateway extends NodeBase {
  readonly type: 'bpmn:ParallelGateway';
}

/** The way out whose event comes first (BPMN 2.0.2, 10.6.6). */
export interface EventBasedGateway extends NodeBase {
  readonly type: 'bpmn:EventBasedGateway';
  /** `instantiate`: the events behind it start the process. */
  readonly instantiate: boolean;
  /** Of an instantiating one: every event behind it must come, not just the first. */
  readonly parallel: boolean;
}
