/** What other engines' extensions map at events: what comes with a message or signal, and what goes along with one. */
import { childrenOf, type Element } from './element.ts';
import type { DataAssociation, NodeData } from './graph/data.ts';
import type { Assignment, Mapping } from './graph/mapping.ts';
import { ZEEBE } from './namespace.ts';
import { attribute, childrenNamed, OLDER, vendorElements } from './vendor-elements.ts';
import { inputOutputOf, passed, zeebeAssignment } from './vendor-parts.ts';

/** `zeebe:ioMapping` of an event that has only the side that means something there; null: it has none, or a part cannot be read. */
function mapped(event: Element, side: 'input' | 'output'): readonly Assignment[] | null {
  const io = vendorElements(event, 'ioMapping', [ZEEBE])[0];
  if (io === undefined || childrenNamed(io, side === 'input' ? 'output' : 'input').length > 0) return null;
  return whole(childrenNamed(io, side).map(zeebeAssignment));
}

/** Half a mapping would be worse than none. */
function whole(list: readonly (Assignment | null)[]): readonly Assignment[] | null {
  const read = list.filter((each) => each !== null);
  return read.length === 0 || read.length < list.length ? null : read;
}

/** The outputs of an event that catches: they see what came, and nothing else is handed on, as in Zeebe. */
export function vendorOutputs(event: Element): NodeData | null {
  const outputs = event.$instanceOf('bpmn:CatchEvent') && receives(event) ? mapped(event, 'output') : null;
  if (outputs === null) return null;
  const assignments = outputs.map(({ name, value, path = [] }) => ({
    from: value,
    to: { kind: 'variable' as const, name },
    path,
  }));
  const out: DataAssociation = { sources: [], target: null, transformation: null, assignments };
  const none = { inputs: [], outputs: [], properties: [], inputSets: [], outputSets: [], into: [] };
  return { ...none, out: [out], mapped: true };
}

/**
 * Camunda's `inputOutput` of an intermediate event. Inputs are there while it throws; one that waits would have to keep them, so that
 * a mapping with inputs has no meaning on it.
 */
export function vendorEventMapping(event: Element): Mapping | null {
  const throws = event.$type === 'bpmn:IntermediateThrowEvent';
  if (!throws && event.$type !== 'bpmn:IntermediateCatchEvent') return null;
  const mapping = inputOutputOf(event);
  if (mapping === null || mapping.inputs.length === 0) return mapping;
  // What it throws along would have to see them.
  return throws && vendorPayload(event) === null ? mapping : null;
}

/** Nothing comes with the beginning of an embedded subprocess, nor over a link. */
function receives(event: Element): boolean {
  const definitions = childrenOf(event, 'eventDefinitions');
  if (definitions.length === 0) return event.$parent?.$type === 'bpmn:Process';
  return !definitions.some(({ $type }) => $type === 'bpmn:LinkEventDefinition');
}

const CARRIERS = ['bpmn:MessageEventDefinition', 'bpmn:SignalEventDefinition'];

/** What an event throws along: Zeebe's inputs, and `in` of a signal of Camunda and its kin. */
export function vendorPayload(event: Element): readonly Assignment[] | null {
  if (!event.$instanceOf('bpmn:ThrowEvent')) return null;
  const definitions = childrenOf(event, 'eventDefinitions').filter(({ $type }) => CARRIERS.includes($type));
  if (definitions.length === 0) return null;
  return mapped(event, 'input') ?? whole(definitions.flatMap(signalled));
}

/** `in` of a signal's definition; a business key is nothing that a signal here could carry. */
function signalled(definition: Element): readonly (Assignment | null)[] {
  if (definition.$type !== 'bpmn:SignalEventDefinition') return [];
  return vendorElements(definition, 'in', OLDER)
    .filter((each) => attribute(each, 'businessKey') === null)
    .map(passed);
}

/** Whether an extension element of an event, or of its definition, was read, so that it need not be named as kept. */
export function isReadOfEvent(owner: Element, extension: Element): boolean {
  const { localName, uri } = extension.$descriptor.ns;
  if (localName === 'ioMapping' && uri === ZEEBE) {
    if (owner.$instanceOf('bpmn:CatchEvent')) return vendorOutputs(owner) !== null;
    return owner.$instanceOf('bpmn:ThrowEvent') && vendorPayload(owner) !== null;
  }
  if (localName === 'inputOutput') return vendorEventMapping(owner) !== null;
  if (localName !== 'in' || uri === undefined || !OLDER.includes(uri)) return false;
  const event = owner.$parent;
  if (event?.$instanceOf('bpmn:ThrowEvent') !== true) return false;
  return mapped(event, 'input') === null && vendorPayload(event) !== null;
}
