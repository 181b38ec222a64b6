/** Forms of user tasks: defaults fill what was left out, and a value must be of its field's type. */
import type { FormField, UserTask } from '../model/graph.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import { encodeValue, setOwn, Temporal, type Value, type Variables } from './value.ts';

/** The variables with their defaults, or what is wrong with them: one sentence without its subject. */
export function fillForm(step: Step, token: Token, task: UserTask, given: Variables): Variables | string {
  const filled: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(given)) setOwn(filled, name, value);
  for (const field of task.form) {
    let value = Object.hasOwn(filled, field.name) ? (filled[field.name] as Value) : null;
    if (value === null && field.default !== null && !Object.hasOwn(filled, field.name)) {
      const answer = step.evaluate(field.default, token);
      if (!answer.ok) return `has a default for "${field.name}" that cannot be computed: ${answer.message}`;
      value = defaultOf(field, answer.value);
      setOwn(filled, field.name, value);
    }
    if (value === null) {
      if (field.required) return `needs a value for "${field.name}" (${field.type})`;
    } else if (!isOf(field, value)) {
      return `takes ${wanted(field)} for "${field.name}", and was given ${encodeValue(value)}`;
    }
  }
  return filled;
}

/** A default written as plain text says a number or a truth value as people write it. */
function defaultOf(field: FormField, value: Value): Value {
  if (typeof value !== 'string') return value;
  if (field.type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (field.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function isOf(field: FormField, value: Value): boolean {
  switch (field.type) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' || value instanceof Temporal;
    case 'enum':
      return typeof value === 'string' && (field.options.length === 0 || field.options.includes(value));
    default:
      return field.type satisfies never;
  }
}

function wanted(field: FormField): string {
  return field.type === 'enum' && field.options.length > 0 ? `one of ${field.options.join(', ')}` : `a ${field.type}`;
}
