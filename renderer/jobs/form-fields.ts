/**
 * Variables as fields to fill in, and as the JSON text that requests carry. Numbers are never computed with: their digits
 * go from the field into the JSON as they were typed, however many there are.
 */
import { parseJson } from '../../engine/core/json.ts';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { jsonText } from './plain-json.ts';

export type FieldType = 'string' | 'number' | 'boolean' | 'date' | 'enum' | 'json';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** True: the empty text is a value of it, too. */
  readonly blank?: true;
  /** For `enum`. */
  readonly options: readonly string[];
  /** One sentence below the field. */
  readonly hint: string | null;
  /** Who reads it, as a sentence goes on after its name; absent: nobody needs it. */
  readonly readBy?: string;
}

/** What was typed, by name of the field; `true` and `false` for truth values, empty for what is left out. */
export type Typed = Readonly<Record<string, string>>;

/** The request's variables, or per field what is wrong with it. */
export type Filled =
  | { readonly ok: true; readonly variables: string }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** What is meant as a number of JSON. */
export const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The type that shows a value best. */
export function fieldTypeOf(value: PlainValue | undefined): FieldType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'json';
  }
}

/** What stands in a field that holds this value. */
export function typedOf(type: FieldType, value: PlainValue | undefined): string {
  if (value === undefined) return '';
  if (type === 'json') return jsonText(value, 2);
  return typeof value === 'string' ? value : jsonText(value);
}

/** Fields to JSON text. What is left empty is left out, where it need not be given. */
export function fill(fields: readonly Field[], typed: Typed): Filled {
  const problems: Record<string, string> = {};
  const parts: string[] = [];
  for (const field of fields) {
    const text = typed[field.name] ?? '';
    if (text === '' && !(field.type === 'string' && field.blank === true)) {
      if (field.required) problems[field.name] = 'Needs a value.';
      continue;
    }
    const json = jsonOf(field, text);
    if (json === null) problems[field.name] = wrong(field, text);
    else parts.push(`${JSON.stringify(field.name)}: ${json}`);
  }
  return Object.keys(problems).length === 0
    ? { ok: true, variables: `{ ${parts.join(', ')} }` }
    : { ok: false, problems };
}

function jsonOf({ type, options }: Field, text: string): string | null {
  switch (type) {
    case 'string':
    case 'date':
      return JSON.stringify(text);
    case 'enum':
      return options.length === 0 || options.includes(text) ? JSON.stringify(text) : null;
    case 'number':
      return jsonNumber.test(text.trim()) && jsonProblem(text) === null ? text.trim() : null;
    case 'boolean':
      return text === 'true' || text === 'false' ? text : null;
    case 'json':
      return jsonProblem(text) === null ? text : null;
    default:
      return type satisfies never;
  }
}

function wrong({ type, options }: Field, text: string): string {
  if (type === 'number')
    return jsonNumber.test(text.trim())
      ? `${text.trim()} is beyond what a number can hold.`
      : 'Is not a number like 12 or 0.5.';
  if (type === 'enum') return `Is none of ${options.join(', ')}.`;
  if (type === 'boolean') return 'Is neither yes nor no.';
  return 'Is not JSON: text stands in "quotation marks".';
}

/** Why a text cannot be taken as variables; null: it can. */
export function variablesProblem(text: string): string | null {
  const problem = jsonProblem(text);
  if (problem !== null) return problem;
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? null
    : 'Variables are one JSON object: { "name": value, … }.';
}

/** Whether it is JSON, though with a number that is beyond what one can hold. */
function isJsonElsewhere(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Why a text is no JSON, or none that can be kept; null: it is. */
export function jsonProblem(text: string): string | null {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return 'Is not JSON.';
    return isJsonElsewhere(text) ? `Cannot be kept: ${error.message}.` : `Is not JSON: ${error.message}`;
  }
}
