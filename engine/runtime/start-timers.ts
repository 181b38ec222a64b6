/** Timer start events of deployed definitions, on the wall clock. */
import { nextOccurrence } from '../core/timer-cycle.ts';
import type { Timer } from '../core/job-state.ts';
import type { StartTimerRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import { createJob } from './starting.ts';

type Plan = Pick<Timer, 'due' | 'cycle' | 'fired'>;

/** The timers of a start event, spent ones as null: most have one, whose plan is all that is stored. */
function plansOf(row: StartTimerRow): readonly (Plan | null)[] {
  const stored = JSON.parse(row.data) as Plan | { readonly parts: readonly (Plan | null)[] };
  return 'parts' in stored ? stored.parts : [stored];
}

/** The timer that fires next; of several due at once the first in the file. */
function earliest(plans: readonly (Plan | null)[]): number {
  const dues = plans.map((plan) => plan?.due ?? Infinity);
  return dues.indexOf(Math.min(...dues));
}

/** The row after one of its timers fired. */
function rowAfter(row: StartTimerRow, plans: readonly (Plan | null)[], part: number, now: number): StartTimerRow {
  const fired = plans[part] ?? null;
  const then = fired === null ? null : nextOccurrence(fired, now);
  const rest = plans.map((plan, index) => (index === part ? then : plan));
  const upcoming = rest[earliest(rest)] ?? null;
  const data = plans.length === 1 ? (then ?? fired) : { parts: rest };
  return { ...row, due: upcoming?.due ?? null, data: JSON.stringify(data) };
}

export class StartTimers {
  readonly #engine: Engine;
  readonly #firing = new Set<string>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Starts a job for a due start timer, and plans the next occurrence in the same transaction. */
  fire(row: StartTimerRow): void {
    const id = `${row.definitionKey} ${row.definitionVersion} ${row.node}`;
    if (this.#firing.has(id) || row.due === null) return;
    this.#firing.add(id);
    // People read it as the job's key.
    const due = new Date(row.due).toISOString().replace('.000Z', 'Z');
    const engine = this.#engine;
    engine.background(async () => {
      const definition = await engine.definitions.get(row.definitionKey, row.definitionVersion).catch(() => null);
      if (definition === null) {
        // It ran when it was deployed: another version of Cairn cannot read it any more.
        await engine.units.commitRows({ startTimers: [{ ...row, due: null }] });
        this.#firing.delete(id);
        return;
      }
      const plans = plansOf(row);
      const part = earliest(plans);
      const after = rowAfter(row, plans, part, engine.now);
      // Several timers can be due at the same instant; each starts a job of its own.
      const which = part === 0 ? '' : `/${part}`;
      const extId = `${row.definitionKey}/${row.definitionVersion}/${row.node}/${due}${which}`;
      const job = createJob(engine, {
        key: row.definitionKey,
        version: row.definitionVersion,
        definition,
        extId,
        scenario: null,
        clock: 'wall',
      });
      const over = (): void => {
        this.#firing.delete(id);
        engine.timers.plan();
      };
      // A job that cannot be created is not tried again at once: the next occurrence is planned all the same.
      const skip = (): void => {
        engine.cache.forget(job);
        engine.background(async () => {
          await engine.units.commitRows({ startTimers: [after] });
          over();
        });
      };
      engine.submit(job, {
        command: () => ({
          type: 'start',
          node: row.node,
          variables: {},
          messageId: null,
          by: { kind: 'timer', name: null },
        }),
        obeyed: () => ({ created: [job.id], startTimers: [after] }),
        refused: skip,
        durable: over,
        failed: skip,
      });
    });
  }
}
