/** Links: pairs of events that stand for a sequence flow within one scope (BPMN 2.0.2, 10.5.5, table 10.98). */
import type { NodeDraft } from './draft.ts';
import { textOf } from './element.ts';
import { eventDefinitionsOf } from './unsupported.ts';

/** Name of an event's link; null: it has none. */
export function linkOf(node: NodeDraft): string | null {
  if (!node.element.$instanceOf('bpmn:Event')) return null;
  const definition = eventDefinitionsOf(node.element).find(({ $type }) => $type === 'bpmn:LinkEventDefinition');
  return definition === undefined ? null : (textOf(definition, 'name') ?? textOf(node.element, 'name'));
}

export function isLinkThrow(node: NodeDraft): boolean {
  return node.type === 'bpmn:IntermediateThrowEvent' && linkOf(node) !== null;
}

export function isLinkCatch(node: NodeDraft): boolean {
  return node.type === 'bpmn:IntermediateCatchEvent' && linkOf(node) !== null;
}

/** The catching event that a throwing one leads to. */
export function linkTarget(node: NodeDraft, name = linkOf(node)): NodeDraft | null {
  return node.scope.nodes.find((other) => isLinkCatch(other) && linkOf(other) === name) ?? null;
}
