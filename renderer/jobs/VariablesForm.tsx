import { Radio, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseJson, printJson } from '../../engine/core/json.ts';
import type { PlainValue } from '../../engine/protocol/views.ts';
import type { Field, Typed } from './form-fields.ts';
import { fill, typedOf, variablesProblem } from './form-fields.ts';
import { FreeVariables } from './FreeVariables.tsx';
import { fillRows, rowsFrom, type VariableRow } from './free-variables.ts';
import { JsonField } from './JsonField.tsx';
import './jobs.css';

/** What a form holds: fields that were filled in, or JSON as text. */
export interface Draft {
  readonly view: 'form' | 'json';
  readonly typed: Typed;
  readonly json: string;
  /** Where the names of variables are made up. */
  readonly rows?: readonly VariableRow[];
}

export const emptyDraft: Draft = { view: 'form', typed: {}, json: '{}' };

/**
 * The draft as a request's variables; null: something in it is wrong.
 * @param free Where there are no fields, names are made up row by row.
 */
export function variablesOf(fields: readonly Field[], draft: Draft, free = false): string | null {
  if (draft.view === 'json' || (fields.length === 0 && !free))
    return variablesProblem(draft.json) === null ? draft.json : null;
  const filled = fields.length === 0 ? fillRows(draft.rows ?? []) : fill(fields, draft.typed);
  return filled.ok ? filled.variables : null;
}

interface VariablesFormProps {
  readonly fields: readonly Field[];
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Problems are shown once somebody tried to send it. */
  readonly showProblems: boolean;
  readonly label: string;
  /** What belongs into the JSON where there are no fields. */
  readonly hint?: string;
  /** Where there are no fields, names are made up row by row. */
  readonly free?: boolean;
}

const exampleHint = 'Such as { "total": 12.5, "who": "Ada" }';

/** Variables as a form, with JSON as its other view. */
export function VariablesForm({
  fields,
  draft,
  onChange,
  showProblems,
  label,
  hint = exampleHint,
  free = false,
}: VariablesFormProps) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const rows = free && fields.length === 0;
  const filled = rows ? fillRows(draft.rows ?? []) : fill(fields, draft.typed);
  const problems = filled.ok ? {} : filled.problems;
  const asJson = draft.view === 'json' || (fields.length === 0 && !free);
  const turn = (view: string): void => {
    if (view === 'json') onChange({ ...draft, view: 'json', json: filled.ok ? pretty(filled.variables) : draft.json });
    else if (rows)
      onChange({
        ...draft,
        view: 'form',
        ...(variablesProblem(draft.json) === null && { rows: rowsFrom(draft.json) }),
      });
    else onChange({ ...draft, view: 'form', typed: { ...draft.typed, ...typedFrom(fields, draft.json) } });
  };
  return (
    <div className="job-form" role="group" aria-label={label}>
      {(rows || fields.length > 0) && (
        <SegmentedControl
          className="job-form-view"
          aria-label={`${label}: view`}
          value={asJson ? 'json' : 'form'}
          onChange={turn}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      )}
      {asJson ? (
        <JsonField
          name={`${label} as JSON`}
          // Where there is no form beside it, nothing else says what belongs here.
          {...(fields.length === 0 ? { label: `${label}, as JSON`, description: hint } : {})}
          value={draft.json}
          minRows={4}
          error={variablesProblem(draft.json)}
          onChange={(json) => onChange({ ...draft, json })}
        />
      ) : rows ? (
        <FreeVariables
          rows={draft.rows ?? []}
          showProblems={showProblems}
          onChange={(next) => onChange({ ...draft, rows: next })}
        />
      ) : (
        fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            text={draft.typed[field.name] ?? ''}
            problem={showProblems || touched.has(field.name) ? (problems[field.name] ?? null) : null}
            onBlur={() => setTouched(new Set([...touched, field.name]))}
            onChange={(text) => onChange({ ...draft, typed: { ...draft.typed, [field.name]: text } })}
          />
        ))
      )}
    </div>
  );
}

const yesOrNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

function FieldInput(props: {
  readonly field: Field;
  readonly text: string;
  readonly problem: string | null;
  readonly onBlur: () => void;
  readonly onChange: (text: string) => void;
}) {
  const { field, text, problem } = props;
  const common = {
    label: field.label,
    description: field.hint,
    error: problem,
    withAsterisk: field.required,
    onBlur: props.onBlur,
  };
  switch (field.type) {
    case 'boolean':
      if (!field.required) break;
      // Neither is chosen until somebody answers: an unticked box would be an answer that nobody gave.
      return (
        <Radio.Group {...common} value={text} onChange={props.onChange}>
          <div className="job-form-choice">
            {yesOrNo.map((choice) => (
              <Radio key={choice.value} {...choice} />
            ))}
          </div>
        </Radio.Group>
      );
    case 'enum':
      if (field.options.length === 0) break;
      return (
        <Select
          {...common}
          data={[...field.options]}
          value={text === '' ? null : text}
          clearable={!field.required}
          onChange={(value) => props.onChange(value ?? '')}
        />
      );
    case 'json':
      return (
        <JsonField
          name={field.label}
          label={field.label}
          description={field.hint}
          error={problem}
          required={field.required}
          value={text}
          onBlur={props.onBlur}
          onChange={props.onChange}
        />
      );
    default:
  }
  if (field.type === 'boolean') {
    return (
      <Select
        {...common}
        data={yesOrNo}
        value={text === '' ? null : text}
        clearable
        onChange={(value) => props.onChange(value ?? '')}
      />
    );
  }
  return (
    <TextInput
      {...common}
      type={field.type === 'date' ? 'date' : 'text'}
      inputMode={field.type === 'number' ? 'decimal' : 'text'}
      value={text}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** Indented, with all digits of its numbers. */
const pretty = (json: string): string => printJson(parseJson(json), 2);

/** Fields out of JSON text. */
function typedFrom(fields: readonly Field[], json: string): Typed {
  if (variablesProblem(json) !== null) return {};
  const values = parseJson(json) as Readonly<Record<string, PlainValue>>;
  return Object.fromEntries(
    fields.map(({ name, type }) => [name, typedOf(type, Object.hasOwn(values, name) ? values[name] : undefined)]),
  );
}
