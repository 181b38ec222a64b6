/** Time in a person's hands: timers that are fired, clocks that move only when told to, jobs that begin held. */
import { afterEach, describe, expect, it } from 'vitest';
import { boundary, file, line, pause, script, timer, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const hour = 3600_000;

async function start(xml: string, options: { clock?: 'wall' | 'virtual'; paused?: boolean; breakpoints?: string[] }) {
  rig = await Rig.start();
  await rig.deploy(xml);
  const answer = await rig.ask({ kind: 'start', definition: 'p', ...options });
  if (!answer.ok || answer.job === null) throw new Error('not started');
  await rig.idle();
  return answer.job;
}

describe('a timer that a person fires', () => {
  it('lets its token go on before it is due, durably', async () => {
    const job = await start(file(line('p', [pause('t', 'PT1H'), user('u')])), {});
    expect(await rig.ask({ kind: 'fire-timer', job, element: 't' })).toEqual({ ok: true, job });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    rig.crash();
    await rig.start();
    await rig.pass(2 * hour);
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('may be one at the boundary of a task', async () => {
    const xml = file(
      line('p', [user('u')], boundary('late', 'u', timer('timeDuration', 'PT1H'), true, [script('noted', 'true')])),
    );
    const job = await start(xml, {});
    await rig.ask({ kind: 'fire-timer', job, element: 'late' });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.variables(job)).toEqual({ noted: true });
  });

  it('must be there', async () => {
    const job = await start(file(line('p', [user('u')])), {});
    expect(await rig.ask({ kind: 'fire-timer', job, element: 'u' })).toMatchObject({ ok: false, code: 'unknown' });
  });
});

describe('a job with a virtual clock and no scenario', () => {
  it('each job names its clock: wall, or a virtual one that is stored with its current time; however much time passes outside, it goes on when that is moved', async () => {
    const job = await start(file(line('p', [pause('t', 'PT1H'), user('u')])), { clock: 'virtual' });
    await rig.pass(100 * hour);
    expect(rig.places(job)).toEqual(['t waiting']);
    await rig.ask({ kind: 'move-clock', job, by: hour - 1 });
    await rig.idle();
    expect(rig.places(job)).toEqual(['t waiting']);
    await rig.ask({ kind: 'move-clock', job, by: 'next-timer' });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('begins at the time outside', async () => {
    const job = await start(file(line('p', [user('u')])), { clock: 'virtual' });
    expect(rig.job(job)).toMatchObject({ clock: 'virtual', now: rig.clock.now() });
  });
});

describe('a job that begins held', () => {
  it('paused: stands before its first element, and steps from there', async () => {
    const job = await start(file(line('p', [script('a', '1'), script('b', '2')])), { paused: true });
    expect(rig.job(job)).toMatchObject({ status: 'passive', held: true });
    expect(rig.began).toEqual([]);
    await rig.ask({ kind: 'hold', job, action: 'step' });
    await rig.idle();
    expect(rig.places(job)).toEqual(['a held']);
  });

  it('with breakpoints: runs to the first of them', async () => {
    const job = await start(file(line('p', [script('a', '1'), script('b', '2')])), { breakpoints: ['b'] });
    expect(rig.places(job)).toEqual(['b held']);
    expect(rig.began).toEqual(['a']);
  });
});
