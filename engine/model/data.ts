/** Reads the data of processes, activities and events: what there is, what has to be there, and how it moves (BPMN 2.0.2, 10.4). */
import { PLACEHOLDER, readAssociation, type Reading } from './data-association.ts';
import { childOf, childrenOf, describe, type Element } from './element.ts';
import type { DataAssociation, DataPlace, DataSet, NodeData } from './graph/data.ts';
import { variableOf } from './item.ts';
import type { Report } from './report.ts';
import { eventDataOf } from './vendor-triggers.ts';

/** Names of the variables that are born with a process or subprocess, without a value. */
export function itemsOf(container: Element): readonly string[] {
  const specification = childOf(container, 'ioSpecification');
  const objects = childrenOf(container, 'flowElements').filter((each) => each.$type === 'bpmn:DataObject');
  const own = container.$type === 'bpmn:Process' ? childrenOf(container, 'properties') : [];
  const ends =
    specification === null || container.$type !== 'bpmn:Process'
      ? []
      : [...childrenOf(specification, 'dataInputs'), ...childrenOf(specification, 'dataOutputs')];
  return namesOf([...objects, ...own, ...ends]);
}

/** The input sets of a process: it starts when one is complete. */
export function inputSetsOf(process: Element): readonly DataSet[] {
  const specification = childOf(process, 'ioSpecification');
  return specification === null ? [] : inputSets(childrenOf(specification, 'inputSets'), () => true);
}

/** What an activity's result is called when nothing else says so: its only data output. */
export function resultOutputOf(activity: Element): string | null {
  const [only, ...others] = outputsDeclared(activity);
  return only === undefined || others.length > 0 ? null : variableOf(only);
}

/** The data outputs of an activity, but for the one that gathers what its instances bring. */
export function outputsDeclared(activity: Element): readonly Element[] {
  const container = activity.$parent;
  // A global task has its data outputs itself, not the task in it.
  const holder =
    childOf(activity, 'ioSpecification') ?? (container === undefined ? null : globalOf(activity, container));
  const gathered = loopItems(activity).output;
  return holder === null ? [] : childrenOf(holder, 'dataOutputs').filter((each) => each !== gathered);
}

function globalOf(activity: Element, container: Element): Element | null {
  return container.get('id') === activity.get('id') ? childOf(container, 'ioSpecification') : null;
}

/** Null: nothing moves, and nothing is kept. */
export function readData(reading: Reading): NodeData | null {
  const { node } = reading;
  const event = node.$instanceOf('bpmn:Event');
  const specification = event ? node : childOf(node, 'ioSpecification');
  const inputs = specification === null ? [] : childrenOf(specification, 'dataInputs');
  const outputs = specification === null ? [] : childrenOf(specification, 'dataOutputs');
  const properties = childrenOf(node, 'properties');
  const items = [...inputs, ...outputs, ...properties];
  const loop = loopItems(node);
  const read = (list: string, end: 'input' | 'output'): readonly DataAssociation[] =>
    childrenOf(node, list)
      .filter((each) => !touches(each, end === 'input' ? loop.input : loop.output, end))
      .flatMap((each) => readAssociation(reading, each, items) ?? []);
  const into = read('dataInputAssociations', 'input');
  const out = read('dataOutputAssociations', 'output');
  if (specification !== null && !event) checkSets(node, specification, inputs, outputs, reading.report);
  const filled = new Set(into.flatMap(targetsOf));
  const emptied = new Set(out.flatMap(({ sources }) => sources.flatMap(({ place }) => ownOf(place))));
  const uses =
    (names: ReadonlySet<string>) =>
    (item: Element): boolean =>
      names.has(variableOf(item) ?? '');
  const used = properties.filter((item) => variableOf(item) !== PLACEHOLDER);
  if (into.length + out.length + used.length === 0) return eventDataOf(node);
  const sets = event || specification === null ? [] : childrenOf(specification, 'inputSets');
  const ends = event || specification === null ? [] : childrenOf(specification, 'outputSets');
  return {
    inputs: namesOf(inputs.filter(uses(filled))),
    outputs: namesOf(outputs.filter(uses(emptied))),
    properties: namesOf(used),
    inputSets: inputSets(sets, uses(filled)),
    outputSets: outputSets(ends, uses(emptied)),
    into,
    out,
  };
}

/** The associations of a multi-instance activity that fill its collection, or empty what it gathers. */
export function readLoopData(reading: Reading, item: Element, end: 'input' | 'output'): readonly DataAssociation[] {
  return childrenOf(reading.node, end === 'input' ? 'dataInputAssociations' : 'dataOutputAssociations')
    .filter((each) => touches(each, item, end))
    .flatMap((each) => readAssociation(reading, each, [item]) ?? []);
}

/** The collections of a multi-instance activity, and what one instance adds to the one that it fills. */
export function loopItems(node: Element): Readonly<Record<'input' | 'output' | 'item', Element | null>> {
  const loop = childOf(node, 'loopCharacteristics');
  if (loop === null) return { input: null, output: null, item: null };
  const output = childOf(loop, 'loopDataOutputRef');
  const item = output === null ? null : childOf(loop, 'outputDataItem');
  return { input: childOf(loop, 'loopDataInputRef'), output, item };
}

function touches(association: Element, item: Element | null, end: 'input' | 'output'): boolean {
  if (item === null) return false;
  return end === 'input'
    ? childOf(association, 'targetRef') === item
    : childrenOf(association, 'sourceRef').includes(item);
}

function targetsOf({ target, assignments }: DataAssociation): readonly string[] {
  return [...(target === null ? [] : ownOf(target)), ...assignments.flatMap(({ to }) => ownOf(to))];
}

function ownOf(place: DataPlace): readonly string[] {
  return place.kind === 'own' ? [place.name] : [];
}

function namesOf(items: readonly Element[]): readonly string[] {
  return [...new Set(items.flatMap((item) => variableOf(item) ?? []))];
}

/** What may be missing at the beginning, and what is read while it goes on, is not waited for (BPMN 2.0.2, 10.4.1). */
function inputSets(sets: readonly Element[], uses: (item: Element) => boolean): readonly DataSet[] {
  return sets.map((set) => readSet(set, 'dataInputRefs', ['optionalInputRefs', 'whileExecutingInputRefs'], uses));
}

function outputSets(sets: readonly Element[], uses: (item: Element) => boolean): readonly DataSet[] {
  return sets.map((set) => readSet(set, 'dataOutputRefs', ['optionalOutputRefs', 'whileExecutingOutputRefs'], uses));
}

function readSet(set: Element, all: string, lenient: readonly string[], uses: (item: Element) => boolean): DataSet {
  const optional = lenient.flatMap((list) => childrenOf(set, list));
  const required = childrenOf(set, all).filter((item) => uses(item) && !optional.includes(item));
  return { required: namesOf(required), optional: namesOf(optional.filter(uses)) };
}

function checkSets(
  node: Element,
  specification: Element,
  inputs: readonly Element[],
  outputs: readonly Element[],
  report: Report,
): void {
  const sides = [
    { items: inputs, sets: childrenOf(specification, 'inputSets'), refs: 'dataInputRefs', kind: 'input' },
    { items: outputs, sets: childrenOf(specification, 'outputSets'), refs: 'dataOutputRefs', kind: 'output' },
  ];
  for (const { items, sets, refs, kind } of sides) {
    const strange = sets.flatMap((set) => childrenOf(set, refs)).find((item) => !items.includes(item));
    if (strange !== undefined)
      report.error(
        node,
        'data-set',
        `one of its ${kind} sets names ${describe(strange)}, no data ${kind} of it (BPMN 2.0.2, 10.4.1).`,
      );
    const lone = items.find((item) => !sets.some((set) => childrenOf(set, refs).includes(item)));
    if (lone !== undefined)
      report.warning(
        node,
        'data-set',
        `no ${kind} set names its data ${kind} ${describe(lone)}: nothing ${kind === 'input' ? 'waits for it' : 'asks for it'} (BPMN 2.0.2, 10.4.1).`,
      );
  }
}
