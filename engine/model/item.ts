/** What data a file names, as variables: data objects, data stores, properties, data inputs and outputs (BPMN 2.0.2, 10.4). */
import { childOf, childrenOf, idOf, textOf, type Element } from './element.ts';
import type { DataPlace } from './graph/data.ts';

/** Names of data objects and stores that only their references name, by the object: the first reference decides. */
const NAMED_BY_REFERENCE = new WeakMap<Element, ReadonlyMap<Element, string>>();

/** The variable or store that an item-aware element stands for; null: it has neither name nor id. */
export function placeOf(item: Element): DataPlace | null {
  const name = variableOf(item);
  if (name === null) return null;
  return { kind: isStore(item) ? 'store' : 'variable', name };
}

/** The name of the variable or store. A data object has one, however many references show it. */
export function variableOf(item: Element): string | null {
  const behind = objectOf(item);
  return textOf(behind, 'name') ?? namesIn(rootOf(item)).get(behind) ?? idOf(behind);
}

/** The data object or store that a reference shows; others show themselves. */
export function objectOf(item: Element): Element {
  return childOf(item, 'dataObjectRef') ?? childOf(item, 'dataStoreRef') ?? item;
}

export function isStore(item: Element): boolean {
  return item.$type === 'bpmn:DataStoreReference' || item.$type === 'bpmn:DataStore';
}

function rootOf(item: Element): Element {
  let at = item;
  while (at.$parent !== undefined) at = at.$parent;
  return at;
}

function namesIn(root: Element): ReadonlyMap<Element, string> {
  let names = NAMED_BY_REFERENCE.get(root);
  if (names === undefined) {
    const found = new Map<Element, string>();
    const walk = (container: Element): void => {
      for (const element of childrenOf(container, 'flowElements')) {
        const behind = objectOf(element);
        const name = behind === element ? null : textOf(element, 'name');
        if (name !== null && !found.has(behind)) found.set(behind, name);
        if (element.$instanceOf('bpmn:FlowElementsContainer')) walk(element);
      }
    };
    for (const each of childrenOf(root, 'rootElements')) walk(each);
    names = found;
    NAMED_BY_REFERENCE.set(root, names);
  }
  return names;
}
