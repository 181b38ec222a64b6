/**
 * Recovery: read latest states, put tokens back, perform pending work again; no event is replayed (checkpoint-semantics,
 * section 5). Before it performs anything, the higher incarnation of each job it loads is durable.
 */
import { decide } from '../core/decide.ts';
import { firstCommand } from '../core/running.ts';
import type { JobState } from '../core/job-state.ts';
import type { CheckpointPart, LedgerRow } from '../store/rows.ts';
import { Predecessors, type BegunWork, type Trace } from './begun.ts';
import { captureRows } from './capture.ts';
import type { Engine } from './engine.ts';
import type { RunningJob } from './running-job.ts';
import { markUnloadable } from './unloadable.ts';

/** Jobs whose incarnation is raised in one transaction. */
const BATCH = 250;
/** Batches that wait for their transaction while others are read. */
const UNDER_WAY = 8;

/** Takes up every active job, as many at a time as the cache holds. Answers how many. */
export async function recover(engine: Engine, predecessors: Predecessors): Promise<number> {
  const { store, cacheJobs } = engine.parts;
  let recovered = 0;
  let after: string | null = null;
  const underWay: Promise<unknown>[] = [];
  for (;;) {
    const room = cacheJobs - engine.cache.size;
    const ids: string[] = store.activeJobs(after, Math.max(1, Math.min(BATCH, room)));
    if (ids.length === 0) break;
    if (room <= 0) {
      await Promise.race([engine.cache.room(), engine.over]);
      continue;
    }
    after = ids.at(-1) as string;
    if (ids.length === BATCH) store.expectLargeGroups();
    const { durable } = await beginBatch(engine, ids, predecessors);
    underWay.push(durable);
    // The next ones are read while these are written: they leave in the next turn of the event loop.
    await nextTurn();
    if (underWay.length > UNDER_WAY) await Promise.race([underWay.shift(), engine.over]);
    recovered += ids.length;
  }
  await Promise.race([Promise.all(underWay), engine.over]);
  // Jobs that wait, and had moved without a checkpoint when their engine died: what they do anew has a higher attempt.
  for (const id of predecessors.unsaved()) {
    if (store.job(id)?.status !== 'passive') continue;
    await engine.cache.room();
    await recoverBatch(engine, [id], predecessors, 'passive');
  }
  return recovered;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Takes up these active jobs and no others, whatever is known of the engines before. */
export async function takeUpJobs(
  engine: Engine,
  ids: readonly string[],
  predecessors: Predecessors | null,
): Promise<void> {
  await recoverBatch(engine, ids, predecessors ?? new Predecessors([]));
}

async function recoverBatch(
  engine: Engine,
  ids: readonly string[],
  predecessors: Predecessors,
  status: 'active' | 'passive' = 'active',
): Promise<void> {
  const { durable } = await beginBatch(engine, ids, predecessors, status);
  await Promise.race([durable, engine.over]);
}

/** Takes them up in memory; `durable` resolves when their incarnations are. */
async function beginBatch(
  engine: Engine,
  ids: readonly string[],
  predecessors: Predecessors,
  status: 'active' | 'passive' = 'active',
): Promise<{ durable: Promise<unknown> }> {
  const durable: Promise<boolean>[] = [];
  await engine.cache.loadAhead(ids);
  const begin = (job: RunningJob): void => {
    if (job.barrier || job.state.status !== status) return;
    try {
      // Each job by itself, so that one that cannot be saved takes no other along. Behind its barrier from here on.
      durable.push(engine.units.commitParts([job], [takeUp(engine, job, predecessors.of(job.id))], []));
      // Before its work is performed again: an overdue interrupting event wins.
      engine.timers.overdue(job);
    } catch (error) {
      engine.cache.forget(job);
      markUnloadable(engine, job.id, error instanceof Error ? error.message : String(error));
    }
  };
  for (const id of ids) {
    const job = engine.cache.job(id);
    if (job === undefined) await engine.cache.reach(id, begin);
    else begin(job);
  }
  return { durable: Promise.all(durable) };
}

function takeUp(engine: Engine, job: RunningJob, trace: Trace | null): CheckpointPart {
  const { state, definition } = job;
  const open = openExecutions(state);
  const { seq } = state;
  const begun = trace === null ? [] : notRecorded(trace.work, seq, open);
  const decision = decide(
    definition.graph,
    state,
    {
      type: 'recover',
      incarnation: state.incarnation + 1,
      begun: Object.fromEntries(highest(begun, trace?.done)),
      // Not all is known of the attempts of engines whose recordings are gone: numbers may skip, never repeat.
      attemptFloor: trace?.certain === true ? null : state.incarnation,
      interrupted: trace === null || trace.stopped ? [] : inTheMiddle(begun),
    },
    engine.surroundings(job),
  );
  if (!decision.ok) throw new Error(decision.refusal.message);
  for (const { node, instance, attempt, startedAt } of open)
    job.journal.cutOff(definition.graph, node, instance, attempt, startedAt, engine.now);
  for (const row of lostEffects(begun)) job.journal.lost(row);
  engine.follow(job, decision.events);
  job.held.push(...decision.work);
  const next = firstCommand(state, decision.more);
  if (next !== null) job.queue.unshift({ command: () => next });
  const incidents = decision.events.some((event) => event.type === 'incident-raised');
  return incidents
    ? engine.units.capture(job, [{ reason: 'incident', kind: 'implicit', element: null }])
    : captureRows(state, job.journal, engine.parts.clock.monotonic());
}

interface Open {
  readonly node: string;
  readonly instance: string;
  readonly attempt: number;
  readonly startedAt: number;
}

/** Begun on the latest checkpoint, or running by it: no checkpoint records how it ended. */
function notRecorded(work: readonly BegunWork[], seq: number, open: readonly Open[]): BegunWork[] {
  return work.filter(
    ({ began }) =>
      began.seq >= seq ||
      open.some(({ instance, attempt }) => instance === began.instance && attempt === began.attempt),
  );
}

function highest(begun: readonly BegunWork[], done: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const attempts = new Map(done);
  for (const { began } of begun)
    attempts.set(began.instance, Math.max(attempts.get(began.instance) ?? 0, began.attempt));
  return attempts;
}

/** What the engine died over: work that had not ended, else the latest that had, whose outcome was never saved. */
function inTheMiddle(begun: readonly BegunWork[]): string[] {
  const unended = begun.filter(({ ended }) => ended === null);
  return (unended.length > 0 ? unended : begun.slice(-1)).map(({ began }) => began.instance);
}

function openExecutions(state: JobState): Open[] {
  const open: Open[] = [];
  for (const token of state.tokens.values()) {
    if (token.state !== 'running' || token.instance === null || token.work === null || token.work === 'conditions')
      continue;
    open.push({ node: token.node, instance: token.instance, attempt: token.attempt, startedAt: token.enteredAt });
  }
  return open;
}

/** Ledger rows of effects that no checkpoint records: they happened, or may have. */
function lostEffects(begun: readonly BegunWork[]): LedgerRow[] {
  return begun
    .filter(({ began }) => began.effect)
    .map(({ began, ended }) => ({
      instance: began.instance,
      attempt: began.attempt,
      element: began.element,
      kind: began.kind === 'http' ? 'http' : 'external',
      target: began.target,
      idempotencyKey: began.key,
      before: began.seq,
      after: null,
      beganAt: began.t,
      endedAt: ended?.t ?? null,
      state: ended === null ? 'maybe' : ended.outcome === 'failed' ? 'failed' : 'happened',
    }));
}
