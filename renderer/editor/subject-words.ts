/** What the panel calls an element: its heading, and the kind of thing that it is. */
import { childOf, childrenOf, rawTextOf } from '../../engine/model/element.ts';
import type { DiagramElement } from './diagram-services.ts';

type Named = Pick<DiagramElement, 'id' | 'businessObject' | 'source' | 'target'>;

/** As the file has it: the inside of a closed subprocess is drawn as an element of its own, with another one. */
export function idOf({ id, businessObject }: Pick<DiagramElement, 'id' | 'businessObject'>): string {
  const own = businessObject.get('id');
  return typeof own === 'string' && own !== '' ? own : id;
}

/** The name; of a line without one, the names at its ends; else the id. */
export function titleOf(element: Named): string {
  const { source, target } = element;
  const name = nameOf(element);
  if (name !== null) return name;
  const [from, to] = [source === undefined ? null : nameOf(source), target === undefined ? null : nameOf(target)];
  return from === null || to === null ? idOf(element) : `${from} → ${to}`;
}

function nameOf({ businessObject }: Named): string | null {
  const name = wordsOn(businessObject).trim();
  return name === '' ? null : name;
}

/** What is written on an element: its name, the text of an annotation, the category of a group. */
export function wordsOn(element: DiagramElement['businessObject']): string {
  if (element.$type === 'bpmn:TextAnnotation') return rawTextOf(element, 'text') ?? '';
  if (element.$type !== 'bpmn:Group') return rawTextOf(element, 'name') ?? '';
  const category = childOf(element, 'categoryValueRef');
  return category === null ? '' : (rawTextOf(category, 'value') ?? '');
}

/** `Script task`, from `bpmn:ScriptTask`; of an event also what it waits for or throws. */
export function typeName({ type, businessObject }: Pick<DiagramElement, 'type' | 'businessObject'>): string {
  const words = type
    .slice(type.indexOf(':') + 1)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace('sub process', 'subprocess')
    .replace('ad hoc', 'ad-hoc');
  const all = `${triggerWords(businessObject)}${words}`;
  return all.charAt(0).toUpperCase() + all.slice(1);
}

function triggerWords(element: DiagramElement['businessObject']): string {
  if (element.$type === 'bpmn:SubProcess') return element.get('triggeredByEvent') === true ? 'event ' : '';
  if (!element.$instanceOf('bpmn:Event')) return '';
  const [first, second] = childrenOf(element, 'eventDefinitions');
  if (first === undefined) return '';
  if (second !== undefined) return element.get('parallelMultiple') === true ? 'parallel multiple ' : 'multiple ';
  const kind = first.$type.slice('bpmn:'.length, -'EventDefinition'.length).toLowerCase();
  return `${kind === 'compensate' ? 'compensation' : kind} `;
}
