/** Global tasks (BPMN 2.0.2, 10.3.7): each is a process of its own that holds nothing but the task. */
import { childrenOf, requiredIdOf, textOf, type Element } from './element.ts';

/** What a global task is when it is performed. */
const TASKS: Readonly<Record<string, string>> = {
  'bpmn:GlobalTask': 'bpmn:Task',
  'bpmn:GlobalManualTask': 'bpmn:ManualTask',
  'bpmn:GlobalUserTask': 'bpmn:UserTask',
  'bpmn:GlobalScriptTask': 'bpmn:ScriptTask',
  'bpmn:GlobalBusinessRuleTask': 'bpmn:BusinessRuleTask',
};

const KEPT = ['name', 'extensionElements', 'implementation', 'script', 'resources'];
const OURS = ['checkpoint', 'retries', 'backoff', 'resultVariable', 'type', 'decision'];

/** Makes elements that no file holds. */
export interface Factory {
  create(type: string, attributes?: Readonly<Record<string, unknown>>): Element;
}

export function globalTasksOf(definitions: Element): readonly Element[] {
  return childrenOf(definitions, 'rootElements').filter((root) => root.$type in TASKS);
}

/** The process that stands for a global task; task and process have its id. */
export function asProcess(global: Element, factory: Factory): Element {
  const id = requiredIdOf(global);
  const given: Record<string, unknown> = { ...global.$attrs, id };
  for (const property of KEPT) if (global.get(property) !== undefined) given[property] = global.get(property);
  for (const name of OURS) {
    const value = global.get(`cairn:${name}`);
    if (value !== undefined) given[`cairn:${name}`] = value;
  }
  if (global.$type === 'bpmn:GlobalScriptTask') given['scriptFormat'] = textOf(global, 'scriptLanguage') ?? undefined;
  const task = factory.create(TASKS[global.$type] ?? 'bpmn:Task', given);
  const process = factory.create('bpmn:Process', { id, isExecutable: true, flowElements: [task] });
  const specification = global.get('ioSpecification');
  if (specification !== undefined) process.set('ioSpecification', specification);
  Object.assign(task, { $parent: process });
  Object.assign(process, { $parent: global.$parent });
  if (textOf(global, 'name') !== null) process.set('name', textOf(global, 'name'));
  return process;
}
