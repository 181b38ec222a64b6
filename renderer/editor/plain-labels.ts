/**
 * A name inside of its element needs no label in the diagram: bpmn-js adds an empty one when it is first given, and takes
 * away the one that was there, with its style, when it is cleared. Only the latter is done here, and undone, too.
 */
import type { ModdleElement } from 'bpmn-moddle';
import type { DiagramElement, DiagramHost, EventBus } from './diagram-services.ts';

interface Renaming {
  readonly context: { readonly element: DiagramElement; labelBefore?: unknown };
}

/** Behind bpmn-js's own listeners. */
const late = 500;

/** Leaves out the empty labels. */
export function keepLabelsPlain(host: DiagramHost): void {
  const bus = host.get<EventBus>('eventBus');
  const on = (event: string, then: (renaming: Renaming['context'], di: ModdleElement) => void): void =>
    bus.on(`commandStack.element.updateLabel.${event}`, late, (fired) => {
      const { context } = fired as unknown as Renaming;
      if (context.element.di !== undefined) then(context, context.element.di);
    });
  on('preExecute', (context, di) => {
    context.labelBefore = di.get('label');
  });
  on('executed', ({ labelBefore }, di) => {
    if (labelBefore === undefined && isEmpty(di.get('label'))) di.set('label', undefined);
  });
  on('reverted', ({ labelBefore }, di) => {
    if (labelBefore !== undefined || isEmpty(di.get('label'))) di.set('label', labelBefore);
  });
}

function isEmpty(label: unknown): boolean {
  if (typeof label !== 'object' || label === null) return false;
  return Object.keys(label).every((key) => key.startsWith('$')) && (label as ModdleElement).get('bounds') === undefined;
}
