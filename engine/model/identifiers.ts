/** Ids for what BPMN allows to have none: everything that can be reported, executed or checkpointed needs one. */
import { childrenOf, idOf, type Element } from './element.ts';

/**
 * Gives every process, flow element, artifact and message flow without id the id `<Type>_<n>`, in document order, skipping what
 * the file uses: the same file gets the same ids every time.
 */
export function assignIdentifiers(definitions: Element, used: ReadonlySet<string>): void {
  const taken = new Set(used);
  const next = new Map<string, number>();
  const assign = (element: Element): void => {
    if (idOf(element) !== null) return;
    const type = element.$type.replace(/^.*:/, '');
    let number = next.get(type) ?? 1;
    while (taken.has(`${type}_${number}`)) number += 1;
    next.set(type, number + 1);
    taken.add(`${type}_${number}`);
    element.set('id', `${type}_${number}`);
  };
  const assignWithin = (container: Element): void => {
    for (const element of childrenOf(container, 'flowElements')) {
      assign(element);
      if (element.$instanceOf('bpmn:FlowElementsContainer')) assignWithin(element);
    }
    childrenOf(container, 'artifacts').forEach(assign);
  };
  for (const root of childrenOf(definitions, 'rootElements')) {
    if (root.$instanceOf('bpmn:Process')) {
      assign(root);
      assignWithin(root);
    }
    if (root.$instanceOf('bpmn:Collaboration')) {
      childrenOf(root, 'messageFlows').forEach(assign);
      childrenOf(root, 'artifacts').forEach(assign);
    }
  }
}
