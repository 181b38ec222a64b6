/** What the parts of a process need to know about the rest of its file. */
import { childOf, childrenOf, expressionLanguageOf, idOf, requiredIdOf, textOf, type Element } from './element.ts';
import { readName, type WrittenName } from './computed-name.ts';
import { correlationOf } from './correlation.ts';
import { readValue } from './expression.ts';
import type { Expression } from './graph/expression.ts';
import type { MessageRef } from './graph/message.ts';
import type { DanglingReferences } from './references.ts';
import type { Report } from './report.ts';
import { eventDefinitionsOf } from './unsupported.ts';
import { vendorCorrelationKey } from './vendor-parts.ts';
import { eventMessageOf, eventParametersOf, sendsEvent } from './vendor-triggers.ts';

export interface Document {
  readonly definitions: Element;
  /** `expressionLanguage` as the file says it. */
  readonly expressionLanguage: string | null;
  readonly dangling: DanglingReferences;
  /** Message flows by their source and by their target, the first one of each. */
  readonly flowsFrom: ReadonlyMap<Element, Element>;
  readonly flowsTo: ReadonlyMap<Element, Element>;
  /** Correlation keys by which messages are told apart, gathered while elements are read. */
  readonly keysInUse: Set<Element>;
}

/** Gathers what the root of a file says. */
export function readDocument(definitions: Element, dangling: DanglingReferences): Document {
  const flowsFrom = new Map<Element, Element>();
  const flowsTo = new Map<Element, Element>();
  for (const flow of messageFlowsOf(definitions)) {
    const source = childOf(flow, 'sourceRef');
    const target = childOf(flow, 'targetRef');
    if (source !== null && target !== null && !flowsFrom.has(source)) flowsFrom.set(source, flow);
    if (source !== null && target !== null && !flowsTo.has(target)) flowsTo.set(target, flow);
  }
  return {
    definitions,
    expressionLanguage: expressionLanguageOf(definitions),
    dangling,
    flowsFrom,
    flowsTo,
    keysInUse: new Set(),
  };
}

/** All message flows of the file, in order. */
export function messageFlowsOf(definitions: Element): readonly Element[] {
  return childrenOf(definitions, 'rootElements')
    .filter((root) => root.$instanceOf('bpmn:Collaboration'))
    .flatMap((collaboration) => childrenOf(collaboration, 'messageFlows'));
}

/** Whether a node can send or receive messages at all. */
export function messageRole(node: Element): 'sends' | 'receives' | null {
  if (node.$type === 'bpmn:SendTask' || sendsEvent(node)) return 'sends';
  if (node.$type === 'bpmn:ReceiveTask') return 'receives';
  if (!node.$instanceOf('bpmn:Event')) return null;
  if (!eventDefinitionsOf(node).some((definition) => definition.$type === 'bpmn:MessageEventDefinition')) return null;
  return node.$instanceOf('bpmn:ThrowEvent') ? 'sends' : 'receives';
}

/**
 * The message that a node names, or that a message flow names for it: the message at the other end, else the message of
 * the flow, else the flow's own id stands for one. Null: neither.
 */
export function messageOf(
  node: Element,
  document: Document,
  report: Pick<Report, 'error'>,
  definition: Element | null = null,
): MessageRef | null {
  const holder = definition ?? holderOf(node);
  const own = ownMessage(node, holder);
  if (own !== null) return readMessage(own, node, document, report);
  if (['messageRef', 'operationRef'].some((property) => document.dangling.has(holder, property))) return null;
  const sends = messageRole(node) === 'sends';
  const flow = (sends ? document.flowsFrom : document.flowsTo).get(node);
  if (flow === undefined) return null;
  const end = childOf(flow, sends ? 'targetRef' : 'sourceRef');
  const named = (end === null ? null : ownMessage(end)) ?? childOf(flow, 'messageRef');
  return named === null
    ? { name: requiredIdOf(flow), correlationKey: null }
    : readMessage(named, node, document, report);
}

/** The name only, for those who describe a message flow. */
export function messageNameOf(node: Element, document: Document): string | null {
  return messageOf(node, document, SILENT)?.name ?? null;
}

/** Null for nodes that neither send nor receive. */
function ownMessage(node: Element, holder = holderOf(node)): Element | null {
  if (messageRole(node) === null) return null;
  const operation = childOf(holder, 'operationRef');
  const named = childOf(holder, 'messageRef') ?? (operation === null ? null : childOf(operation, 'inMessageRef'));
  return named ?? (holder === node ? eventMessageOf(node) : null);
}

function holderOf(node: Element): Element {
  if (!node.$instanceOf('bpmn:Event')) return node;
  return eventDefinitionsOf(node).find((definition) => definition.$type === 'bpmn:MessageEventDefinition') ?? node;
}

function readMessage(
  message: Element,
  node: Element,
  document: Document,
  report: Pick<Report, 'error'>,
): MessageRef | null {
  if (!message.$instanceOf('bpmn:Message')) {
    report.error(
      node,
      'dangling-reference',
      `its messageRef ${idOf(message) ?? ''} is a ${message.$type}, no message.`,
    );
    return null;
  }
  const written = readName(textOf(message, 'name') ?? requiredIdOf(message));
  if (message === eventMessageOf(node)) return readEvent(node, written, report);
  const key = textOf(message, 'cairn:correlationKey');
  if (key !== null) return { ...written, correlationKey: readValue(key) };
  const vendorKey = vendorCorrelationKey(message);
  if (vendorKey !== null) return { ...written, correlationKey: vendorKey };
  const correlation = correlationOf(message, node, document);
  return correlation === null
    ? { ...written, correlationKey: null }
    : { ...written, correlationKey: null, correlation };
}

/** A message that stands for an event of Flowable's registry: it is told from others by its content. */
function readEvent(node: Element, written: WrittenName, report: Pick<Report, 'error'>): MessageRef | null {
  const parameters = messageRole(node) === 'sends' ? [] : eventParametersOf(node);
  const message = { ...written, correlationKey: null };
  if (parameters.length === 0) return message;
  const empty = parameters.find(({ name, value }) => name === '' || value.text === '');
  const computed = beginsProcess(node) ? parameters.find(({ value }) => value.language !== 'literal') : undefined;
  if (empty !== undefined || computed !== undefined) {
    const words =
      computed === undefined
        ? 'one of its flowable:eventCorrelationParameter has no name or no value'
        : `what ${computed.name} of its event must be is the expression "${computed.value.text}", but it starts the process: there is nothing yet to compute it from`;
    report.error(node, 'event-correlation', `${words} (BPMN 2.0.2, 8.4.2).`);
    return null;
  }
  const sent = parameters.map(({ name }): Expression => ({ language: 'variable', text: name }));
  const awaited = parameters.map(({ value }) => value);
  return { ...message, correlation: { sent, awaited, keys: [], exact: true } };
}

function beginsProcess(node: Element): boolean {
  const within = node.$parent;
  if (node.$type === 'bpmn:ReceiveTask') return node.get('instantiate') === true;
  return node.$type === 'bpmn:StartEvent' && within?.get('triggeredByEvent') !== true;
}

const SILENT: Pick<Report, 'error'> = { error: () => undefined };
