/**
 * With automatic recovery off: the jobs that were found when the engine started wait, with all that called them and all
 * that they called, until a person decides (restart, keep, remove). What was kept can still be restarted or removed.
 */
import type { EngineAnswer } from '../protocol/requests.ts';
import type { UndecidedRow } from '../store/rows.ts';
import type { Predecessors } from './begun.ts';
import type { Engine } from './engine.ts';
import { takeUpJobs } from './recovery.ts';

/** Active jobs looked at in one go, and rows of one transaction. */
const PAGE = 500;

export class Undecided {
  readonly #engine: Engine;
  /** Ids of jobs at the top of the calls. */
  readonly #waiting = new Map<string, UndecidedRow>();
  #predecessors: Predecessors | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Whether the job, or one that called it, waits for a decision. */
  concerns(id: string): boolean {
    return this.#waiting.size > 0 && this.#waiting.has(this.#engine.cache.rootOf(id));
  }

  /** Finds the jobs and keeps them still, instead of taking them up. Answers how many there are. */
  async find(predecessors: Predecessors): Promise<number> {
    const engine = this.#engine;
    const { store } = engine.parts;
    this.#predecessors = predecessors;
    for (const row of store.undecided()) this.#waiting.set(row.job, row);
    for (let after: string | null = null; ;) {
      const page: string[] = store.activeJobs(after, PAGE);
      const roots = new Set(page.map((id) => engine.cache.rootOf(id)));
      const found = [...roots]
        .filter((root) => !this.#waiting.has(root))
        .map((job): UndecidedRow => ({ job, since: engine.now, decision: 'waits' }));
      for (const row of found) this.#waiting.set(row.job, row);
      if (found.length > 0) await engine.units.commitRows({ records: { undecided: found } });
      after = page.at(-1) ?? null;
      if (page.length < PAGE) break;
    }
    for (const root of this.#waiting.keys()) engine.stills.freeze(root);
    return this.#waiting.size;
  }

  /** All jobs are taken up by themselves: nobody needs to decide any more. */
  async forget(): Promise<void> {
    const rows = this.#engine.parts.store.undecided().map((row): UndecidedRow => ({ ...row, decision: null }));
    if (rows.length > 0) await this.#engine.units.commitRows({ records: { undecided: rows } });
  }

  /** The answer, to be made durable by the caller. */
  async decide(idOrExtId: string, decision: 'restart' | 'keep' | 'remove'): Promise<EngineAnswer> {
    const engine = this.#engine;
    const { store } = engine.parts;
    const job = store.job(idOrExtId);
    if (job === null) return { ok: false, code: 'unknown', message: `there is no job ${idOrExtId}` };
    const root = engine.cache.rootOf(job.id);
    const row = this.#waiting.get(root);
    if (row === undefined)
      return {
        ok: false,
        code: 'too-late',
        message: `job ${job.id} does not wait for a decision: it is ${job.status}`,
      };
    if (decision === 'keep') {
      await this.#note({ ...row, decision: 'kept' });
      return { ok: true, job: null };
    }
    if (decision === 'restart') {
      const active = this.#active(root);
      // Gone from the list only once its higher incarnation is durable: a death in between leaves it there.
      await takeUpJobs(engine, active, this.#predecessors);
      await this.#note({ ...row, decision: null });
    } else {
      const refused = await this.#remove(root, row);
      if (refused !== null) return { ok: false, code: 'illegal', message: refused };
    }
    this.#waiting.delete(root);
    engine.stills.release(root);
    // Messages came meanwhile that it waits for.
    engine.correlation.resume();
    return { ok: true, job: root };
  }

  async #note(row: UndecidedRow): Promise<void> {
    if (row.decision !== null) this.#waiting.set(row.job, row);
    await this.#engine.units.commitRows({ records: { undecided: [row] } });
  }

  /** Active jobs of one tree. */
  #active(root: string): string[] {
    const { store } = this.#engine.parts;
    const found: string[] = [];
    const look = (id: string): void => {
      if (store.job(id)?.status === 'active') found.push(id);
      for (const child of store.children(id)) look(child.id);
    };
    look(root);
    return found.sort();
  }

  /** Null: it was cancelled, in one transaction with the decision. */
  #remove(root: string, row: UndecidedRow): Promise<string | null> {
    const engine = this.#engine;
    return new Promise((resolve, reject) => {
      engine.over.catch(reject);
      engine.cache
        .reach(root, (job) => {
          engine.stills.freeze(root, 'called');
          job.queue.unshift({
            command: () => ({ type: 'cancel' }),
            obeyed: () => ({ records: { undecided: [{ ...row, decision: null }] } }),
            durable: () => {
              resolve(null);
            },
            refused: ({ message }) => {
              resolve(message);
            },
            failed: resolve,
          });
          engine.pump(job);
        })
        .then((found) => {
          if (!found) resolve(`job ${root} could not be loaded`);
        }, reject);
    });
  }
}
