/** Namespaces by URI: files choose their prefixes freely. */
import type { ModdleElement } from 'bpmn-moddle';

export const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
export const BPMN_DIAGRAM = 'http://www.omg.org/spec/BPMN/20100524/DI';

/** Vendors whose extensions mean something to Cairn. */
export const CAMUNDA = 'http://camunda.org/schema/1.0/bpmn';
export const OPERATON = 'http://operaton.org/schema/1.0/bpmn';
export const FLOWABLE = 'http://flowable.org/bpmn';
export const ACTIVITI = 'http://activiti.org/bpmn';
export const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';

/** Namespaces that say how to draw or to edit, never what to execute. */
const EDITORS = new Set([
  'http://camunda.org/schema/modeler/1.0',
  'http://bpmn.io/schema/bpmn/biocolor/1.0',
  'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
  'http://www.w3.org/2001/XMLSchema-instance',
  'http://www.w3.org/XML/1998/namespace',
]);

/** An attribute of a namespace that is not BPMN's and not Cairn's. */
export interface ForeignAttribute {
  /** As in the file, like `camunda:class`. */
  readonly name: string;
  /** Null when the prefix is bound nowhere. */
  readonly uri: string | null;
  readonly local: string;
  readonly value: string;
}

/** The URI that a prefix is bound to at an element. */
export function uriOf(element: ModdleElement, prefix: string): string | null {
  for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) {
    const bound =
      at.$attrs?.[`xmlns:${prefix}`] ?? (at.$descriptor.isGeneric === true ? at.get(`xmlns:${prefix}`) : undefined);
    if (typeof bound === 'string') return bound;
  }
  return null;
}

/** The foreign attributes of an element, in file order, without those of editors. */
export function foreignAttributes(element: ModdleElement): readonly ForeignAttribute[] {
  const found: ForeignAttribute[] = [];
  for (const [name, value] of Object.entries(element.$attrs ?? {})) {
    const colon = name.indexOf(':');
    if (colon <= 0 || name.startsWith('xmlns')) continue;
    const uri = uriOf(element, name.slice(0, colon));
    if (uri !== null && EDITORS.has(uri)) continue;
    found.push({ name, uri, local: name.slice(colon + 1), value: String(value) });
  }
  return found;
}

/** A vendor's attribute by namespace, null when the element has none. */
export function foreignAttribute(element: ModdleElement, uris: readonly string[], local: string): string | null {
  const found = foreignAttributes(element).find(
    (each) => each.local === local && each.uri !== null && uris.includes(each.uri),
  );
  return found?.value ?? null;
}
