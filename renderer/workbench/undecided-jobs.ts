/** Jobs that a dead engine left and that nothing takes up, with automatic recovery off, until a person has decided. */
import { create } from 'zustand';
import type { RecoveryList } from '../../engine/protocol/savepoint-views.ts';

/** By the id of the job at the top of the calls. `kept`: a person left it as it is, for the time being. */
type Undecided = ReadonlyMap<string, 'open' | 'kept'>;

/** Whoever asks for the decisions keeps it current. */
export const useUndecided = create<{ readonly jobs: Undecided }>()(() => ({ jobs: new Map() }));

export function undecidedOf({ jobs }: Pick<RecoveryList, 'jobs'>): Undecided {
  return new Map(jobs.map(({ job, decision }) => [job, decision === 'kept' ? 'kept' : 'open']));
}
