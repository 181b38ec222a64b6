import { Radio, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Field, Filled, Typed } from './form-fields.ts';
import { fill, variablesProblem } from './form-fields.ts';
import { FreeVariables } from './FreeVariables.tsx';
import { fillRows, type VariableRow } from './free-variables.ts';
import { JsonField } from './JsonField.tsx';
import { turnedToForm, turnedToJson, type DraftForm } from './turned-draft.ts';
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
  /** What those variables are for, as a sentence. */
  readonly note?: string;
  /** What a field holds of which the JSON says nothing; absent: it is empty then. */
  readonly unsaid?: Typed;
  /** What its fields come to, where that is not simply all of them. */
  readonly filled?: Filled;
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
  note = 'Variables that it sets, if any.',
  unsaid = {},
  filled = free && fields.length === 0 ? fillRows(draft.rows ?? []) : fill(fields, draft.typed),
}: VariablesFormProps) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  /** Why it stayed in the view that it is in, of the draft that was to be turned. */
  const [stayed, setStayed] = useState<{ readonly draft: Draft; readonly problem: string | null } | null>(null);
  const rows = free && fields.length === 0;
  const problems = filled.ok ? {} : filled.problems;
  const asJson = draft.view === 'json' || (fields.length === 0 && !free);
  const turn = (view: string): void => {
    const form: DraftForm = { fields, rows, unsaid };
    const turned = view === 'json' ? turnedToJson(form, draft) : turnedToForm(form, draft);
    if ('draft' in turned) return onChange(turned.draft);
    if ('problems' in turned) setTouched(new Set([...touched, ...Object.keys(turned.problems)]));
    setStayed({ draft, problem: 'problem' in turned ? turned.problem : null });
  };
  const whyStayed = stayed?.draft === draft ? stayed.problem : null;
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
          error={variablesProblem(draft.json) ?? whyStayed}
          onChange={(json) => onChange({ ...draft, json })}
        />
      ) : rows ? (
        <FreeVariables
          rows={draft.rows ?? []}
          note={note}
          showProblems={showProblems || stayed !== null}
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
