/** What data a file names, as variables: data objects, data stores, properties, data inputs and outputs (BPMN 2.0.2, 10.4). */
import { childOf, childrenOf, idOf, textOf, type Element } from './element.ts';

/** The variable that an item-aware element stands for; null: it has neither name nor id. */
export function variableOf(item: Element): string | null {
  const behind = childOf(item, 'dataObjectRef') ?? childOf(item, 'dataStoreRef');
  const named = behind === null ? null : textOf(behind, 'name');
  return named ?? textOf(item, 'name') ?? (behind === null ? null : idOf(behind)) ?? idOf(item);
}

/** Where an activity's own data input gets its value, or its own data output goes: the item outside, if one is linked. */
export function outsideOf(activity: Element, item: Element): Element {
  for (const association of childrenOf(activity, 'dataInputAssociations')) {
    const [source] = childrenOf(association, 'sourceRef');
    if (childOf(association, 'targetRef') === item && source !== undefined) return source;
  }
  for (const association of childrenOf(activity, 'dataOutputAssociations')) {
    const target = childOf(association, 'targetRef');
    if (childrenOf(association, 'sourceRef').includes(item) && target !== null) return target;
  }
  return item;
}
