/** Checkpoint-semantics, section 5: holding a job. */
import { afterEach, describe, expect, it } from 'vitest';
import { file, line, script, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function started(): Promise<string> {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [user('u'), script('a', '1'), script('b', '2'), script('c', '3')])));
  return rig.startJob('p');
}

const hold = (job: string, action: 'pause' | 'step' | 'resume' | 'breakpoints', elements: string[] = []) =>
  rig.ask({ kind: 'hold', job, action, elements });

describe('a hold', () => {
  it('an incident or a hold (breakpoint, step, pause) leaves a job passive, and out of memory', async () => {
    const job = await started();
    expect(await hold(job, 'breakpoints', ['b'])).toEqual({ ok: true, job });
    await rig.complete(job, 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['b held']);
    expect(rig.job(job)).toMatchObject({ status: 'passive', held: true });
    expect(rig.began).toEqual(['a']);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('is durable', async () => {
    const job = await started();
    await hold(job, 'breakpoints', ['b']);
    await rig.complete(job, 'u');
    await rig.idle();
    await rig.restart();
    await rig.idle();
    expect(rig.places(job)).toEqual(['b held']);
    await hold(job, 'resume');
    await rig.idle();
    expect(rig.job(job)).toMatchObject({ status: 'completed', held: false });
  });

  it('by a pause holds at the next element; a step goes one further; resume goes on', async () => {
    const job = await started();
    await hold(job, 'pause');
    await rig.complete(job, 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['a held']);
    await hold(job, 'step');
    await rig.idle();
    expect(rig.places(job)).toEqual(['b held']);
    await hold(job, 'step');
    await rig.idle();
    expect(rig.places(job)).toEqual(['c held']);
    await hold(job, 'resume');
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.began).toEqual(['a', 'b', 'c']);
  });

  it('of one job does not hold another', async () => {
    const job = await started();
    const other = await rig.startJob('p');
    await hold(job, 'pause');
    await rig.complete(job, 'u');
    await rig.complete(other, 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['a held']);
    expect(rig.job(other).status).toBe('completed');
  });

  it('may be cancelled away', async () => {
    const job = await started();
    await hold(job, 'pause');
    await rig.complete(job, 'u');
    await rig.ask({ kind: 'cancel', job });
    await rig.idle();
    expect(rig.job(job)).toMatchObject({ status: 'cancelled' });
    expect(rig.engine.holds.size).toBe(0);
  });
});
