/**
 * Savepoints: a job with all that it called, captured at once like a checkpoint, then written to a directory of its own
 * (checkpoint-semantics, section 8).
 *
 *  1. The whole tree is behind its barrier at the capture; called jobs are taken after their callers, so that two of
 *     these never wait for each other.
 *  2. A savepoint is recorded only after its directory is durable; the request is answered after that. A request that an
 *     engine died over is taken up again, and what it had recorded is answered as it is.
 *  3. With cancel, nothing of the job moves between the capture and its end; if the savepoint fails, the job goes on.
 *  4. One job's failure is named, and stops no other.
 */
import path from 'node:path';
import type { CheckpointPoint } from '../core/checkpoint-policy.ts';
import { longId } from '../core/hash.ts';
import { allRows, encodeHeader } from '../core/job-codec.ts';
import type { EngineAnswer, EngineRequest, SavepointsTaken } from '../protocol/requests.ts';
import { SavepointRefused, type RunningTask } from '../savepoints/manifest.ts';
import { targetIn, savepointDir } from '../savepoints/places.ts';
import { writeSavepoint, type SavepointContent } from '../savepoints/savepoint.ts';
import type { DefinitionRow, JobRow, RequestRow, SavepointRow } from '../store/rows.ts';
import { Fenced, StoreUnusable } from '../store/store.ts';
import { releaseClaims } from './claims.ts';
import type { Engine } from './engine.ts';
import type { RunningJob } from './running-job.ts';

type SavepointRequest = Extract<EngineRequest, { kind: 'savepoint' }>;
type Taken = SavepointsTaken['savepoints'][number];

/** Jobs that are saved at the same time. */
const AT_ONCE = 8;
/** Jobs listed in one go. */
const PAGE = 1000;
/** What crash points of savepoints are armed for; the visit counts the moments. */
export const SAVEPOINT_MOMENT = '(savepoint)';

const POINTS: readonly CheckpointPoint[] = [{ reason: 'requested', kind: 'implicit', element: null }];

/** A savepoint could not be taken; the message says why. */
class NotTaken extends Error {}

export class Savepoints {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The answer, to be made durable by the caller. */
  async take(row: RequestRow, request: SavepointRequest): Promise<EngineAnswer> {
    const engine = this.#engine;
    const { savepointFolder, store } = engine.parts;
    let folder: string;
    try {
      folder = await targetIn(savepointFolder, request.target ?? '.');
    } catch (error) {
      if (error instanceof SavepointRefused) return { ok: false, code: 'bad-request', message: error.message };
      throw error;
    }
    const before = store.savepoints({ request: row.id }, Number.MAX_SAFE_INTEGER).reverse();
    const targets = request.job === null ? this.#running() : [store.job(request.job)].filter((job) => job !== null);
    const [only] = targets;
    if (request.job !== null && before.length === 0) {
      if (only === undefined) return { ok: false, code: 'unknown', message: `there is no job ${request.job}` };
      const refusal = unfit(only);
      if (refusal !== null) return { ok: false, code: 'illegal', message: refusal };
    }
    const taken: Taken[] = before.map((saved) => this.#takenBefore(saved));
    const failed: SavepointsTaken['failed'] = [];
    const open = targets.filter(({ id }) => before.every(({ job }) => job !== id));
    // The grace of all begins now.
    if (request.cancel) for (const { id } of open) engine.stills.calm(id);
    const line = [...open];
    const work = async (): Promise<void> => {
      for (let job = line.shift(); job !== undefined; job = line.shift()) {
        try {
          taken.push(await this.#one(row, request, folder, job));
        } catch (error) {
          if (error instanceof StoreUnusable || error instanceof Fenced || engine.stopped) throw error;
          const reason = error instanceof Error ? error.message : String(error);
          failed.push({ job: job.id, name: job.definitionKey, reason });
          await engine.units.commitRows({
            records: { failures: [{ job: job.id, kind: 'savepoint', at: engine.now, reason }] },
          });
        } finally {
          if (!engine.undecided.concerns(job.id)) engine.stills.release(job.id);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, line.length) }, work));
    if (request.job !== null && taken.length === 0)
      return { ok: false, code: 'illegal', message: `no savepoint of job ${request.job}: ${failed[0]?.reason ?? ''}` };
    const order = (list: { job: string }[]): void => void list.sort((a, b) => (a.job < b.job ? -1 : 1));
    order(taken);
    order(failed);
    return {
      ok: true,
      job: request.job === null ? null : (taken[0]?.job ?? null),
      taken: { savepoints: taken, failed },
    };
  }

  #takenBefore(saved: SavepointRow): Taken {
    const { store, savepointFolder } = this.#engine.parts;
    const job = store.job(saved.job);
    return {
      job: saved.job,
      name: job?.definitionKey ?? '',
      savepoint: saved.id,
      location: path.join(savepointFolder, saved.location),
      seq: saved.seq,
      cancelled: job?.status === 'cancelled',
    };
  }

  /** Every job that has not ended and that nobody called, oldest first. */
  #running(): JobRow[] {
    const { store } = this.#engine.parts;
    const found: JobRow[] = [];
    for (const status of ['active', 'passive'] as const) {
      for (let before: string | undefined; ;) {
        const page = store.jobs(
          { status, parentJob: null },
          { limit: PAGE, ...(before === undefined ? {} : { before }) },
        );
        found.push(...page);
        before = page.at(-1)?.id;
        if (page.length < PAGE) break;
      }
    }
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #one(
    row: RequestRow,
    request: SavepointRequest,
    folder: string,
    { id, definitionKey }: JobRow,
  ): Promise<Taken> {
    const engine = this.#engine;
    const { store, clock, savepointFolder } = engine.parts;
    if (engine.undecided.concerns(id))
      throw new NotTaken(`job ${id} waits for a decision after a restart: restart, keep or remove it first`);
    if (request.cancel) await engine.stills.calmedDown(id, request.graceMs);
    this.#moment();
    const tree = await this.#tree(id);
    if (tree === null) throw new NotTaken(`job ${id} is ${store.job(id)?.status ?? 'gone'}`);
    if (request.cancel) engine.stills.freeze(id);
    const began = clock.monotonic();
    // Called jobs first: their callers record where they stand.
    const parts = tree.toReversed().map((job) => engine.units.capture(job, POINTS, 'savepoint'));
    const savepoint = longId(row.id, id);
    const content = this.#contentOf(savepoint, tree);
    const seq = tree[0]?.state.seq ?? 0;
    if (!(await Promise.race([engine.units.commitParts(tree, parts, []), engine.over])))
      throw new NotTaken(`its checkpoint could not be saved`);
    this.#moment();
    const dir = savepointDir(folder, definitionKey, savepoint);
    const bytes = await writeSavepoint(dir, content, () => {
      this.#moment();
    });
    const saved: SavepointRow = {
      id: savepoint,
      request: row.id,
      job: id,
      seq,
      location: path.relative(savepointFolder, dir),
      at: engine.now,
      bytes,
      micros: Math.max(1, Math.round((clock.monotonic() - began) * 1000)),
    };
    if (request.cancel) await this.#cancel(id, saved);
    else await engine.units.commitRows({ records: { savepoints: [saved] } });
    this.#moment();
    await releaseClaims(engine, id);
    return { job: id, name: definitionKey, savepoint, location: dir, seq, cancelled: request.cancel };
  }

  #moment(): void {
    this.#engine.parts.crashPoints.reach(SAVEPOINT_MOMENT, 'after-commit');
  }

  /** The job and all that it called, each behind its barrier, callers before the called. Null: it has ended. */
  async #tree(id: string): Promise<RunningJob[] | null> {
    const engine = this.#engine;
    for (;;) {
      const tree: RunningJob[] = [];
      const whole = await Promise.race([this.#gather(id, tree), engine.over]);
      if (whole && tree.length > 0) return tree;
      for (const job of tree) job.lift();
      for (const job of tree) engine.pump(job);
      if (whole) return null;
      // One of them is on its way back to its caller, who takes it in a turn of its own.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
  }

  /** False: one of them has ended, and its caller does not know it yet. */
  async #gather(id: string, tree: RunningJob[]): Promise<boolean> {
    const job = await this.#engine.calls.take(id);
    if (job === null) {
      const status = this.#engine.parts.store.job(id)?.status;
      if (status === 'active' || status === 'passive') throw new NotTaken(`job ${id} cannot be loaded`);
      return true;
    }
    if (job.returning !== null) return false;
    tree.push(job);
    for (const { child } of job.state.tokens.values())
      if (child !== null && !(await this.#gather(child, tree))) return false;
    return true;
  }

  /** At the moment of capture, before anything else can move. */
  #contentOf(id: string, tree: readonly RunningJob[]): SavepointContent {
    const { store } = this.#engine.parts;
    const definitions = new Map<string, DefinitionRow>();
    for (const { state } of tree) {
      const { key, version } = state.definition;
      const name = `${key} ${version}`;
      const found = definitions.get(name) ?? store.definition(key, version);
      if (found === null) throw new NotTaken(`definition ${key} version ${version} is not in the store`);
      definitions.set(name, found);
    }
    return {
      id,
      createdAt: this.#engine.now,
      jobs: tree.map(({ state }) => ({ job: encodeHeader(state), rows: allRows(state) })),
      definitions: [...definitions.values()],
      scenario: store.scenario(tree[0]?.id ?? '')?.text ?? null,
      willRunAgain: tree.flatMap(runningTasks),
    };
  }

  /** Ends the job, in one transaction with the record of its savepoint; what came for it meanwhile is too late. */
  async #cancel(id: string, saved: SavepointRow): Promise<void> {
    const engine = this.#engine;
    const refused = await new Promise<string | null>((resolve, reject) => {
      engine.over.catch(reject);
      const cancel = (job: RunningJob): void => {
        engine.stills.freeze(id, 'called');
        job.queue.unshift({
          command: () => ({ type: 'cancel' }),
          obeyed: () => ({ records: { savepoints: [saved] } }),
          durable: () => {
            resolve(null);
          },
          refused: ({ message }) => {
            resolve(message);
          },
          failed: resolve,
        });
        engine.pump(job);
      };
      engine.cache.reach(id, cancel).then((found) => {
        if (!found) resolve('it could not be loaded');
      }, reject);
    });
    if (refused !== null)
      throw new NotTaken(`the savepoint is on disk, but the job could not be cancelled: ${refused}`);
  }
}

/** Why no savepoint of this job can be taken at all. */
function unfit({ id, status, parentJob }: JobRow): string | null {
  if (status !== 'active' && status !== 'passive') return `job ${id} is ${status}: there is nothing to save`;
  if (parentJob !== null) return `job ${id} was called by job ${parentJob}: take the savepoint of that one`;
  return null;
}

function runningTasks({ id, state }: RunningJob): RunningTask[] {
  return [...state.tokens.values()].flatMap((token) =>
    token.state === 'running' && token.work !== null && token.work !== 'conditions' && token.instance !== null
      ? [{ job: id, element: token.node, instance: token.instance, attempt: token.attempt, kind: token.work }]
      : [],
  );
}
