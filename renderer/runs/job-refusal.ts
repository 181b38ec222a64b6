/** Why the chosen job cannot be acted on as a whole, one sentence for the toolbar, the palette and the keys. */
import { useJobNeeded } from '../jobs/dead-engine.ts';
import { hasEnded, shownTokens, useJob } from '../jobs/job-store.ts';
import { useRuns } from './runs-store.ts';
import { standstill } from './standstill.ts';

/** Each: why it cannot be done now, as a sentence without its full stop; null: it can. */
export interface JobRefusals {
  /** Anything, such as to cancel it. */
  readonly act: () => string | null;
  readonly run: () => string | null;
  readonly pause: () => string | null;
  readonly step: () => string | null;
  readonly moveClock: () => string | null;
}

/** They look at the job of the moment when they are called. */
export function useJobRefusals(): JobRefusals {
  const engine = useJobNeeded().title ?? null;
  const act = (): string | null => {
    const { document } = useJob.getState();
    if (document === null) return 'No job is chosen';
    return engine ?? (hasEnded(document.job.status) ? 'The job has ended' : null);
  };
  const move = (): string | null => {
    const { document, diagram } = useJob.getState();
    if (document === null || act() !== null) return act();
    return standstill(document, shownTokens(useJob.getState()), diagram?.graph ?? null);
  };
  const isWalking = (): boolean => {
    const { walking } = useRuns.getState();
    return walking !== null && walking === useJob.getState().job;
  };
  return {
    act,
    step: move,
    run: () => move() ?? (isWalking() ? 'It runs on already' : null),
    pause: () => {
      // A walk can be ended while it waits.
      if (isWalking()) return act();
      const isHeld = useJob.getState().document?.job.held === true;
      return move() ?? (isHeld ? 'It is paused already' : null);
    },
    moveClock: () => {
      const { document } = useJob.getState();
      if (document === null || act() !== null) return act();
      if (document.clock !== 'virtual') return 'The job goes by the real clock';
      return document.scenario ? 'The scenario moves the job’s clock' : null;
    },
  };
}
