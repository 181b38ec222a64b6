/** What triggers events, or what they throw: the event definitions of the graph. */
import type { CronDialect } from '../cron-text.ts';
import type { Expression } from './expression.ts';
import type { Assignment } from './mapping.ts';
import type { MessageRef } from './message.ts';

/** What the text of a timer is. `cron`: how a cron expression is read. */
export type TimerKind =
  { readonly kind: 'date' } | { readonly kind: 'duration' } | { readonly kind: 'cycle'; readonly cron: CronDialect };

/** `until`: after when a cycle goes on no more (Flowable's `endDate`); absent: it says so itself, or never. */
export type TimerDefinition = TimerKind & { readonly value: Expression; readonly until?: Expression };

/** Null code on a catching error event: catches every error. */
export interface ErrorRef {
  readonly code: string | null;
  /** What the code is, where it is computed when the error is thrown. */
  readonly computed?: Expression;
  /** Of a thrown error: what it says (Camunda's `errorMessage`). */
  readonly message?: Expression;
}

/** An error that is caught or thrown (BPMN 2.0.2, 10.5.5). */
export interface ErrorTrigger {
  readonly kind: 'error';
  readonly error: ErrorRef;
  readonly codeVariable: string | null;
  readonly messageVariable: string | null;
}

/** Null code on a catching event: catches every escalation. */
export interface EscalationTrigger {
  readonly kind: 'escalation';
  readonly code: string | null;
  /** What the code is, where it is computed when the escalation is thrown. */
  readonly computed?: Expression;
  readonly codeVariable: string | null;
}

/** Changes of a variable that is visible where an event waits (Flowable's `variableListenerEventDefinition`). */
export interface VariableListener {
  readonly variable: string;
  /** `create`: it did not exist before in the scope that it belongs to. */
  readonly change: 'any' | 'create' | 'update';
}

/** What an event waits for, or throws (BPMN 2.0.2, 10.5.5). */
export type EventTrigger =
  | { readonly kind: 'none' }
  | { readonly kind: 'message'; readonly message: MessageRef; readonly payload: readonly Assignment[] }
  | { readonly kind: 'timer'; readonly timer: TimerDefinition }
  | ErrorTrigger
  | EscalationTrigger
  /** `computed`: what its name is, where whoever waits for it or throws it computes it; as for messages. */
  | {
      readonly kind: 'signal';
      readonly signal: string;
      readonly computed?: Expression;
      readonly payload: readonly Assignment[];
    }
  /** `listens`: its condition is true, and each change of that variable is one that it waits for. */
  | { readonly kind: 'conditional'; readonly condition: Expression; readonly listens?: VariableListener }
  /** `target`: the catching event of the same name in the same scope; null on that event itself. */
  | { readonly kind: 'link'; readonly name: string; readonly target: string | null }
  /** `activity`: null compensates everything that can be in the scope. On a boundary or start event both mean nothing. */
  | { readonly kind: 'compensation'; readonly activity: string | null; readonly wait: boolean }
  | { readonly kind: 'cancel' }
  /** `all`: ends the process, too, and those that called it, not only the subprocess that it stands in (Flowable's `terminateAll`). */
  | { readonly kind: 'terminate'; readonly all?: true }
  /** Several definitions; catching, `all` waits for every one of them (parallel multiple), else the first is enough. */
  | { readonly kind: 'multiple'; readonly all: boolean; readonly triggers: readonly SingleTrigger[] };

/** A trigger of one definition. */
export type SingleTrigger = Exclude<EventTrigger, { kind: 'multiple' | 'none' }>;
