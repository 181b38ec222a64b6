/** What a job of ten thousand tokens does stays linear: each of these takes well under a second, or minutes. */
import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../engine/core/job-state.ts';
import { JobUnderTest, reportOf } from './job-under-test.ts';
import { boundary, chain, cycle, duration, file, flow, javascript, mapping, start, sub, user } from './process-text.ts';

const COUNT = 10_000;
const LIMIT = 8_000;

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
      const job = await crowd(
        `${user('u', mapping({ x: '=1' }, { y: '=x' }))}${boundary('late', 'u', duration('PT9H'))}<endEvent id="e"/>${flow('late', 'e')}`,
        'u',
      );
      for (const instance of at(job.state, 'u')) job.send({ type: 'complete-user-task', instance, variables: {} });
      expect(job.places).toEqual(['host:waiting']);
    },
    LIMIT,
  );

  test(
    'arrive at a join that waits for somebody else',
    async () => {
      const job = await crowd(
        `<parallelGateway id="j"/>${user('other')}${flow('start', 'other')}${flow('other', 'j')}`,
        'j',
      );
      expect(job.state.census.arrived.size).toBe(1);
      job.does('other');
      expect(job.places.filter((place) => place === 'j:joining')).toHaveLength(COUNT - 1);
    },
    LIMIT,
  );

  test(
    'are in subprocesses of their own, and are cancelled together',
    async () => {
      const job = await crowd(sub('s', user('u', mapping({ x: '=1' }, {}))), 's');
      expect(job.state.scopes.size).toBe(2 * COUNT + 1);
      job.send({ type: 'cancel' });
      expect(job.state.scopes.size).toBe(1);
    },
    LIMIT,
  );

  test(
    'fail, are retried together, and work to the end',
    async () => {
      const job = await crowd(`<subProcess id="s"><extensionElements/>${javascript('t')}</subProcess>`, 's');
      for (const work of job.work.splice(0)) job.send(reportOf(work, { kind: 'failed', message: 'no' }));
      expect(job.state.incidents.size).toBe(COUNT);
      job.send({ type: 'retry', instance: null, variables: null });
      for (const work of job.work.splice(0)) job.send(reportOf(work, { kind: 'completed', result: null, writes: {} }));
      expect(job.places).toEqual(['host:waiting']);
    },
    LIMIT,
  );
});
