/** Why nothing can be done to jobs: the host is gone, or nobody has recovered the engine that died, or decided about its jobs. */
import { useConnection } from '../bridge/client-context.ts';
import { awayReason, storeReadOnlyReason, useHostState } from '../bridge/host-state.ts';
import { useJob } from './job-store.ts';
import { isUndecided, useStill } from './still.ts';

interface Refused {
  readonly disabled: boolean;
  /** Says why. */
  readonly title?: string;
}

const allowed: Refused = { disabled: false };
const refused: Refused = { disabled: true, title: 'The engine is dead: recover first' };

/** For a button that asks the host for something, whatever its engine does. */
export function useHostNeeded(): Refused {
  const { state } = useConnection();
  const unwritable = useHostState(storeReadOnlyReason);
  const title = awayReason(state) ?? unwritable;
  return title === null ? allowed : { disabled: true, title };
}

/** For a button that asks the engine for something. */
export function useEngineNeeded(): Refused {
  const host = useHostNeeded();
  const dead = useHostState(({ engine }) => engine?.state === 'dead');
  return host.disabled ? host : dead ? refused : allowed;
}

const undecided: Readonly<Record<'open' | 'kept', Refused>> = {
  open: { disabled: true, title: 'The job waits for a decision: restart, keep or remove it first' },
  kept: { disabled: true, title: 'The job is kept as a dead engine left it: restart or remove it first' },
};

/** For a button that asks the engine to do something to the chosen job. */
export function useJobNeeded(): Refused {
  const engine = useEngineNeeded();
  const still = useStill(useJob(({ document }) => document));
  return !engine.disabled && isUndecided(still) ? undecided[still] : engine;
}
