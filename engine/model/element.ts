/// <reference path="./bpmn-moddle.d.ts" />
/** Typed access to the parsed document; nothing else reads moddle's properties by hand. */
import type { ModdleElement } from 'bpmn-moddle';

export type Element = ModdleElement;

/** A text property, trimmed; null when absent or blank. */
export function textOf(element: Element, property: string): string | null {
  const value = element.get(property);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

/** A text property as written; null when absent. */
export function rawTextOf(element: Element, property: string): string | null {
  const value = element.get(property);
  return typeof value === 'string' ? value : null;
}

/** `expressionLanguage` as the file itself says it, not as the schema's default has it (BPMN 2.0.2, 8.2.1); null when it does not. */
export function expressionLanguageOf(definitions: Element): string | null {
  return Object.hasOwn(definitions, 'expressionLanguage') ? textOf(definitions, 'expressionLanguage') : null;
}

/** A Boolean property with the default of BPMN's schema. */
export function flagOf(element: Element, property: string): boolean {
  return element.get(property) === true;
}

/** A single child or a resolved reference. */
export function childOf(element: Element, property: string): Element | null {
  const value = element.get(property);
  return isElement(value) ? value : null;
}

/** Children or resolved references, in file order. */
export function childrenOf(element: Element, property: string): readonly Element[] {
  const value = element.get(property);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** Children of `extensionElements`, in file order. */
export function extensionsOf(element: Element): readonly Element[] {
  const container = childOf(element, 'extensionElements');
  return container === null ? [] : childrenOf(container, 'values');
}

/** Id of an element; every flow element has one once identifiers are assigned. */
export function idOf(element: Element): string | null {
  return textOf(element, 'id');
}

/** Id of a flow element, a process or a message flow. */
export function requiredIdOf(element: Element): string {
  const id = idOf(element);
  if (id === null) throw new Error(`${element.$type} has no id although identifiers are assigned`);
  return id;
}

/** How messages name an element: `split "Which way?" (bpmn:InclusiveGateway)`. */
export function describe(element: Element): string {
  const name = element.$descriptor.isGeneric === true ? null : textOf(element, 'name');
  const id = element.$descriptor.isGeneric === true ? null : idOf(element);
  const shown = name === null ? null : `"${name.replace(/\s+/g, ' ').slice(0, 80)}"`;
  return [id, shown, `(${element.$type})`].filter((part) => part !== null).join(' ');
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && '$type' in value;
}
