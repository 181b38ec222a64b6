/** Whether a job lost anything when its engine died, and the words for one that lost nothing. */
import { useShallow } from 'zustand/react/shallow';
import type { EngineView } from '../../engine/protocol/window-views.ts';
import { useConnection } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import type { JobState } from '../jobs/job-feed.ts';
import { hasEnded, useJob } from '../jobs/job-store.ts';

type Engine = Pick<EngineView, 'state'> & {
  readonly lastDeath: Pick<NonNullable<EngineView['lastDeath']>, 'epoch'> | null;
};
type Cost = {
  readonly forecast: { readonly lost: readonly unknown[]; readonly twice: readonly unknown[] };
  readonly death: { readonly epoch: number | null };
};

/** Whether the engine is dead and is known to have taken nothing of the job with it. */
export function isSpared(
  engine: Engine | null,
  { cost, costKnown }: { readonly cost: Cost | null; readonly costKnown: boolean },
): boolean {
  const epoch = engine?.lastDeath?.epoch ?? null;
  // Of an engine that left no recordings nobody knows what it had done.
  if (engine?.state !== 'dead' || epoch === null || !costKnown) return false;
  return cost === null || cost.death.epoch !== epoch || cost.forecast.lost.length + cost.forecast.twice.length === 0;
}

/** Of the chosen job. */
export function useIsSpared(): boolean {
  const spared = useJob(useShallow(({ cost, costKnown }) => ({ cost, costKnown })));
  const { state: connection } = useConnection();
  const wasSpared = useHostState(({ engine }) => isSpared(engine, spared));
  return wasSpared && connection !== 'lost' && connection !== 'refused';
}

interface Standing {
  readonly status: NonNullable<JobState['document']>['job']['status'];
  readonly held: boolean;
  readonly incidents: number;
}

/** What the death of the engine means for the job, as a sentence; `spared`: it lost nothing. */
export function deathSentence(standing: Standing | null, spared: boolean): string {
  if (standing === null) return 'Nothing moves until it is recovered.';
  const { status, held, incidents } = standing;
  if (hasEnded(status)) return 'This job had ended and lost nothing; those that had not stand still.';
  if (!spared) return 'The diagram shows what is saved, what is lost, and what will happen twice.';
  const stood =
    incidents > 0 ? 'stood at an incident and ' : held ? 'was paused and ' : status === 'passive' ? 'waited and ' : '';
  return `This job ${stood}lost nothing: its last checkpoint has all of it.`;
}
