/** Names and where their values come from: what an activity or event is handed, and what it hands on. */
import type { Expression } from './expression.ts';

/** A name and where its value comes from (`cairn:in`, `cairn:out`, `cairn:payload`, headers, rules). */
export interface Assignment {
  readonly name: string;
  readonly value: Expression;
  /** The part of it that the value becomes (`order.total`); absent: all of it. */
  readonly path?: readonly string[];
}

/** `<cairn:mapping>`; null lists mean: no such mapping written. */
export interface Mapping {
  readonly inputs: readonly Assignment[];
  readonly outputs: readonly Assignment[];
  /** Of a call: whether all that the caller sees is passed on, too. Absent: only where there are no inputs. */
  readonly passesAll?: boolean;
  /** Of a call without outputs: nothing comes back. Absent: all that the called process changed. */
  readonly returnsAll?: false;
}
