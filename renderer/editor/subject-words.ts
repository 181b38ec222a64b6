/** What the panel calls an element: its heading, and the kind of thing that it is. */
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
  const name = businessObject.get('name');
  return typeof name === 'string' && name.trim() !== '' ? name : null;
}

/** `Script task`, from `bpmn:ScriptTask`. */
export function typeName({ type }: Pick<DiagramElement, 'type'>): string {
  const words = type
    .slice(type.indexOf(':') + 1)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace('sub process', 'subprocess')
    .replace('ad hoc', 'ad-hoc');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
