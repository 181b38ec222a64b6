/** Forms of user tasks: defaults fill what was left out, and a value must be of its field's type. */
import type { UserTask } from '../model/graph/activity.ts';
import type { FormField } from '../model/graph/form.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import { encodeValue, setOwn, Temporal, type Value, type Variables } from './value.ts';

/** The variables with their defaults, or what is wrong with them: one sentence without its subject. */
export function fillForm(step: Step, token: Token, task: UserTask, given: Variables): Variables | string {
  const filled: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(given)) setOwn(filled, variableFor(task, name, given), value);
  for (const field of task.form) {
    const refusal = Object.hasOwn(filled, field.name) ? refused(field, filled[field.name] as Value) : null;
    if (refusal !== null) return refusal;
    let value = Object.hasOwn(filled, field.name) ? (filled[field.name] as Value) : null;
    if (value === null && field.default !== null && !Object.hasOwn(filled, field.name)) {
      const answer = step.evaluate(field.default, token);
      if (!answer.ok) return `has a default for "${field.name}" that cannot be computed: ${answer.message}`;
      value = defaultOf(field, answer.value);
      setOwn(filled, field.name, value);
    }
    // As Camunda has it: an empty text says nothing.
    if (field.required && (value === null || value === '')) return `needs a value for "${field.name}" (${field.type})`;
    if (value !== null && !isOf(field, value)) {
      return `takes ${wanted(field)} for "${field.name}", and was given ${encodeValue(value)}`;
    }
    // What reads it later finds that nothing was said.
    if (value === null && !Object.hasOwn(filled, field.name) && !Object.hasOwn(step.variables(token), field.name))
      setOwn(filled, field.name, null);
  }
  return filled;
}

/** A value may be given under the id of its form property. */
function variableFor({ form }: UserTask, name: string, given: Variables): string {
  if (form.some((field) => field.name === name)) return name;
  const field = form.find(({ id }) => id === name);
  return field === undefined || Object.hasOwn(given, field.name) ? name : field.name;
}

function refused({ name, readOnly, limits = {} }: FormField, value: Value): string | null {
  if (value === null) return null;
  if (readOnly === true) return `takes no value for "${name}", which is read-only in its form`;
  const { min, max, minLength, maxLength } = limits;
  const said = `for "${name}", and was given ${encodeValue(value)}`;
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (min !== undefined && value < min) return `takes nothing below ${min} ${said}`;
    if (max !== undefined && value > max) return `takes nothing above ${max} ${said}`;
  }
  if (typeof value === 'string') {
    if (minLength !== undefined && value.length < minLength) return `takes at least ${minLength} characters ${said}`;
    if (maxLength !== undefined && value.length > maxLength) return `takes at most ${maxLength} characters ${said}`;
  }
  return null;
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
