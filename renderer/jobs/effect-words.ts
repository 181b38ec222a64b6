/** How an effect outside stands, in a sign and words. */
import type { EffectView } from '../../engine/protocol/window-views.ts';

interface EffectWords {
  readonly sign: string;
  readonly word: string;
}

const states: Readonly<Record<EffectView['state'], EffectWords>> = {
  begun: { sign: '▸', word: 'under way' },
  happened: { sign: '✓', word: 'happened' },
  failed: { sign: '✕', word: 'failed' },
  maybe: { sign: '?', word: 'may have happened' },
};

/** Of calls that nobody sent. */
const answeredStates: typeof states = {
  begun: states.begun,
  happened: { sign: '↩', word: 'answered by the scenario' },
  failed: { sign: '✕', word: 'failed by the scenario’s answer' },
  maybe: { sign: '↩', word: 'may have been answered by the scenario' },
};

/** The title of what nobody sent. */
export const unsentTitle = 'Not sent: the scenario of this job has the answer';

/** `isUnsent`: a scenario answers it instead of the world outside. */
export function effectWords(state: EffectView['state'], isUnsent: boolean): EffectWords {
  return (isUnsent ? answeredStates : states)[state];
}
