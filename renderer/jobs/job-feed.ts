/**
 * Keeps one job current for the window: its document, its diagram, where its tokens are between checkpoints, and what the
 * latest death of an engine cost it. One question of a kind is under way at a time; news that come meanwhile make it be
 * asked once more.
 */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import type { Forecast } from '../../engine/protocol/views.ts';
import type { CallResult } from '../../engine/protocol/window-calls.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { JobDocument, LivePositions } from '../../engine/protocol/window-views.ts';
import { doneBefore } from './done-before.ts';
import { isGone, reasonIn } from './failure-text.ts';
import { stoodBefore, type StoodToken } from './stood-before.ts';

/** The deployed diagram that a job runs. */
export interface JobDiagram {
  readonly key: string;
  readonly version: number;
  readonly name: string | null;
  readonly file: string;
  readonly xml: string;
  /** Null where this window cannot read it. */
  readonly graph: ProcessGraph | null;
}

export interface CrashCost {
  readonly forecast: Forecast;
  readonly death: NonNullable<CallResult<'jobs.forecast'>['death']>;
  /** A person asked for this death. */
  readonly asked: boolean;
}

export interface JobState {
  readonly job: string | null;
  readonly document: JobDocument | null;
  readonly diagram: JobDiagram | null;
  /** What was done before it was forked or restored. */
  readonly inherited: JobDocument['executions'];
  /** Where a job stood that somebody cancelled. */
  readonly stood: readonly StoodToken[];
  /** Newer than the document's tokens where its `seq` is not lower. */
  readonly live: LivePositions | null;
  readonly cost: CrashCost | null;
  /** What the latest death cost it has been answered. */
  readonly costKnown: boolean;
  /** Why it cannot be shown. */
  readonly problem: string | null;
}

export const noJob: JobState = {
  job: null,
  document: null,
  diagram: null,
  inherited: [],
  stood: [],
  live: null,
  cost: null,
  costKnown: false,
  problem: null,
};

/** Asks again and again, but never twice at a time. */
export class Refresher {
  private running = false;
  private wanted = false;
  private readonly work: () => Promise<void>;

  constructor(work: () => Promise<void>) {
    this.work = work;
  }

  /** `work` handles its own failures. */
  ask(): void {
    this.wanted = true;
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.work();
      }
    } finally {
      this.running = false;
    }
  }
}

/** Deployed versions never change: each is asked for and read once. */
export class DiagramCache {
  private readonly known = new Map<string, Promise<JobDiagram>>();
  private readonly client: Pick<WindowClient, 'call'>;

  constructor(client: Pick<WindowClient, 'call'>) {
    this.client = client;
  }

  of(definition: { readonly key: string; readonly version: number }): Promise<JobDiagram> {
    const id = JSON.stringify([definition.key, definition.version]);
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const asked = this.ask(definition.key, definition.version);
    this.known.set(id, asked);
    asked.catch(() => this.known.delete(id));
    return asked;
  }

  private async ask(key: string, version: number): Promise<JobDiagram> {
    const { name, file, xml } = await this.client.call('definitions.show', { key, version });
    const { processes } = await readBpmn(xml, file);
    return { key, version, name, file, xml, graph: processes.find(({ processId }) => processId === key) ?? null };
  }
}

export class JobFeed {
  private readonly client: WindowClient;
  private readonly diagrams: DiagramCache;
  private readonly tell: (change: Partial<JobState>) => void;
  private readonly refresher: Refresher;
  private readonly costs: Refresher;
  private readonly endings: (() => void)[];
  /** Runs what it is given once, when it is time to show where tokens are. */
  private readonly soon: (show: () => void) => void;
  /** The latest of where the tokens are, until it is shown. */
  private moved: LivePositions | null = null;
  private moving = false;
  private job: string | null = null;
  /** What was done before a job, which never changes: asked for once. */
  private before: { readonly job: string; readonly done: JobDocument['executions'] } | null = null;
  /** Epoch of the engine whose death's cost is asked for; null: the latest. */
  private epoch: number | null = null;
  private lastDeath: string | null = null;

  constructor(
    client: WindowClient,
    diagrams: DiagramCache,
    tell: (change: Partial<JobState>) => void,
    soon: (show: () => void) => void,
  ) {
    this.client = client;
    this.diagrams = diagrams;
    this.tell = tell;
    this.soon = soon;
    this.refresher = new Refresher(async () => this.refresh());
    this.costs = new Refresher(async () => this.refreshCost());
    this.endings = [
      client.on('jobs-changed', ({ jobs }) => {
        if (jobs.some(({ id }) => id === this.job)) this.refresher.ask();
      }),
      client.on('tokens-moved', (live) => {
        if (live.job === this.job) this.move(live);
      }),
      client.on('engine-changed', ({ lastDeath }) => {
        const death = lastDeath === null ? null : `${lastDeath.at} ${lastDeath.epoch}`;
        if (death === this.lastDeath) return;
        this.lastDeath = death;
        this.epoch = null;
        // What it did after its latest checkpoint died with it.
        this.moved = null;
        this.tell({ live: null, costKnown: false });
        this.refreshAll();
      }),
      client.onConnection((state, reload) => {
        if (state !== 'connected' || this.job === null) return;
        this.watch(this.job);
        if (reload) this.refreshAll();
      }),
    ];
  }

  /** Shows another job; null: none. */
  follow(job: string | null): void {
    if (job === this.job) return;
    if (this.job !== null) this.quietly(this.client.call('jobs.unwatch', { job: this.job }));
    this.job = job;
    this.epoch = null;
    this.moved = null;
    this.tell({ ...noJob, job });
    if (job === null) return;
    this.watch(job);
    this.refreshAll();
  }

  /** Tells what the death of that engine cost; null: the latest. */
  showCost(epoch: number | null): void {
    this.epoch = epoch;
    this.costs.ask();
  }

  refreshAll(): void {
    if (this.job === null) return;
    this.refresher.ask();
    this.costs.ask();
  }

  close(): void {
    this.follow(null);
    for (const end of this.endings) end();
  }

  private move(live: LivePositions): void {
    this.moved = live;
    if (this.moving) return;
    this.moving = true;
    this.soon(() => {
      this.moving = false;
      if (this.moved !== null) this.tell({ live: this.moved });
      this.moved = null;
    });
  }

  private watch(job: string): void {
    this.quietly(this.client.call('jobs.watch', { job }));
  }

  /** What is lost with the connection is asked for again when it is back. */
  private quietly(asked: Promise<unknown>): void {
    asked.catch((failure: unknown) => {
      if (!isGone(failure)) this.tell({ problem: reasonIn(failure) });
    });
  }

  private async refresh(): Promise<void> {
    const { job } = this;
    if (job === null) return;
    try {
      const document = await this.client.call('jobs.show', { job });
      if (job !== this.job) return;
      const [diagram, inherited, stood] = await Promise.all([
        this.diagrams.of(document.job.definition),
        this.inheritedBy(job, document.origin),
        stoodBefore(document, async (of) => this.client.call('jobs.show', of)),
      ]);
      if (job === this.job) this.tell({ document, diagram, inherited, stood, problem: null });
    } catch (failure) {
      if (job === this.job && !isGone(failure)) this.tell({ problem: reasonIn(failure) });
    }
  }

  private async inheritedBy(job: string, origin: JobDocument['origin']): Promise<JobDocument['executions']> {
    if (this.before?.job === job) return this.before.done;
    const done = await this.doneBefore(origin);
    this.before = { job, done };
    return done;
  }

  private async doneBefore(origin: JobDocument['origin']): Promise<JobDocument['executions']> {
    return doneBefore(origin, async ({ job, seq }) => {
      const document = await this.client.call('jobs.show', { job, at: seq });
      return [...(await this.doneBefore(document.origin)), ...document.executions];
    });
  }

  private async refreshCost(): Promise<void> {
    const { job, epoch, lastDeath } = this;
    if (job === null) return;
    try {
      const { forecast, death } = await this.client.call('jobs.forecast', epoch === null ? { job } : { job, epoch });
      const cost = forecast === null || death === null ? null : { forecast, death, asked: epoch !== null };
      if (job === this.job && epoch === this.epoch)
        this.tell({ cost, costKnown: epoch === null && lastDeath === this.lastDeath });
    } catch (failure) {
      if (job === this.job && !isGone(failure)) this.tell({ problem: reasonIn(failure) });
    }
  }
}
