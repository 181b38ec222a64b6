/** Messages of the graph, and how they are correlated (BPMN 2.0.2, 8.4.2). */
import type { Expression } from './expression.ts';

/** A message with its correlation key (`cairn:correlationKey`), null without one. */
export interface MessageRef {
  readonly name: string;
  /** What its name is, where whoever waits or sends computes it; `name` is then what the file says. Never of what starts a process. */
  readonly computed?: Expression;
  readonly correlationKey: Expression | null;
  /** What the file's correlation properties say (BPMN 2.0.2, 8.4.2); `correlationKey` wins over them. Absent: nothing. */
  readonly correlation?: MessageCorrelation;
}

/** One expression for each correlation property. */
export interface MessageCorrelation {
  /** Over the content of the message, where it is sent. */
  readonly sent: readonly Expression[];
  /** Over the data of the process, where it is waited for: its correlation subscription. Empty: it has none. */
  readonly awaited: readonly Expression[];
  /** The keys of its conversations that it carries: what they are, the first message with them says. */
  readonly keys: readonly ConversationKey[];
  /** Only a message that carries just what is awaited is taken, whoever sends it, and when it starts the process, too. */
  readonly exact?: true;
}

/** A correlation key of a conversation; its properties, in file order, over the content of one message. */
export interface ConversationKey {
  readonly id: string;
  readonly name: string;
  readonly properties: readonly Expression[];
}
