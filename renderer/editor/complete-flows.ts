/** Ways in and out of elements, where a file names them at the flow alone: BPMN allows it, and lint rules do not know. */
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf } from '../../engine/model/element.ts';

/**
 * Names them at the elements for as long as `look` takes, which must not wait for anybody: what was not in the file is not
 * to be saved into it.
 */
export async function withCompleteFlows<T>(definitions: ModdleElement, look: () => Promise<T>): Promise<T> {
  const added: (() => void)[] = [];
  const name = (element: ModdleElement | null, side: 'incoming' | 'outgoing', flow: ModdleElement): void => {
    if (element === null || childrenOf(element, side).includes(flow)) return;
    const list = element.get(side) as ModdleElement[];
    list.push(flow);
    added.push(() => void list.splice(list.indexOf(flow), 1));
  };
  const walk = (container: ModdleElement): void => {
    for (const each of childrenOf(container, 'flowElements')) {
      if (each.$type === 'bpmn:SequenceFlow') {
        name(childOf(each, 'sourceRef'), 'outgoing', each);
        name(childOf(each, 'targetRef'), 'incoming', each);
      } else walk(each);
    }
  };
  for (const root of childrenOf(definitions, 'rootElements')) walk(root);
  try {
    return await look();
  } finally {
    for (const undo of added) undo();
  }
}

/** Every element of the processes of a file, by id. */
export function elementsById(definitions: ModdleElement): ReadonlyMap<string, ModdleElement> {
  const found = new Map<string, ModdleElement>();
  const walk = (element: ModdleElement): void => {
    const { id } = element as { readonly id?: unknown };
    if (typeof id === 'string') found.set(id, element);
    for (const key of ['rootElements', 'flowElements', 'artifacts', 'participants', 'laneSets', 'lanes'] as const)
      for (const each of childrenOf(element, key)) walk(each);
  };
  walk(definitions);
  return found;
}
