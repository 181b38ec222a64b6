/** Checkpoint-semantics, section 5: what an engine reads ahead after its start. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { file, line, pause, receive, message, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function waiting(count: number, content = line('p', [user('u'), user('v')])): Promise<string[]> {
  rig = await Rig.start({ cacheJobs: 5 });
  await rig.deploy(file(content, message('m')));
  const jobs: string[] = [];
  for (let index = 0; index < count; index += 1) jobs.push(await rig.startJob('p', { variables: { index } }));
  await rig.idle();
  return jobs;
}

async function restart(preload: { entities?: boolean; handles?: boolean }): Promise<void> {
  rig.settings.more = { preload };
  await rig.restart();
  await rig.until(() => rig.engine.preload.isOver, 'all to be read ahead');
  await rig.idle();
}

describe('preload.entities', () => {
  it('loads the states of passive jobs, as many as the cache holds, the latest first', async () => {
    const jobs = await waiting(8);
    await restart({ entities: true });
    expect(rig.engine.preload.size).toBe(5);
    expect(rig.engine.cache.size).toBe(0);
    const load = vi.spyOn(rig.store, 'load');
    await rig.complete(jobs[7] ?? '', 'u');
    await rig.idle();
    expect(load).not.toHaveBeenCalled();
    expect(rig.places(jobs[7] ?? '')).toEqual(['v waiting']);
    load.mockClear();
    await rig.complete(jobs[0] ?? '', 'u');
    expect(load).toHaveBeenCalledWith(jobs[0]);
    expect(rig.engine.preload.size).toBe(4);
  });

  it('without it every one is read when it wakes', async () => {
    const [job = ''] = await waiting(1);
    await restart({});
    expect(rig.engine.preload.size).toBe(0);
    const load = vi.spyOn(rig.store, 'load');
    await rig.complete(job, 'u');
    expect(load).toHaveBeenCalledWith(job);
  });

  it('is used once: afterwards a job is read as it stands', async () => {
    const [job = ''] = await waiting(1);
    await restart({ entities: true });
    await rig.complete(job, 'u', { index: 7 });
    await rig.idle();
    await rig.complete(job, 'v');
    expect(rig.job(job).status).toBe('completed');
    expect(rig.variables(job)).toEqual({ index: 7 });
  });

  it('gives way to jobs that move', async () => {
    await waiting(5);
    await restart({ entities: true });
    expect(rig.engine.preload.size).toBe(5);
    const other = await rig.startJob('p');
    await rig.idle();
    expect(rig.places(other)).toEqual(['u waiting']);
    expect(rig.engine.preload.size).toBe(4);
  });

  it('serves timers and messages alike', async () => {
    const [job = ''] = await waiting(1, line('p', [pause('t', 'PT1H'), receive('r', 'm')]));
    await restart({ entities: true });
    await rig.pass(3_600_000);
    await rig.idle();
    await rig.publish('m');
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
  });
});

describe('preload.handles', () => {
  it('begins once the start is over, which waits for none of it', async () => {
    await waiting(1);
    const jobs = vi.spyOn(rig.store, 'jobs');
    const reading = rig.engine.preload.run({ handles: true, entities: false });
    await Promise.resolve();
    expect(jobs).not.toHaveBeenCalled();
    await reading;
    expect(jobs).toHaveBeenCalledOnce();
  });

  it('reads the definitions that waiting jobs will need', async () => {
    await waiting(1);
    await restart({ handles: true });
    expect(rig.engine.definitions.known('p', 1)).not.toBeNull();
    expect(rig.engine.preload.size).toBe(0);
  });

  it('switched off leaves them to the first that wakes', async () => {
    await waiting(1);
    await restart({ handles: false });
    expect(rig.engine.definitions.known('p', 1)).toBeNull();
  });
});
