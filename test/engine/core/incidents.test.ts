/** Incidents: what raises them, and how people get on. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, mapping, service, start, user, when } from './process-text.ts';

const one = (task: string): string => file(`${start}${task}${end}${chain('start', 't', 'end')}`);

describe('an incident', () => {
  test('of one token lets the others go on', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${service('t')}${user('u')}${user('v')}${chain('start', 't')}${chain('start', 'u', 'v')}`),
    );
    job.fail('t');
    job.does('u');
    expect(job.places).toEqual(['t:incident', 'v:waiting']);
  });

  test('of a recovered job whose work broke down is retried with the others in one command', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${service('a')}${service('b')}${flow('start', 'a')}${flow('start', 'b')}`),
    );
    job.fail('a');
    job.passes(1);
    job.fail('b');
    job.send({ type: 'retry', instance: null, variables: null });
    expect(job.state.incidents.size).toBe(0);
    expect(job.work.map(({ node, attempt }) => [node, attempt])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
  });

  test('of the job itself keeps the whole job still until it is taken up', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${service('t')}${user('u')}${user('v')}${chain('start', 't')}${chain('start', 'u', 'v')}`),
    );
    job.send({ type: 'raise-incident', token: null, message: 'the disk is broken' });
    expect(job.state.status).toBe('passive');
    job.work = [];
    job.does('u');
    expect(job.places).toContain('v:ready');
    expect(job.refused({ type: 'retry', instance: job.instance('t'), variables: null }).code).toBe('illegal');
    expect(job.refused({ type: 'continue' }).code).toBe('too-late');
    job.send({ type: 'retry', instance: null, variables: { seen: true } });
    expect(job.places).toContain('v:waiting');
    expect(job.work.map(({ node, attempt }) => [node, attempt])).toEqual([['t', 2]]);
    expect(job.variables).toEqual({ seen: true });
  });

  test('of the job itself starts no work, not even of a retry whose time has come', async () => {
    const job = await JobUnderTest.started(one(service('t', 'cairn:retries="1" cairn:backoff="PT1S"')));
    job.fail('t');
    job.send({ type: 'raise-incident', token: null, message: 'the disk is broken' });
    job.passes(1000);
    expect(job.work).toEqual([]);
    job.send({ type: 'retry', instance: null, variables: null });
    expect(job.work).toHaveLength(1);
  });

  test('of the job and of a token, retried together, ask for the work of the token once', async () => {
    const job = await JobUnderTest.started(one(service('t')));
    job.fail('t');
    job.passes(1);
    job.send({ type: 'raise-incident', token: null, message: 'the disk is broken' });
    job.send({ type: 'retry', instance: null, variables: null });
    expect(job.work.map(({ attempt }) => attempt)).toEqual([2]);
  });

  test('can be raised on running work, and is refused where a token waits for somebody else', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${service('t')}${user('u')}${chain('start', 't')}${flow('start', 'u')}`),
    );
    expect(job.refused({ type: 'raise-incident', token: job.token('u').id, message: 'no' }).code).toBe('illegal');
    expect(job.refused({ type: 'raise-incident', token: 'gone', message: 'no' }).code).toBe('too-late');
    job.send({ type: 'raise-incident', token: job.token('t').id, message: 'it cannot be done' });
    expect(job.refused({ type: 'raise-incident', token: job.token('t').id, message: 'again' }).code).toBe('illegal');
    job.send({ type: 'retry', instance: null, variables: null });
    expect(job.asked('t').attempt).toBe(2);
  });

  test('goes with its token when the job ends without it', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${service('t')}${user('u')}<endEvent id="stop"><terminateEventDefinition/></endEvent>${chain('start', 't')}${chain('start', 'u', 'stop')}`,
      ),
    );
    job.fail('t');
    job.does('u');
    expect(job.state.status).toBe('completed');
  });

  test.each([
    ['a condition', `${flow('start', 'g')}<exclusiveGateway id="g"/>${when('g', 'end', 'nobody(1)')}`],
    ['a mapping of outputs', `${user('u', mapping({}, { x: '=nobody(1)' }))}${chain('start', 'u', 'end')}`],
    ['a mapping of inputs', `${user('u', mapping({ x: '=nobody(1)' }, {}))}${chain('start', 'u', 'end')}`],
  ])('that comes again after a retry counts one try more, also where %s fails', async (_what, process) => {
    const job = await JobUnderTest.started(file(`${start}${end}${process}`));
    if (job.places.includes('u:waiting')) job.does('u');
    const tries = (): number[] => [...job.state.incidents.values()].map(({ attempts }) => attempts);
    expect(tries()).toEqual([1]);
    for (const count of [2, 3]) {
      job.passes(1000);
      job.send({ type: 'retry', instance: null, variables: null });
      expect([...job.state.incidents.values()]).toMatchObject([{ attempts: count, at: job.now }]);
    }
  });
});
