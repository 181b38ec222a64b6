import { TextInput } from '@mantine/core';

interface VariableFilterProps {
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

/** By a part of their names. */
export function VariableFilter({ filter, onChange }: VariableFilterProps) {
  return (
    <TextInput
      aria-label="Filter variables by name"
      placeholder="Filter by name"
      value={filter}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
