/** What the parts of a process need to know about the rest of its file. */
import { childOf, childrenOf, expressionLanguageOf, idOf, requiredIdOf, textOf, type Element } from './element.ts';
import { readName } from './computed-name.ts';
import { correlationOf } from './correlation.ts';
import { readValue } from './expression.ts';
import type { MessageRef } from './graph.ts';
import type { DanglingReferences } from './references.ts';
import type { Report } from './report.ts';
import { eventDefinitionsOf } from './unsupported.ts';
import { vendorCorrelationKey } from './vendor-parts.ts';

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
  if (node.$type === 'bpmn:SendTask') return 'sends';
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
  return childOf(holder, 'messageRef') ?? (operation === null ? null : childOf(operation, 'inMessageRef'));
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
  const key = textOf(message, 'cairn:correlationKey');
  if (key !== null) return { ...written, correlationKey: readValue(key) };
  const vendorKey = vendorCorrelationKey(message);
  if (vendorKey !== null) return { ...written, correlationKey: vendorKey };
  const correlation = correlationOf(message, node, document);
  return correlation === null
    ? { ...written, correlationKey: null }
    : { ...written, correlationKey: null, correlation };
}

const SILENT: Pick<Report, 'error'> = { error: () => undefined };
