/** What flow nodes of one kind have in common. */
import type { NodeData } from './data.ts';
import type { Expression } from './expression.ts';
import type { Loop } from './loop.ts';
import type { Mapping } from './mapping.ts';
import type { SequenceFlow } from './sequence-flow.ts';

/** A checkpoint mark (checkpoint-semantics, section 2). */
export type CheckpointMark = 'none' | 'after' | 'before' | 'both';

/** How a completed instance of an activity is compensated (BPMN 2.0.2, 10.7). */
export type Compensation =
  /** The activity associated with its compensation boundary event. */
  | { readonly kind: 'activity'; readonly handler: string }
  /** The compensation event subprocess in it. */
  | { readonly kind: 'event-subprocess'; readonly subProcess: string; readonly start: string }
  /** What was completed in it is compensated, latest first. */
  | { readonly kind: 'content' };

/** What all flow nodes have. */
export interface NodeBase {
  readonly id: string;
  /** BPMN's element name, like `bpmn:ScriptTask`. */
  readonly type: string;
  readonly name: string | null;
  /** Id of the process or subprocess that directly contains the node. */
  readonly scope: string;
  /** Position in the file, unique in the graph. */
  readonly index: number;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  /** Whether a token can come here again along sequence flows: only such nodes need visit counts. */
  readonly cyclic: boolean;
  /** The effective mark: ours, else a vendor's asynchronous continuation, else `none`. */
  readonly checkpoint: CheckpointMark;
}

/** What all events have. */
export interface EventBase extends NodeBase {
  readonly data: NodeData | null;
  /** Of an intermediate event: what it leaves behind, by Camunda's `inputOutput`; absent: nothing. */
  readonly mapping?: Mapping;
}

/** What all activities have. */
export interface ActivityBase extends NodeBase {
  /** Null: performed once. */
  readonly loop: Loop | null;
  /** Tokens that must arrive before it begins, and that go each way out when it is done (BPMN 2.0.2, 13.3.2). */
  readonly startQuantity: number;
  readonly completionQuantity: number;
  readonly defaultFlow: string | null;
  readonly mapping: Mapping | null;
  /** Null: none that moves. */
  readonly data: NodeData | null;
  /** Where its result goes when nothing else is said: its only data output. */
  readonly resultOutput: string | null;
  /** Boundary events attached here, in file order. */
  readonly boundary: readonly string[];
  /** Null: a completed instance leaves nothing to compensate. */
  readonly compensation: Compensation | null;
  /** Further tries after the first one failed (`cairn:retries`, 0 by default). */
  readonly retries: number;
  /** ISO 8601 duration between tries (`cairn:backoff`, `PT0S` by default). */
  readonly backoff: string;
  /** Where the process enables skipping and this is true, a task is not performed (Flowable's `skipExpression`); absent: it always is. */
  readonly skip?: Expression;
}
