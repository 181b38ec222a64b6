/** Values as text: what people read in a line, and the JSON of it. */
import type { PlainValue } from '../../engine/protocol/views.ts';

/** JSON with all digits of big integers; what JSON has no word for (NaN, infinities) is written as its name. */
export function jsonText(value: PlainValue, indent = 0): string {
  return write(value, indent === 0 ? null : ' '.repeat(indent), '');
}

function write(value: PlainValue, indent: string | null, margin: string): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = indent === null ? '' : margin + indent;
  const parts = isList
    ? (value as readonly PlainValue[]).map((entry) => write(entry, indent, inner))
    : Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${write(entry, indent, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  if (indent === null) return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${margin}${close}`;
}

/** One line that says what a value is, cut to a length. Cheap for values of any size. */
export function shortText(value: PlainValue | undefined, limit = 60): string {
  if (value === undefined) return '–';
  const text = clipped(value, limit + 1);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** As much of the JSON as is asked for: a value of 5 MB is not written out to show sixty characters of it. */
function clipped(value: PlainValue, room: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > room ? value.slice(0, room) : value);
  if (value === null || typeof value !== 'object') return jsonText(value);
  const isList = Array.isArray(value);
  const entries = value as Readonly<Record<string, PlainValue>>;
  const names = isList ? null : Object.keys(value);
  const count = names?.length ?? (value as readonly PlainValue[]).length;
  let text = isList ? '[' : '{ ';
  for (let index = 0; index < count; index += 1) {
    if (text.length > room) return text;
    if (index > 0) text += ', ';
    const name = names?.[index];
    if (name !== undefined) text += `${JSON.stringify(name)}: `;
    text += clipped(entries[name ?? index] ?? null, room - text.length);
  }
  return text + (isList ? ']' : count === 0 ? '}' : ' }');
}

/** A text as it reads, in its own lines, with a sign for what else would not be seen; any other value as its JSON. */
export function wholeText(value: PlainValue, limit: number): string {
  if (typeof value !== 'string') return shortText(value, limit);
  const shown = value
    .slice(0, limit)
    .replaceAll('\r', '␍')
    .replace(/\p{Cc}/gu, unseen);
  return value.length > limit ? `${shown}…` : shown === '' ? '""' : shown;
}

const unseen = (sign: string): string =>
  sign === '\n' || sign === '\t' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
