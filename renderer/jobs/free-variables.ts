/** Variables whose names nobody has given beforehand: rows of a name and a value, and as the JSON text that requests carry. */
import { parseJson } from '../../engine/core/json.ts';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { jsonNumber, jsonProblem, type Filled } from './form-fields.ts';
import { jsonText } from './plain-json.ts';

export interface VariableRow {
  readonly name: string;
  /** JSON, or text as it is. */
  readonly value: string;
}

export const emptyRow: VariableRow = { name: '', value: '' };

/** Rows to JSON text; problems by the number of their row. Rows in which nothing stands are left out. */
export function fillRows(rows: readonly VariableRow[]): Filled {
  const problems: Record<string, string> = {};
  const parts = rows.flatMap(({ name, value }, index) => {
    if (name === '' && value === '') return [];
    const problem = rowProblem(rows, index);
    if (problem !== null) problems[index] = problem;
    return `${JSON.stringify(name)}: ${isJson(value) ? value : JSON.stringify(value)}`;
  });
  return Object.keys(problems).length === 0
    ? { ok: true, variables: `{ ${parts.join(', ')} }` }
    : { ok: false, problems };
}

/** Rows out of the text of a JSON object. */
export function rowsFrom(json: string): readonly VariableRow[] {
  const values = parseJson(json) as Readonly<Record<string, PlainValue>>;
  return Object.entries(values).map(([name, value]) => ({ name, value: typedValue(value) }));
}

function rowProblem(rows: readonly VariableRow[], index: number): string | null {
  const { name, value } = rows[index] ?? emptyRow;
  if (name === '') return 'Needs a name.';
  if (rows.findIndex((row) => row.name === name) < index) return `${name} is there already.`;
  if (value === '') return 'Needs a value; the empty text is "".';
  return looksLikeJson(value) ? jsonProblem(value) : null;
}

const isJson = (text: string): boolean => jsonProblem(text) === null;
const looksLikeJson = (text: string): boolean => /^\s*["[{]/.test(text) || jsonNumber.test(text.trim());

/** Text stands as it is where nobody would take it for another value. */
function typedValue(value: PlainValue): string {
  const isText = typeof value === 'string' && value !== '' && !looksLikeJson(value) && !isJson(value);
  // On one line, as its field is.
  return isText ? value : jsonText(value);
}
