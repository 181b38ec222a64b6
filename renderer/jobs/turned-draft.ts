/** A draft of variables turned to its other view. Nothing is lost by it: what the other view cannot show stays where it is. */
import { parseJson, printJson } from '../../engine/core/json.ts';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { fill, typedOf, variablesProblem, type Field, type Filled, type Typed } from './form-fields.ts';
import { fillRows, rowsFrom } from './free-variables.ts';
import type { Draft } from './VariablesForm.tsx';

/** What a draft is a draft of. */
export interface DraftForm {
  readonly fields: readonly Field[];
  /** Rows of names that are made up, instead of fields. */
  readonly rows: boolean;
  /** What a field holds of which the JSON says nothing; absent: it is empty then. */
  readonly unsaid?: Typed;
}

/** The turned draft, or why it stays: problems by field or row of the form, or one of the JSON. */
export type Turned =
  { readonly draft: Draft } | { readonly problems: Readonly<Record<string, string>> } | { readonly problem: string };

/** To JSON. What is only missing yet is left out, or null where it has a name; what cannot be read would be lost there. */
export function turnedToJson({ fields, rows }: DraftForm, draft: Draft): Turned {
  const filled: Filled = rows
    ? fillRows((draft.rows ?? []).map((row) => (row.name !== '' && row.value === '' ? { ...row, value: 'null' } : row)))
    : fill(
        fields.map((field) => ({ ...field, required: false })),
        draft.typed,
      );
  if (!filled.ok) return { problems: filled.problems };
  return { draft: { ...draft, view: 'json', json: printJson(parseJson(filled.variables), 2) } };
}

/** To the form. A name that it has no field for would be lost there. */
export function turnedToForm({ fields, rows, unsaid = {} }: DraftForm, draft: Draft): Turned {
  const problem = variablesProblem(draft.json);
  if (problem !== null) return { problem };
  if (rows) return { draft: { ...draft, view: 'form', rows: rowsFrom(draft.json) } };
  const values = parseJson(draft.json) as Readonly<Record<string, PlainValue>>;
  const known = new Set(fields.map(({ name }) => name));
  const beside = Object.keys(values).filter((name) => !known.has(name));
  if (beside.length > 0) return { problem: `The form has no field for ${beside.join(', ')}: it would be lost there.` };
  const typed = fields.map(({ name, type }) => [
    name,
    Object.hasOwn(values, name) ? typedOf(type, values[name]) : (unsaid[name] ?? ''),
  ]);
  return { draft: { ...draft, view: 'form', typed: { ...draft.typed, ...(Object.fromEntries(typed) as Typed) } } };
}
