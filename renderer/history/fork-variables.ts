/** Which variables a fork sets: those that a person changed, and no others. What is left alone keeps its exact value. */
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import {
  fieldTypeOf,
  fill,
  typedOf,
  variablesProblem,
  type Field,
  type Filled,
  type Typed,
} from '../jobs/form-fields.ts';
import type { Draft } from '../jobs/VariablesForm.tsx';

/** Variables of which the window has only the beginning: they go along as they are. */
export function leftOut(document: JobDocument): string[] {
  return document.cut.filter(({ scope }) => scope === null).map(({ name }) => name);
}

/**
 * A field for each variable of the job's own scope; those that were cut are too big for a form. Plain values come first:
 * they are changed most, and below what takes many lines nobody would look for them.
 */
export function forkFields(document: JobDocument): Field[] {
  const cut = new Set(leftOut(document));
  const fields = Object.entries(document.variables)
    .filter(([name]) => !cut.has(name))
    .map(([name, value]): Field => ({
      name,
      label: name,
      type: fieldTypeOf(value),
      required: false,
      ...(typeof value === 'string' && { blank: true }),
      options: [],
      hint: null,
    }));
  return [...fields.filter(({ type }) => type !== 'json'), ...fields.filter(({ type }) => type === 'json')];
}

export function forkTyped(fields: readonly Field[], document: JobDocument): Typed {
  return Object.fromEntries(fields.map(({ name, type }) => [name, typedOf(type, document.variables[name])]));
}

export function changedNames(fields: readonly Field[], draft: Draft, document: JobDocument): string[] {
  const before = forkTyped(fields, document);
  return fields.filter(({ name }) => (draft.typed[name] ?? '') !== before[name]).map(({ name }) => name);
}

/** Names that the fork would set, as the draft stands. */
export function editedNames(fields: readonly Field[], draft: Draft, document: JobDocument): string[] {
  if (draft.view === 'form') return changedNames(fields, draft, document);
  return variablesProblem(draft.json) === null ? Object.keys(JSON.parse(draft.json) as object) : [];
}

/** What was changed in the form, as a request's variables. A text field that was emptied is the empty text. */
export function forkFilled(fields: readonly Field[], draft: Draft, document: JobDocument): Filled {
  const changed = new Set(changedNames(fields, draft, document));
  return fill(
    fields.filter(({ name }) => changed.has(name)).map((field) => ({ ...field, required: true })),
    draft.typed,
  );
}

/** JSON text of the request; null: something in the draft is wrong. */
export function forkRequest(fields: readonly Field[], draft: Draft, document: JobDocument): string | null {
  if (draft.view === 'json') return variablesProblem(draft.json) === null ? draft.json : null;
  const filled = forkFilled(fields, draft, document);
  return filled.ok ? filled.variables : null;
}
