import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import type { WindowClient } from '../../../engine/protocol/window-link.ts';
import { DiagramCache, JobFeed, Refresher, type JobState } from '../../../renderer/jobs/job-feed.ts';

const xml = readFileSync(new URL('../../../samples/processes/order-fulfilment.bpmn', import.meta.url), 'utf8');
const definition = { key: 'order-fulfilment', version: 1 };

/** Answers at once, and lets a test tell news. */
class FakeHost {
  readonly asked: string[] = [];
  readonly listeners = new Map<string, ((body: unknown) => void)[]>();
  seq = 1;
  /** Jobs that were made from another one's checkpoint. */
  readonly origins = new Map<string, { readonly how: 'fork'; readonly job: string; readonly seq: number }>();

  get client(): WindowClient {
    return {
      connection: 'connected',
      call: async (name: string, params: { readonly job?: string }) => {
        this.asked.push(name);
        await Promise.resolve();
        if (name === 'jobs.show')
          return {
            job: { id: params.job, definition, status: 'active' },
            seq: this.seq,
            tokens: [],
            origin: this.origins.get(params.job ?? '') ?? null,
            executions: [{ element: `done by ${params.job}` }],
          };
        if (name === 'definitions.show') return { ...definition, name: 'Order', file: 'order.bpmn', xml };
        if (name === 'jobs.forecast') return { forecast: null, death: null };
        return {};
      },
      on: (name: string, listener: (body: unknown) => void) => {
        this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
        return () => undefined;
      },
      onConnection: () => () => undefined,
      close: () => undefined,
    } as unknown as WindowClient;
  }

  tell(name: string, body: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener(body);
  }
}

function follow(
  host: FakeHost,
  soon: (show: () => void) => void = (show) => show(),
): { readonly feed: JobFeed; readonly state: () => Partial<JobState> } {
  let state: Partial<JobState> = {};
  const tell = (change: Partial<JobState>): void => {
    state = { ...state, ...change };
  };
  const feed = new JobFeed(host.client, new DiagramCache(host.client), tell, soon);
  return { feed, state: () => state };
}

it('brings a job with its diagram, and the diagram only once', async () => {
  const host = new FakeHost();
  const { feed, state } = follow(host);
  feed.follow('j1');
  await vi.waitUntil(() => state().diagram !== null && state().document !== null);
  expect(state().diagram?.graph?.processId).toBe('order-fulfilment');
  host.seq = 2;
  host.tell('jobs-changed', { jobs: [{ id: 'j1', seq: 2, status: 'active' }] });
  host.tell('jobs-changed', { jobs: [{ id: 'other', seq: 2, status: 'active' }] });
  await vi.waitUntil(() => state().document?.seq === 2);
  expect(host.asked.filter((name) => name === 'definitions.show')).toHaveLength(1);
  expect(host.asked.filter((name) => name === 'jobs.show')).toHaveLength(2);
});

it('knows what the latest death cost once that was answered, and not before', async () => {
  const host = new FakeHost();
  const { feed, state } = follow(host);
  feed.follow('j1');
  expect(state().costKnown).toBe(false);
  await vi.waitUntil(() => state().costKnown === true);
  host.tell('engine-changed', { lastDeath: { at: '2026-01-01', epoch: 3 } });
  expect(state().costKnown).toBe(false);
  await vi.waitUntil(() => state().costKnown === true);
  feed.showCost(2);
  await vi.waitUntil(() => state().costKnown === false);
});

it('brings what was done before a fork, by all jobs that it comes from, and asks for that once', async () => {
  const host = new FakeHost();
  host.origins.set('j3', { how: 'fork', job: 'j2', seq: 4 }).set('j2', { how: 'fork', job: 'j1', seq: 2 });
  const { feed, state } = follow(host);
  feed.follow('j3');
  await vi.waitUntil(() => state().document !== null);
  expect(state().inherited?.map(({ element }) => element)).toEqual(['done by j1', 'done by j2']);
  host.seq = 2;
  host.tell('jobs-changed', { jobs: [{ id: 'j3', seq: 2, status: 'active' }] });
  await vi.waitUntil(() => state().document?.seq === 2);
  expect(host.asked.filter((name) => name === 'jobs.show')).toHaveLength(4);
  feed.follow('j1');
  await vi.waitUntil(() => state().document !== null);
  expect(state().inherited).toEqual([]);
});

it('knows where a job stood that was cancelled, unless more was done after the checkpoint that tells', async () => {
  const executions = ['a', 'b'].map((element) => ({ element }));
  const shown = async (before: readonly unknown[]): Promise<unknown> => {
    const host = new FakeHost();
    const { client } = host;
    const call = async (name: string, params: { readonly job?: string; readonly at?: number }) => {
      if (name !== 'jobs.show') return client.call(name as never, params as never);
      const job = { id: 'j1', definition, status: 'cancelled' };
      const common = { job, seq: 4, oldest: 1, origin: null, olderExecutions: 0 };
      return params.at === undefined
        ? { ...common, tokens: [], executions }
        : { ...common, tokens: [{ id: 't', element: `c at ${params.at}`, state: 'held' }], executions: before };
    };
    let state: Partial<JobState> = {};
    const cancelled = { ...client, call } as unknown as WindowClient;
    const tell = (change: Partial<JobState>): void => {
      state = { ...state, ...change };
    };
    new JobFeed(cancelled, new DiagramCache(cancelled), tell, (show) => show()).follow('j1');
    await vi.waitUntil(() => state.document !== undefined && state.document !== null);
    return state.stood;
  };
  expect(await shown(executions)).toEqual([{ element: 'c at 3', state: 'held' }]);
  expect(await shown(executions.slice(1))).toEqual([]);
});

it('forgets where tokens were when their engine died', async () => {
  const host = new FakeHost();
  const { feed, state } = follow(host);
  feed.follow('j1');
  await vi.waitUntil(() => state().document !== null);
  host.tell('tokens-moved', { job: 'j1', seq: 1, tokens: [] });
  host.tell('tokens-moved', { job: 'other', seq: 9, tokens: [] });
  expect(state().live?.seq).toBe(1);
  host.tell('engine-changed', { lastDeath: { at: 'now', epoch: 1 } });
  expect(state().live).toBeNull();
});

it('shows of many moves between two frames only the last, and none that an engine took with it', async () => {
  const host = new FakeHost();
  const frames: (() => void)[] = [];
  const { feed, state } = follow(host, (show) => frames.push(show));
  feed.follow('j1');
  await vi.waitUntil(() => state().document !== null);
  for (const seq of [1, 2, 3]) host.tell('tokens-moved', { job: 'j1', seq, tokens: [] });
  expect(state().live).toBeNull();
  expect(frames).toHaveLength(1);
  frames.shift()?.();
  expect(state().live?.seq).toBe(3);
  host.tell('tokens-moved', { job: 'j1', seq: 4, tokens: [] });
  host.tell('engine-changed', { lastDeath: { at: 'now', epoch: 1 } });
  frames.shift()?.();
  expect(state().live).toBeNull();
  host.tell('tokens-moved', { job: 'j1', seq: 5, tokens: [] });
  feed.follow('j2');
  frames.shift()?.();
  expect(state().live).toBeNull();
});

it('asks once more for all the news that come meanwhile', async () => {
  let runs = 0;
  const gates: (() => void)[] = [];
  const refresher = new Refresher(async () => {
    runs += 1;
    await new Promise<void>((resolve) => {
      gates.push(resolve);
    });
  });
  for (let news = 0; news < 5; news += 1) refresher.ask();
  expect(runs).toBe(1);
  gates.shift()?.();
  await vi.waitUntil(() => runs === 2);
  gates.shift()?.();
  await Promise.resolve();
  expect(runs).toBe(2);
});
