/** What the outcome of a piece of work does. */
import { describe, expect, test } from 'vitest';
import { done, JobUnderTest, reportOf } from './job-under-test.ts';
import { chain, end, file, javascript, service, start, user } from './process-text.ts';

const one = (task: string): string => file(`${start}${task}${end}${chain('start', 't', 'end')}`);

describe('an outcome', () => {
  test('is taken once; the second report of the same try is too late', async () => {
    const job = await JobUnderTest.started(file(`${start}${service('t')}${user('u')}${chain('start', 't', 'u')}`));
    const work = job.asked('t');
    job.complete('t', 1);
    expect(job.refused(reportOf(work, done())).code).toBe('too-late');
  });

  test('of a try before the latest one is too late', async () => {
    const job = await JobUnderTest.started(one(service('t', 'cairn:retries="1" cairn:backoff="PT1S"')));
    const work = job.asked('t');
    job.fail('t');
    expect(job.refused(reportOf(work, done())).code).toBe('too-late');
    job.passes(1000);
    expect(job.refused(reportOf(work, done())).code).toBe('too-late');
    job.complete('t');
    expect(job.state.status).toBe('completed');
  });

  test('leaves what it wrote, then its result, in the variables', async () => {
    const job = await JobUnderTest.started(one(javascript('t', 'cairn:resultVariable="r"')));
    job.complete('t', 3, { r: 1, n: 2 });
    expect(job.variables).toEqual({ r: 3, n: 2 });
  });

  test('names that JavaScript objects have anyway are ordinary variables', async () => {
    const writes = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Record<string, number>;
    const job = await JobUnderTest.started(one(javascript('t')));
    job.complete('t', null, writes);
    expect(Object.entries(job.variables)).toEqual(Object.entries(writes));
  });
});
