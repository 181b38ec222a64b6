/** Which rows on data a diagram shows: what is in it, as far as its trace says that it was executed. */
import type { ModdleElement } from 'bpmn-moddle';

/** Rows of one node that was executed. */
export function dataRows(node: ModdleElement, trace: string): readonly string[] {
  const rows = new Set<string>();
  const add = (element: string, place: string): Set<string> => rows.add(`More/${element}/${place}`);
  const into = children(node, 'dataInputAssociations');
  const out = children(node, 'dataOutputAssociations');
  for (const association of [...into, ...out]) {
    const source = children(association, 'sourceRef')[0] ?? null;
    const target = child(association, 'targetRef');
    const assigns = children(association, 'assignment').length > 0;
    const transforms = child(association, 'transformation') !== null;
    add('data association', transforms ? 'transformation' : assigns ? 'assignment' : 'copy');
    for (const item of [source, target]) {
      if (item === null) continue;
      if (item.$type === 'bpmn:DataStoreReference') add('data store', item === source ? 'read' : 'written');
      if (item.$type === 'bpmn:DataObjectReference') objectRows(item, add);
      const owner = item.$type === 'bpmn:Property' ? item.$parent : undefined;
      if (owner !== undefined) add('property', placeOf(owner));
    }
  }
  if (into.length > 0) for (const place of inputPlaces(node)) add('data input', place);
  if (out.length > 0) for (const place of outputPlaces(node)) add('data output', place);
  const specification = child(node, 'ioSpecification');
  if (specification === null) return [...rows];
  const id = String(node.get('id'));
  const sets = children(specification, 'inputSets');
  if (sets.length > 1) add('input set', 'one of several');
  if (sets.some((set) => children(set, 'optionalInputRefs').length > 0)) add('input set', 'with optional inputs');
  if (trace.includes(`wait for data at ${id}`)) add('input set', 'waited for');
  if (out.length > 0)
    add('output set', trace.includes(`incident at ${id}: none of its output sets`) ? 'incomplete' : 'complete');
  return [...rows];
}

/** Rows of what has data inputs and outputs without being a node: a process or a global task that was called. */
export function calledDataRows(root: ModdleElement, words: ReadonlySet<string>): readonly string[] {
  const specification = child(root, 'ioSpecification');
  if (specification === null || !words.has(String(root.get('id')))) return [];
  const place = root.$type === 'bpmn:Process' ? 'of a process' : 'of a global task';
  return [
    ...(children(specification, 'dataInputs').length > 0 ? [`More/data input/${place}`] : []),
    ...(children(specification, 'dataOutputs').length > 0 ? [`More/data output/${place}`] : []),
  ];
}

function objectRows(reference: ModdleElement, add: (element: string, place: string) => unknown): void {
  const object = child(reference, 'dataObjectRef');
  const container = object?.$parent;
  if (object === null || container === undefined) return;
  add('data object', container.$type === 'bpmn:Process' ? 'of a process' : 'of a subprocess');
  if (object.get('isCollection') === true) add('data object', 'a collection');
  const references = children(container, 'flowElements').filter((each) => child(each, 'dataObjectRef') === object);
  if (references.length > 1) add('data object', 'shown by several references');
}

function placeOf(owner: ModdleElement): string {
  if (owner.$type === 'bpmn:Process') return 'of a process';
  return owner.$type === 'bpmn:SubProcess' ? 'of a subprocess' : 'of an activity';
}

function inputPlaces(node: ModdleElement): readonly string[] {
  if (node.$type === 'bpmn:EndEvent') return ['of an end event'];
  if (node.$type === 'bpmn:IntermediateThrowEvent') return ['of a throwing event'];
  if (node.$type === 'bpmn:SendTask') return ['of a send task'];
  return activityPlaces(node, 'loopDataInputRef');
}

function outputPlaces(node: ModdleElement): readonly string[] {
  if (node.$type === 'bpmn:StartEvent')
    return [node.$parent?.$type === 'bpmn:Process' ? 'of a start event' : 'of a start event of an event subprocess'];
  if (node.$type === 'bpmn:IntermediateCatchEvent') return ['of a catching event'];
  if (node.$type === 'bpmn:BoundaryEvent') return ['of a boundary event'];
  if (node.$type === 'bpmn:ReceiveTask') return ['of a receive task'];
  return activityPlaces(node, 'loopDataOutputRef');
}

function activityPlaces(node: ModdleElement, loopEnd: string): readonly string[] {
  const loop = child(node, 'loopCharacteristics');
  const repeated = loop !== null && child(loop, loopEnd) !== null ? ['of multi-instance'] : [];
  if (node.$type === 'bpmn:CallActivity') return ['of a call activity', ...repeated];
  return [node.$type === 'bpmn:SubProcess' ? 'of a subprocess' : 'of an activity', ...repeated];
}

function child(element: ModdleElement, property: string): ModdleElement | null {
  const value = element.get(property);
  return typeof value === 'object' && value !== null && '$type' in value ? (value as ModdleElement) : null;
}

function children(element: ModdleElement, property: string): readonly ModdleElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? (value as ModdleElement[]) : [];
}
