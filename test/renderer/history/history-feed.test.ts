import { expect, it, vi } from 'vitest';
import type { WindowClient } from '../../../engine/protocol/window-link.ts';
import type { Timeline } from '../../../engine/protocol/window-views.ts';
import { CallFailed } from '../../../renderer/bridge/call-failed.ts';
import { HistoryFeed } from '../../../renderer/history/history-feed.ts';
import { noHistory, type HistoryState } from '../../../renderer/history/history-store.ts';
import type { DiagramCache } from '../../../renderer/jobs/job-feed.ts';

const count = 100;

function timelineOf(job: string, first = 1, last = count): Timeline {
  const seq = Array.from({ length: last - first + 1 }, (_, index) => index + first);
  const zeros = seq.map(() => 0);
  return {
    job: { id: job, extId: job, lineage: job, status: 'active', held: false, definition: { key: 'k', version: 1 } },
    oldest: 1,
    seq,
    kind: zeros,
    reasons: zeros,
    element: zeros,
    at: zeros,
    bytes: zeros,
    micros: zeros,
    incarnation: zeros,
    reasonSets: [['start']],
    elements: ['a'],
    marks: [],
  };
}

function documentOf(job: string, seq: number, origin: unknown = null, done: readonly string[] = []) {
  const executions = done.map((element) => ({ element, outcome: 'completed' }));
  return { job: { id: job, definition: { key: 'k', version: 1 } }, seq, origin, executions };
}

interface Asked {
  readonly name: string;
  readonly params: {
    readonly job?: string;
    readonly at?: number;
    readonly left?: unknown;
    readonly right?: unknown;
    readonly latest?: number;
    readonly before?: number;
  };
  readonly answer: (result?: unknown) => void;
  readonly refuse: (reason: string) => void;
}

/** A host that answers when it is told to. */
function setUp() {
  const asked: Asked[] = [];
  const client = {
    connection: 'connected',
    call: (name: string, params: Asked['params']) =>
      new Promise((resolve, reject) => {
        const result =
          name === 'jobs.timeline'
            ? timelineOf(params.job ?? '')
            : name === 'jobs.show'
              ? documentOf(params.job ?? '', params.at ?? 0)
              : { variables: [], tokens: [] };
        asked.push({
          name,
          params,
          answer: (other) => resolve(other ?? result),
          refuse: (reason) => reject(new CallFailed({ code: 'not-found', lines: [reason] })),
        });
      }),
    on: () => () => undefined,
    onConnection: () => () => undefined,
    close: () => undefined,
  } as unknown as WindowClient;
  let state: HistoryState = noHistory;
  const store = {
    getState: () => state,
    setState: (change: Partial<HistoryState>) => {
      state = { ...state, ...change };
    },
  };
  const diagrams = { of: async () => Promise.resolve({}) } as unknown as DiagramCache;
  const feed = new HistoryFeed(client, diagrams, store);
  const next = async (name: string): Promise<Asked> => {
    await vi.waitUntil(() => asked.some((each) => each.name === name));
    const found = asked.findIndex((each) => each.name === name);
    return asked.splice(found, 1)[0]!;
  };
  return { feed, asked, next, store };
}

it('opens at the latest checkpoint', async () => {
  const { feed, next, store } = setUp();
  feed.follow('j1');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  expect(store.getState().index).toBe(count - 1);
});

it('shows the latest checkpoints first, and stays at its own when the older ones come', async () => {
  const { feed, asked, next, store } = setUp();
  feed.follow('j1');
  const first = await next('jobs.timeline');
  expect(first.params.latest).toBeGreaterThan(0);
  first.answer(timelineOf('j1', 61));
  await vi.waitUntil(() => store.getState().timeline !== null);
  feed.wish();
  const [shown, before] = [await next('jobs.show'), await next('jobs.show')];
  const diff = await next('jobs.diff');
  // The first state is not to wait behind a long answer.
  expect(asked).toHaveLength(0);
  for (const each of [shown, before, diff]) each.answer();
  const older = await next('jobs.timeline');
  expect(older.params).toEqual({ job: 'j1', before: 61, latest: expect.any(Number) });
  expect(store.getState().timeline?.seq[store.getState().index]).toBe(count);
  store.setState({ index: 4 });
  older.answer(timelineOf('j1', 31, 60));
  // A page at a time, until the oldest is there.
  const oldest = await next('jobs.timeline');
  expect(oldest.params).toMatchObject({ before: 31 });
  oldest.answer(timelineOf('j1', 1, 30));
  await vi.waitUntil(() => store.getState().timeline?.seq.length === count);
  expect(store.getState().timeline?.seq[store.getState().index]).toBe(65);
});

it('asks for the newest wish only, while one is under way', async () => {
  const { feed, asked, next, store } = setUp();
  feed.follow('j1');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  store.setState({ against: { kind: 'nothing' } });
  for (let index = 0; index < 50; index += 1) {
    store.setState({ index });
    feed.wish();
  }
  const first = await next('jobs.show');
  expect(first.params.at).toBe(1);
  first.answer();
  const second = await next('jobs.show');
  expect(second.params.at).toBe(50);
  second.answer();
  await vi.waitUntil(() => store.getState().moment?.seq === 50);
  expect(asked).toHaveLength(0);
});

it('asks for the latest state that is known of together with the timeline, and once', async () => {
  const { feed, asked, next, store } = setUp();
  feed.follow('j1', count);
  const timeline = await next('jobs.timeline');
  const state = await next('jobs.show');
  expect(state.params).toEqual({ job: 'j1', at: count });
  state.answer();
  timeline.answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  store.setState({ against: { kind: 'nothing' } });
  feed.wish();
  await vi.waitUntil(() => store.getState().moment?.seq === count);
  expect(asked).toHaveLength(0);
});

it('asks again for what was expected and refused, and says why it is refused then', async () => {
  const { feed, next, store } = setUp();
  feed.follow('j1', count);
  (await next('jobs.show')).refuse('not now');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  expect(store.getState().problem).toBeNull();
  store.setState({ against: { kind: 'nothing' } });
  feed.wish();
  (await next('jobs.show')).refuse('the state is gone');
  await vi.waitUntil(() => store.getState().problem !== null);
  expect(store.getState().problem).toContain('the state is gone');
});

it('shows the state although it cannot be compared, and compares the same two once', async () => {
  const { feed, asked, next, store } = setUp();
  feed.follow('j1');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  feed.wish();
  const [shown, before] = [await next('jobs.show'), await next('jobs.show')];
  (await next('jobs.diff')).refuse('too different');
  feed.wish();
  await new Promise(setImmediate);
  // What was asked for is on its way still: it must not come after something newer.
  expect(asked).toHaveLength(0);
  before.answer();
  shown.answer();
  await vi.waitUntil(() => store.getState().problem !== null);
  expect(store.getState()).toMatchObject({ moment: { seq: count }, other: null, comparison: null });
  expect(store.getState().problem).toContain('too different');
  (await next('jobs.diff')).answer();
  await vi.waitUntil(() => store.getState().comparison !== null);
  expect(store.getState().problem).toBeNull();
  store.setState({ comparison: null });
  feed.wish();
  await vi.waitUntil(() => store.getState().comparison !== null);
  expect(asked).toHaveLength(0);
});

it('compares with what is pinned, in another job too', async () => {
  const { feed, next, store } = setUp();
  store.setState({ against: { kind: 'pinned', job: 'j0', seq: 7 } });
  feed.follow('j1');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  feed.wish();
  (await next('jobs.show')).answer();
  await vi.waitUntil(() => store.getState().moment !== null);
  const pinned = await next('jobs.show');
  expect(pinned.params).toEqual({ job: 'j0', at: 7 });
  pinned.answer();
  const diff = await next('jobs.diff');
  expect(diff.params).toEqual({ left: { job: 'j0', seq: 7 }, right: { job: 'j1', seq: count } });
  diff.answer();
  await vi.waitUntil(() => store.getState().other?.job === 'j0');
  feed.follow('j2');
  expect(store.getState().against).toEqual({ kind: 'pinned', job: 'j0', seq: 7 });
});

it('tells what differs from what came later in the order in which it came', async () => {
  const { feed, next, store } = setUp();
  feed.follow('j1');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  store.setState({ against: { kind: 'now' }, index: 0 });
  feed.wish();
  const first = await next('jobs.show');
  const latest = await next('jobs.show');
  const diff = await next('jobs.diff');
  expect(diff.params).toEqual({ left: { job: 'j1', seq: first.params.at }, right: { job: 'j1', seq: count } });
  first.answer();
  latest.answer();
  diff.answer();
  await vi.waitUntil(() => store.getState().comparison !== null);
  expect(store.getState().other?.seq).toBe(count);
});

/** A job that was forked from a fork is opened; answers both requests for it. */
async function openFork() {
  const parts = setUp();
  const { feed, next, store } = parts;
  feed.follow('j3');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  store.setState({ against: { kind: 'nothing' } });
  feed.wish();
  (await next('jobs.show')).answer(documentOf('j3', count, { how: 'fork', job: 'j2', seq: 4 }, ['own']));
  return { ...parts, original: await next('jobs.show') };
}

it('brings what was done before a fork, and before the fork that it was forked from', async () => {
  const { original, next, store } = await openFork();
  expect(original.params).toEqual({ job: 'j2', at: 4 });
  original.answer(documentOf('j2', 4, { how: 'restore', job: 'j1', seq: 2 }, ['second']));
  (await next('jobs.show')).answer(documentOf('j1', 2, null, ['first']));
  await vi.waitUntil(() => store.getState().moment !== null);
  expect(store.getState().moment?.inherited.map(({ element }) => element)).toEqual(['first', 'second']);
});

it('knows where a job stood when somebody cancelled it', async () => {
  const { feed, next, store } = setUp();
  feed.follow('j1');
  (await next('jobs.timeline')).answer();
  await vi.waitUntil(() => store.getState().timeline !== null);
  store.setState({ against: { kind: 'nothing' } });
  feed.wish();
  const common = { ...documentOf('j1', count), oldest: 1, olderExecutions: 0 };
  const job = { ...common.job, status: 'cancelled' };
  (await next('jobs.show')).answer({ ...common, job, tokens: [] });
  const before = await next('jobs.show');
  expect(before.params).toEqual({ job: 'j1', at: count - 1 });
  before.answer({ ...common, tokens: [{ id: 't', element: 'pack', state: 'held' }] });
  await vi.waitUntil(() => store.getState().moment !== null);
  expect(store.getState().moment?.stood).toEqual([{ element: 'pack', state: 'held' }]);
});

it('shows a fork also where its original is gone', async () => {
  const { original, store } = await openFork();
  original.refuse('there is no job j2');
  await vi.waitUntil(() => store.getState().moment !== null);
  expect(store.getState().moment?.inherited).toEqual([]);
  expect(store.getState().problem).toBeNull();
});
