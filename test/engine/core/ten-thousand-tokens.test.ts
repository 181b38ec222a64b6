/**
 * What a job of many tokens, or of many steps, does stays linear: each of these takes about a second of processor time, or
 * many. Not of the clock's: on a busy machine that says nothing.
 */
import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../engine/core/job-state.ts';
import { JobUnderTest, reportOf } from './job-under-test.ts';
import {
  boundary,
  chain,
  cycle,
  duration,
  file,
  flow,
  javascript,
  mapping,
  start,
  sub,
  user,
  when,
} from './process-text.ts';

const COUNT = 10_000;
/** Processor time, ms. */
const LIMIT = 8_000;
const PATIENCE = 120_000;

/** Answers how much has been spent since, ms. */
function stopwatch(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user: own, system } = process.cpuUsage(before);
    return (own + system) / 1000;
  };
}

/** A user task whose boundary timer has fired `COUNT` times, each time bringing a token to `target`. */
async function crowd(content: string, target: string): Promise<JobUnderTest> {
  const job = await JobUnderTest.started(
    file(
      `${start}${user('host')}${boundary('tick', 'host', cycle(`R${COUNT}/PT1S`), false)}${content}${chain('start', 'host')}${flow('tick', target)}`,
    ),
    {},
    { checked: false },
  );
  const [tick] = job.timers;
  for (let count = 0; count < COUNT; count += 1) job.send({ type: 'fire-timer', timer: tick?.id as string });
  return job;
}

function at(state: JobState, node: string): string[] {
  return [...state.tokens.values()].filter((token) => token.node === node).map((token) => token.instance as string);
}

describe('ten thousand tokens', () => {
  test(
    'wait at user tasks with timers and variables of their own, and are completed one by one',
    async () => {
      const spent = stopwatch();
      const job = await crowd(
        `${user('u', mapping({ x: '=1' }, { y: '=x' }))}${boundary('late', 'u', duration('PT9H'))}<endEvent id="e"/>${flow('late', 'e')}`,
        'u',
      );
      for (const instance of at(job.state, 'u')) job.send({ type: 'complete-user-task', instance, variables: {} });
      expect(job.places).toEqual(['host:waiting']);
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );

  test(
    'arrive at a join that waits for somebody else',
    async () => {
      const spent = stopwatch();
      const job = await crowd(
        `<parallelGateway id="j"/>${user('other')}${flow('start', 'other')}${flow('other', 'j')}`,
        'j',
      );
      expect(job.state.census.arrived.size).toBe(1);
      job.does('other');
      expect(job.places.filter((place) => place === 'j:joining')).toHaveLength(COUNT - 1);
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );

  test(
    'are in subprocesses of their own, and are cancelled together',
    async () => {
      const spent = stopwatch();
      const job = await crowd(sub('s', user('u', mapping({ x: '=1' }, {}))), 's');
      expect(job.state.scopes.size).toBe(2 * COUNT + 1);
      job.send({ type: 'cancel' });
      expect(job.state.scopes.size).toBe(1);
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );

  test(
    'fail, are retried together, and work to the end',
    async () => {
      const spent = stopwatch();
      const job = await crowd(`<subProcess id="s"><extensionElements/>${javascript('t')}</subProcess>`, 's');
      for (const work of job.work.splice(0)) job.send(reportOf(work, { kind: 'failed', message: 'no' }));
      expect(job.state.incidents.size).toBe(COUNT);
      job.send({ type: 'retry', instance: null, variables: null });
      for (const work of job.work.splice(0)) job.send(reportOf(work, { kind: 'completed', result: null, writes: {} }));
      expect(job.places).toEqual(['host:waiting']);
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );
});

/** An inclusive split and join around two of the same, and so on; the innermost are tasks. */
function nested(depth: number, id = 'r'): { content: string; first: string; last: string } {
  if (depth === 0) return { content: `<task id="t${id}"/>`, first: `t${id}`, last: `t${id}` };
  const inside = [nested(depth - 1, `${id}a`), nested(depth - 1, `${id}b`)];
  const flows = inside.map(({ first, last }) => `${when(`s${id}`, first, 'true')}${flow(last, `j${id}`)}`);
  const gateways = `<inclusiveGateway id="s${id}"/><inclusiveGateway id="j${id}"/>`;
  const content = `${gateways}${inside.map((each) => each.content).join('')}${flows.join('')}`;
  return { content, first: `s${id}`, last: `j${id}` };
}

describe('inclusive joins', () => {
  test(
    'in a loop reach the bound soon, however many of them there are',
    async () => {
      const spent = stopwatch();
      const { content, first, last } = nested(7);
      const job = await JobUnderTest.started(
        file(`${start}<exclusiveGateway id="x"/>${content}${chain('start', 'x', first)}${flow(last, 'x')}`),
        {},
        { checked: false, simulated: true, clock: 'virtual' },
      );
      expect(job.state.incidents.size).toBeGreaterThan(0);
      expect(job.state.entered).toBe(20_000);
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );

  test(
    'of two thousand subprocesses that wait are looked at where something has changed',
    async () => {
      const spent = stopwatch();
      const count = 2_000;
      const times = `<multiInstanceLoopCharacteristics><loopCardinality>=${count}</loopCardinality></multiInstanceLoopCharacteristics>`;
      const ways = `${when('f', 'a', 'true')}${when('f', 'b', 'true')}${flow('a', 'j')}${flow('b', 'j')}`;
      const job = await JobUnderTest.started(
        file(
          `${start}<subProcess id="s">${times}<startEvent id="in"/><inclusiveGateway id="f"/><inclusiveGateway id="j"/>${user('a')}${user('b')}${chain('in', 'f')}${ways}</subProcess>${chain('start', 's')}`,
        ),
        {},
        { checked: false },
      );
      for (const node of ['a', 'b'])
        for (const instance of at(job.state, node)) job.send({ type: 'complete-user-task', instance, variables: {} });
      expect(job.state.status).toBe('completed');
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );

  test(
    'do not mind five thousand tokens that wait elsewhere',
    async () => {
      const spent = stopwatch();
      const count = 5_000;
      const ways = `${when('f', 'a', 'true')}${when('f', 'b', 'true')}${flow('a', 'j')}${flow('b', 'j')}`;
      const job = await JobUnderTest.started(
        file(
          `${start}${user('host')}${boundary('tick', 'host', cycle(`R${count}/PT1S`), false)}${user('u')}${user('go')}<exclusiveGateway id="x"/><inclusiveGateway id="f"/><inclusiveGateway id="j"/><task id="a"/><task id="b"/>${flow('tick', 'u')}${chain('start', 'host')}${chain('start', 'go', 'x', 'f')}${ways}${flow('j', 'x')}`,
        ),
        {},
        { checked: false },
      );
      const [tick] = job.timers;
      for (let fired = 0; fired < count; fired += 1) job.send({ type: 'fire-timer', timer: tick?.id as string });
      let more = job.step({ type: 'complete-user-task', instance: job.instance('go'), variables: {} });
      for (let steps = 0; steps < 5_000; steps += 1) more = job.step({ type: 'continue' });
      expect(more.more).toBe(true);
      expect(spent()).toBeLessThan(LIMIT);
    },
    PATIENCE,
  );
});
