/** Sequence flows of the graph. */
import type { Expression } from './expression.ts';

/** A sequence flow (BPMN 2.0.2, 8.4.13), with its condition. */
export interface SequenceFlow {
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly target: string;
  /** Null: unconditional (the default flow included). */
  readonly condition: Expression | null;
}
