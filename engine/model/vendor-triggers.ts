/**
 * Triggers that Flowable writes as extensions of an event without a definition: events of its event registry, which are messages
 * here, and changes of a variable. Each has a definition of BPMN that stands in for it, so that every rule about events holds.
 */
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf, type Element } from './element.ts';
import { readValue } from './expression.ts';
import type { DataAssociation, NodeData } from './graph/data.ts';
import type { Expression } from './graph/expression.ts';
import type { Assignment } from './graph/mapping.ts';
import type { VariableListener } from './graph/trigger.ts';
import { FLOWABLE, foreignAttribute } from './namespace.ts';
import { attribute, vendorElements } from './vendor-elements.ts';

/** The name and value of an `eventCorrelationParameter`. */
export interface EventParameter {
  readonly name: string;
  readonly value: Expression;
}

/** What stands in for an event's extension, made once: definitions are told apart by identity. */
const standIns = new WeakMap<Element, Element | null>();

/** The definition that stands in for the extensions of an event; null: they are no trigger. */
export function standInOf(event: Element): Element | null {
  const known = standIns.get(event);
  if (known !== undefined) return known;
  const made = makeStandIn(event);
  standIns.set(event, made);
  return made;
}

function makeStandIn(event: Element): Element | null {
  if (!event.$instanceOf('bpmn:Event') || hasDefinitions(event)) return null;
  const message = eventMessageOf(event);
  if (message !== null) return made(event, 'bpmn:MessageEventDefinition', { messageRef: message });
  if (listenerElement(event) === null || !event.$instanceOf('bpmn:CatchEvent')) return null;
  return made(event, 'bpmn:ConditionalEventDefinition', {});
}

/** Messages that stand in for events of the registry, one a node. */
const messages = new WeakMap<Element, Element | null>();

/** The message that an `eventType` stands for, of an event, a receive task or a task that sends; null without one. */
export function eventMessageOf(node: Element): Element | null {
  const known = messages.get(node);
  if (known !== undefined) return known;
  const name = takesEventType(node) ? eventTypeOf(node) : null;
  const message = name === null ? null : made(node, 'bpmn:Message', { id: name, name });
  messages.set(node, message);
  return message;
}

function made(parent: Element, type: string, properties: Readonly<Record<string, unknown>>): Element {
  const model = parent.$model;
  if (model === undefined) throw new Error(`${parent.$type} was made by nobody`);
  const element: ModdleElement & { $parent?: ModdleElement } = model.create(type, properties);
  element.$parent = parent;
  return element;
}

function hasDefinitions(event: Element): boolean {
  return ['eventDefinitions', 'eventDefinitionRef'].some((property) => childrenOf(event, property).length > 0);
}

/** What BPMN itself says of a node wins. */
function takesEventType(node: Element): boolean {
  if (node.$instanceOf('bpmn:Event')) return !hasDefinitions(node);
  return (node.$type === 'bpmn:ReceiveTask' || sendsEvent(node)) && childOf(node, 'messageRef') === null;
}

/** `flowable:type="send-event"`. */
export function sendsEvent(task: Element): boolean {
  if (task.$type !== 'bpmn:ServiceTask' && task.$type !== 'bpmn:SendTask') return false;
  return foreignAttribute(task, [FLOWABLE], 'type')?.trim() === 'send-event';
}

function eventTypeOf(node: Element): string | null {
  const text = vendorElements(node, 'eventType', [FLOWABLE])[0]?.$body?.trim() ?? '';
  return text === '' ? null : text;
}

/** Whether an `eventType` is there that names no event. */
export function namesNoEvent(node: Element): boolean {
  return vendorElements(node, 'eventType', [FLOWABLE]).length > 0 && eventTypeOf(node) === null;
}

/** Which triggers the extensions of a node are, if they are several: Flowable itself runs one of them, and says nothing of others. */
export function foreignTriggersOf(node: Element): readonly string[] {
  if (!takesEventType(node)) return [];
  const events = vendorElements(node, 'eventType', [FLOWABLE]);
  const listeners = node.$instanceOf('bpmn:CatchEvent')
    ? vendorElements(node, 'variableListenerEventDefinition', [FLOWABLE])
    : [];
  return [...events, ...listeners].map(({ $type }) => $type);
}

/** What the correlation parameters of an event say; one that says nothing has an empty name or value, and is a mistake. */
export function eventParametersOf(node: Element): readonly EventParameter[] {
  return vendorElements(node, 'eventCorrelationParameter', [FLOWABLE]).map((each) => ({
    name: attribute(each, 'name') ?? '',
    value: readValue(attribute(each, 'value') ?? ''),
  }));
}

/** What of a caught event goes to which variable; null: nothing is said, or something that has no meaning here. */
function eventOutputsOf(node: Element): readonly { readonly source: string; readonly target: string }[] | null {
  const read = vendorElements(node, 'eventOutParameter', [FLOWABLE]).map((each) => ({
    source: attribute(each, 'source') ?? '',
    target: attribute(each, 'target') ?? '',
  }));
  return read.length === 0 || read.some(({ source, target }) => source === '' || target === '') ? null : read;
}

/** The data of a catching event or receive task that its `eventOutParameter` are: only what they name goes on, and where they say. */
export function eventDataOf(node: Element): NodeData | null {
  const outputs = eventMessageOf(node) === null || node.$instanceOf('bpmn:ThrowEvent') ? null : eventOutputsOf(node);
  if (outputs === null || sendsEvent(node)) return null;
  const out = outputs.map(({ source, target }): DataAssociation => ({
    sources: [{ place: { kind: 'own', name: source }, names: [source] }],
    target: { kind: 'variable', name: target },
    transformation: null,
    assignments: [],
  }));
  const names = [...new Set(outputs.map(({ source }) => source))];
  const none = { inputs: [], properties: [], inputSets: [], outputSets: [], into: [] };
  return { ...none, outputs: names, byNameOnly: true, out };
}

/** What a thrown event carries: its `eventInParameter`; null where one of them has no meaning here. */
export function eventPayloadOf(node: Element): readonly Assignment[] | null {
  const read = vendorElements(node, 'eventInParameter', [FLOWABLE]).map((each) => ({
    name: attribute(each, 'target') ?? '',
    value: readValue(attribute(each, 'sourceExpression') ?? attribute(each, 'source') ?? ''),
  }));
  return read.some(({ name }) => name === '') ? null : read;
}

function listenerElement(event: Element): Element | null {
  return vendorElements(event, 'variableListenerEventDefinition', [FLOWABLE])[0] ?? null;
}

/** Which changes of which variable an event waits for; a text says why nobody could; null: it waits for none. */
export function variableListenerOf(event: Element, definition: Element): VariableListener | string | null {
  const element = standInOf(event) === definition ? listenerElement(event) : null;
  if (element === null) return null;
  const variable = attribute(element, 'variableName');
  if (variable === null) return 'its flowable:variableListenerEventDefinition names no variable';
  if (event.$type === 'bpmn:StartEvent' && event.$parent?.get('triggeredByEvent') !== true)
    return `it waits for changes of the variable ${variable}, which can only start an event subprocess: no variable changes outside of a process`;
  const change = attribute(element, 'variableChangeType') ?? 'all';
  switch (change) {
    case 'all':
    case 'update-create':
      return { variable, change: 'any' };
    case 'create':
    case 'update':
      return { variable, change };
    case 'delete':
      return `it waits until the variable ${variable} is deleted, and variables are never deleted here`;
    default:
      return `its variableChangeType is "${change}", none of create, update, update-create and all`;
  }
}

/** Whether an extension of an event or task was read as part of its trigger, so that it need not be named as kept. */
export function isTriggerPart(node: Element, extension: Element): boolean {
  const { ns } = extension.$descriptor;
  if (ns.uri !== FLOWABLE) return false;
  const message = eventMessageOf(node) !== null;
  const throws = node.$instanceOf('bpmn:ThrowEvent') || sendsEvent(node);
  switch (ns.localName) {
    case 'variableListenerEventDefinition':
      return !message && node.$instanceOf('bpmn:Event') && standInOf(node) !== null;
    case 'eventType':
      return message;
    case 'eventCorrelationParameter':
      return message && !throws;
    case 'startEventCorrelationConfiguration':
      // A new job for each event, as for each message.
      return message && node.$type === 'bpmn:StartEvent' && extension.$body?.trim() === 'startNewInstance';
    case 'eventOutParameter':
      return eventDataOf(node) !== null;
    case 'eventInParameter':
      return message && throws && eventPayloadOf(node) !== null;
    default:
      return false;
  }
}

/** What an event waits for or throws by an extension, in words for people; null: its trigger is none, or BPMN's own. */
export function foreignTrigger(node: Element): string | null {
  const event = takesEventType(node) ? eventTypeOf(node) : null;
  if (event !== null) return `the event “${event}” of Flowable’s event registry, which is a message of that name here`;
  if (!node.$instanceOf('bpmn:CatchEvent') || hasDefinitions(node)) return null;
  const listener = listenerElement(node);
  return listener === null ? null : `changes of the variable “${attribute(listener, 'variableName') ?? ''}”`;
}
