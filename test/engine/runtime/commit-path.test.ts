/** Checkpoint-semantics, section 7: the commit path, and what becomes of those whose commit fails. */
import { afterEach, describe, expect, it } from 'vitest';
import { openMemoryStore } from '../../../engine/store/memory-store.ts';
import { StoreUnusable } from '../../../engine/store/store.ts';
import { chain, file, line, message, processOf, receive, script, service, user } from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('checkpoints ready together', () => {
  it('commit together', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    for (let index = 0; index < 10; index += 1) rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    await rig.idle();
    expect(rig.store.counts().passive).toBe(10);
    expect(rig.watch.tried).toBe(1);
  });
});

describe('a unit that fails', () => {
  it('is rolled back alone and becomes an incident from its last durable state; the others commit', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    const [bad, good] = [await rig.startJob('p'), await rig.startJob('p')];
    rig.watch.refuse = (unit) =>
      unit.parts.some((part) => part.job.id === bad && part.job.seq === 2 && part.checkpoint?.reasons[0] !== 'incident')
        ? 'refused'
        : null;
    const rows = [bad, good].map((job) => rig.accept({ kind: 'complete', job, element: 'u', variables: '{"x": 1}' }));
    rig.look();
    expect(await rig.answered(rows[0] ?? '')).toMatchObject({ ok: false, message: 'refused' });
    expect(await rig.answered(rows[1] ?? '')).toEqual({ ok: true, job: good });
    await rig.idle();
    expect(rig.places(bad)).toEqual(['u waiting']);
    expect(rig.variables(bad)).toEqual({});
    expect(rig.incidents(bad)).toEqual(['its checkpoint could not be saved: refused']);
    expect(rig.places(good)).toEqual(['v waiting']);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('leaves its job to be retried', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), user('u')])));
    rig.tasks.set('s', () => done({ x: 1 }));
    let refused = 0;
    rig.watch.refuse = (unit) =>
      unit.parts.some((part) => part.checkpoint?.seq === 2) && (refused += 1) === 1 ? 'refused' : null;
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.incidents(job)).toHaveLength(1);
    expect(rig.job(job).status).toBe('passive');
    expect(await rig.ask({ kind: 'retry', job })).toEqual({ ok: true, job });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.began).toEqual(['s', 's']);
    expect(rig.executions(job, 's').at(-1)).toMatchObject({ outcome: 'completed', attempt: 2 });
  });

  it('whatever is tried leaves its job alone, and the engine lives', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    const [bad, good] = [await rig.startJob('p'), await rig.startJob('p')];
    await rig.idle();
    rig.watch.refuse = (unit) => (unit.parts.some((part) => part.job.id === bad) ? 'refused' : null);
    expect(await rig.complete(bad, 'u')).toMatchObject({ ok: false });
    expect(await rig.complete(good, 'u')).toMatchObject({ ok: true });
    await rig.idle();
    expect(rig.places(bad)).toEqual(['u waiting']);
    expect(rig.engine.cache.size).toBe(0);
    rig.watch.refuse = () => null;
    expect(await rig.complete(bad, 'u')).toEqual({ ok: true, job: bad });
  });

  it('of a message that would start a job loses neither the message nor the engine', async () => {
    rig = await Rig.start();
    const start = '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>';
    await rig.deploy(file(processOf('p', chain(start, user('u'))), message('m')));
    rig.watch.refuse = (unit) => (unit.created.length > 0 ? 'refused' : null);
    expect(await rig.publish('m', { id: 'id-1' })).toEqual({ ok: true, job: null, correlated: 'waiting' });
    await rig.idle();
    expect(rig.broken).toEqual([]);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('because of a key that the store cannot keep is an incident of its job alone', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), receive('r', 'm')]), message('m', '=key')));
    const [bad, good] = [await rig.startJob('p'), await rig.startJob('p', { variables: { key: 'k' } })];
    expect(await rig.ask({ kind: 'complete', job: bad, element: 'u', variables: '{"key": "\\ud800"}' })).toMatchObject({
      ok: false,
    });
    await rig.complete(good, 'u');
    await rig.idle();
    expect(rig.places(bad)).toEqual(['u waiting']);
    expect(rig.incidents(bad)[0]).toContain('surrogate');
    expect(rig.places(good)).toEqual(['r waiting']);
  });
});

describe('on a full disk the engine', () => {
  it('pauses, says so, and goes on when there is room, and answers nothing meanwhile', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), script('a', '1'), user('v')])));
    const job = await rig.startJob('p');
    rig.watch.full = true;
    const row = rig.accept({ kind: 'complete', job, element: 'u' });
    rig.look();
    await rig.turns();
    expect(rig.paused).toEqual(['no room on the disk']);
    for (let tries = 0; tries < 5; tries += 1) {
      rig.clock.advance(5000);
      await rig.turns();
    }
    expect(rig.answerTo(row)).toBeNull();
    expect(rig.began).toEqual([]);
    rig.watch.full = false;
    await rig.pass(5000);
    expect(rig.answerTo(row)).toEqual({ ok: true, job });
    expect(rig.paused.at(-1)).toBeNull();
    expect(rig.places(job)).toEqual(['v waiting']);
    expect(rig.broken).toEqual([]);
  });

  it('lives through the moments at which it would have renewed its lease and tidied up', async () => {
    rig = await Rig.start();
    rig.watch.full = true;
    for (let tries = 0; tries < 5; tries += 1) rig.clock.advance(10_000);
    expect(rig.broken).toEqual([]);
    rig.watch.full = false;
    const renewals = rig.store.lease()?.renewals ?? 0;
    rig.clock.advance(10_000);
    expect(rig.store.lease()?.renewals).toBeGreaterThan(renewals);
  });

  it('begins no work that it could not record', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), user('u')]), line('q', [script('a', '1'), user('v')])));
    rig.tasks.set('s', () => done({ x: 1 }));
    rig.recorderFull = true;
    const jobs = [await rig.startJob('p'), await rig.startJob('q')];
    await rig.turns();
    rig.clock.advance(1000);
    await rig.turns();
    expect(rig.began).toEqual([]);
    expect(jobs.flatMap((job) => rig.incidents(job))).toEqual([]);
    expect(rig.paused[0]).toContain('no room');
    rig.recorderFull = false;
    await rig.pass(1000);
    expect(rig.paused.at(-1)).toBeNull();
    expect(jobs.map((job) => rig.variables(job))).toEqual([{ x: 1 }, { a: 1 }]);
    expect(rig.executions(jobs[0] ?? '', 's')).toMatchObject([{ attempt: 1, outcome: 'completed' }]);
  });

  it('is not idle', async () => {
    rig = await Rig.start();
    rig.watch.full = true;
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    let idle = false;
    rig.engine.whenIdle(() => {
      idle = true;
    });
    await rig.turns();
    expect(idle).toBe(false);
    rig.watch.full = false;
    rig.clock.advance(100);
    await rig.until(() => idle);
  });
});

describe('work that begins with its whole group', () => {
  /** The process is stopped when each has been asked whether it may begin, and before the group begins. */
  const stoppedBetween = async (meanwhile: () => void): Promise<string[]> => {
    rig = new Rig();
    await rig.start([{ element: 'a', point: 'before-task', visit: 2 }]);
    await rig.deploy(file(line('p', [script('a', '1'), user('u')])));
    rig.killed = () => {
      rig.clock.stand(60_000);
      meanwhile();
    };
    const rows = ['1', '2'].map(() => rig.accept({ kind: 'start', definition: 'p' }));
    rig.look();
    return rows;
  };

  it('begins under a lease that is fresh then, not when each was asked', async () => {
    const renewals: (number | undefined)[] = [];
    const look = (): unknown => renewals.push(rig.store.lease()?.renewals);
    await stoppedBetween(() => {
      look();
      rig.tasks.set('a', () => {
        look();
        return done();
      });
    });
    await rig.idle();
    expect(rig.began).toEqual(['a', 'a']);
    expect(renewals).toEqual([1, 2, 2]);
  });

  it('does not begin once another has taken over', async () => {
    await stoppedBetween(() => {
      const { store } = rig;
      const holder = store.lease();
      if (holder === null) throw new Error('nobody holds the lease');
      openMemoryStore(rig.tables).acquireLease({ ...holder, agent: 'another' }, () => 'expired');
    });
    await rig.until(() => rig.broken.length > 0);
    expect(rig.broken.map(({ name }) => name)).toEqual(['Fenced']);
    expect(rig.began).toEqual([]);
  });
});

describe('a store that cannot be used any more', () => {
  it('ends the engine, which says so', async () => {
    rig = await Rig.start();
    rig.watch.about = () => {
      throw new StoreUnusable('the disk is gone');
    };
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    await rig.until(() => rig.broken.length > 0);
    expect(rig.broken.map(({ message: text }) => text)).toEqual(['the disk is gone']);
    expect(rig.paused).toEqual([]);
    expect(rig.engine.stopped).toBe(true);
  });
});

describe("an engine whose lease is somebody else's", () => {
  it('stops and says so', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const lease = rig.tables.lease;
    if (lease === null) throw new Error('no lease');
    rig.tables.lease = { ...lease, epoch: lease.epoch + 1, agent: 'other' };
    const row = rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    await rig.until(() => rig.broken.length > 0);
    expect(rig.broken).toHaveLength(1);
    expect(rig.broken[0]?.name).toBe('Fenced');
    expect(rig.engine.stopped).toBe(true);
    expect(rig.answerTo(row)).toBeNull();
    expect(rig.store.counts().passive).toBe(0);
  });

  it('notices when it would renew it', async () => {
    rig = await Rig.start();
    const lease = rig.tables.lease;
    if (lease === null) throw new Error('no lease');
    rig.tables.lease = { ...lease, epoch: lease.epoch + 1 };
    rig.clock.advance(5000);
    expect(rig.broken[0]?.name).toBe('Fenced');
    rig.clock.advance(5000);
    expect(rig.broken).toHaveLength(1);
  });
});

describe('an engine that is stopped', () => {
  it('releases its lease, and leaves what is under way to the next', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    await rig.host.stop();
    expect(rig.store.lease()?.released).toBe(true);
    calls[0]?.end(done({ late: true }));
    await rig.turns();
    rig.tasks.set('s', () => done({ x: 1 }));
    await rig.restart();
    await rig.idle();
    expect(rig.variables(job)).toEqual({ x: 1 });
  });

  it('in the middle of its recovery does not hang', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    rig.hold('s');
    await rig.startJob('p');
    rig.crash();
    rig.watch.about = () => {
      throw new Error('the store is gone');
    };
    const outcome = await rig.start().then(
      () => 'started',
      (error: unknown) => (error as Error).message,
    );
    expect(outcome).toBe('the store is gone');
  });
});
