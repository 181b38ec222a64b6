/** Variables to fill in, as text for `--vars`: what stands in brackets has to be replaced, and is no JSON before that. */
import type { AskedField } from '../protocol/views.ts';

/** With all that must be given. */
export function variablesTemplate(fields: readonly AskedField[]): string {
  const parts = fields
    .filter(({ required }) => required)
    .map((field) => `${JSON.stringify(field.name)}: <${kindText(field)}>`);
  return `{${parts.join(', ')}}`;
}

/** What may be left out, by name; empty: nothing. */
export function leftOutText(fields: readonly AskedField[]): string[] {
  const names = fields.filter(({ required }) => !required).map(({ name }) => name);
  return names.length === 0 ? [] : [`(may leave out ${names.join(', ')})`];
}

function kindText({ type, options }: AskedField): string {
  switch (type) {
    case 'string':
      return '"text"';
    case 'date':
      return '"YYYY-MM-DD"';
    case 'boolean':
      return 'true|false';
    case 'enum':
      return options.length === 0 ? '"text"' : options.map((option) => JSON.stringify(option)).join('|');
    case 'number':
      return 'number';
    case null:
      return 'JSON';
    default:
      return type satisfies never;
  }
}
