import type { Expression } from '../model/graph/expression.ts';
import type { HttpRequestTemplate } from '../model/graph/implementation.ts';
import type { Value, Variables } from './value.ts';
import type { HttpRequest } from './work.ts';

/** What an expression may know besides variables: the job's logical time and its chance. */
export interface Moment {
  /** Logical time, milliseconds since the epoch (UTC). */
  readonly now: number;
  /** 32-bit seed of the activity instance. */
  readonly seed: number;
}

/** An answer, or why there is none, in one sentence that quotes the expression. */
export type Evaluation =
  /**
   * `loose`: as a condition, its language takes any value for true or false, as JavaScript does. `truth`: what its language
   * takes it for, by rules of its own.
   */
  | { readonly ok: true; readonly value: Value; readonly loose?: true; readonly truth?: boolean }
  /** `missing`: it names a variable that is not there. */
  | { readonly ok: false; readonly message: string; readonly missing?: true };

/**
 * Synchronous and deterministic, in any language. The conditions in JavaScript on the ways out of an element are work
 * nevertheless, so that a choice among many does not hold up the others. Implemented by `engine/expressions`, handed to the
 * interpreter as an argument.
 */
export type Evaluate = (expression: Expression, context: Variables, moment: Moment) => Evaluation;

/** Fills an HTTP request in from variables, or says in one sentence why it cannot be. Implemented by `engine/tasks`. */
export type ResolveRequest = (
  template: HttpRequestTemplate,
  context: Variables,
  moment: Moment,
  evaluate: Evaluate,
) => { readonly ok: true; readonly request: HttpRequest } | { readonly ok: false; readonly message: string };
