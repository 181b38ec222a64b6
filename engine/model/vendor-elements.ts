/** How other engines' extension elements are found and asked. */
import { extensionsOf, type Element } from './element.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, OPERATON } from './namespace.ts';

/** Camunda 7 and its kin, which write the same things in the same way. */
export const OLDER = [CAMUNDA, OPERATON, FLOWABLE, ACTIVITI];

/** A vendor's extension elements of a name, in file order. */
export function vendorElements(element: Element, local: string, uris: readonly string[]): readonly Element[] {
  return extensionsOf(element).filter(
    ({ $descriptor: { ns } }) => ns.localName === local && ns.uri !== undefined && uris.includes(ns.uri),
  );
}

/** Children of a vendor's element by their local name. */
export function childrenNamed(element: Element, local: string): readonly Element[] {
  return (element.$children ?? []).filter((child) => child.$descriptor.ns.localName === local);
}

/** An attribute of a vendor's element, trimmed; null when it is empty or not there. */
export function attribute(element: Element, name: string): string | null {
  const value = element.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
