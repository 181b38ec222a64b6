/** Recovery of a job: checkpoint-semantics, section 5. */
import { describe, expect, test } from 'vitest';
import { done, JobUnderTest, reportOf } from './job-under-test.ts';
import { boundary, call, chain, duration, end, file, flow, service, start, user } from './process-text.ts';

const HOUR = 3_600_000;

describe('recovery', () => {
  const marked = file(
    `${start}${service('t')}${boundary('b', 't', duration('PT1H'))}${user('u')}${end}${chain('start', 't', 'end')}${flow('start', 'u')}${flow('b', 'end')}`,
  );

  test('asks for the work of running tokens again: same instance, key, request, try and answer; the attempt is higher', async () => {
    const job = await JobUnderTest.started(marked);
    const before = job.asked('t');
    job.recover();
    expect(job.asked('t')).toEqual({ ...before, attempt: 2 });
    expect(job.state.incarnation).toBe(2);
  });

  test('gives an attempt above every one that the dead engine had begun, saved or not', async () => {
    const job = await JobUnderTest.started(marked);
    const { instance } = job.asked('t');
    job.recover({ [instance]: 7 });
    expect(job.asked('t').attempt).toBe(8);
    job.recover({ [instance]: 8 });
    expect(job.asked('t').attempt).toBe(9);
  });

  test('remembers attempts of elements that are not entered yet in the saved state', async () => {
    const job = await JobUnderTest.started(file(`${start}${user('u')}${service('t')}${chain('start', 'u', 't')}`));
    const twin = await JobUnderTest.started(file(`${start}${user('u')}${service('t')}${chain('start', 'u', 't')}`));
    twin.does('u');
    job.recover({ [twin.instance('t')]: 3 });
    job.does('u');
    expect(job.asked('t').attempt).toBe(4);
    job.complete('t');
    expect(job.state.lostAttempts).toEqual({});
  });

  test('that cannot know what was begun starts every instance above its floor', async () => {
    const job = await JobUnderTest.started(file(`${start}${user('u')}${service('t')}${chain('start', 'u', 't')}`));
    job.die();
    job.send({ type: 'recover', incarnation: 5, begun: {}, attemptFloor: 4, interrupted: [] });
    job.does('u');
    expect(job.asked('t').attempt).toBe(5);
  });

  test('moves no token: what follows is a step of its own, with its own checkpoints', async () => {
    const xml = file(
      `${start}<parallelGateway id="f"/><task id="a"/><task id="b"/><parallelGateway id="j"/>${call('c')}${chain('start', 'f', 'a', 'j', 'c')}${chain('f', 'b', 'j')}`,
    );
    const job = await JobUnderTest.of(xml);
    job.step({ type: 'start', node: null, variables: {}, messageId: null });
    const places = job.places;
    job.die();
    const decision = job.step({ type: 'recover', incarnation: 2, begun: {}, attemptFloor: null, interrupted: [] });
    expect(job.places).toEqual(places);
    expect(decision.more).toBe(true);
    expect(decision.events.map(({ type }) => type)).toEqual(['incarnation-raised', 'job-settled']);
  });

  test('leaves timers as they are: an overdue interrupting one wins over the work that is asked for again', async () => {
    const job = await JobUnderTest.started(marked);
    job.die();
    job.now += 2 * HOUR;
    job.send({ type: 'recover', incarnation: 2, begun: {}, attemptFloor: null, interrupted: [] });
    const work = job.asked('t');
    job.passes(0);
    expect(job.refused(reportOf(work, done())).code).toBe('too-late');
    expect(job.completed).toContain('b');
  });

  test('sets an activity instance aside that was running in three engine deaths', async () => {
    const job = await JobUnderTest.started(marked);
    const { instance } = job.asked('t');
    for (const death of [1, 2]) {
      job.recover({}, [instance]);
      expect(job.state.deaths).toEqual({ [instance]: death });
      expect(job.places).toContain('t:running');
    }
    job.recover({}, [instance]);
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual([
      'the engine died 3 times while it worked on t; it is set aside',
    ]);
    expect(job.work).toEqual([]);
    job.send({ type: 'retry', instance, variables: null });
    expect(job.state.deaths).toEqual({});
    expect(job.asked('t').attempt).toBeGreaterThan(3);
    job.recover({}, [instance]);
    expect(job.places).toContain('t:running');
  });

  test('forgets attempts and deaths of an instance when it is over, however it ends', async () => {
    const job = await JobUnderTest.started(marked);
    const { instance } = job.asked('t');
    job.recover({ [instance]: 3 }, [instance]);
    job.fail('t');
    job.passes(HOUR);
    expect(job.state.lostAttempts).toEqual({});
    expect(job.state.deaths).toEqual({});
  });
});
