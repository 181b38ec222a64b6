/** Links: pairs of events that stand for a sequence flow within one scope (BPMN 2.0.2, 10.5.5, table 10.98). */
import type { NodeDraft, ScopeDraft } from './draft.ts';
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

/** The first catching event of each link of a scope, whose nodes are all known by then. */
const TARGETS = new WeakMap<ScopeDraft, ReadonlyMap<string, NodeDraft>>();

/** The catching event that a throwing one leads to. */
export function linkTarget(node: NodeDraft, name = linkOf(node)): NodeDraft | null {
  return name === null ? null : (targetsIn(node.scope).get(name) ?? null);
}

function targetsIn(scope: ScopeDraft): ReadonlyMap<string, NodeDraft> {
  let targets = TARGETS.get(scope);
  if (targets === undefined) {
    const found = new Map<string, NodeDraft>();
    for (const node of scope.nodes.filter(isLinkCatch)) {
      const name = linkOf(node);
      if (name !== null && !found.has(name)) found.set(name, node);
    }
    targets = found;
    TARGETS.set(scope, targets);
  }
  return targets;
}
