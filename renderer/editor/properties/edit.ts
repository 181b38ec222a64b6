/**
 * How the properties panel reads and writes: values come from the element as it is, and every change is one undoable
 * command. Extension elements are replaced as a whole, made anew from plain data.
 */
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf, extensionsOf, rawTextOf } from '../../../engine/model/element.ts';
import type { DiagramElement } from '../diagram-services.ts';
import type { DiagramSession } from '../diagram-session.ts';
import { together } from '../together.ts';

/** One element of one diagram. */
export interface Subject {
  readonly session: DiagramSession;
  readonly element: DiagramElement;
}

export function isA(element: DiagramElement, type: string): boolean {
  return element.businessObject.$instanceOf(type);
}

/** An attribute as written; empty where it is absent. */
export function read({ element }: Subject, name: string): string {
  return rawTextOf(element.businessObject, name) ?? '';
}

/** Sets an attribute; an empty text removes it. */
export function write({ session, element }: Subject, name: string, value: string): void {
  session.modeling.updateProperties(element, { [name]: value === '' ? undefined : value });
}

/** Changes an element that has no shape of its own: a message, an event definition. */
export function writeInner(
  { session, element }: Subject,
  inner: ModdleElement,
  properties: Record<string, unknown>,
): void {
  session.modeling.updateModdleProperties(element, inner, properties);
}

/** Makes a moddle element below a parent. */
export function make(
  { session }: Subject,
  type: string,
  parent: ModdleElement,
  properties: Record<string, unknown> = {},
): ModdleElement {
  const made = session.moddle.create(type, properties) as ModdleElement & { $parent?: ModdleElement };
  made.$parent = parent;
  for (const value of Object.values(properties).flat()) {
    if (typeof value === 'object' && value !== null && '$type' in value)
      (value as { $parent?: ModdleElement }).$parent = made;
  }
  return made;
}

/** The extension element of a type. */
export function extension({ element }: Subject, type: string): ModdleElement | null {
  return extensionsOf(element.businessObject).find((each) => each.$type === type) ?? null;
}

export function extensionsOfType({ element }: Subject, type: string): ModdleElement[] {
  return extensionsOf(element.businessObject).filter((each) => each.$type === type);
}

/** Replaces all extension elements of a type, and leaves the others in their order. */
export function replaceExtensions(subject: Subject, type: string, made: readonly ModdleElement[]): void {
  const { session, element } = subject;
  const owner = element.businessObject;
  const container = childOf(owner, 'extensionElements');
  const kept = extensionsOf(owner).filter((each) => each.$type !== type);
  const values = [...kept, ...made];
  if (container === null) {
    if (values.length === 0) return;
    const extensionElements = make(subject, 'bpmn:ExtensionElements', owner, { values });
    session.modeling.updateProperties(element, { extensionElements });
  } else if (values.length === 0) {
    session.modeling.updateProperties(element, { extensionElements: undefined });
  } else {
    for (const each of made) (each as { $parent?: ModdleElement }).$parent = container;
    session.modeling.updateModdleProperties(element, container, { values });
  }
}

/** A name with a value: mappings, headers, payloads, results. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

export function readPairs(elements: readonly ModdleElement[], key: 'name' | 'variable' = 'name'): Pair[] {
  return elements.map((each) => ({ name: rawTextOf(each, key) ?? '', value: rawTextOf(each, 'value') ?? '' }));
}

export function makePairs(
  subject: Subject,
  type: string,
  pairs: readonly Pair[],
  key: 'name' | 'variable' = 'name',
): ModdleElement[] {
  const owner = subject.element.businessObject;
  return pairs.map(({ name, value }) => make(subject, type, owner, { [key]: name, value }));
}

/** The event definitions of an event: none, one, or those of a multiple one. */
export function eventDefinitions({ element }: Subject): readonly ModdleElement[] {
  return childrenOf(element.businessObject, 'eventDefinitions');
}

/** Root elements of the file of a type: messages, errors, signals. */
export function roots({ session }: Subject, type: string): readonly ModdleElement[] {
  return childrenOf(session.definitions, 'rootElements').filter((each) => each.$type === type);
}

/** Makes a root element and lets the owner refer to it, in one step for undo. */
export function referTo(
  subject: Subject,
  owner: ModdleElement,
  reference: 'messageRef' | 'errorRef' | 'signalRef' | 'escalationRef',
  type: string,
  properties: Record<string, unknown>,
): void {
  const { session } = subject;
  const made = make(subject, type, session.definitions, { id: freeId(subject, type), ...properties });
  const all = childrenOf(session.definitions, 'rootElements');
  together(session.host, () => {
    writeInner(subject, session.definitions, { rootElements: [...all, made] });
    writeInner(subject, owner, { [reference]: made });
  });
}

function freeId(subject: Subject, type: string): string {
  const stem = type.slice('bpmn:'.length).toLowerCase();
  const taken = new Set(childrenOf(subject.session.definitions, 'rootElements').map((each) => rawTextOf(each, 'id')));
  for (let number = 1; ; number += 1) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}
