/**
 * What the answer of a condition means. BPMN wants a boolean (BPMN 2.0.2, 8.4.13): what is neither true nor false is a mistake
 * with a name, never a silent no. Null, which is what comparing with nothing answers, is a no.
 */
import type { Expression } from '../model/graph/expression.ts';
import type { Evaluation } from './evaluation.ts';
import { Temporal, type Value } from './value.ts';

/** Whether a condition holds, or why nobody can tell. */
export type Verdict = { readonly ok: true; readonly holds: boolean } | Extract<Evaluation, { ok: false }>;

/** Judges what a condition answered. */
export function verdictOf(condition: Pick<Expression, 'text'>, answer: Evaluation): Verdict {
  if (!answer.ok) return answer;
  const { value, truth } = answer;
  if (truth !== undefined) return { ok: true, holds: truth };
  if (answer.loose === true) return { ok: true, holds: isTruthy(value) };
  if (typeof value === 'boolean' || value === null) return { ok: true, holds: value === true };
  return { ok: false, message: `"${shortened(condition.text)}" is ${shown(value)}, which is neither true nor false` };
}

/** What JavaScript takes for true. */
function isTruthy(value: Value): boolean {
  return Boolean(value);
}

function shown(value: Exclude<Value, null>): string {
  if (typeof value === 'string') return `the text "${shortened(value)}"`;
  if (typeof value !== 'object') return `the number ${value}`;
  return value instanceof Temporal ? `a ${value.kind}` : Array.isArray(value) ? 'a list' : 'a context';
}

function shortened(text: string): string {
  const line = text.slice(0, 1_000).replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
