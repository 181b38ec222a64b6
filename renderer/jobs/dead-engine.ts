/** Why nothing can be done to jobs: the host is gone, or somebody pulled the plug, and nobody has recovered the engine. */
import { useConnection } from '../bridge/client-context.ts';
import { storeReadOnlyReason, useHostState } from '../bridge/host-state.ts';

interface Refused {
  readonly disabled: boolean;
  /** Says why. */
  readonly title?: string;
}

const allowed: Refused = { disabled: false };
const refused: Refused = { disabled: true, title: 'The engine is dead: recover first' };

const away: Refused = { disabled: true, title: 'The connection is lost: nothing can be run until it is back' };
const turnedAway: Refused = { disabled: true, title: 'Cairn’s host refused this window' };

/** For a button that asks the host for something, whatever its engine does. */
export function useHostNeeded(): Refused {
  const { state } = useConnection();
  const unwritable = useHostState(storeReadOnlyReason);
  if (state === 'lost') return away;
  return state === 'refused' ? turnedAway : unwritable !== null ? { disabled: true, title: unwritable } : allowed;
}

/** What is told of a job as it was: nothing runs while no engine does. */
export function useEngineStopped(): boolean {
  return useHostState(({ engine }) => engine?.state === 'dead' || engine?.state === 'absent');
}

/** For a button that asks the engine for something. */
export function useEngineNeeded(): Refused {
  const host = useHostNeeded();
  const dead = useHostState(({ engine }) => engine?.state === 'dead');
  return host.disabled ? host : dead ? refused : allowed;
}
