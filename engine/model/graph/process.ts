/**
 * The frozen plain graph of a process that the interpreter executes and the designer asks about. No moddle objects, no XML, no
 * behaviour. Arrays keep the order of the file.
 */
import type { Activity } from './activity.ts';
import type { DataSet } from './data.ts';
import type { BoundaryEvent, EndEvent, IntermediateCatchEvent, IntermediateThrowEvent, StartEvent } from './event.ts';
import type {
  ComplexGateway,
  EventBasedGateway,
  ExclusiveGateway,
  InclusiveGateway,
  ParallelGateway,
} from './gateway.ts';
import type { SequenceFlow } from './sequence-flow.ts';

/** Every kind of flow node. */
export type FlowNode =
  | Activity
  | StartEvent
  | EndEvent
  | IntermediateCatchEvent
  | IntermediateThrowEvent
  | BoundaryEvent
  | ExclusiveGateway
  | InclusiveGateway
  | ComplexGateway
  | ParallelGateway
  | EventBasedGateway;

/** A process or an embedded subprocess, as the container of nodes. */
export interface ScopeDefinition {
  readonly id: string;
  /** Where a token is born when the scope is entered: its none start event, else every node without a way in. */
  readonly initial: readonly string[];
  /** Start events that something outside triggers; of an event subprocess, its only one. */
  readonly triggered: readonly string[];
  /** Event subprocesses in it that its instances wait for, in file order; those for compensation are not among them. */
  readonly eventSubProcesses: readonly EventSubProcessRef[];
  /** Variables that are born with it, without a value: its data objects, and a process's properties and outputs. */
  readonly items: readonly string[];
}

/** An event subprocess, and the start event that its instances wait at. */
export interface EventSubProcessRef {
  readonly subProcess: string;
  readonly start: string;
}

/** One executable process. Deeply frozen. */
export interface ProcessGraph {
  /** `id` of the process: the definition key. */
  readonly processId: string;
  readonly name: string | null;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  readonly scopes: ReadonlyMap<string, ScopeDefinition>;
  /** The compensation event subprocess directly in the process; null without one. */
  readonly compensation: EventSubProcessRef | null;
  /** Other processes of the file that message flows connect with it, directly or through others, in document order. */
  readonly partners: readonly string[];
  /** Files that the process needs beside it, as written, like `rules/discount.dmn`. */
  readonly resources: readonly string[];
  /** Input sets of the process; it starts only when one of them is complete. */
  readonly inputSets: readonly DataSet[];
  /** Where a variable belongs that is new: nearest process or subprocess; in files of other engines the process, as there. */
  readonly newVariablesAt: 'process' | 'scope';
}
