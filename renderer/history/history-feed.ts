/**
 * Brings timeline, states and comparisons of one job. While one state is under way only the newest wish is kept: dragging
 * over a thousand checkpoints asks for as many as can be answered, and ends at the one under the pointer.
 */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { Comparison, Timeline } from '../../engine/protocol/window-views.ts';
import { doneBefore } from '../jobs/done-before.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { Refresher, type DiagramCache } from '../jobs/job-feed.ts';
import { stoodBefore } from '../jobs/stood-before.ts';
import { inOrder, type HistoryState, type Moment } from './history-store.ts';
import { append, beginsLater, indexOfSeq, prepend } from './timeline-columns.ts';

interface Store {
  getState(): HistoryState;
  setState(change: Partial<HistoryState>): void;
}

interface Instant {
  readonly job: string;
  readonly seq: number;
}

/** Checkpoints that are asked for at first, so that the latest are there at once; the others come after them. */
const latest = 2_000;
/** Of older ones, so many at a time: each answer is read in one go. */
const olderAtOnce = 10_000;
/** States kept, to go back and forth without asking. */
const mostMoments = 64;

export class HistoryFeed {
  private readonly client: WindowClient;
  private readonly diagrams: DiagramCache;
  private readonly store: Store;
  private readonly timelines: Refresher;
  private readonly states: Refresher;
  private readonly older: Refresher;
  private readonly endings: (() => void)[];
  private readonly moments = new Map<string, Promise<Moment>>();
  /** The latest comparison that came; checkpoints never change, so it holds for as long as the same two are compared. */
  private compared: { readonly key: string; readonly comparison: Comparison } | null = null;
  private job: string | null = null;

  constructor(client: WindowClient, diagrams: DiagramCache, store: Store) {
    this.client = client;
    this.diagrams = diagrams;
    this.store = store;
    this.timelines = new Refresher(async () => this.refreshTimeline());
    this.states = new Refresher(async () => this.refreshMoment());
    this.older = new Refresher(async () => this.readOlder());
    this.endings = [
      client.on('jobs-changed', ({ jobs }) => {
        if (jobs.some(({ id }) => id === this.job)) this.timelines.ask();
      }),
      client.on('engine-changed', () => {
        // A kill is a mark on the timeline, though no job has changed by it.
        if (this.job !== null) this.timelines.ask();
      }),
      client.onConnection((state, reload) => {
        if (state !== 'connected' || !reload || this.job === null) return;
        this.timelines.ask();
        this.states.ask();
      }),
    ];
  }

  /** `expected`: the job's latest checkpoint as far as the window knows; its state is then asked for at once. */
  follow(job: string | null, expected: number | null = null): void {
    if (job === this.job) return;
    this.job = job;
    const { against } = this.store.getState();
    this.store.setState({
      timeline: null,
      loading: job !== null,
      problem: null,
      index: -1,
      moment: null,
      other: null,
      comparison: null,
      playing: false,
      variable: null,
      // What is pinned stays: that is how two jobs are compared.
      against: against.kind === 'pinned' ? against : { kind: 'previous' },
    });
    if (job === null) return;
    this.timelines.ask();
    // Whoever wants it afterwards waits for this answer, or is told why there is none.
    if (expected !== null) void Promise.allSettled([this.momentOf(job, expected)]);
  }

  /** The index or the comparison has changed. */
  wish(): void {
    if (this.job !== null) this.states.ask();
  }

  close(): void {
    for (const end of this.endings) end();
    this.job = null;
  }

  private async refreshTimeline(): Promise<void> {
    const { job } = this;
    if (job === null) return;
    const known = this.store.getState().timeline;
    try {
      const newer = await this.client.call(
        'jobs.timeline',
        // The last one again: how long it took is known with the next.
        known === null ? { job, latest } : { job, after: known.seq.at(-2) ?? 0 },
      );
      if (job !== this.job) return;
      this.store.setState({ loading: false, problem: null, ...this.moved(known, newer) });
      if (this.store.getState().moment !== null) this.older.ask();
    } catch (failure) {
      if (job !== this.job || isGone(failure)) return;
      this.store.setState({ loading: false, problem: reasonIn(failure) });
    }
  }

  /** What comes before the first checkpoint that is known: when the first state is there, which must not wait for it. */
  private async readOlder(): Promise<void> {
    const { job } = this;
    const known = this.store.getState().timeline;
    if (job === null || known === null || !beginsLater(known)) return;
    try {
      const older = await this.client.call('jobs.timeline', { job, before: known.seq[0] ?? 0, latest: olderAtOnce });
      const { timeline, index } = this.store.getState();
      if (job !== this.job || timeline === null) return;
      this.store.setState({ timeline: prepend(older, timeline), index: index < 0 ? index : index + older.seq.length });
      this.older.ask();
    } catch (failure) {
      if (job === this.job && !isGone(failure)) this.store.setState({ problem: reasonIn(failure) });
    }
  }

  /** Whoever looks at the latest one goes on looking at the latest one. */
  private moved(known: Timeline | null, newer: Timeline): Partial<HistoryState> {
    const { index, playing } = this.store.getState();
    if (known === null) return { timeline: newer, index: newer.seq.length - 1 };
    const timeline = append(known, newer);
    const atEnd = index >= known.seq.length - 1 && !playing;
    return { timeline, index: atEnd ? timeline.seq.length - 1 : index };
  }

  private async refreshMoment(): Promise<void> {
    const { job } = this;
    const { timeline, index, against } = this.store.getState();
    const seq = timeline?.seq[index];
    if (job === null || timeline === null || seq === undefined) return;
    const isCurrent = (): boolean => job === this.job;
    const showing = this.momentOf(job, seq).then((moment) => {
      if (isCurrent()) this.store.setState({ moment });
    });
    const comparing = this.compare(this.targetOf(job, seq, timeline, against), { job, seq });
    // All of it has come, or failed, before the next one is asked for: an answer that is late replaces no newer one.
    await Promise.allSettled([showing, comparing]);
    try {
      const [compared] = await Promise.all([comparing, showing]);
      if (isCurrent()) this.store.setState({ problem: null, ...compared });
    } catch (failure) {
      if (isCurrent() && !isGone(failure)) {
        this.store.setState({ problem: reasonIn(failure), other: null, comparison: null });
      }
    }
    this.older.ask();
  }

  private async compare(wanted: Instant | null, shown: Instant): Promise<Pick<HistoryState, 'other' | 'comparison'>> {
    if (wanted === null) return { other: null, comparison: null };
    const [left, right] = inOrder(wanted, shown);
    const key = `${left.seq} ${left.job} ${right.seq} ${right.job}`;
    const known = this.compared?.key === key ? this.compared.comparison : null;
    const [other, comparison] = await Promise.all([
      this.momentOf(wanted.job, wanted.seq),
      known ?? this.client.call('jobs.diff', { left, right }),
    ]);
    this.compared = { key, comparison };
    return { other, comparison };
  }

  private targetOf(job: string, seq: number, timeline: Timeline, against: HistoryState['against']): Instant | null {
    switch (against.kind) {
      case 'nothing':
        return null;
      case 'previous': {
        const before = timeline.seq[indexOfSeq(timeline, seq) - 1];
        return before === undefined ? null : { job, seq: before };
      }
      case 'now': {
        const last = timeline.seq.at(-1);
        return last === undefined ? null : { job, seq: last };
      }
      case 'pinned':
        return { job: against.job, seq: against.seq };
      default:
        return against satisfies never;
    }
  }

  private momentOf(job: string, seq: number): Promise<Moment> {
    const id = `${seq} ${job}`;
    const moment = this.moments.get(id) ?? this.askMoment(job, seq);
    this.moments.delete(id);
    this.moments.set(id, moment);
    moment.catch(() => {
      if (this.moments.get(id) === moment) this.moments.delete(id);
    });
    const oldest = this.moments.keys().next();
    if (this.moments.size > mostMoments && oldest.done !== true) this.moments.delete(oldest.value);
    return moment;
  }

  private async askMoment(job: string, seq: number): Promise<Moment> {
    const document = await this.client.call('jobs.show', { job, at: seq });
    const [diagram, inherited, stood] = await Promise.all([
      this.diagrams.of(document.job.definition),
      doneBefore(document.origin, async (origin) => this.doneAt(origin)),
      stoodBefore(document, async (of) => this.client.call('jobs.show', of)),
    ]);
    return { job, seq, document, diagram, inherited, stood };
  }

  /** What a job had done by then, and before it those that it comes from. */
  private async doneAt({ job, seq }: Instant): Promise<Moment['inherited']> {
    const { document, inherited } = await this.momentOf(job, seq);
    return [...inherited, ...document.executions];
  }
}
