import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { emptyRow, fillRows, type VariableRow } from './free-variables.ts';

interface FreeVariablesProps {
  readonly rows: readonly VariableRow[];
  readonly onChange: (rows: readonly VariableRow[]) => void;
  readonly showProblems: boolean;
  /** What the variables are for, as a sentence. */
  readonly note: string;
}

/** Names and values, a row each. */
export function FreeVariables({ rows, onChange, showProblems, note }: FreeVariablesProps) {
  const shown = rows.length === 0 ? [emptyRow] : rows;
  const filled = fillRows(shown);
  const problems = filled.ok || !showProblems ? {} : filled.problems;
  const change = (index: number, part: Partial<VariableRow>): void =>
    onChange(shown.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <>
      <p className="job-form-note">
        {note} A value such as <code>12.5</code>, <code>true</code> or <code>{'{ "name": "Ada" }'}</code> is read as
        JSON, anything else as text.
      </p>
      <div className="job-form-rows">
        {shown.map((row, index) => (
          <div key={index} className="job-form-row">
            <TextInput
              aria-label={`Name of variable ${index + 1}`}
              placeholder="Name"
              value={row.name}
              onChange={(event) => change(index, { name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Value of variable ${index + 1}`}
              placeholder="Value"
              error={problems[index]}
              value={row.value}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={`Remove variable ${index + 1}`}
              title="Remove it"
              disabled={rows.length === 0}
              onClick={() => onChange(shown.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <Button
        className="job-form-view"
        leftSection={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...shown, emptyRow])}
      >
        Add a variable
      </Button>
    </>
  );
}
