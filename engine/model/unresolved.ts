/**
 * References that lead nowhere. The parser leaves them out, and so would who saves the file: here each keeps what it says,
 * by an element that has the id and nothing else.
 */
import type { ModdleElement, ParseWarning } from 'bpmn-moddle';

const UNRESOLVED = /^unresolved reference <(.*)>$/s;
/** What connects things on the plane must lead to what can be drawn. */
const DRAWN = new Set(['sourceRef', 'targetRef', 'attachedToRef', 'flowNodeRef', 'processRef', 'bpmnElement']);

/** What makes elements: bpmn-moddle, in the engine and in the window. */
export interface Maker {
  readonly create: (type: string, properties: Readonly<Record<string, unknown>>) => ModdleElement;
}

/** Puts back the references that the parser warned of. Call it before anything else is done with the document. */
export function keepUnresolved(warnings: readonly ParseWarning[], moddle: Maker): void {
  for (const { message, element, property } of warnings) {
    const id = UNRESOLVED.exec(message)?.[1];
    const name = property?.replace(/^.*:/, '');
    if (id === undefined || element === undefined || name === undefined || DRAWN.has(name)) continue;
    const target = moddle.create('bpmn:BaseElement', { id });
    const value = element.get(name);
    if (Array.isArray(value)) value.push(target);
    else element.set(name, target);
  }
}
