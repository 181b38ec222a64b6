/** Timer start events of deployed definitions, on the wall clock. */
import { nextOccurrence } from '../core/timer-cycle.ts';
import type { Timer } from '../core/job-state.ts';
import type { StartTimerRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import { createJob } from './starting.ts';

type Plan = Pick<Timer, 'due' | 'cycle' | 'fired'>;

function asTimer(row: StartTimerRow, plan: Plan): Timer {
  return {
    id: row.node,
    token: null,
    scope: null,
    node: row.node,
    part: 0,
    kind: 'event-subprocess',
    number: 0,
    ...plan,
  };
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
    const engine = this.#engine;
    engine.background(async () => {
      const plan = JSON.parse(row.data) as Plan;
      const definition = await engine.definitions.get(row.definitionKey, row.definitionVersion).catch(() => null);
      if (definition === null) {
        // It ran when it was deployed: another version of Cairn cannot read it any more.
        await engine.commitRows({ startTimers: [{ ...row, due: null }] });
        this.#firing.delete(id);
        return;
      }
      const next = nextOccurrence(asTimer(row, plan), engine.now);
      const after: StartTimerRow = {
        ...row,
        due: next?.due ?? null,
        data: JSON.stringify(next === null ? plan : { due: next.due, cycle: next.cycle, fired: next.fired }),
      };
      const extId = `${row.definitionKey}/${row.definitionVersion}/${row.node}/${row.due ?? 0}`;
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
        engine.lookAhead();
      };
      // A job that cannot be created is not tried again at once: the next occurrence is planned all the same.
      const skip = (): void => {
        engine.forget(job);
        engine.background(async () => {
          await engine.commitRows({ startTimers: [after] });
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
