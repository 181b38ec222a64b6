/** What a person is asked for at a user task because its data outputs need it (BPMN 2.0.2, 10.4.1), besides the fields of its form. */
import { loopItems, outputsDeclared } from './data.ts';
import { childOf, flagOf, textOf, type Element } from './element.ts';
import type { NodeData } from './graph/data.ts';
import type { FormField, OutputField } from './graph/form.ts';
import type { Mapping } from './graph/mapping.ts';
import { variableOf } from './item.ts';

/** One field for each data output that nothing else fills; what the form asks for already is left to the form. */
export function readOutputFields(
  task: Element,
  data: NodeData | null,
  mapping: Mapping | null,
  form: readonly FormField[],
): readonly OutputField[] {
  const item = loopItems(task).item;
  const taken = new Set([...form, ...(mapping?.outputs ?? [])].map(({ name }) => name));
  const filled = new Set([...(mapping?.inputs ?? []).map(({ name }) => name), ...(data?.inputs ?? [])]);
  const sets = data?.outputSets ?? [];
  return [...outputsDeclared(task), ...(item === null ? [] : [item])].flatMap((output) => {
    const name = variableOf(output);
    if (name === null || taken.has(name)) return [];
    taken.add(name);
    const required = sets.length > 0 && sets.every((set) => set.required.includes(name)) && !filled.has(name);
    return [{ name, type: typeOf(output), required }];
  });
}

const TYPES: Readonly<Record<string, OutputField['type']>> = {
  string: 'string',
  text: 'string',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  number: 'number',
  integer: 'number',
  int: 'number',
  long: 'number',
  short: 'number',
  decimal: 'number',
  double: 'number',
  float: 'number',
};

/** As its item definition says: types of XML Schema and FEEL, Java's, and those that tools call after them (`xs:tString`). */
function typeOf(output: Element): OutputField['type'] {
  const definition = childOf(output, 'itemSubjectRef');
  if (definition === null || flagOf(output, 'isCollection') || flagOf(definition, 'isCollection')) return null;
  const structure = textOf(definition, 'structureRef') ?? '';
  const local = structure.split(/[:.#/}]/).at(-1) ?? '';
  const name = local.replace(/^t(?=[A-Z])/, '').toLowerCase();
  return Object.hasOwn(TYPES, name) ? (TYPES[name] ?? null) : null;
}
