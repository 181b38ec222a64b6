/** A job's state as rows: only what changed, exactly, and back. (Random runs do the same at every step.) */
import { describe, expect, test } from 'vitest';
import { decodeJob, encodeHeader, takeChanges, variableId, type StateRow } from '../../../engine/core/job-codec.ts';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { done, graphOf, JobUnderTest } from './job-under-test.ts';
import {
  chain,
  cycle,
  boundary,
  end,
  file,
  flow,
  javascript,
  mapping,
  messages,
  receive,
  service,
  start,
  sub,
  user,
} from './process-text.ts';

const odd: Variables = JSON.parse(String.raw`{"__proto__": 1, "a/b\"\n": 2, "\ud800": 3, "": 4}`) as Variables;

describe('rows', () => {
  test('hold every value and every name', async () => {
    const values: Variables = {
      ...odd,
      zero: -0,
      nan: NaN,
      big: 2n ** 64n,
      at: new Temporal('date-time', '2026-01-01T00:00:00Z'),
      text: '\udfff',
      nothing: null,
      tag: { $cairn: ['integer', '1'] },
    };
    const job = await JobUnderTest.started(file(`${start}${user('u')}${chain('start', 'u')}`), values);
    expect(Object.entries(job.variables)).toEqual(Object.entries(values));
    expect(Object.is(job.variables['zero'], -0)).toBe(true);
  });

  test('a running task that has an effect outside, with the request as it was resolved, so that recovery sends the same; a message as it goes out', async () => {
    const send = `<sendTask id="s" messageRef="keyed"><extensionElements><cairn:payload name="big" value="=big"/></extensionElements></sendTask>`;
    const job = await JobUnderTest.started(
      file(`${start}${service('t')}${send}${chain('start', 't')}${flow('start', 's')}`, messages),
      { key: 'k', big: 2n ** 64n },
    );
    const { state } = job;
    job.die();
    expect(job.state.outgoing).toEqual(state.outgoing);
    expect(job.token('t').request).toEqual({
      method: 'POST',
      url: 'http://127.0.0.1/work',
      headers: {},
      body: null,
      timeoutMs: 1000,
    });
  });

  test('name a timer’s due time only on the wall clock, and what a subscription waits for', async () => {
    const xml = file(
      `${start}${user('u')}${boundary('b', 'u', cycle('R3/PT1H'), false)}${receive('r', '', 'keyed')}${end}${chain('start', 'u')}${flow('start', 'r')}${flow('b', 'end')}`,
      messages,
    );
    const rows = async (clock: 'wall' | 'virtual'): Promise<StateRow[]> => {
      const job = new JobUnderTest(await graphOf(xml), { clock });
      job.start({ key: 5 });
      for (const id of job.state.timers.keys()) job.state.dirty.timers.add(id);
      for (const id of job.state.subscriptions.keys()) job.state.dirty.subscriptions.add(id);
      return takeChanges(job.state);
    };
    expect((await rows('wall')).map(({ due, message, key }) => ({ due, message, key }))).toEqual([
      { due: Date.UTC(2026, 0, 1, 1), message: undefined, key: undefined },
      { due: undefined, message: 'keyed', key: '5' },
    ]);
    expect((await rows('virtual'))[0]?.due).toBeNull();
  });

  test('are only those that changed, and nothing the second time', async () => {
    const job = await JobUnderTest.of(
      file(`${start}${javascript('t')}${user('u')}${chain('start', 't')}${flow('start', 'u')}`),
      { checked: false },
    );
    job.start({ a: 1, b: 2 });
    job.state.dirty.variables.set(job.state.root, new Set(['b']));
    expect(takeChanges(job.state)).toEqual([{ entity: 'variable', id: variableId(job.state.root, 'b'), data: '2' }]);
    expect(takeChanges(job.state)).toEqual([]);
  });

  test('of what is gone say so: scopes with all their variables', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${sub('s', user('u'), mapping({ x: '=1', y: '=2' }, {}))}${end}${chain('start', 's', 'end')}`),
    );
    const scope = job.token('u').scope;
    job.does('u');
    const gone = job.changes.filter(({ data }) => data === null);
    expect(gone.map(({ entity, id }) => `${entity} ${id}`).toSorted()).toEqual(
      [
        `scope ${scope}`,
        ...job.happened('token-created').map(({ token }) => `token ${token}`),
        `variable ${variableId(scope, 'x')}`,
        `variable ${variableId(scope, 'y')}`,
      ].toSorted(),
    );
  });

  test('of a header hold what the job is, its error and its counters', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${javascript('t')}${chain('start', 't')}`),
      {},
      { parent: { job: 'caller', token: 'x' } },
    );
    job.throws('t', 'E1');
    const header = encodeHeader(job.state);
    expect(header).toMatchObject({ id: 'job', status: 'failed', parentJob: 'caller', seq: 2, endedAt: job.now });
    expect(decodeJob(header, [])).toMatchObject({
      parent: { job: 'caller', token: 'x' },
      error: { code: 'E1' },
      arrivals: job.state.arrivals,
      given: {},
    });
  });

  test('that cannot be read are an error, not a guess', async () => {
    const job = await JobUnderTest.started(file(`${start}${user('u')}${chain('start', 'u')}`));
    const header = encodeHeader(job.state);
    expect(() => decodeJob(header, [{ entity: 'token', id: 'x', data: '{' }])).toThrow(SyntaxError);
    expect(() => decodeJob({ ...header, data: 'x' }, [])).toThrow(SyntaxError);
  });
});

test('a job that is decoded half-way through a loop counts on', async () => {
  const xml = file(`${start}<exclusiveGateway id="x"/>${javascript('t')}${chain('start', 'x', 't')}${flow('t', 'x')}`);
  const job = await JobUnderTest.started(xml, {}, { performances: { t: () => done({ n: 1 }) } });
  job.complete('t');
  job.complete('t');
  expect(job.asked('t').visit).toBe(3);
  expect(job.decoded().tokens).toEqual(job.state.tokens);
  expect([...job.decoded().tokens.values()][0]?.visits).toEqual({ x: 3, t: 3 });
});

test('tokens that were ready come back in order of arrival, in whatever order their rows come back', async () => {
  const branches = ['a', 'b', 'c', 'd'].map((id) => `<task id="${id}"/>${chain('f', id, 'j')}`).join('');
  const xml = file(`${start}<parallelGateway id="f"/>${flow('start', 'f')}${branches}<parallelGateway id="j"/>`);
  const orders: ((rows: readonly StateRow[]) => StateRow[])[] = [(rows) => [...rows], (rows) => rows.toReversed()];
  for (const shuffle of orders) {
    const job = await JobUnderTest.of(xml, { shuffle });
    job.step({ type: 'start', node: null, variables: {}, messageId: null });
    expect(job.state.ready).toHaveLength(3);
    const { ready } = job.state;
    job.die();
    expect(job.state.ready).toEqual(ready);
  }
});
