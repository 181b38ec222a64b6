/** A job that cannot be loaded becomes an incident; the others go on (checkpoint-semantics, section 5). */
import type { JobState } from '../core/job-state.ts';
import type { StateChange } from '../store/rows.ts';
import type { Engine } from './engine.ts';

/** Id of its incident: there is one at the most. */
const UNLOADABLE = 'unloadable';

/** Sets a stored job aside: it is passive, its timers sleep, and the reason can be read. */
export function markUnloadable(engine: Engine, id: string, reason: string): void {
  const { store, clock } = engine.parts;
  const stored = store.load(id);
  if (stored === null || stored.rows.some((row) => row.entity === 'incident' && row.id === UNLOADABLE)) return;
  const { job, rows } = stored;
  const incident = {
    id: UNLOADABLE,
    token: null,
    element: null,
    instance: null,
    message: `the job could not be loaded: ${reason}`,
    attempts: job.incarnation,
    at: engine.now,
  };
  const timers = rows.filter(({ entity, due }) => entity === 'timer' && due !== undefined && due !== null);
  const changes: StateChange[] = [
    { entity: 'incident', id: incident.id, data: JSON.stringify(incident) },
    ...timers.map((row) => ({ ...row, due: null })),
  ];
  const status = job.status === 'active' ? 'passive' : job.status;
  const part = {
    job: { ...job, status, incarnation: job.incarnation + 1 },
    checkpoint: null,
    changes,
    executions: [],
    ledger: [],
    capturedAt: clock.monotonic(),
  } as const;
  engine.background(async () => {
    await engine.units.commitParts([], [part], []);
  });
}

/** The timers of a job that could not be loaded before, and now can, are due again with its next rows. */
export function restoreTimers(state: JobState): void {
  if (!state.incidents.has(UNLOADABLE)) return;
  for (const id of state.timers.keys()) state.dirty.timers.add(id);
}
