/**
 * Performs work. Local work of one job runs one piece at a time, on the variables that the piece before left; work with
 * an effect outside runs concurrently, on what was resolved at its start (checkpoint-semantics, section 4).
 *
 *  1. Nothing starts behind a barrier.
 *  2. Every piece is recorded, by a synchronous write, before it begins; an effect after it too. Local work of jobs that were
 *     answered together begins after the last one's turn, so that one write says it of all.
 */
import { isSuspect } from '../core/activity.ts';
import { isEffect, type EffectWork, type LocalWork, type Outcome, type Work } from '../core/work.ts';
import { innermost } from '../core/step.ts';
import { visibleVariables } from '../core/variables.ts';
import type { Recording } from '../protocol/recording.ts';
import type { ServiceAnswer } from '../protocol/scenario.ts';
import type { LedgerRow } from '../store/rows.ts';
import { perform, type Tools } from '../tasks/perform.ts';
import type { Engine } from './engine.ts';
import type { RunningJob } from './running-job.ts';
import { Suspects } from './suspects.ts';

/** Does one piece of work: the world, unless a test puts something in its place. */
export type Perform = typeof perform;

/** How long work waits that there was no room to record, or whose lease could not be renewed, ms. */
const RETRY_MS = 1000;

export class Performer {
  readonly #tools: Tools;
  readonly #work: Perform;
  readonly #suspects = new Suspects();
  /** The recorder had no room the last time. */
  #full = false;
  /** Local work that begins together; null: each piece begins at once. */
  #gathered: { readonly job: RunningJob; readonly work: LocalWork }[] | null = null;

  constructor(tools: Tools, work: Perform = perform) {
    this.#tools = tools;
    this.#work = work;
  }

  /** Starts what may start now. Whether anything did, so that the job gets another turn. */
  startNext(engine: Engine, job: RunningJob): boolean {
    if (!engine.mayWork(job)) return false;
    const [held] = job.held;
    if (held !== undefined) {
      if (isEffect(held)) {
        if (isCurrent(job, held)) {
          if (!this.#suspects.mayBegin(job, held) || !this.#announce(engine, job, held)) return false;
          this.#startEffect(engine, job, held);
        }
      } else {
        job.local.push(held);
      }
      job.held.shift();
      return true;
    }
    const [work] = job.local;
    if (job.localBusy || work === undefined) return false;
    if (isCurrent(job, work)) {
      if (!this.#suspects.mayBegin(job, work)) return false;
      if (this.#gathered !== null && work.kind !== 'conditions' && !isSuspect(job.state, work.instance)) {
        if (!this.#mayBegin(engine, job)) return false;
        engine.parts.crashPoints.reach(work.node, 'before-task');
        job.localBusy = true;
        this.#gathered.push({ job, work });
      } else {
        if (!this.#announce(engine, job, work)) return false;
        this.#startLocal(engine, job, work);
      }
    }
    job.local.shift();
    return true;
  }

  /** Local work from here on waits for {@link begin}. */
  gather(): void {
    this.#gathered ??= [];
  }

  /** Begins what was gathered, in the order in which it came. */
  begin(engine: Engine): void {
    const gathered = this.#gathered ?? [];
    this.#gathered = null;
    if (engine.stopped) return;
    const wanted: typeof gathered = [];
    for (const each of gathered) {
      if (isCurrent(each.job, each.work) && !each.job.gone) wanted.push(each);
      else {
        // Interrupted in a later turn, its own or another's.
        each.job.localBusy = false;
        engine.pump(each.job);
      }
    }
    if (wanted.length === 0) return;
    if (!this.#beginAll(engine, wanted)) {
      for (const { job, work } of wanted) {
        job.localBusy = false;
        job.local.unshift(work);
        this.#later(engine, job);
      }
      return;
    }
    for (const { job, work } of wanted) this.#startLocal(engine, job, work);
  }

  /** Records all of it. False: nothing of it may begin. The lease may have grown old since it was gathered. */
  #beginAll(engine: Engine, wanted: readonly { job: RunningJob; work: LocalWork }[]): boolean {
    const { recorder, mayBegin } = engine.parts;
    try {
      if (!mayBegin()) return false;
    } catch (error) {
      engine.fail(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
    return this.#recorded(engine, recorder.beginAll(wanted.map(({ job, work }) => beginning(engine, job, work))));
  }

  #mayBegin(engine: Engine, job: RunningJob): boolean {
    if (engine.parts.mayBegin()) return true;
    this.#later(engine, job);
    return false;
  }

  /** Says whether there is room for the recordings, when that has changed. */
  #recorded(engine: Engine, begun: boolean): boolean {
    const { paused } = engine.parts;
    if (!begun) paused('there is no room for the recordings of what the engine does');
    else if (this.#full) paused(null);
    this.#full = !begun;
    return begun;
  }

  /** Records what is about to begin. False: there is no room for that, so it must not begin; the job gets another turn. */
  #announce(engine: Engine, job: RunningJob, work: Work): boolean {
    const { recorder, crashPoints } = engine.parts;
    if (!this.#mayBegin(engine, job)) return false;
    crashPoints.reach(work.node, 'before-task');
    if (work.kind === 'conditions') return true;
    if (this.#recorded(engine, recorder.begin(beginning(engine, job, work)))) {
      this.#suspects.begins(job, work);
      return true;
    }
    this.#later(engine, job);
    return false;
  }

  #later(engine: Engine, job: RunningJob): void {
    engine.parts.clock.after(RETRY_MS, () => {
      engine.pump(job);
    });
  }

  #startLocal(engine: Engine, job: RunningJob, work: LocalWork): void {
    job.localBusy = true;
    const outcome = this.#perform(job, work);
    if (outcome instanceof Promise) {
      void outcome.then((it) => {
        this.#report(engine, job, work, it);
      });
    } else {
      this.#report(engine, job, work, outcome);
    }
  }

  #startEffect(engine: Engine, job: RunningJob, work: EffectWork): void {
    job.effects += 1;
    const began = engine.now;
    const row: LedgerRow = {
      instance: work.instance,
      attempt: work.attempt,
      element: work.node,
      kind: work.kind,
      target: targetOf(work),
      idempotencyKey: work.idempotencyKey,
      before: job.state.seq,
      after: null,
      beganAt: began,
      endedAt: null,
      state: 'begun',
    };
    job.journal.effect(row);
    const outcome = this.#perform(job, work);
    const end = (it: Outcome): void => {
      this.#report(engine, job, work, it, {
        ...row,
        endedAt: engine.now,
        state: it.kind === 'failed' ? 'failed' : 'happened',
      });
    };
    if (outcome instanceof Promise) void outcome.then(end);
    else end(outcome);
  }

  /** Never rejects and never throws: whatever goes wrong is a failed outcome that names the element. */
  #perform(job: RunningJob, work: Work): Outcome | Promise<Outcome> {
    const { state, definition, scenario } = job;
    const failed = (error: unknown): Outcome => ({
      kind: 'failed',
      message: `${work.node}: ${error instanceof Error ? error.message : String(error)}`,
    });
    try {
      const token = state.tokens.get(work.token);
      const node = definition.graph.nodes.get(work.node);
      if (token === undefined || node === undefined) throw new Error('its token is gone');
      const answers: readonly ServiceAnswer[] | undefined =
        scenario !== null && Object.hasOwn(scenario.services, work.node) ? scenario.services[work.node] : undefined;
      const answer = answers?.[Math.min(work.answer, answers.length - 1)];
      const outcome = this.#work(
        work,
        {
          node,
          variables: visibleVariables(state, innermost(state, token)),
          moment: { now: state.now, seed: work.seed },
          resources: definition.resource,
          ...(answer === undefined ? {} : { answer }),
        },
        this.#tools,
      );
      return outcome instanceof Promise ? outcome.catch(failed) : outcome;
    } catch (error) {
      return failed(error);
    }
  }

  /** `row`: what the ledger says of an effect from the checkpoint on that records its outcome. */
  #report(engine: Engine, job: RunningJob, work: Work, outcome: Outcome, row: LedgerRow | null = null): void {
    // Nobody is left to tell, nor to write it down.
    if (engine.stopped) return;
    const { recorder, crashPoints } = engine.parts;
    const effect = isEffect(work);
    if (work.kind !== 'conditions') {
      const recording = {
        e: 'work-ended',
        t: engine.now,
        job: job.id,
        instance: work.instance,
        attempt: work.attempt,
        effect,
        outcome: outcome.kind,
      } as const;
      if (effect) recorder.write(recording);
      else recorder.note(recording);
    }
    if (outcome.kind !== 'failed') crashPoints.reach(work.node, 'after-effect');
    const over = (): undefined => {
      if (row !== null) job.journal.effect(row);
      if (effect) job.effects -= 1;
      else job.localBusy = false;
      engine.stills.workOver(job.root);
      if (this.#suspects.isOnTrial(work)) this.#release(engine, job);
    };
    engine.submit(job, {
      command: () => ({
        type: 'report-outcome',
        token: work.token,
        instance: work.instance,
        attempt: work.attempt,
        outcome,
      }),
      obeyed: over,
      refused: over,
    });
  }

  /** The next suspect begins after this one's outcome is durable. */
  #release(engine: Engine, job: RunningJob): void {
    engine.background(async () => {
      // The barrier, if there is one, is up by the end of this turn.
      await Promise.resolve();
      await job.free();
      for (const waiting of this.#suspects.acquitted()) engine.pump(waiting);
    });
  }
}

/** Whether the token still wants this very try. */
function isCurrent(job: RunningJob, work: Work): boolean {
  const token = job.state.tokens.get(work.token);
  return (
    token !== undefined &&
    token.state === 'running' &&
    token.instance === work.instance &&
    token.attempt === work.attempt
  );
}

function beginning(engine: Engine, job: RunningJob, work: Work): Recording {
  return {
    e: 'work-began',
    t: engine.now,
    job: job.id,
    instance: work.instance,
    attempt: work.attempt,
    element: work.node,
    kind: work.kind,
    effect: isEffect(work),
    key: work.idempotencyKey,
    target: targetOf(work),
    seq: job.state.seq,
  };
}

function targetOf(work: Work): string {
  if (!isEffect(work)) return work.kind;
  return work.request === null ? work.node : `${work.request.method} ${work.request.url}`;
}
