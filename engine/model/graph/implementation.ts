/** How a task reaches the world. */
import type { Expression } from './expression.ts';
import type { Assignment } from './mapping.ts';
import type { MessageRef } from './message.ts';

/** An HTTP request, its parts computed when the task is performed (`cairn:http`). */
export interface HttpRequestTemplate {
  readonly method: Expression;
  readonly url: Expression;
  /** ISO 8601 duration; `PT30S` by default. */
  readonly timeout: Expression;
  readonly headers: readonly Assignment[];
  readonly body: Expression | null;
  /** `<cairn:result variable value>`: value is evaluated with `response {status, headers, body}` in the context. */
  readonly results: readonly Assignment[];
}

/** A rule of an inference task (`cairn:rule`). */
export interface InferenceRule {
  readonly name: string;
  /** Higher fires first; 0 by default; ties in file order. */
  readonly salience: number;
  readonly when: Expression;
  readonly then: readonly Assignment[];
}

/** What a decision's result becomes, in the words of Camunda's `mapDecisionResult`. */
export type DecisionShape = 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList';

/** How a task reaches the world; `external` names what another engine would have called (class, topic, expression …). */
export type TaskImplementation =
  | { readonly kind: 'http'; readonly http: HttpRequestTemplate }
  | {
      readonly kind: 'decision';
      readonly file: string;
      readonly decision: string;
      /** Which shape Camunda's `mapDecisionResult` wants of the result; absent: the decision's own. */
      readonly shape?: DecisionShape;
    }
  /** Camunda's and Flowable's `expression`: its value is the result. */
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'inference'; readonly rules: readonly InferenceRule[] }
  | { readonly kind: 'message'; readonly message: MessageRef; readonly payload: readonly Assignment[] }
  | {
      readonly kind: 'external';
      readonly description: string;
      /** Answers that are BPMN errors; absent: none are. */
      readonly errors?: readonly AnswerError[];
    };

/** An answer of another engine's service is this error where the expression is true (Camunda's `errorEventDefinition`). */
export interface AnswerError {
  readonly code: string;
  readonly when: Expression;
}
