/**
 * What vendors add to elements, by attributes and extension elements that nobody describes to bpmn-js: it leaves them out where it
 * copies an element, which is how it makes another type of one, too. Here they go along.
 */
import type { ModdleElement } from 'bpmn-moddle';
import type { DiagramHost, EventBus, Moddle } from './diagram-services.ts';

interface ModdleCopy {
  copyElement: (source: ModdleElement, target: ModdleElement, ...rest: readonly unknown[]) => ModdleElement;
}

/** Copies have all that vendors say of the copied element. */
export function keepInCopies(host: DiagramHost): void {
  const moddle = host.get<Moddle>('moddle');
  host.get<EventBus>('eventBus').on('moddleCopy.canCopyProperty', (event) => {
    const { property } = event as { readonly property?: ModdleElement };
    return property?.$descriptor?.isGeneric === true ? copyOf(property, moddle) : undefined;
  });
  const moddleCopy = host.get<ModdleCopy>('moddleCopy');
  const { copyElement } = moddleCopy;
  moddleCopy.copyElement = (source, target, ...rest) => {
    const attributes = { ...source.$attrs };
    const copied = copyElement.call(moddleCopy, source, target, ...rest);
    for (const [name, value] of Object.entries(attributes)) {
      if (copied.$attrs !== undefined && !Object.hasOwn(copied.$attrs, name)) copied.set(name, value);
    }
    return copied;
  };
}

function copyOf(element: ModdleElement, moddle: Moddle): ModdleElement {
  const attributes = Object.fromEntries(Object.entries(element).filter(([name]) => !name.startsWith('$')));
  const copied = moddle.createAny(element.$type, element.$descriptor.ns.uri ?? '', attributes);
  const children = element.$children?.map((child) => copyOf(child, moddle));
  for (const child of children ?? []) Object.assign(child, { $parent: copied });
  return Object.assign(copied, {
    ...(children === undefined ? {} : { $children: children }),
    ...(element.$body === undefined ? {} : { $body: element.$body }),
  });
}
