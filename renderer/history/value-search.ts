/** "When did total become 0?": what is typed, as the question that the host answers. */
import type { CallParams } from '../../engine/protocol/window-calls.ts';

export type Question = CallParams<'jobs.find-value'>['look'];

/** `value`: equals a JSON value. `condition`: FEEL, such as `total > 100`. */
export type SearchKind = 'value' | 'condition';

/** The question; null with a reason where the text is none. A word that is no JSON is taken as text. */
export function questionOf(kind: SearchKind, text: string): Question | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (kind === 'condition') return { condition: trimmed.replace(/^=(?!=)\s*/, '') };
  return { value: isJson(trimmed) ? trimmed : JSON.stringify(trimmed) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (failure) {
    if (failure instanceof SyntaxError) return false;
    throw failure;
  }
}
