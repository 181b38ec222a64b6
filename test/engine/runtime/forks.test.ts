/** Checkpoint-semantics, section 8: forks. */
import { afterEach, describe, expect, it } from 'vitest';
import { decodeJob } from '../../../engine/core/job-codec.ts';
import {
  call,
  file,
  line,
  message,
  parallel,
  pause,
  processOf,
  receive,
  script,
  sends,
  service,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function fork(job: string, seq: number, variables: object = {}): Promise<string> {
  const answer = await rig.ask({ kind: 'fork', job, seq, variables: JSON.stringify(variables) });
  if (!answer.ok || answer.job === null) throw new Error(JSON.stringify(answer));
  await rig.idle();
  return answer.job;
}

describe('a fork', () => {
  it('a new job with a new lineage from any checkpoint, variables editable first; never guarded; the original is untouched', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    const job = await rig.startJob('p', { variables: { x: 1, y: 1 }, extId: 'order 1' });
    await rig.complete(job, 'u');
    const before = rig.store.latest(job);
    const copy = await fork(job, 1, { x: 2, z: 3 });
    expect(rig.store.latest(job)).toEqual(before);
    expect(rig.variables(copy)).toEqual({ x: 2, y: 1, z: 3 });
    expect(rig.places(copy)).toEqual(['u waiting']);
    expect(decodeJob(rig.job(copy), []).origin).toEqual({ how: 'fork', job, seq: 1 });
    expect(decodeJob(rig.job(job), []).origin).toBeNull();
    expect(rig.job(copy)).toMatchObject({ lineage: copy, extId: copy, seq: 1, incarnation: 1, parentJob: null });
    expect(await rig.complete(copy, 'u')).toEqual({ ok: true, job: copy });
    expect(await rig.complete(copy, 'v')).toEqual({ ok: true, job: copy });
    expect(rig.job(job).status).toBe('passive');
  });

  it('called jobs taken at the recorded sequence numbers, from every checkpoint', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([call('c', 'q')], [user('other'), service('s')]))));
    await rig.deploy(file(line('q', [user('u'), user('v')])));
    rig.tasks.set('s', () => done());
    const job = await rig.startJob('p');
    const called = rig.children(job)[0]?.id ?? '';
    await rig.complete(called, 'u', { fromU: 1 });
    await rig.complete(job, 'other');
    await rig.idle();
    await rig.complete(called, 'v', { fromV: 1 });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    const before = [rig.store.latest(job), rig.store.latest(called)];
    const last = rig.job(job).seq;
    for (let seq = 1; seq < last; seq += 1) {
      const copy = await fork(job, seq);
      for (const row of rig.children(copy)) {
        if (rig.places(row.id)[0] === 'u waiting') await rig.complete(row.id, 'u', { fromU: 2 });
        if (rig.places(row.id)[0] === 'v waiting') await rig.complete(row.id, 'v', { fromV: 2 });
      }
      await rig.idle();
      if (rig.places(copy).includes('other waiting')) await rig.complete(copy, 'other');
      await rig.idle();
      expect(rig.job(copy).status, `from ${seq}`).toBe('completed');
      expect(rig.variables(copy), `from ${seq}`).toHaveProperty('fromV', seq === last - 1 ? 1 : 2);
    }
    expect([rig.store.latest(job), rig.store.latest(called)]).toEqual(before);
    expect(await rig.ask({ kind: 'fork', job, seq: last })).toMatchObject({ ok: false, code: 'illegal' });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('takes its called jobs along in one transaction', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [call('d', 'r')]), line('r', [user('u')])));
    const job = await rig.startJob('p');
    const copy = await fork(job, 1);
    const unit = rig.watch.units.at(-1);
    expect(unit?.created).toHaveLength(3);
    expect(unit?.requests).toHaveLength(1);
    expect(Object.values(rig.store.latestCheckpoint(copy)?.children ?? {})).toEqual([1]);
    expect(rig.store.counts().passive).toBe(6);
  });

  it('a fork gets new ones: work that ran at its checkpoint is performed again, with keys of its own', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    await rig.ask({ kind: 'fork', job, seq: 1 });
    await rig.until(() => calls.length === 2);
    expect(calls[1]?.work.idempotencyKey).not.toBe(calls[0]?.work.idempotencyKey);
    for (const { end } of calls) end(done());
    await rig.idle();
    expect(rig.store.counts().completed).toBe(2);
  });

  it('does not send again what has left before its checkpoint', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [sends('send', 'm'), user('u')]), message('m')));
    const job = await rig.startJob('p');
    await rig.idle();
    await fork(job, 1);
    expect(rig.store.messages({}, 9)).toHaveLength(1);
  });

  it('waits for its own timers and messages', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([pause('t', 'PT1H')], [receive('r', 'm')])), message('m')));
    const job = await rig.startJob('p');
    const copy = await fork(job, 1);
    expect(await rig.publish('m')).toMatchObject({ job });
    expect(await rig.publish('m')).toMatchObject({ job: copy });
    await rig.pass(3600_000);
    expect(rig.job(job).status).toBe('completed');
    expect(rig.job(copy).status).toBe('completed');
  });

  it('of a checkpoint that is not kept, or of no job, is refused', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(await rig.ask({ kind: 'fork', job, seq: 7 })).toMatchObject({ ok: false, code: 'unknown' });
    expect(rig.engine.cache.size).toBe(0);
    await rig.idle();
  });

  it('whose called job is not in the history any more is refused, and nothing of it stays', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    const called = rig.tables.jobs.get(rig.children(job)[0]?.id ?? '');
    if (called === undefined) throw new Error('not called');
    called.past = [];
    called.checkpoints = [];
    await rig.idle();
    expect(await rig.ask({ kind: 'fork', job, seq: 1 })).toMatchObject({ ok: false, code: 'unknown' });
    expect(rig.engine.cache.size).toBe(0);
    await rig.idle();
  });

  it('that cannot be saved is refused, and nothing of it stays', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const job = await rig.startJob('p');
    rig.watch.refuse = (unit) => (unit.created.length > 0 ? 'refused' : null);
    expect(await rig.ask({ kind: 'fork', job, seq: 1 })).toMatchObject({ ok: false });
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
    expect(rig.store.counts().passive).toBe(1);
  });

  it('of a job that a scenario drives is driven by it, too, also after a restart', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), pause('t', 'PT1H'), script('n', '1')])));
    const job = await rig.startJob('p', { scenario: { userTasks: { u: [{ variables: { a: 1 } }] } } });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    const answer = await rig.ask({ kind: 'fork', job, seq: 1 });
    await rig.restart();
    await rig.idle();
    expect(answer.ok && rig.variables(answer.job ?? '')).toEqual({ a: 1, n: 1 });
  });
});
