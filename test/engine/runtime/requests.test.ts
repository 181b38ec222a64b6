/** Checkpoint-semantics, section 6: requests. */
import { afterEach, describe, expect, it } from 'vitest';
import { chain, file, line, message, processOf, receive, service, user } from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const simple = file(line('p', [user('u'), user('v')]));

describe('a start', () => {
  it('a start carries an extId; an existing one answers with that job', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p', { extId: 'order 1' });
    expect(await rig.startJob('p', { extId: 'order 1' })).toBe(job);
    await rig.complete(job, 'u');
    await rig.complete(job, 'v');
    expect(await rig.startJob('p', { extId: 'order 1' })).toBe(job);
    expect(rig.job('order 1').id).toBe(job);
  });

  it('with the same extId, two at once, is one job', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const requests = [1, 2, 3].map(() => rig.accept({ kind: 'start', definition: 'p', extId: 'order 1' }));
    rig.look();
    const answers = await Promise.all(requests.map((request) => rig.answered(request)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(1);
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('of a definition or version that is not deployed is refused', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    expect(await rig.ask({ kind: 'start', definition: 'q' })).toEqual({
      ok: false,
      code: 'unknown',
      message: 'definition q is not deployed',
    });
    expect(await rig.ask({ kind: 'start', definition: 'p', version: 2 })).toMatchObject({ ok: false, code: 'unknown' });
    expect(await rig.ask({ kind: 'start', definition: 'p', node: 'nowhere' })).toMatchObject({
      ok: false,
      code: 'unknown',
    });
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('takes the version that it names', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    await rig.deploy(file(line('p', [user('w')])));
    const answer = await rig.ask({ kind: 'start', definition: 'p', version: 1 });
    expect(answer.ok && rig.places(answer.job ?? '')).toEqual(['u waiting']);
    expect(rig.places(await rig.startJob('p'))).toEqual(['w waiting']);
  });
});

describe('a completion', () => {
  it('completing a completed instance again with the same values answers as the first time, with others it is a conflict', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    const first = await rig.complete(job, 'u', { x: 1 });
    expect(await rig.complete(job, 'u', { x: 1 })).toEqual(first);
    await rig.complete(job, 'v');
    expect(rig.job(job).status).toBe('completed');
    expect(await rig.complete(job, 'u', { x: 1 })).toEqual(first);
  });

  it('of a completed instance with other values is a conflict', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    await rig.complete(job, 'u', { x: 1 });
    expect(await rig.complete(job, 'u', { x: 2 })).toMatchObject({ ok: false, code: 'conflict' });
    expect(rig.variables(job)).toEqual({ x: 1 });
  });

  it('that names its instance is recognised, too, also after a restart', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    const instance = rig.executions(job, 'u')[0]?.instance;
    const first = await rig.complete(job, 'u', { x: 1 }, instance);
    await rig.restart();
    expect(await rig.complete(job, 'u', { x: 1 }, instance)).toEqual(first);
    expect(await rig.complete(job, 'u', { x: 1 })).toEqual(first);
    expect(await rig.complete(job, 'u', {}, instance)).toMatchObject({ ok: false, code: 'conflict' });
  });

  it('that was refused is not the first one', async () => {
    rig = await Rig.start();
    const form =
      '<userTask id="u"><extensionElements><cairn:form><cairn:field name="x" label="X" type="number" required="true"/></cairn:form></extensionElements></userTask>';
    await rig.deploy(file(line('p', [form, user('v')])));
    const job = await rig.startJob('p');
    const instance = rig.executions(job, 'u')[0]?.instance;
    expect(await rig.complete(job, 'u', {}, instance)).toMatchObject({ ok: false, code: 'illegal' });
    expect(await rig.complete(job, 'u', { x: 1 }, instance)).toEqual({ ok: true, job });
    expect(await rig.complete(job, 'u', { x: 1 }, instance)).toEqual({ ok: true, job });
  });

  it('twice at once with the same values is one completion', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    const rows = [1, 2].map(() => rig.accept({ kind: 'complete', job, element: 'u', variables: '{"x": 1}' }));
    rig.look();
    for (const row of rows) expect(await rig.answered(row)).toEqual({ ok: true, job });
    expect(rig.places(job)).toEqual(['v waiting']);
  });

  it('is not refused because another one beside it was', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    await rig.idle();
    const wrong = rig.accept({ kind: 'complete', job, element: 'nothing' });
    const right = rig.accept({ kind: 'complete', job, element: 'u' });
    rig.look();
    expect(await rig.answered(wrong)).toMatchObject({ ok: false, code: 'unknown' });
    expect(await rig.answered(right)).toEqual({ ok: true, job });
  });

  it('of one instance of several needs its name', async () => {
    rig = await Rig.start();
    const twice =
      chain('<startEvent id="start"/>', '<parallelGateway id="fork"/>', user('u'), '<endEvent id="end"/>') +
      '<sequenceFlow id="again" sourceRef="fork" targetRef="u"/>';
    await rig.deploy(file(processOf('p', twice)));
    const job = await rig.startJob('p');
    expect(await rig.complete(job, 'u')).toMatchObject({ ok: false, code: 'illegal' });
    for (const { instance } of rig.executions(job, 'u'))
      expect(await rig.complete(job, 'u', {}, instance)).toEqual({ ok: true, job });
    expect(rig.job(job).status).toBe('completed');
  });

  it('the loser is answered too late: a completion, when a boundary event has won', async () => {
    rig = await Rig.start();
    const event = '<boundaryEvent id="stop" attachedToRef="u"><messageEventDefinition messageRef="m"/></boundaryEvent>';
    await rig.deploy(file(line('p', [user('u')], chain(event, user('w'), '<endEvent id="e"/>')), message('m')));
    const job = await rig.startJob('p');
    rig.watch.full = true;
    const publish = rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    await rig.turns();
    const complete = rig.accept({
      kind: 'complete',
      job,
      element: 'u',
      instance: rig.executions(job, 'u')[0]?.instance ?? '',
    });
    rig.look();
    await rig.turns();
    rig.watch.full = false;
    rig.clock.advance(100);
    expect(await rig.answered(publish)).toMatchObject({ ok: true, job });
    expect(await rig.answered(complete)).toMatchObject({ ok: false, code: 'too-late' });
    expect(rig.places(job)).toEqual(['w waiting']);
  });
});

describe('a request', () => {
  it('that cannot be read is answered as bad', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const row = { kind: 'start', job: null, instance: null, acceptedAt: 0, answer: null };
    rig.store.accept({ ...row, id: 'a', data: '{ "kind": ' });
    rig.store.accept({ ...row, id: 'b', data: '{ "kind": "dance" }' });
    rig.store.accept({ ...row, id: 'c', data: 'null' });
    rig.accept({ kind: 'start', definition: 'p', variables: '{ "x": ' }, 'd');
    rig.accept({ kind: 'start', definition: 'p', variables: '[]' }, 'e');
    rig.accept({ kind: 'start', definition: 'p', scenario: '{ "nonsense": 1 }' }, 'f');
    rig.accept({ kind: 'complete', job: await rig.startJob('p'), element: 'u', variables: '1' }, 'g');
    rig.look();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
      expect(await rig.answered(id)).toMatchObject({ ok: false, code: 'bad-request' });
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('about a job that is not there is answered unknown', async () => {
    rig = await Rig.start();
    for (const input of [
      { kind: 'complete', job: 'x', element: 'u' },
      { kind: 'retry', job: 'x' },
      { kind: 'cancel', job: 'x' },
      { kind: 'fork', job: 'x', seq: 1 },
      { kind: 'hold', job: 'x', action: 'pause' },
      { kind: 'move-clock', job: 'x', by: 'next-timer' },
    ] as const) {
      expect(await rig.ask(input)).toMatchObject({ ok: false, code: 'unknown' });
    }
    await rig.idle();
  });

  it('that a job refuses is answered with the reason', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    expect(await rig.ask({ kind: 'retry', job })).toMatchObject({ ok: false, code: 'illegal' });
    expect(await rig.ask({ kind: 'retry', job, element: 'u' })).toMatchObject({ ok: false, code: 'illegal' });
    expect(await rig.ask({ kind: 'move-clock', job, by: 1000 })).toMatchObject({ ok: false, code: 'illegal' });
    expect(await rig.ask({ kind: 'cancel', job })).toEqual({ ok: true, job });
    expect(await rig.ask({ kind: 'cancel', job })).toMatchObject({ ok: false, code: 'too-late' });
    expect(await rig.ask({ kind: 'hold', job, action: 'pause' })).toMatchObject({ ok: false, code: 'too-late' });
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('may name a job by its extId', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p', { extId: 'order 1' });
    expect(await rig.complete('order 1', 'u', { x: 1 })).toEqual({ ok: true, job });
    expect(await rig.complete('order 1', 'u', { x: 1 })).toEqual({ ok: true, job });
  });

  it('over which a handler breaks down is answered, and kills neither this engine nor the next', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const job = await rig.startJob('p');
    await rig.idle();
    const rows = rig.tables.jobs.get(job);
    if (rows === undefined) throw new Error('no rows');
    rows.past = new Proxy(rows.past, {
      get() {
        throw new Error('a defect');
      },
    });
    expect(await rig.ask({ kind: 'fork', job, seq: 1 })).toMatchObject({
      ok: false,
      code: 'illegal',
      message: 'a defect',
    });
    expect(rig.broken).toEqual([]);
    expect(await rig.ask({ kind: 'start', definition: 'p' })).toMatchObject({ ok: true });
  });

  it("a repeated request gets the first one's answer", async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const first = await rig.ask({ kind: 'start', definition: 'p' }, 'same');
    expect(await rig.ask({ kind: 'start', definition: 'p' }, 'same')).toEqual(first);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(1);
  });

  it('among hundreds is answered like the others', async () => {
    rig = await Rig.start();
    await rig.deploy(simple);
    const rows = Array.from({ length: 450 }, () => rig.accept({ kind: 'start', definition: 'p' }));
    rig.look();
    await rig.until(() => rows.every((row) => rig.answerTo(row)?.ok === true));
    await rig.idle();
    expect(rig.store.counts().passive).toBe(450);
  });
});

describe('a job that breaks down over a command', () => {
  it('becomes an incident on its last durable state, whoever asked is answered, and the others go on', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), service('s')])));
    rig.tasks.set('s', () => done());
    const [bad, good] = [await rig.startJob('p'), await rig.startJob('p')];
    await rig.idle();
    // A defect: a token that lies in no scope.
    const row = rig.tables.jobs.get(bad);
    for (const [key, { row: change }] of row?.state ?? []) if (change.entity === 'scope') row?.state.delete(key);
    expect(await rig.complete(bad, 'u', { x: 1 })).toMatchObject({ ok: false });
    expect(await rig.complete(good, 'u')).toEqual({ ok: true, job: good });
    await rig.idle();
    expect(rig.incidents(bad)).toHaveLength(1);
    expect(rig.job(good).status).toBe('completed');
    expect(rig.broken).toEqual([]);
    expect(rig.engine.cache.size).toBe(0);
  });
});

describe('cancelling', () => {
  it('ends a job whose effect is under way, and drops the outcome', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    expect(await rig.ask({ kind: 'cancel', job })).toEqual({ ok: true, job });
    expect(rig.job(job).status).toBe('cancelled');
    calls[0]?.end(done({ x: 1 }));
    await rig.idle();
    expect(rig.job(job).status).toBe('cancelled');
    expect(rig.engine.cache.size).toBe(0);
  });

  it('removes what the job waits for', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [receive('r', 'm')]), message('m')));
    const job = await rig.startJob('p');
    await rig.ask({ kind: 'cancel', job });
    expect(await rig.publish('m', { ttlMs: 0 })).toMatchObject({ ok: false, code: 'not-correlated' });
  });
});
