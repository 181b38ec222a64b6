/** Cancelling a job. */
import { describe, expect, test } from 'vitest';
import { done, JobUnderTest, reportOf } from './job-under-test.ts';
import { boundary, call, cycle, file, flow, messages, receive, service, sub, user } from './process-text.ts';

describe('cancelling', () => {
  test('takes the whole job away, called jobs, waits and incidents included', async () => {
    const job = await JobUnderTest.started(
      file(
        `${call('c')}${service('t')}${service('bad')}${receive('r')}${user('u')}${boundary('b', 'u', cycle('R/PT1H'), false)}${sub('s', sub('deep', user('v')))}<endEvent id="e"/>${flow('b', 'e')}`,
        messages,
      ),
    );
    job.fail('bad');
    const child = job.token('c').child as string;
    const work = job.asked('t');
    job.send({ type: 'cancel' });
    expect(job.state.status).toBe('cancelled');
    expect(job.state.endedAt).toBe(job.now);
    expect(job.happened('call-cancelled').map(({ job: id }) => id)).toEqual([child]);
    expect(job.left('interrupted').toSorted()).toEqual(['c', 'deep', 'r', 's', 't', 'u', 'v']);
    expect(job.reasons).toEqual(['end']);
    expect(job.refused(reportOf(work, done())).code).toBe('too-late');
    expect(job.refused({ type: 'cancel' }).code).toBe('too-late');
    expect(job.refused({ type: 'start', node: null, variables: {}, messageId: null }).code).toBe('too-late');
  });
});
