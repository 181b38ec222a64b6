/** What whoever starts a job or completes a task is asked for. */
import type { Expression } from './expression.ts';

/** What the value of a field has to keep within: a number, or the length of a text. */
export interface FieldLimits {
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A field of a form: of a user task, or of a start. */
export interface FormField {
  /** Of its variable. */
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'boolean' | 'date' | 'enum';
  readonly required: boolean;
  readonly default: Expression | null;
  /** For `enum`. */
  readonly options: readonly string[];
  /** Another name under which its value may be given: a form property's, where that says which variable it is. */
  readonly id?: string;
  /** Nobody gives it a value: it has its default. */
  readonly readOnly?: boolean;
  /** What is given must keep within them; a default need not. */
  readonly limits?: FieldLimits;
}

/** A data output that whoever completes the task gives a value to. */
export interface OutputField {
  readonly name: string;
  /** As far as its item definition says one that a form has a field for; null: any value. It is not enforced. */
  readonly type: 'string' | 'number' | 'boolean' | 'date' | null;
  /** Without it no output set is complete. */
  readonly required: boolean;
}
