/** Values as text, without ever making more of it than is shown. */

const MAX_PREVIEW = 120;

/** One line about a value: `{ id, total, … }`, `[3]`, `"text"`. */
export function preview(value: unknown, max = MAX_PREVIEW): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[ ${value.length} ${value.length === 1 ? 'item' : 'items'} ]`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    if (names.length === 0) return '{}';
    const shown = names.slice(0, 4).join(', ');
    return cut(`{ ${shown}${names.length > 4 ? ', …' : ''} }`, max);
  }
  if (typeof value === 'string') return cut(JSON.stringify(value.slice(0, max + 1)), max);
  return scalarText(value);
}

/** Text of what is no object. */
export function scalarText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return JSON.stringify(value);
  return String(value);
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}…` : text;
}
