/** What a waiting token can be given, as a form. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { taskFieldsOf, type TaskField } from '../../engine/model/task-fields.ts';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { elementName } from '../jobs/element-names.ts';
import { typedOf, type Field, type Typed } from '../jobs/form-fields.ts';
import { awaitedVariables } from './start-variables.ts';

/** What completing a user task takes; the engine works out what is left empty. */
export function taskFields(graph: ProcessGraph | null, element: string): Field[] {
  const node = graph?.nodes.get(element);
  if (node?.type !== 'bpmn:UserTask') return [];
  const outputs = new Set(node.outputFields.map(({ name }) => name));
  return taskFieldsOf(node).map((field) => ({
    name: field.name,
    label: field.label === '' ? field.name : field.label,
    type: field.type ?? 'json',
    required: field.required && field.default === null,
    options: field.options,
    hint: hintOf(field),
    ...(outputs.has(field.name) ? { hint: 'A data output of the task.' } : {}),
  }));
}

/** Whom a user task is meant for, in a sentence; null: nobody in particular. */
export function meantFor(graph: ProcessGraph | null, element: string): string | null {
  const node = graph?.nodes.get(element);
  const people = node?.type === 'bpmn:UserTask' ? node.people : null;
  if (people === null) return null;
  const { assignee, candidateUsers, candidateGroups, dueDate, followUpDate, priority } = people;
  const said = [
    assignee === undefined ? [] : `assignee ${assignee}`,
    candidateUsers === undefined ? [] : `candidate users ${candidateUsers}`,
    candidateGroups === undefined ? [] : `candidate groups ${candidateGroups}`,
    dueDate === undefined ? [] : `due ${dueDate}`,
    followUpDate === undefined ? [] : `follow-up ${followUpDate}`,
    priority === undefined ? [] : `priority ${priority}`,
  ].flat();
  return `Its file says: ${said.join(' · ')}. Cairn shows this and asks nobody: whoever is here can complete it.`;
}

/** Which variables a message or a signal might bring to whoever waits there; null: the process wants none. */
export function newsHint(
  graph: ProcessGraph | null,
  element: string,
  variables: Readonly<Record<string, PlainValue>>,
): string | null {
  if (graph === null) return null;
  const awaited = awaitedVariables(graph, element, new Set(Object.keys(variables)));
  if (awaited.length === 0) return null;
  const example = awaited.map(({ name }) => `${JSON.stringify(name)}: …`).join(', ');
  const readers = [...new Set(awaited.flatMap(({ readBy }) => readBy))].map((each) => elementName(graph, each));
  return `Such as { ${example} }: read later by ${readers.join(' and ')}, and not set yet.`;
}

/** Defaults as far as they can be told here: plain values and names of variables; the engine works out the others. */
export function taskDefaults(
  graph: ProcessGraph | null,
  element: string,
  variables: Readonly<Record<string, PlainValue>>,
): Typed {
  const node = graph?.nodes.get(element);
  if (node?.type !== 'bpmn:UserTask') return {};
  return Object.fromEntries(
    taskFieldsOf(node).map((field) => {
      const given = defaultValue(field, variables);
      return [field.name, given === undefined ? '' : typedOf(field.type ?? 'json', given)];
    }),
  );
}

function defaultValue(field: TaskField, variables: Readonly<Record<string, PlainValue>>): PlainValue | undefined {
  if (field.default === null) return undefined;
  const { language, text } = field.default;
  if (language === 'literal') return text;
  return Object.hasOwn(variables, text.trim()) ? variables[text.trim()] : undefined;
}

function hintOf({ default: preset, limits }: TaskField): string | null {
  const said = [
    ...(preset === null || preset.language === 'literal' ? [] : [`Left empty: ${preset.text}`]),
    ...(limits?.min === undefined ? [] : [`at least ${limits.min}`]),
    ...(limits?.max === undefined ? [] : [`at most ${limits.max}`]),
    ...(limits?.minLength === undefined ? [] : [`at least ${limits.minLength} characters`]),
    ...(limits?.maxLength === undefined ? [] : [`at most ${limits.maxLength} characters`]),
  ].join(' · ');
  return said === '' ? null : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}
