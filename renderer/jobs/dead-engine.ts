/** Why nothing can be done to jobs: somebody pulled the plug, and nobody has recovered the engine. */
import { useHostState } from '../bridge/host-state.ts';

interface Refused {
  readonly disabled: boolean;
  /** Says why. */
  readonly title?: string;
}

const allowed: Refused = { disabled: false };
const refused: Refused = { disabled: true, title: 'The engine is dead: recover first' };

/** For a button that asks the engine for something. */
export function useEngineNeeded(): Refused {
  return useHostState(({ engine }) => (engine?.state === 'dead' ? refused : allowed));
}
