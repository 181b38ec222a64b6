/** Checkpoint-semantics, section 5: active and passive jobs, and the bound of the cache. */
import { afterEach, describe, expect, it } from 'vitest';
import { file, line, message, pause, receive, sends, service, user } from './process-text.ts';
import { done, Rig, type Underway } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('a passive job', () => {
  it.each([
    ['a person', user('u')],
    ['a timer', pause('u', 'PT1H')],
    ['a message', receive('u', 'm')],
  ])(
    'evicted after their checkpoint, back when a timer is due, a message correlates, a person acts: by %s',
    async (by, element) => {
      rig = await Rig.start();
      await rig.deploy(file(line('p', [element, user('after')]), message('m')));
      const jobs = [await rig.startJob('p'), await rig.startJob('p')];
      await rig.idle();
      expect(rig.engine.cache.size).toBe(0);
      if (by === 'a person') await rig.complete(jobs[0] ?? '', 'u');
      else if (by === 'a message') await rig.publish('m');
      else await rig.pass(3600_000);
      await rig.idle();
      expect(rig.places(jobs[0] ?? '')).toEqual(['after waiting']);
      expect(rig.engine.cache.size).toBe(0);
    },
  );

  it('a million of them do not show in memory or start-up time: the start neither reads nor writes one', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    for (let index = 0; index < 50; index += 1) await rig.startJob('p');
    await rig.restart();
    expect(rig.host.recovered).toBe(0);
    expect(rig.engine.cache.size).toBe(0);
    expect(rig.watch.tried).toBe(0);
  });

  it('with an incident leaves memory, too', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    rig.tasks.set('s', () => ({ kind: 'failed', message: 'no' }));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.job(job).status).toBe('passive');
    expect(rig.engine.cache.size).toBe(0);
  });
});

describe('cache: bounded', () => {
  /** Ends what is under way, one after the other, and says how many jobs were worked on at once at the most. */
  async function most(calls: Underway[], all: number): Promise<number> {
    let largest = 0;
    for (let ended = 0; ended < all; ended += 1) {
      await rig.until(() => calls.length > ended, `call ${ended + 1}`);
      await rig.turns();
      largest = Math.max(largest, calls.length - ended);
      calls[ended]?.end(done());
    }
    return largest;
  }

  it('is respected by requests', async () => {
    rig = await Rig.start({ cacheJobs: 2 });
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const rows = Array.from({ length: 7 }, () => rig.accept({ kind: 'start', definition: 'p' }));
    rig.look();
    expect(await most(calls, 7)).toBe(2);
    for (const row of rows) expect(await rig.answered(row)).toMatchObject({ ok: true });
    await rig.idle();
    expect(rig.store.counts().completed).toBe(7);
  });

  it('is respected by recovery', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    rig.hold('s');
    for (let index = 0; index < 7; index += 1) await rig.startJob('p');
    rig.crash();
    rig.settings.cacheJobs = 2;
    const calls = rig.hold('s');
    const starting = rig.start();
    expect(await most(calls, 7)).toBe(2);
    await starting;
    await rig.idle();
    expect(rig.store.counts().completed).toBe(7);
    expect(rig.host.recovered).toBe(7);
  });

  it('is respected by timers', async () => {
    rig = await Rig.start({ cacheJobs: 2 });
    await rig.deploy(file(line('p', [pause('t', 'PT1H'), service('s')])));
    const calls = rig.hold('s');
    for (let index = 0; index < 7; index += 1) await rig.startJob('p');
    await rig.idle();
    rig.clock.advance(3600_000);
    expect(await most(calls, 7)).toBe(2);
    await rig.idle();
    expect(rig.store.counts().completed).toBe(7);
  });

  it('does not keep a person from a job that is in memory', async () => {
    rig = await Rig.start({ cacheJobs: 1 });
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    const other = rig.accept({ kind: 'start', definition: 'p' });
    expect(await rig.ask({ kind: 'cancel', job })).toEqual({ ok: true, job });
    expect(rig.answerTo(other)).toBeNull();
    calls[0]?.end(done());
    expect(await rig.answered(other)).toMatchObject({ ok: true });
    calls[1]?.end(done());
  });

  it('back-pressure, no unbounded queue: what was to be sent on is held back', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [sends('send', 'm'), user('u')]), message('m')));
    rig.watch.about = (units) => {
      // Messages never get out.
      if (units.some(({ messages }) => messages.length > 0)) rig.watch.full = true;
    };
    for (let index = 0; index < 5; index += 1) {
      rig.accept({ kind: 'start', definition: 'p' }, `start ${index}`);
      rig.look();
      await rig.turns();
      rig.watch.full = false;
      await rig.restart();
      rig.watch.about = () => undefined;
    }
    await rig.idle();
    expect(rig.store.messages({ state: 'waiting' }, 9)).toHaveLength(5);
    expect(rig.store.outgoing(9)).toEqual([]);
    expect(rig.engine.cache.size).toBe(0);
  });
});
