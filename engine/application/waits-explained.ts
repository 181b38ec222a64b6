/** Says of waiting user tasks what whoever completes them is asked for, which takes the diagram besides the job's rows. */
import type { UserTask } from '../model/graph/activity.ts';
import { taskFieldsOf } from '../model/task-fields.ts';
import type { AskedField, WaitView } from '../protocol/views.ts';
import type { DefinitionRow } from '../store/rows.ts';
import { graphOf } from './definition-graph.ts';

/** The document with `fields` at each user task that waits. */
export async function waitsExplained<T extends { readonly waiting: readonly WaitView[] }>(
  document: T,
  definition: DefinitionRow | null,
): Promise<T> {
  if (definition === null || !document.waiting.some((wait) => wait.for === 'user')) return document;
  const graph = await graphOf(definition);
  const waiting = document.waiting.map((wait) => {
    const node = wait.for === 'user' ? graph?.nodes.get(wait.element) : undefined;
    return node?.type === 'bpmn:UserTask' ? { ...wait, fields: fieldsOf(node) } : wait;
  });
  return { ...document, waiting };
}

function fieldsOf(task: UserTask): AskedField[] {
  return taskFieldsOf(task).map(({ name, label, type, required, options, default: preset }) => ({
    name,
    label,
    type,
    // What has a default can be left out.
    required: required && preset === null,
    options: [...options],
  }));
}
