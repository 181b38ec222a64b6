/** The flag in the context pad of tasks that can be marked. */
import { isMarkable, markOf, toggleMark } from './checkpoint-marking.ts';
import type { DiagramElement, Modeling } from './diagram-services.ts';

interface ContextPad {
  registerProvider(provider: CheckpointPad): void;
}

const FLAG =
  '<div class="entry cairn-pad-entry" draggable="true"><svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true"><path d="M6 19V3H17L14 7 17 11H6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/></svg></div>';

class CheckpointPad {
  static readonly $inject = ['contextPad', 'modeling'];
  readonly #modeling: Modeling;

  constructor(contextPad: ContextPad, modeling: Modeling) {
    this.#modeling = modeling;
    contextPad.registerProvider(this);
  }

  getContextPadEntries(element: DiagramElement): Record<string, unknown> {
    if (!isMarkable(element)) return {};
    const marked = markOf(element) !== 'none';
    return {
      'cairn-checkpoint': {
        group: 'edit',
        html: FLAG,
        title: marked ? 'Remove the checkpoint (K)' : 'Save a checkpoint after this task (K)',
        action: { click: () => toggleMark(this.#modeling, element) },
      },
    };
  }
}

export const checkpointPad = {
  __init__: ['cairnCheckpointPad'],
  cairnCheckpointPad: ['type', CheckpointPad],
};
