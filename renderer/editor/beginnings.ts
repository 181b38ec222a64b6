/** What new elements begin with, so that what is drawn can be run: a script's language, an executable process in a pool. */
import type { DiagramElement, EventBus, Modeling } from './diagram-services.ts';

interface CreateEvent {
  readonly context?: { readonly shape?: DiagramElement };
}

class Beginnings {
  static readonly $inject = ['eventBus', 'modeling'];

  constructor(eventBus: EventBus, modeling: Modeling) {
    eventBus.on('commandStack.shape.create.postExecuted', (event) => {
      const shape = (event as CreateEvent).context?.shape;
      if (shape === undefined || shape.labelTarget !== undefined) return;
      const { businessObject, type } = shape;
      if (type === 'bpmn:ScriptTask' && businessObject.get('scriptFormat') === undefined) {
        modeling.updateProperties(shape, { scriptFormat: 'javascript' });
      }
      const process = type === 'bpmn:Participant' ? businessObject.get('processRef') : undefined;
      if (isProcess(process) && process.get('isExecutable') !== true)
        modeling.updateModdleProperties(shape, process, { isExecutable: true });
    });
  }
}

function isProcess(value: unknown): value is DiagramElement['businessObject'] {
  return typeof value === 'object' && value !== null && '$type' in value;
}

export const beginnings = {
  __init__: ['cairnBeginnings'],
  cairnBeginnings: ['type', Beginnings],
};
