/** Correlation as BPMN itself writes it: properties, how messages carry them, what a process expects (BPMN 2.0.2, 8.4.2). */
import type { Document } from './document.ts';
import { childOf, childrenOf, idOf, textOf, type Element } from './element.ts';
import { readText } from './formal-expression.ts';
import type { Expression } from './graph/expression.ts';
import type { ConversationKey, MessageCorrelation } from './graph/message.ts';

/** How a message carries the properties of the file, in file order. */
type Carried = ReadonlyMap<Element, Expression>;

/** Null: no property of the file says how this message carries it. */
export function correlationOf(message: Element, node: Element, document: Document): MessageCorrelation | null {
  const carried = carriedBy(message, document);
  if (carried.size === 0) return null;
  const bindings = subscriptionsAround(node).flatMap((each) => childrenOf(each, 'correlationPropertyBinding'));
  const awaited = [...carried.keys()].flatMap((property): readonly Expression[] => {
    const binding = bindings.find((each) => childOf(each, 'correlationPropertyRef') === property);
    const data = binding === undefined ? null : formal(childOf(binding, 'dataPath'), document);
    return data === null ? [] : [data];
  });
  // A process that expects less than all that the messages carry would never match.
  const expects = awaited.length === carried.size;
  const keys = keysOf(node, carried, expects ? subscribedBy(node) : [], document);
  return { sent: [...carried.values()], awaited: expects ? awaited : [], keys };
}

function carriedBy(message: Element, document: Document): Carried {
  const carried = new Map<Element, Expression>();
  for (const property of childrenOf(document.definitions, 'rootElements')) {
    if (property.$type !== 'bpmn:CorrelationProperty') continue;
    const retrieval = childrenOf(property, 'correlationPropertyRetrievalExpression').find(
      (each) => childOf(each, 'messageRef') === message,
    );
    const path = retrieval === undefined ? null : formal(childOf(retrieval, 'messagePath'), document);
    if (path !== null) carried.set(property, path);
  }
  return carried;
}

/**
 * The keys of the conversations that a node takes part in, as far as a message carries all their properties. One to which
 * its process subscribes is none of them: what it must be hangs on the data of the process.
 */
function keysOf(
  node: Element,
  carried: Carried,
  subscribed: readonly (Element | null)[],
  document: Document,
): readonly ConversationKey[] {
  return conversationsOf(node, document)
    .flatMap((conversation) => childrenOf(conversation, 'correlationKeys'))
    .flatMap((key, index): readonly ConversationKey[] => {
      const properties = childrenOf(key, 'correlationPropertyRef');
      if (subscribed.includes(key) || properties.length === 0) return [];
      if (!properties.every((property) => carried.has(property))) return [];
      document.keysInUse.add(key);
      const paths = [...carried].flatMap(([property, path]) => (properties.includes(property) ? [path] : []));
      const id = idOf(key) ?? `key ${index + 1}`;
      return [{ id, name: textOf(key, 'name') ?? id, properties: paths }];
    });
}

/** What holds the keys of the messages that a node sends or receives: its collaborations, and the conversations in them. */
function conversationsOf(node: Element, document: Document): readonly Element[] {
  const process = processAround(node);
  return childrenOf(document.definitions, 'rootElements').flatMap((root): readonly Element[] => {
    if (!root.$instanceOf('bpmn:Collaboration')) return [];
    const pools = childrenOf(root, 'participants').filter((pool) => childOf(pool, 'processRef') === process);
    if (process === null || pools.length === 0) return [];
    const ends = [node, ...pools];
    const isConcerned = (conversation: Element): boolean =>
      // As the schema has it, and as other writers do.
      ['messageFlowRef', 'messageFlowRefs']
        .flatMap((property) => childrenOf(conversation, property))
        .some((flow) => ['sourceRef', 'targetRef'].some((end) => ends.some((each) => childOf(flow, end) === each)));
    return [root, ...conversationsIn(root, 'conversations').filter(isConcerned)];
  });
}

/** Conversations, and those in them, of whatever holds them under this name. */
export function conversationsIn(holder: Element, property: string): readonly Element[] {
  return childrenOf(holder, property).flatMap((each) => [each, ...conversationsIn(each, 'conversationNodes')]);
}

function processAround(node: Element): Element | null {
  for (let at: Element | undefined = node; at !== undefined; at = at.$parent)
    if (at.$type === 'bpmn:Process') return at;
  return null;
}

/** What a process subscribes to, at an element of it. */
function subscribedBy(node: Element): readonly (Element | null)[] {
  return subscriptionsAround(node).map((each) => childOf(each, 'correlationKeyRef'));
}

function subscriptionsAround(node: Element): readonly Element[] {
  const process = processAround(node);
  return process === null ? [] : childrenOf(process, 'correlationSubscriptions');
}

function formal(expression: Element | null, document: Document): Expression | null {
  const text = expression === null ? null : textOf(expression, 'body');
  if (expression === null || text === null) return null;
  return readText(expression, text, document, 'feel');
}
