/** Tries, incidents, recovery, holds, cancelling and time: checkpoint-semantics, sections 2, 4 and 5. */
import { describe, expect, test } from 'vitest';
import { STEP_BOUND } from '../../../engine/core/step.ts';
import { done, JobUnderTest, MIDNIGHT, reportOf } from './job-under-test.ts';
import {
  boundary,
  call,
  chain,
  cycle,
  duration,
  end,
  file,
  flow,
  javascript,
  mapping,
  messages,
  receive,
  script,
  service,
  start,
  sub,
  user,
  when,
} from './process-text.ts';

const HOUR = 3_600_000;
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
});

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

describe('a hold', () => {
  test('keeps a token in front of an element until it is released, once', async () => {
    const job = await JobUnderTest.of(
      file(`${start}<task id="a"/><task id="b"/>${end}${chain('start', 'a', 'b', 'end')}`),
    );
    job.held.add('a').add('b');
    job.start();
    expect(job.places).toEqual(['a:held']);
    expect(job.state).toMatchObject({ status: 'passive', held: true });
    job.send({ type: 'release', token: job.token('a').id });
    expect(job.places).toEqual(['b:held']);
    job.send({ type: 'release', token: null });
    expect(job.state).toMatchObject({ status: 'completed' });
  });

  test('at an element in a loop holds in every round', async () => {
    const job = await JobUnderTest.of(
      file(`${start}<exclusiveGateway id="x"/><task id="a"/>${chain('start', 'x', 'a')}${flow('a', 'x')}`),
    );
    job.held.add('a');
    job.start();
    job.send({ type: 'release', token: null });
    job.send({ type: 'release', token: null });
    expect(job.completed.filter((node) => node === 'a')).toHaveLength(2);
    expect(job.places).toEqual(['a:held']);
  });

  test('survives the store, with the release of a token that has not gone on yet', async () => {
    const job = await JobUnderTest.of(
      file(
        `${start}<parallelGateway id="f"/><task id="a"/><task id="b"/>${user('c')}<parallelGateway id="j"/>${chain('start', 'f', 'a', 'j')}${chain('f', 'b', 'c', 'j')}`,
      ),
    );
    job.held.add('a').add('b');
    job.start();
    expect(job.recover().map(({ type }) => type)).not.toContain('token-released');
    // The first released token ends the step at the join; the other one is still ready, and stays released.
    job.step({ type: 'release', token: null });
    job.recover();
    expect(job.places).toEqual(['c:waiting', 'j:joining']);
  });

  test('is refused a release when nothing is held', async () => {
    const job = await JobUnderTest.started(one(user('t')));
    expect(job.refused({ type: 'release', token: null }).code).toBe('illegal');
    expect(job.refused({ type: 'release', token: job.token('t').id }).code).toBe('illegal');
  });
});

describe('ids come from lineage', () => {
  const xml = file(
    `${start}<exclusiveGateway id="again"/><parallelGateway id="f"/>${service('a')}${service('b')}${service('c', '', mapping({ x: '=1' }, {}))}<parallelGateway id="j"/>
     <exclusiveGateway id="x" default="x_end"/>${end}${chain('start', 'again', 'f', 'a', 'j', 'x', 'end')}${chain('f', 'b', 'c', 'j')}${when('x', 'again', 'cResult = 1')}`,
  );

  test("ids come from lineage, never from a job-wide counter, so that they do not depend on how branches interleave: a token's id from its parent's, the outgoing flow and the multi-instance index", async () => {
    const ids = async (order: readonly string[]): Promise<string[]> => {
      const job = await JobUnderTest.started(xml);
      for (const node of order)
        job.complete(node, node === 'c' && job.completed.filter((it) => it === 'c').length === 0 ? 1 : 0);
      expect(job.state.status).toBe('completed');
      return [
        ...job.happened('token-created').map(({ token }) => token),
        ...job.happened('element-entered').map(({ instance }) => instance),
        ...job.happened('scope-opened').map(({ scope }) => scope),
      ].toSorted();
    };
    const once = await ids(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(await ids(['b', 'c', 'a', 'b', 'a', 'c'])).toEqual(once);
    expect(await ids(['b', 'a', 'c', 'b', 'c', 'a'])).toEqual(once);
  });

  test('so another lineage has other idempotency keys, and the same one the same', async () => {
    const key = async (lineage: string): Promise<string> =>
      (await JobUnderTest.started(one(service('t')), {}, { lineage, id: `${lineage}-job` })).asked('t').idempotencyKey;
    expect(await key('one')).toBe(await key('one'));
    expect(await key('one')).not.toBe(await key('two'));
  });

  test('so a job under a scenario has the same ids whatever its own are', async () => {
    const instance = async (id: string): Promise<string> =>
      (await JobUnderTest.started(one(service('t')), {}, { lineage: id, id, simulated: true })).instance('t');
    expect(await instance('one')).toBe(await instance('two'));
  });

  test('random numbers are seeded from job seed and activity instance id', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${script('a', 'a', 'random number()')}${script('b', 'b', 'random number()')}${user('u')}${chain('start', 'a', 'b', 'u')}`,
      ),
    );
    job.run();
    const twin = await JobUnderTest.started(
      file(
        `${start}${script('a', 'a', 'random number()')}${script('b', 'b', 'random number()')}${user('u')}${chain('start', 'a', 'b', 'u')}`,
      ),
    );
    twin.run();
    expect(job.variables).toEqual(twin.variables);
    expect(job.variables['a']).not.toBe(job.variables['b']);
  });

  test('whatever an element is called', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const xmlOf = (name: string): string =>
      file(`${start}<exclusiveGateway id="x"/>${user(name)}${chain('start', 'x', name)}${flow(name, 'x')}`);
    for (const name of names) {
      const job = await JobUnderTest.started(xmlOf(name), {}, { simulated: true });
      const rounds = [job.token(name)].map(({ visit, answer }) => [visit, answer]);
      job.does(name);
      job.does(name);
      rounds.push([job.token(name).visit, job.token(name).answer]);
      expect(rounds).toEqual([
        [1, 0],
        [3, 2],
      ]);
    }
  });
});

describe('a step that reaches its bound', () => {
  test('is an incident that names the loop; the rest of the job goes on', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('u')}<exclusiveGateway id="x"/><task id="a"/><task id="b"/>${chain('start', 'x', 'a', 'b')}${flow('b', 'x')}${flow('start', 'u')}`,
      ),
      {},
      { checked: false },
    );
    const [incident] = job.state.incidents.values();
    expect(incident?.message).toMatch(
      new RegExp(`^${STEP_BOUND} elements in one step: a loop without a wait, (\\w → ){3}\\w$`),
    );
    expect(job.places).toContain('u:waiting');
    expect(job.places.filter((place) => place.endsWith(':incident'))).toHaveLength(1);
  });

  test('goes on from there for another step when it is retried', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<exclusiveGateway id="x" default="x_a"/><task id="a"/>${end}${chain('start', 'x', 'a')}${flow('a', 'x')}${when('x', 'end', 'enough')}`,
      ),
      { enough: false },
      { checked: false },
    );
    job.send({ type: 'retry', instance: null, variables: { enough: true } });
    expect(job.state.status).toBe('completed');
  });

  test('because its tokens multiply stops all of them', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<exclusiveGateway id="x"/><task id="a"/>${chain('start', 'x', 'a')}${flow('a', 'x')}<exclusiveGateway id="y"/>${chain('a', 'y')}${flow('y', 'a')}`,
      ),
      {},
      { checked: false },
    );
    expect(job.state.status).toBe('passive');
    expect(job.state.ready).toEqual([]);
    const [incident] = job.state.incidents.values();
    expect(incident?.message).toContain('a');
  });

  test('is not reached by a loop that waits', async () => {
    const job = await JobUnderTest.started(
      file(`${start}<exclusiveGateway id="x"/>${user('u')}${chain('start', 'x', 'u')}${flow('u', 'x')}`),
      {},
      { checked: false },
    );
    for (let round = 0; round < STEP_BOUND / 2 + 10; round += 1) job.does('u');
    expect(job.state.incidents.size).toBe(0);
  });
});

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

describe('starting', () => {
  const xml = file(
    `${start}<startEvent id="by-message"><messageEventDefinition messageRef="m"/></startEvent>${user('u')}${sub('s', '<startEvent id="inner"/>')}${chain('start', 'u')}${flow('by-message', 'u')}`,
    messages,
  );

  test('at a start event that a message triggers takes the message', async () => {
    const job = await JobUnderTest.of(xml);
    job.send({ type: 'start', node: 'by-message', variables: { n: 1 }, messageId: 'm-1' });
    expect(job.completed).toEqual(['by-message']);
    expect(job.state.messageId).toBe('m-1');
    expect(job.reasons).toEqual(['start@by-message', 'passive']);
  });

  test.each(['nowhere', 'u', 'inner'])('at %s, which is no beginning of the process, is refused', async (node) => {
    const job = await JobUnderTest.of(xml);
    expect(job.refused({ type: 'start', node, variables: {}, messageId: null }).code).toBe('unknown');
  });

  test('twice is refused', async () => {
    const job = await JobUnderTest.started(xml);
    expect(job.refused({ type: 'start', node: null, variables: {}, messageId: null }).code).toBe('illegal');
  });

  test('without saying where begins at the only way in, if that is a triggered one', async () => {
    const only = file(
      `<startEvent id="by-message"><messageEventDefinition messageRef="m"/></startEvent>${user('u')}${flow('by-message', 'u')}`,
      messages,
    );
    expect((await JobUnderTest.started(only)).completed).toEqual(['by-message']);
  });
});

describe('logical time', () => {
  test('moves only with a checkpoint: what is computed in between sees the time of the one before', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${script('a', 'first', 'string(now())')}${script('b', 'second', 'string(now())')}${user('u')}${script('c', 'third', 'string(now())')}${user('v')}${chain('start', 'a', 'b', 'u', 'c', 'v')}`,
      ),
    );
    job.now += HOUR;
    job.run();
    expect(job.variables['first']).toBe(job.variables['second']);
    expect(job.variables).toMatchObject({ first: expect.stringContaining('2026-01-01T00:00:00') as string });
    job.now += HOUR;
    job.does('u');
    job.run();
    expect(job.variables).toMatchObject({ third: expect.stringContaining('2026-01-01T02:00:00') as string });
  });

  test('of a virtual clock is moved by command, never back; nobody moves the wall clock', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<intermediateCatchEvent id="c">${duration('PT1H')}</intermediateCatchEvent>${user('u')}${chain('start', 'c', 'u')}`,
      ),
      {},
      { clock: 'virtual' },
    );
    job.send({ type: 'move-clock', to: MIDNIGHT + HOUR });
    expect(job.refused({ type: 'move-clock', to: MIDNIGHT }).code).toBe('illegal');
    expect(job.state.now).toBe(MIDNIGHT + HOUR);
    expect(job.checkpoints).toHaveLength(1);
    const wall = await JobUnderTest.started(one(user('t')));
    expect(wall.refused({ type: 'move-clock', to: MIDNIGHT + 1 }).code).toBe('illegal');
  });
});
