/** Jobs that are found while automatic recovery is off, and what people decide about them: checkpoint-semantics, section 5. */
import { afterEach, describe, expect, it } from 'vitest';
import { file, line, service, user } from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('with automatic recovery off', () => {
  async function interrupted(count: number): Promise<string[]> {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), user('u')])));
    const work = rig.hold('s');
    const jobs: string[] = [];
    for (let index = 0; index < count; index += 1) jobs.push(await rig.startJob('p'));
    await rig.until(() => work.length === count);
    rig.settings.more = { recovery: { automatic: false } };
    rig.tasks.set('s', () => done());
    rig.began.length = 0;
    await rig.restart();
    return jobs;
  }

  it('jobs found wait for a decision, and nothing of them runs', async () => {
    const jobs = await interrupted(2);
    await rig.turns();
    expect(rig.store.undecided().map(({ job, decision }) => [job, decision])).toEqual(jobs.map((id) => [id, 'waits']));
    expect(rig.notices).toEqual(['2 jobs wait for a decision: restart, keep or remove']);
    expect(rig.began).toEqual([]);
    const other = await rig.startJob('p');
    await rig.until(() => rig.places(other)[0] === 'u waiting');
  });

  it('restart takes it up, with a higher attempt', async () => {
    const [job = '', other = ''] = await interrupted(2);
    expect(await rig.ask({ kind: 'decide', job, decision: 'restart' })).toEqual({ ok: true, job });
    await rig.until(() => rig.places(job)[0] === 'u waiting');
    expect(rig.executions(job, 's').map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'interrupted'],
      [2, 'completed'],
    ]);
    expect(rig.store.undecided().map((row) => row.job)).toEqual([other]);
    expect(await rig.ask({ kind: 'decide', job, decision: 'restart' })).toMatchObject({ ok: false, code: 'too-late' });
  });

  it('keep leaves it for later, also over a restart; remove cancels it', async () => {
    const [job = ''] = await interrupted(1);
    expect(await rig.ask({ kind: 'decide', job, decision: 'keep' })).toEqual({ ok: true, job: null });
    await rig.restart();
    expect(rig.store.undecided()).toMatchObject([{ job, decision: 'kept' }]);
    expect(rig.job(job).status).toBe('active');
    expect(await rig.ask({ kind: 'decide', job, decision: 'remove' })).toEqual({ ok: true, job });
    expect(rig.job(job).status).toBe('cancelled');
    expect(rig.store.undecided()).toEqual([]);
    expect(rig.began).toEqual([]);
  });

  it('again on, all are taken up by themselves', async () => {
    const [job = ''] = await interrupted(1);
    rig.settings.more = {};
    await rig.restart();
    await rig.until(() => rig.places(job)[0] === 'u waiting');
    expect(rig.store.undecided()).toEqual([]);
  });
});
