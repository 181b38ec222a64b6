/** Checkpoint-semantics, section 6: messages. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineAnswer } from '../../../engine/protocol/requests.ts';
import { chain, file, line, message, parallel, processOf, receive, sends, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const receiver = (id = 'p'): string => line(id, [receive('r', 'm'), user('u')]);
const keyed = message('m', '=key');
const week = 7 * 24 * 3600 * 1000;

function jobOf(answer: EngineAnswer): string | null {
  return answer.ok ? answer.job : null;
}

describe('a message', () => {
  it('goes to the oldest matching subscription', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), keyed));
    const other = await rig.startJob('p', { variables: { key: 'other' } });
    const oldest = await rig.startJob('p', { variables: { key: 'k' } });
    const youngest = await rig.startJob('p', { variables: { key: 'k' } });
    expect(await rig.publish('m', { key: 'k', variables: { x: 1 } })).toEqual({
      ok: true,
      job: oldest,
      correlated: 'subscription',
    });
    expect(rig.variables(oldest)).toEqual({ key: 'k', x: 1 });
    expect(await rig.publish('m', { key: 'k' })).toMatchObject({ job: youngest });
    expect(await rig.publish('m', { key: 'k' })).toMatchObject({ correlated: 'waiting' });
    expect(rig.places(other)).toEqual(['r waiting']);
  });

  it('consumption, removal of the subscription and a created job are one transaction, and the id of the message is kept', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const job = await rig.startJob('p');
    await rig.publish('m', { id: 'id-1' });
    const unit = rig.watch.units.find(({ messages }) => messages.length > 0);
    expect(unit?.messages).toMatchObject([{ id: 'id-1', state: 'consumed', consumedBy: job }]);
    expect(unit?.requests).toHaveLength(1);
    expect(unit?.parts[0]?.changes).toContainEqual(expect.objectContaining({ entity: 'subscription', data: null }));
    expect(unit?.parts[0]?.job.messageId).toBe('id-1');
  });

  it('starts a job when nobody waits for it, in one transaction', async () => {
    rig = await Rig.start();
    const start = `<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>`;
    await rig.deploy(file(processOf('p', chain(start, user('u'), '<endEvent id="end"/>')), message('m')));
    const answer = await rig.publish('m', { id: 'id-1', variables: { x: 1 } });
    expect(answer).toMatchObject({ ok: true, correlated: 'started' });
    const job = jobOf(answer) ?? '';
    expect(rig.variables(job)).toEqual({ x: 1 });
    expect(rig.job(job).messageId).toBe('id-1');
    const unit = rig.watch.units.find(({ created }) => created.includes(job));
    expect(unit?.messages).toMatchObject([{ id: 'id-1', state: 'consumed' }]);
    expect(await rig.publish('m', { id: 'id-1' })).toMatchObject({ ok: true, job });
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(1);
  });

  it('waits when nobody wants it, and is taken by the subscription that comes', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), keyed));
    expect(await rig.publish('m', { key: 'k', id: 'id-1', variables: { x: 1 } })).toEqual({
      ok: true,
      job: null,
      correlated: 'waiting',
    });
    const job = await rig.startJob('p', { variables: { key: 'k' } });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.store.message('id-1')).toMatchObject({ state: 'consumed', consumedBy: job });
  });

  it('that waits is given to one job only when several come for it at once', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.publish('m', { id: 'id-1' });
    const requests = [1, 2, 3].map(() => rig.accept({ kind: 'start', definition: 'p' }));
    rig.look();
    const jobs = await Promise.all(requests.map(async (request) => jobOf(await rig.answered(request)) ?? ''));
    await rig.idle();
    expect(jobs.flatMap((job) => rig.places(job)).toSorted()).toEqual(['r waiting', 'r waiting', 'u waiting']);
    expect(jobs.flatMap((job) => rig.incidents(job))).toEqual([]);
  });

  it('that waits goes to whoever waits longest, the messages oldest first', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.publish('m', { id: 'id-1' });
    await rig.publish('m', { id: 'id-2' });
    const first = await rig.startJob('p');
    await rig.idle();
    const second = await rig.startJob('p');
    await rig.idle();
    expect([first, second].map((job) => rig.job(job).messageId)).toEqual(['id-1', 'id-2']);
  });

  it('with a time to live of 0 is answered not correlated', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const answer = await rig.publish('m', { id: 'id-1', ttlMs: 0 });
    expect(answer).toMatchObject({ ok: false, code: 'not-correlated' });
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.places(job)).toEqual(['r waiting']);
    expect(await rig.publish('m', { id: 'id-1', ttlMs: 0 })).toMatchObject({ ok: false, code: 'not-correlated' });
    expect(rig.places(job)).toEqual(['r waiting']);
  });

  it('lives 7 days by default', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.publish('m', { id: 'id-1' });
    await rig.publish('m', { id: 'id-2', ttlMs: week + 1 });
    await rig.pass(week);
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.job(job).messageId).toBe('id-2');
  });

  it('that has expired is not given away, though nobody has tidied up yet', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.publish('m', { id: 'id-1' });
    const placed = rig.tables.messages.get('id-1');
    if (placed === undefined) throw new Error('not accepted');
    rig.tables.messages.set('id-1', { ...placed, row: { ...placed.row, expiresAt: rig.clock.now() } });
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.places(job)).toEqual(['r waiting']);
  });

  it('correlates with a subscription that was taken to the store before this engine started', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const job = await rig.startJob('p');
    await rig.restart();
    expect(await rig.publish('m')).toMatchObject({ job });
  });
});

describe('a subscription without a key', () => {
  it('takes a message with one', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const job = await rig.startJob('p');
    expect(await rig.publish('m', { key: 'k' })).toMatchObject({ job });
  });

  it('takes a message with one that came before it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.publish('m', { key: 'k' });
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('comes after those that name the very key', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.deploy(
      file(line('q', [receive('r', 'named'), user('u')]), `<message id="named" name="m" cairn:correlationKey="=key"/>`),
    );
    const any = await rig.startJob('p');
    const named = await rig.startJob('q', { variables: { key: 'k' } });
    expect(await rig.publish('m', { key: 'k' })).toMatchObject({ job: named });
    expect(await rig.publish('m', { key: 'k' })).toMatchObject({ job: any });
  });
});

describe('a message that is published while its subscription is being committed', () => {
  it('finds it, when the subscription was captured first', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const start = rig.accept({ kind: 'start', definition: 'p' });
    const publish = rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    const job = jobOf(await rig.answered(start)) ?? '';
    await rig.answered(publish);
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('finds it, when the message was accepted first', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    const start = rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    const job = jobOf(await rig.answered(start)) ?? '';
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('finds it, when the subscription became durable after the message had looked and before it waited', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    // It looks, tries to start a job that cannot be created, and only then waits.
    await rig.deploy(
      file(
        processOf(
          'z',
          chain('<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>', user('w')),
        ),
        message('m'),
      ),
    );
    rig.watch.refuse = (unit) => (unit.parts.some((part) => part.job.definitionKey === 'z') ? 'refused' : null);
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    const start = rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    const job = jobOf(await rig.answered(start)) ?? '';
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('finds it, when other messages of its name are being given away', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), keyed));
    await rig.publish('m', { id: 'id-1', key: 'a' });
    await rig.publish('m', { id: 'id-2', key: 'b' });
    const starts = [rig.accept({ kind: 'start', definition: 'p', variables: '{"key": "b"}' })];
    rig.look();
    // The first job is taking the second message when the job comes that wants the first.
    rig.watch.about = (units) => {
      if (units.some(({ messages }) => messages.length > 0)) rig.watch.full = true;
    };
    await rig.turns();
    rig.watch.about = () => undefined;
    starts.push(rig.accept({ kind: 'start', definition: 'p', variables: '{"key": "a"}' }));
    rig.look();
    await rig.turns();
    rig.watch.full = false;
    await rig.pass(100);
    const jobs = await Promise.all(starts.map(async (row) => jobOf(await rig.answered(row)) ?? ''));
    expect(jobs.map((job) => rig.job(job).messageId)).toEqual(['id-2', 'id-1']);
  });

  it('is given to one job only, when two subscriptions and the message commit together', async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const starts = [1, 2].map(() => rig.accept({ kind: 'start', definition: 'p' }));
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    const jobs = await Promise.all(starts.map(async (request) => jobOf(await rig.answered(request)) ?? ''));
    await rig.idle();
    expect(jobs.flatMap((job) => rig.places(job)).toSorted()).toEqual(['r waiting', 'u waiting']);
    expect(jobs.flatMap((job) => rig.incidents(job))).toEqual([]);
  });
});

describe('a repeated message id', () => {
  it("gets the first one's answer", async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    const job = await rig.startJob('p');
    const first = await rig.publish('m', { id: 'id-1' });
    await rig.startJob('p');
    expect(await rig.publish('m', { id: 'id-1' })).toEqual(first);
    expect(first).toMatchObject({ job });
  });

  it("gets the first one's answer while that is under way", async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.startJob('p');
    await rig.startJob('p');
    const rows = [1, 2, 3].map(() => rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' }));
    rig.look();
    const answers = await Promise.all(rows.map((row) => rig.answered(row)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await rig.idle();
    expect(rig.store.counts().passive).toBe(2);
    expect(rig.store.jobs({}, { limit: 9 }).flatMap(({ id }) => rig.incidents(id))).toEqual([]);
    expect(rig.watch.units.flatMap(({ messages }) => messages)).toHaveLength(1);
  });

  it("gets the first one's answer after a restart", async () => {
    rig = await Rig.start();
    await rig.deploy(file(receiver(), message('m')));
    await rig.startJob('p');
    const first = await rig.publish('m', { id: 'id-1' });
    await rig.restart();
    await rig.startJob('p');
    expect(await rig.publish('m', { id: 'id-1' })).toEqual(first);
  });
});

describe('an outgoing message', () => {
  const sender = line('sender', [
    sends('send', 'm', '<extensionElements><cairn:payload name="x" value="=n + 1"/></extensionElements>'),
    user('after'),
  ]);

  it('leaves only after the checkpoint that lets it go is durable', async () => {
    rig = await Rig.start();
    await rig.deploy(file(sender, receiver(), message('m')));
    const job = await rig.startJob('p');
    rig.watch.full = true;
    rig.accept({ kind: 'start', definition: 'sender', variables: '{"n": 1}' });
    rig.look();
    await rig.turns();
    expect(rig.places(job)).toEqual(['r waiting']);
    rig.watch.full = false;
    await rig.pass(100);
    expect(rig.variables(job)).toEqual({ x: 2 });
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('is a row of the ledger, and both jobs leave memory', async () => {
    rig = await Rig.start();
    await rig.deploy(file(sender, receiver(), message('m')));
    await rig.startJob('p');
    const job = await rig.startJob('sender', { variables: { n: 1 } });
    await rig.idle();
    expect(rig.store.ledger(job)).toMatchObject([
      { kind: 'message', target: 'm', state: 'happened', before: 0, after: 1 },
    ]);
    expect(rig.store.outgoing(9)).toEqual([]);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('wakes a subscription of the job that sent it', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(processOf('p', parallel([sends('send', 'm'), user('u')], [receive('r', 'm'), user('v')])), message('m')),
    );
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting', 'v waiting']);
  });

  it('is effectively once at the borders it owns (inbox and outbox commit with the checkpoint); wherever the engine dies', async () => {
    for (let at = 1; ; at += 1) {
      for (const when of ['before', 'after'] as const) {
        rig = await Rig.start();
        await rig.deploy(file(sender, receiver(), message('m')));
        const jobs = [await rig.startJob('p'), await rig.startJob('p')];
        await rig.idle();
        const before = rig.watch.tried;
        rig.watch.dies = { at: before + at, when };
        const request = rig.accept({ kind: 'start', definition: 'sender', variables: '{"n": 1}', extId: 'the sender' });
        rig.look();
        await rig.turns();
        const died = rig.broken.length > 0;
        if (died) await rig.restart();
        await rig.answered(request);
        await rig.idle();
        expect(jobs.flatMap((job) => rig.places(job)).toSorted(), `dies ${when} commit ${at}`).toEqual([
          'r waiting',
          'u waiting',
        ]);
        expect(rig.store.outgoing(9)).toEqual([]);
        await rig.close();
        if (!died) return;
      }
    }
  });
});
