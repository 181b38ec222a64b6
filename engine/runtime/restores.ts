/**
 * Restores: a new job that goes on with the lineage of a saved one, from a savepoint or from a checkpoint in history
 * (checkpoint-semantics, section 8).
 *
 *  1. The new job, those that it called, the mark of the used-once guard and the answer are one transaction.
 *  2. One restore is under way at a time: two of the same savepoint cannot both find it unused.
 *  3. No other job of the lineage lives; attempts start above all that the store knows of the lineage.
 *  4. A checkpoint restores only as it was saved; a savepoint may move to another version.
 */
import { pointsIn, type CheckpointPoint } from '../core/checkpoint-policy.ts';
import type { Command } from '../core/commands.ts';
import { decide, hasEnded } from '../core/decide.ts';
import { firstCommand } from '../core/running.ts';
import { shortId } from '../core/hash.ts';
import { decodeJob, markAll } from '../core/job-codec.ts';
import type { JobState } from '../core/job-state.ts';
import type { EngineAnswer, EngineRequest } from '../protocol/requests.ts';
import { SavepointRefused } from '../savepoints/manifest.ts';
import { sourceOf } from '../savepoints/places.ts';
import { endedWords, isAlive, stillRunning, usedWords } from '../savepoints/refusal-words.ts';
import { prepareRestore, RestoreRefused, type Decode, type Prepared } from '../savepoints/prepare.ts';
import type { RequestRow, RestoreRow } from '../store/rows.ts';
import { HistoryDamaged, HistoryMissing } from '../store/store.ts';
import type { Engine } from './engine.ts';
import { RunningJob } from './running-job.ts';

type RestoreRequest = Extract<EngineRequest, { kind: 'restore' }>;
type Refused = Extract<EngineAnswer, { ok: false }>;

/** What crash points of restores are armed for; the visit counts the moments. */
export const RESTORE_MOMENT = '(restore)';

interface Copy {
  readonly job: RunningJob;
  readonly points: CheckpointPoint[];
}

export class Restores {
  readonly #engine: Engine;
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Null: done, and `row` is answered with the new job. Without a row nobody is answered.
   * `key`: the only process that it may be of.
   */
  restore(request: RestoreRequest, row: RequestRow | null, key: string | null = null): Promise<Refused | null> {
    const turn = this.#last.then(() => this.#restore(request, row, key));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Takes the mark away, under whatever name it was set. */
  async unmark(path: string): Promise<Refused | null> {
    const engine = this.#engine;
    const { store, workspaceDir } = engine.parts;
    const source = sourceOf(path, workspaceDir);
    const rows = store.restores({ path: source.path }, Number.MAX_SAFE_INTEGER);
    let { source: id } = rows[0] ?? { source: null };
    if (id === null) {
      const prepared = await this.#prepare({ path, toVersion: null, map: {} });
      if ('code' in prepared) return prepared;
      id = prepared.source;
    }
    const marked = store.restores({ source: id }, Number.MAX_SAFE_INTEGER).filter((used) => used.marked);
    if (marked.length === 0) return refuse('illegal', `${source.path} is not marked as used`);
    await engine.units.commitRows({ records: { restores: marked.map((used) => ({ ...used, marked: false })) } });
    return null;
  }

  async #prepare(request: Pick<RestoreRequest, 'path' | 'toVersion' | 'map'>): Promise<Prepared | Refused> {
    const { store, workspaceDir } = this.#engine.parts;
    try {
      return await prepareRestore(store, decode, sourceOf(request.path, workspaceDir), request);
    } catch (error) {
      if (error instanceof SavepointRefused || error instanceof RestoreRefused)
        return refuse('bad-request', error.message);
      if (error instanceof HistoryMissing || error instanceof HistoryDamaged) return refuse('unknown', error.message);
      throw error;
    }
  }

  async #restore(request: RestoreRequest, row: RequestRow | null, key: string | null): Promise<Refused | null> {
    const engine = this.#engine;
    this.#moment();
    const prepared = await this.#prepare(request);
    if ('code' in prepared) return prepared;
    const saved = prepared.jobs[0]?.stored.job.definitionKey;
    if (key !== null && saved !== key)
      return refuse('bad-request', `${prepared.path} is of process ${saved ?? 'none'}, not of ${key}`);
    const refusal = this.#mayNot(request, prepared);
    if (refusal !== null) return refusal;
    const made: Copy[] = [];
    let top: RunningJob;
    try {
      top = this.#copies(prepared, made);
    } catch (error) {
      for (const { job } of made) engine.cache.forget(job);
      if (error instanceof RestoreRefused) return refuse('illegal', error.message);
      throw error;
    }
    const answer: EngineAnswer = { ok: true, job: top.id };
    const jobs = made.map(({ job }) => job);
    this.#moment();
    const durable = engine.units.commitParts(
      jobs,
      made.map(({ job, points }) => engine.units.capture(job, points)),
      [
        {
          created: jobs.map(({ id }) => id),
          scenarios: prepared.scenario === null ? [] : [{ job: top.id, text: prepared.scenario }],
          requests: row === null ? [] : [{ ...row, job: top.id, answer: JSON.stringify(answer) }],
          records: {
            definitions: prepared.definitions,
            restores: jobs.map((job) => this.#mark(job, job === top, prepared, request)),
          },
        },
      ],
    );
    // Before its work is performed again: an overdue interrupting event wins.
    for (const job of jobs) if (job.state.clock === 'wall') engine.timers.overdue(job);
    if (!(await Promise.race([durable, engine.over])))
      return refuse('conflict', `the job restored from ${prepared.path} could not be saved`);
    this.#moment();
    return null;
  }

  #moment(): void {
    this.#engine.parts.crashPoints.reach(RESTORE_MOMENT, 'after-commit');
  }

  #mayNot(request: RestoreRequest, prepared: Prepared): Refused | null {
    const { store } = this.#engine.parts;
    const { path, source, kind, jobs, homeless, empty } = prepared;
    const used = store.restores({ source }, Number.MAX_SAFE_INTEGER).some(({ marked }) => marked);
    if (used && !request.again) return refuse('used', usedWords(path));
    const [top] = jobs;
    if (top === undefined) return refuse('bad-request', `${path} holds no job`);
    const lives = store.jobByLineage(top.stored.job.lineage).find(isAlive);
    if (lives !== undefined) return refuse('conflict', `${stillRunning(lives)}: cancel it first`);
    if (request.mode === 'claim' && kind === 'checkpoint')
      return refuse(
        'bad-request',
        `${path} is a checkpoint, which is the store's already; only savepoints are claimed`,
      );
    if (homeless.length > 0 && !request.allowDropped) {
      const list = homeless.map(({ what, element, reason }) => `${what} at ${element}: ${reason}`).join('; ');
      return refuse('illegal', `state without a home in the new version: ${list}; map it, or allow it to be dropped`);
    }
    return empty ? refuse('illegal', 'nothing of the job would be left in the new version') : null;
  }

  #mark(job: RunningJob, top: boolean, prepared: Prepared, request: RestoreRequest): RestoreRow {
    const { source, path, kind } = prepared;
    return {
      job: job.id,
      source: top ? source : `${source} of a called job`,
      path: top ? path : '',
      kind,
      seq: job.state.origin?.seq ?? 0,
      at: this.#engine.now,
      incarnation: job.state.incarnation,
      mode: top ? request.mode : 'no-claim',
      marked: top,
    };
  }

  /** The jobs in memory, called ones before their callers; answers the one at the top. */
  #copies(prepared: Prepared, made: Copy[]): RunningJob {
    const engine = this.#engine;
    const { ids, readScenario } = engine.parts;
    const scenario = prepared.scenario === null ? null : readScenario(prepared.scenario);
    const newIds = new Map(prepared.jobs.map(({ stored }) => [stored.job.id, ids.next()]));
    const root = newIds.get(prepared.jobs[0]?.stored.job.id ?? '') ?? '';
    let top: RunningJob | null = null;
    for (const { stored, definition, changes } of prepared.jobs) {
      const old = decodeJob(stored.job, stored.rows);
      if (hasEnded(old)) throw new RestoreRefused(endedWords(old.id));
      const state = this.#successor(old, newIds);
      const job = new RunningJob(state, definition, state.simulated ? scenario : null, root);
      job.barrier = true;
      engine.cache.adopt(job);
      engine.timers.arm(job);
      const copy: Copy = { job, points: [{ reason: 'start', kind: 'implicit', element: null }] };
      made.unshift(copy);
      const incarnation = state.incarnation;
      let more = this.#decide(copy, {
        type: 'recover',
        incarnation,
        begun: this.#begun(old),
        attemptFloor: this.#floor(old),
        interrupted: [],
      });
      job.opened.push(...state.subscriptions.values());
      if (changes !== null) more = this.#decide(copy, { type: 'adapt', changes });
      const next = firstCommand(state, more);
      if (next !== null) job.queue.unshift({ command: () => next });
      top ??= job;
    }
    if (top === null) throw new RestoreRefused('it holds no job');
    return top;
  }

  /** Answers whether another step can follow at once. */
  #decide({ job, points }: Copy, command: Command): boolean {
    const { graph } = job.definition;
    const decision = decide(graph, job.state, command, this.#engine.surroundings(job));
    if (!decision.ok) throw new RestoreRefused(decision.refusal.message);
    this.#engine.follow(job, decision.events);
    job.held.push(...decision.work);
    points.push(...pointsIn(graph, decision.events));
    return decision.more;
  }

  /** Lineage, business key and latest message stay, or receivers could not recognise what is repeated. */
  #successor(old: JobState, newIds: ReadonlyMap<string, string>): JobState {
    const { store } = this.#engine.parts;
    const id = newIds.get(old.id) as string;
    const others = store.jobByLineage(old.lineage).map(({ incarnation }) => incarnation);
    const state: JobState = {
      ...old,
      id,
      extId: old.parent === null ? old.extId : id,
      parent: old.parent === null ? null : { job: newIds.get(old.parent.job) as string, token: old.parent.token },
      origin: { how: 'restore', job: old.id, seq: old.seq },
      seq: 0,
      incarnation: Math.max(old.incarnation, ...others) + 1,
      status: 'active',
      deaths: {},
    };
    for (const token of state.tokens.values())
      if (token.child !== null) token.child = newIds.get(token.child) ?? shortId('lost call', token.child);
    markAll(state);
    return state;
  }

  /** Highest attempt of each activity instance that the saved job had not done with, over all jobs of the lineage. */
  #begun(old: JobState): Record<string, number> {
    const { store } = this.#engine.parts;
    const highest: Record<string, number> = {};
    for (const { id } of store.jobByLineage(old.lineage)) {
      for (const { instance, attempt, endedAt } of store.executions(id))
        if (endedAt === null || endedAt >= old.now) highest[instance] = Math.max(highest[instance] ?? 0, attempt);
    }
    return highest;
  }

  /** Where the saved job is another store's, what it began afterwards is not known: numbers may skip, never repeat. */
  #floor(old: JobState): number | null {
    return this.#engine.parts.store.job(old.id) === null ? Math.max(old.attemptFloor, old.incarnation) : null;
  }
}

const decode: Decode = ({ job, rows }) => decodeJob(job, rows);

function refuse(code: Refused['code'], message: string): Refused {
  return { ok: false, code, message };
}
