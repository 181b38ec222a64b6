/** Tries and their pauses. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, service, start, user } from './process-text.ts';

const one = (task: string): string => file(`${start}${task}${end}${chain('start', 't', 'end')}`);

describe('retries', () => {
  const retrying = one(service('t', 'cairn:retries="2" cairn:backoff="PT10S"'));

  test('follow a failed try after the backoff, as many as the task has, then it is an incident', async () => {
    const job = await JobUnderTest.started(retrying);
    const tries: [number, number][] = [];
    for (let round = 0; round < 3; round += 1) {
      const work = job.asked('t');
      tries.push([work.attempt, work.try]);
      job.fail('t', `failure ${round}`);
      if (round === 2) break;
      expect(job.reasons).toEqual(['retry-scheduled@t', 'passive']);
      expect(job.passes(9_999)).toEqual([]);
      expect(job.passes(1)).toEqual(['t']);
    }
    expect(tries).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(job.left('failed')).toEqual(['t', 't']);
    expect(job.left('incident')).toEqual(['t']);
    expect([...job.state.incidents.values()]).toMatchObject([
      { element: 't', instance: job.instance('t'), message: 'failure 2', attempts: 3 },
    ]);
    expect(job.reasons).toEqual(['incident@t', 'passive']);
    expect(job.state.status).toBe('passive');
  });

  test('end their backoff with a checkpoint, so that no attempt begins while the saved job waits', async () => {
    const job = await JobUnderTest.started(retrying);
    job.fail('t');
    job.passes(10_000);
    expect(job.reasons).toEqual(['wait-ended@t']);
    job.die();
    expect(job.state.status).toBe('active');
    expect(job.token('t')).toMatchObject({ state: 'running', attempt: 2 });
  });

  test('keep the activity instance, the request and the idempotency key', async () => {
    const job = await JobUnderTest.started(
      one(service('t', 'cairn:retries="1"', '', '=&quot;http://127.0.0.1/&quot; + path'))
        .replace(end, `${user('u')}${end}`)
        .replace('</process>', `${flow('start', 'u')}</process>`),
      { path: 'a' },
    );
    const first = job.asked('t');
    job.fail('t');
    job.does('u', { path: 'b' });
    job.passes(0);
    const second = job.asked('t');
    expect(second).toEqual({ ...first, attempt: 2, try: 2, answer: 1 });
  });

  test('by a person raise the attempt; without a change they keep the idempotency key, with one they do not', async () => {
    const job = await JobUnderTest.started(one(service('t', '', '', '=&quot;http://127.0.0.1/&quot; + path')), {
      path: 'a',
    });
    const first = job.asked('t');
    job.fail('t');
    job.send({ type: 'retry', instance: job.instance('t'), variables: null });
    const second = job.asked('t');
    expect(second).toMatchObject({ attempt: 2, instance: first.instance, idempotencyKey: first.idempotencyKey });
    job.fail('t');
    job.send({ type: 'retry', instance: null, variables: { path: 'b' } });
    const third = job.asked('t');
    expect(third).toMatchObject({ attempt: 3, instance: first.instance, request: { url: 'http://127.0.0.1/b' } });
    expect(third.idempotencyKey).not.toBe(first.idempotencyKey);
  });

  test('with an empty change count as none', async () => {
    const job = await JobUnderTest.started(one(service('t')));
    const { idempotencyKey } = job.asked('t');
    job.fail('t');
    job.send({ type: 'retry', instance: null, variables: {} });
    expect(job.asked('t').idempotencyKey).toBe(idempotencyKey);
  });

  test('of what is no incident are refused', async () => {
    const job = await JobUnderTest.started(one(service('t')));
    expect(job.refused({ type: 'retry', instance: null, variables: null }).code).toBe('illegal');
    expect(job.refused({ type: 'retry', instance: job.instance('t'), variables: null }).code).toBe('illegal');
  });

  test('of a request that cannot be computed try to compute it again', async () => {
    const job = await JobUnderTest.started(one(service('t', '', '', '=path')));
    expect(job.places).toEqual(['t:incident']);
    job.send({ type: 'retry', instance: null, variables: { other: 1 } });
    expect(job.places).toEqual(['t:incident']);
    job.send({ type: 'retry', instance: null, variables: { path: 'http://127.0.0.1/' } });
    expect(job.asked('t').kind).toBe('http');
  });

  test('count the answers of a scenario by element, one for each try and each instance', async () => {
    const xml = file(
      `${start}<exclusiveGateway id="x"/>${service('constructor', 'cairn:retries="1"')}${chain('start', 'x', 'constructor')}${flow('constructor', 'x')}`,
    );
    const job = await JobUnderTest.started(xml, {}, { simulated: true });
    const answers = [job.asked('constructor').answer];
    job.fail('constructor');
    job.passes(0);
    answers.push(job.asked('constructor').answer);
    job.complete('constructor');
    answers.push(job.asked('constructor').answer);
    expect(answers).toEqual([0, 1, 2]);
  });
});
