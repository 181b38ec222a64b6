/** Sentences of the contract (docs/checkpoint-semantics.md) that have no better place. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { settings } from '../../../engine/protocol/settings.ts';
import {
  boundary,
  call,
  chain,
  file,
  line,
  message,
  parallel,
  pause,
  processOf,
  receive,
  script,
  service,
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const hour = 3600_000;

describe('section 1', () => {
  it('when a start request, a message, a user-task completion or a change of a clock has been answered, a crash one instruction later does not lose it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), receive('r', 'm'), pause('t', 'PT1H'), user('v')]), message('m')));
    const answer = await rig.ask({ kind: 'start', definition: 'p', clock: 'virtual' });
    await rig.restart();
    const job = (answer.ok ? answer.job : null) ?? '';
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(await rig.complete(job, 'u')).toMatchObject({ ok: true });
    await rig.restart();
    await rig.idle();
    expect(rig.places(job)).toEqual(['r waiting']);
    expect(await rig.publish('m')).toMatchObject({ ok: true });
    await rig.restart();
    await rig.idle();
    expect(rig.places(job)).toEqual(['t waiting']);
    expect(await rig.ask({ kind: 'move-clock', job, by: hour })).toMatchObject({ ok: true });
    await rig.restart();
    await rig.idle();
    expect(rig.places(job)).toEqual(['v waiting']);
  });
});

describe('section 4', () => {
  it('ties in virtual time: due time, then subscription number', async () => {
    rig = await Rig.start();
    const branch = (id: string, duration: string): string[] => [
      pause(id, duration),
      script(`s-${id}`, `append(order, "${id}")`, 'cairn:resultVariable="order"'),
    ];
    await rig.deploy(
      file(processOf('p', parallel(branch('c', 'PT60M'), branch('b', 'PT1H'), branch('a', 'PT30M'), [user('u')]))),
    );
    const answer = await rig.ask({ kind: 'start', definition: 'p', clock: 'virtual', variables: '{"order": []}' });
    const job = (answer.ok ? answer.job : null) ?? '';
    await rig.ask({ kind: 'move-clock', job, by: hour });
    await rig.idle();
    expect(rig.variables(job)['order']).toEqual(['a', 'c', 'b']);
  });

  it('recovery replays no events; decisions after the latest checkpoint are taken anew', async () => {
    rig = await Rig.start();
    const condition = (from: string, to: string, feel: string): string =>
      `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"><conditionExpression>=${feel}</conditionExpression></sequenceFlow>`;
    await rig.deploy(
      file(
        processOf(
          'p',
          chain('<startEvent id="start"/>', script('a', '1'), '<exclusiveGateway id="g"/>') +
            [service('left'), service('right')].join('') +
            condition('g', 'left', 'n = 1') +
            condition('g', 'right', 'n = 2'),
        ),
      ),
    );
    let tries = 0;
    rig.tasks.set('a', () => done({ n: (tries += 1) }));
    const held = [...rig.hold('left'), ...rig.hold('right')];
    expect(held).toEqual([]);
    const job = await rig.startJob('p');
    await rig.until(() => rig.began.length === 2);
    await rig.restart();
    await rig.until(() => rig.began.length === 4);
    expect(rig.began).toEqual(['a', 'left', 'a', 'right']);
    expect(rig.executions(job, 'left')).toEqual([]);
  });

  it('moving it is a durable command: the clock stands where it was moved to, whoever dies', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [pause('t', 'PT2H')])));
    const answer = await rig.ask({ kind: 'start', definition: 'p', clock: 'virtual' });
    const job = (answer.ok ? answer.job : null) ?? '';
    const before = rig.job(job).now;
    await rig.ask({ kind: 'move-clock', job, by: hour });
    await rig.restart();
    expect(rig.job(job)).toMatchObject({ clock: 'virtual', now: before + hour });
  });
});

describe('section 5', () => {
  it('a job is active while a token can move or a task executes, passive while every token waits for the outside world (a called job included)', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), call('c', 'q'), user('u')])));
    await rig.deploy(file(line('q', [user('v')])));
    const held = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => held.length === 1);
    expect(rig.job(job).status).toBe('active');
    held[0]?.end(done());
    await rig.idle();
    expect(rig.places(job)).toEqual(['c waiting']);
    expect(rig.job(job).status).toBe('passive');
    await rig.complete(rig.children(job)[0]?.id ?? '', 'v');
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.job(job).status).toBe('passive');
  });

  it('cache-aside is the only write option and shared all the only persistence option', () => {
    expect(settings.parse({ writeOption: 'cache-aside', persistence: 'shared-all' })).toMatchObject(settings.parse({}));
    for (const other of [
      { writeOption: 'write-behind' },
      { writeOption: 'write-through' },
      { persistence: 'shared-nothing' },
    ])
      expect(settings.safeParse(other).success).toBe(false);
  });

  it('preload entities (states) and handles (ids and statuses) are settings', () => {
    expect(settings.parse({}).preload).toEqual({ entities: false, handles: true });
    expect(settings.safeParse({ preload: { everything: true } }).success).toBe(false);
  });

  it('on start the engine takes its lease (section 9), then takes active jobs in order of id, as many as the cache holds at a time, due timers, unconsumed messages and undispatched outgoing ones, and moves on', async () => {
    rig = await Rig.start({ cacheJobs: 2 });
    await rig.deploy(file(line('p', [service('s'), user('u')])));
    await rig.deploy(file(line('timed', [pause('t', 'PT1H'), user('u')])));
    await rig.deploy(file(line('told', [user('first'), receive('r', 'm'), user('u')]), message('m')));
    const held = rig.hold('s');
    const timed = await rig.startJob('timed');
    const told = await rig.startJob('told');
    await rig.publish('m');
    await rig.complete(told, 'first');
    await rig.idle();
    const jobs = [await rig.startJob('p'), await rig.startJob('p')];
    await rig.until(() => held.length === 2);
    rig.crash();
    rig.clock.advance(hour);
    held.length = 0;
    const began = rig.began.length;
    await rig.start();
    await rig.until(() => held.length === 2);
    expect(rig.recordings()[0]).toMatchObject({ e: 'engine-started', epoch: 2 });
    expect(rig.tables.lease).toMatchObject({ epoch: 2 });
    expect(held.map(({ work }) => work.node)).toEqual(['s', 's']);
    expect(rig.began.slice(began)).toEqual(['s', 's']);
    const order = rig.recordings().flatMap((text) => (text.e === 'work-began' ? [text.job] : []));
    expect(order).toEqual(jobs.toSorted());
    for (const piece of held) piece.end(done());
    await rig.idle();
    for (const job of [...jobs, timed, told]) expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('creating, returning, failing and cancelling a called job are one transaction over both jobs', async () => {
    rig = await Rig.start();
    const error = '<error id="e" errorCode="E"/>';
    const failing = '<endEvent id="bad"><errorEventDefinition errorRef="e"/></endEvent>';
    const late = (of: string): string => boundary(`late-${of}`, of, timer('timeDuration', 'PT1H'));
    const caught = boundary('caught', 'fails', '<errorEventDefinition errorRef="e"/>');
    await rig.deploy(file(line('returns', [call('c', 'q')])));
    await rig.deploy(file(line('breaks', [call('fails', 'f')], caught), error));
    await rig.deploy(file(line('cancels', [call('x', 'q')], late('x'))));
    await rig.deploy(file(line('q', [user('u')])));
    await rig.deploy(file(processOf('f', chain('<startEvent id="s"/>', user('u'), failing)), error));
    for (const definition of ['returns', 'breaks', 'cancels']) {
      const job = await rig.startJob(definition);
      const called = rig.children(job)[0]?.id ?? '';
      if (definition === 'cancels') await rig.pass(hour);
      else await rig.complete(called, 'u');
      await rig.idle();
      const units = rig.watch.units.filter(({ parts }) => parts.some((part) => part.job.id === called));
      expect(units.map(({ parts }) => parts.map((part) => part.job.id).toSorted())).toEqual([
        [job, called].toSorted(),
        [job, called].toSorted(),
      ]);
      expect([rig.job(job).status, rig.job(called).status]).toEqual([
        'completed',
        { returns: 'completed', breaks: 'failed', cancels: 'cancelled' }[definition],
      ]);
    }
  });
});

describe('sections 7 to 9', () => {
  it('one writer beside the interpreter: no transaction begins while another is under way', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [script('a', '1', 'cairn:checkpoint="both"'), user('u')])));
    const seqs: number[] = [];
    rig.watch.about = () => {
      seqs.push(rig.watch.tried);
    };
    for (let index = 0; index < 20; index += 1) rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    await rig.idle();
    // Each transaction was tried to its end before the next one was put together.
    expect(seqs).toEqual(seqs.map((_, index) => index));
    expect(rig.store.counts().passive).toBe(20);
  });

  it('if the savepoint fails, the job goes on', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    const job = await rig.startJob('p');
    const folder = path.join(rig.folder, 'savepoints');
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, 'a file in the place of the folder');
    const answer = await rig.ask({ kind: 'savepoint', job, cancel: true, graceMs: 0 });
    expect(answer.ok ? answer.taken?.failed : [answer]).toHaveLength(1);
    await rig.idle();
    expect(await rig.complete(job, 'u')).toMatchObject({ ok: true });
    expect(rig.places(job)).toEqual(['v waiting']);
    rmSync(folder);
    mkdirSync(folder);
  });

  it('work already begun cannot be fenced, and its outcome is discarded', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([service('s')], [user('u')]))));
    const held = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => held.length === 1);
    const lease = rig.tables.lease;
    if (lease === null) throw new Error('no lease');
    rig.tables.lease = { ...lease, epoch: lease.epoch + 1, agent: 'other' };
    held[0]?.end(done({ late: true }));
    await rig.until(() => rig.broken.length > 0);
    expect(rig.broken[0]?.name).toBe('Fenced');
    expect(rig.places(job)).toContain('s running');
    expect(rig.variables(job)).toEqual({});
  });
});
