/**
 * Work is what a job asks the world to do; an outcome is what comes back. The interpreter requests work and is told
 * outcomes; who performs it, and where, it does not know.
 */
import type { Value, Variables } from './value.ts';

/** An HTTP request as it was resolved from variables: kept in checkpoints, so that a re-execution sends the same. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body. A string is sent as it is, anything else as JSON. */
  readonly body: Value;
  readonly timeoutMs: number;
}

/** Common to all work. */
interface WorkBase {
  readonly token: string;
  readonly node: string;
  /** Activity instance id: stays the same when the work is performed again. */
  readonly instance: string;
  /** Which visit of this element by its token this is, from 1. */
  readonly visit: number;
  /** Counts every try of the instance over all incarnations, from 1; may skip, never repeats. */
  readonly attempt: number;
  /** Counts tries by retry, from 1; a re-execution after a crash has the same number. */
  readonly try: number;
  /** Which answer of a scenario this (instance, try) takes: 0 for the first, in order of taking. */
  readonly answer: number;
  readonly idempotencyKey: string;
  readonly seed: number;
}

/** Local work of a job runs one piece at a time, each on the variables that the piece before left. */
export interface LocalWork extends WorkBase {
  /** `conditions`: the JavaScript conditions of the node's outgoing flows. */
  readonly kind: 'script' | 'decision' | 'inference' | 'conditions';
}

/** Work with an effect outside: runs concurrently, on what was resolved at its start. */
export interface EffectWork extends WorkBase {
  readonly kind: 'http' | 'external';
  /** Null for `external`. */
  readonly request: HttpRequest | null;
}

export type Work = LocalWork | EffectWork;

export function isEffect(work: Work): work is EffectWork {
  return isEffectKind(work.kind);
}

export function isEffectKind(kind: Work['kind']): boolean {
  return kind === 'http' || kind === 'external';
}

/** How a piece of work ended. */
export type Outcome =
  | {
      readonly kind: 'completed';
      /** Goes to the result variable, where one is named. */
      readonly result: Value;
      /** Further variables that the work wrote, by name; they go to the scope that owns the name. */
      readonly writes: Variables;
    }
  | { readonly kind: 'bpmn-error'; readonly code: string; readonly message: string; readonly writes: Variables }
  /** Technical failure: retried, then an incident. */
  | { readonly kind: 'failed'; readonly message: string };

/** For `conditions`: `result` is a list of booleans, one for each outgoing flow with a JavaScript condition, in file order. */
