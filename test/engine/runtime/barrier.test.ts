/** Checkpoint-semantics, sections 1 and 4: what may happen between the capture of a checkpoint and its durability. */
import { afterEach, describe, expect, it } from 'vitest';
import { chain, file, flow, line, parallel, processOf, script, service, user } from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('accepted means durable', () => {
  it('a start is answered in the very transaction that creates its job', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const job = await rig.startJob('p');
    const unit = rig.watch.units.find(({ created }) => created.includes(job));
    expect(unit?.requests).toHaveLength(1);
    expect(unit?.parts.map((part) => part.checkpoint?.reasons)).toEqual([['start', 'passive']]);
  });

  it('a crash one instruction after an answer does not lose what was answered', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    const job = await rig.startJob('p');
    expect(await rig.complete(job, 'u', { x: 1 })).toEqual({ ok: true, job });
    await rig.restart();
    expect(rig.places(job)).toEqual(['v waiting']);
    expect(rig.variables(job)).toEqual({ x: 1 });
  });

  it('a message is accepted when it is in the inbox; what was accepted but not answered before a crash is answered after it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const job = await rig.startJob('p');
    const request = rig.accept({ kind: 'complete', job, element: 'u' });
    await rig.restart();
    expect(await rig.answered(request)).toEqual({ ok: true, job });
    expect(rig.job(job).status).toBe('completed');
  });
});

describe('the barrier', () => {
  it('the barrier is per job: from the capture of a checkpoint until it is durable, no new work of that job starts and nothing is answered', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [script('a', '1'), service('s')])));
    rig.tasks.set('s', () => done());
    rig.watch.full = true;
    const request = rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    await rig.turns();
    expect(rig.answerTo(request)).toBeNull();
    expect(rig.began).toEqual([]);
    expect(rig.recordings().filter(({ e }) => e === 'work-began')).toEqual([]);
    rig.watch.full = false;
    await rig.pass(100);
    expect(rig.answerTo(request)).toMatchObject({ ok: true });
    expect(rig.began).toEqual(['a', 's']);
  });

  it('work that a marked task asks for waits for the checkpoint before it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s', 'cairn:checkpoint="before"')])));
    let durable = -1;
    rig.tasks.set('s', (_, work) => {
      durable = rig.store.job('job-0001')?.seq ?? -1;
      return done({ attempt: work.attempt });
    });
    await rig.startJob('p');
    await rig.idle();
    expect(durable).toBe(1);
    expect(rig.store.checkpoints('job-0001', { limit: 9 })[0]).toMatchObject({
      kind: 'explicit',
      element: 's',
      reasons: ['start', 'task-before'],
    });
  });

  it('other jobs do not wait behind a barrier', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), script('a', '1'), script('b', '2')])));
    const calls = rig.hold('s');
    await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    rig.watch.full = true;
    rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    await rig.turns();
    calls[0]?.end(done());
    await rig.turns();
    expect(rig.began).toEqual(['s', 'a', 'b']);
    rig.watch.full = false;
  });

  it('running tasks go on and their outcomes queue', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([service('s'), script('after', '1')], [service('t'), user('u')]))));
    const slow = rig.hold('s');
    const quick = rig.hold('t');
    const job = await rig.startJob('p');
    await rig.until(() => slow.length === 1 && quick.length === 1);
    // A person's pause needs a commit: the job is behind its barrier.
    rig.watch.full = true;
    rig.accept({ kind: 'hold', job, action: 'breakpoints', elements: [] });
    rig.look();
    await rig.turns();
    slow[0]?.end(done({ first: true }));
    quick[0]?.end(done({ second: true }));
    await rig.turns();
    expect(rig.recordings().filter(({ e }) => e === 'work-ended')).toHaveLength(2);
    expect(rig.began).toEqual(['s', 't']);
    rig.watch.full = false;
    await rig.pass(100);
    expect(rig.began).toEqual(['s', 't', 'after']);
    expect(rig.variables(job)).toEqual({ first: true, second: true, after: 1 });
  });

  it('a message is answered only when what it did is durable', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    rig.watch.full = true;
    const request = rig.accept({ kind: 'message', name: 'nobody', messageId: 'm' });
    rig.look();
    await rig.turns();
    expect(rig.answerTo(request)).toBeNull();
    rig.watch.full = false;
    await rig.pass(100);
    expect(rig.answerTo(request)).toEqual({ ok: true, job: null, correlated: 'waiting' });
  });
});

describe('checkpoints', () => {
  it('all points met in one step are one checkpoint, with all their reasons', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf('p', parallel([user('u')], [`<receiveTask id="r" messageRef="m"/>`])) + '<message id="m" name="m"/>',
      ),
    );
    const job = await rig.startJob('p');
    expect(rig.store.checkpoints(job, { limit: 9 }).map(({ reasons }) => reasons)).toEqual([
      ['start', 'fork', 'receive-wait', 'passive'],
    ]);
  });

  it("scripts and FEEL read the job's logical time, which moves only inside a checkpoint's transaction", async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), service('s'), script('read', 'now()'), user('v')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    const start = rig.clock.now();
    await rig.pass(3600_000);
    await rig.complete(job, 'u');
    await rig.until(() => calls.length === 1);
    expect(rig.job(job).now).toBe(start + 3600_000);
    rig.clock.advance(3600_000);
    calls[0]?.end(done());
    await rig.idle();
    expect(rig.variables(job)['read']).toHaveProperty('iso', expect.stringContaining('T01:00:00'));
    expect(rig.store.checkpoints(job, { limit: 9 }).map(({ at }) => at - start)).toEqual([0, 3600_000, 7200_000]);
  });

  it('a step ends when a token has arrived at a join; the merge is the next step', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([user('u')], [user('v')]))));
    const job = await rig.startJob('p');
    await rig.complete(job, 'u');
    await rig.complete(job, 'v');
    await rig.idle();
    expect(rig.store.checkpoints(job, { limit: 9 }).map(({ reasons }) => reasons)).toEqual([
      ['start', 'fork', 'passive'],
      ['wait-ended', 'join', 'passive'],
      ['wait-ended', 'join'],
      ['end'],
    ]);
  });

  it('when a step reaches its bound, the job becomes an incident that names the loop', async () => {
    rig = await Rig.start();
    const round =
      chain('<startEvent id="start"/>', '<exclusiveGateway id="in"/>', '<task id="a"/>', '<task id="b"/>') +
      flow('b', 'in');
    await rig.deploy(file(processOf('p', round)));
    const job = await rig.startJob('p');
    expect(rig.incidents(job)[0]).toContain('a → b → in → a');
  });
});
