/** The data of activities and events (BPMN 2.0.2, 10.4): places, associations, sets. */
import type { Expression } from './expression.ts';

/**
 * Where data of the file lives (BPMN 2.0.2, 10.4.1): in a data input, data output or property of the element itself, in a
 * variable around it, or in a data store that all jobs share.
 */
export interface DataPlace {
  readonly kind: 'own' | 'variable' | 'store';
  readonly name: string;
}

/** Where an association reads. */
export interface DataSource {
  readonly place: DataPlace;
  /** What its transformation and assignments can call it. */
  readonly names: readonly string[];
}

/** `from` an expression `to` an item, or to a part of one. */
export interface DataAssignment {
  readonly from: Expression;
  readonly to: DataPlace;
  readonly path: readonly string[];
}

/** A data association that moves something. Without transformation and assignments its one source is copied. */
export interface DataAssociation {
  readonly sources: readonly DataSource[];
  /** Null: its assignments say where they go. */
  readonly target: DataPlace | null;
  readonly transformation: Expression | null;
  readonly assignments: readonly DataAssignment[];
}

/** An input set or output set: who must have a value, and who may. */
export interface DataSet {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * The data of an activity or event (BPMN 2.0.2, 10.4.1, 10.4.2). Of data inputs and outputs only those that an association
 * fills or empties: others move nothing.
 */
export interface NodeData {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly properties: readonly string[];
  readonly inputSets: readonly DataSet[];
  readonly outputSets: readonly DataSet[];
  /** What arrives is found by the names of the outputs only: all of it is never the value of the only one. */
  readonly byNameOnly?: true;
  readonly into: readonly DataAssociation[];
  readonly out: readonly DataAssociation[];
  /** Of a catching event with another engine's output mapping: all that came is seen by it, and nothing else is handed on. */
  readonly mapped?: true;
}
