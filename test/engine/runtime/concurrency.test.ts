/** Checkpoint-semantics, section 4: local work and work with an effect outside. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  boundary,
  chain,
  file,
  flow,
  line,
  parallel,
  processOf,
  script,
  service,
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('local work of one job', () => {
  it('no update is lost between parallel branches', async () => {
    rig = await Rig.start();
    const branches = ['a', 'b', 'c'].map((name) => [
      script(`${name}1`, 'n + 1', 'cairn:resultVariable="n"'),
      script(`${name}2`, 'n + 1', 'cairn:resultVariable="n"'),
    ]);
    await rig.deploy(file(processOf('p', parallel(...branches))));
    const job = await rig.startJob('p', { variables: { n: 0 } });
    await rig.idle();
    expect(rig.variables(job)).toEqual({ n: 6 });
  });

  it('local work (scripts, decisions, inference) of one job runs one piece at a time, in the order in which its tokens arrived, each on the variables that the piece before left', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([script('a', '1')], [script('b', '1')], [script('c', '1')]))));
    const held = ['a', 'b', 'c'].map((name) => rig.hold(name));
    const job = await rig.startJob('p', { variables: { n: 1 } });
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      await rig.until(() => rig.began.length === index + 1);
      await rig.turns();
      expect(rig.began.at(-1)).toBe(name);
      expect(rig.began).toHaveLength(index + 1);
      const piece = held[index]?.[0];
      expect(piece?.variables['n']).toBe(index + 1);
      piece?.end(done({ n: index + 2 }));
    }
    await rig.idle();
    expect(rig.variables(job)).toMatchObject({ n: 4 });
  });
});

describe('work with an effect outside', () => {
  it('runs concurrently, on the variables as of its start; what it maps back is applied in order of completion', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([service('a')], [service('b')]))));
    const [a, b] = [rig.hold('a'), rig.hold('b')];
    const job = await rig.startJob('p', { variables: { last: 'none' } });
    await rig.until(() => a.length === 1 && b.length === 1);
    b[0]?.end(done({ last: 'b', fromB: true }));
    await rig.turns();
    a[0]?.end(done({ last: 'a' }));
    await rig.idle();
    expect(b[0]?.variables).toEqual({ last: 'none' });
    expect(rig.variables(job)).toEqual({ last: 'a', fromB: true });
  });

  it('of a job does not keep the local work beside it waiting', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([service('a')], [script('b', '1'), script('c', '2')]))));
    const a = rig.hold('a');
    await rig.startJob('p');
    await rig.until(() => rig.began.includes('c'));
    expect(rig.began).toEqual(['a', 'b', 'c']);
    a[0]?.end(done());
    await rig.idle();
  });

  it('attempt counts the tries of an activity instance: a failed one is retried after its backoff, with the same idempotency key, then becomes an incident', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s', 'cairn:retries="1" cairn:backoff="PT5S"')])));
    const tries: { attempt: number; key: string }[] = [];
    rig.tasks.set('s', (_, work) => {
      tries.push({ attempt: work.attempt, key: work.idempotencyKey });
      return { kind: 'failed', message: 'no answer' };
    });
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
    await rig.pass(4999);
    expect(tries).toHaveLength(1);
    await rig.pass(1);
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(tries.map(({ key }) => key)).size).toBe(1);
    expect(rig.incidents(job)).toEqual(['no answer']);
    expect(rig.executions(job, 's').map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'failed'],
      [2, 'incident'],
    ]);
  });

  it('automatic retries keep the key; edit and retry raises the edit number', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const keys: string[] = [];
    rig.tasks.set('s', (variables, work) => {
      keys.push(work.idempotencyKey);
      return variables['ok'] === true ? done() : { kind: 'failed', message: 'not ok' };
    });
    const job = await rig.startJob('p');
    await rig.idle();
    expect(await rig.ask({ kind: 'retry', job })).toEqual({ ok: true, job });
    await rig.idle();
    await rig.ask({ kind: 'retry', job, element: 's', variables: '{"ok": true}' });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('the outcome of interrupted work is recorded and dropped', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line(
          'p',
          [service('s'), user('never')],
          boundary('late', 's', timer('timeDuration', 'PT1M'), true, [user('u')]),
        ),
      ),
    );
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    rig.clock.advance(60_000);
    await rig.until(() => rig.places(job).includes('u waiting'));
    calls[0]?.end(done({ late: true }));
    await rig.idle();
    expect(rig.variables(job)).toEqual({});
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.executions(job, 's')).toMatchObject([{ outcome: 'interrupted' }]);
    expect(rig.recordings()).toContainEqual(
      expect.objectContaining({ e: 'work-ended', effect: true, outcome: 'completed' }),
    );
    expect(rig.store.ledger(job)).toMatchObject([{ state: 'happened' }]);
    expect(rig.engine.cache.size).toBe(0);
  });
});

describe('an endless loop beside a branch', () => {
  const gateway = (id: string): string => `<exclusiveGateway id="${id}"/>`;
  const round = `${gateway('x')}<parallelGateway id="split"/><task id="l"/><task id="r"/><parallelGateway id="both"/>${flow('x', 'split')}${flow('split', 'l')}${flow('split', 'r')}${flow('l', 'both')}${flow('r', 'both')}`;
  const ways = `<exclusiveGateway id="y" default="y_x"/>${flow('both', 'y')}${flow('y', 'x')}${flow('y', 'end', '<conditionExpression>=ready = true</conditionExpression>')}<endEvent id="end"/>`;
  const process = (branch: string, first: string): string =>
    file(
      processOf('p', `<startEvent id="start"/>${round}${ways}${branch}${flow('start', 'x')}${flow('start', first)}`),
    );

  it('lets its scripts and calls have their turn, and ends when they say so', async () => {
    rig = await Rig.start();
    await rig.deploy(process(chain(script('a', '1'), service('s'), script('ready', 'true')), 'a'));
    rig.tasks.set('s', () => done());
    const job = await rig.startJob('p', { variables: { ready: false } });
    await rig.idle();
    expect(rig.incidents(job)).toEqual([]);
    expect(rig.job(job).status).toBe('completed');
  });

  it('can be cancelled', async () => {
    rig = await Rig.start();
    await rig.deploy(process(user('u'), 'u'));
    const job = await rig.startJob('p', { variables: { ready: false } });
    expect(await rig.ask({ kind: 'cancel', job })).toMatchObject({ ok: true });
    expect(rig.job(job).status).toBe('cancelled');
  });
});

describe('a ledger row per send and call', () => {
  it('holds attempt, key, and the checkpoints before and after', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('first'), service('s'), user('u')])));
    rig.tasks.set('s', () => done());
    const job = await rig.startJob('p');
    await rig.complete(job, 'first');
    await rig.idle();
    const [row] = rig.store.ledger(job);
    expect(row).toMatchObject({ element: 's', attempt: 1, kind: 'external', before: 2, after: 3, state: 'happened' });
    expect(row?.idempotencyKey).not.toBe('');
  });

  it('names the checkpoint after it, also when a request was answered in between', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), service('t'), user('u')])));
    rig.tasks.set('s', () => done());
    const t = rig.hold('t');
    const job = await rig.startJob('p');
    await rig.until(() => t.length === 1);
    await rig.ask({ kind: 'hold', job, action: 'breakpoints', elements: [] });
    t[0]?.end(done());
    await rig.idle();
    expect(rig.store.ledger(job)).toMatchObject([
      { element: 's', before: 1, after: 2 },
      { element: 't', before: 1, after: 2 },
    ]);
  });

  it('says that a failed call failed', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    rig.tasks.set('s', () => ({ kind: 'failed', message: 'refused' }));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.store.ledger(job)).toMatchObject([{ state: 'failed', after: 2 }]);
  });
});

describe('a piece of work that throws', () => {
  it('is an incident that names its element, and the engine lives', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), script('a', '1')])));
    rig.tasks.set('s', () => {
      throw new Error('a defect');
    });
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.incidents(job)).toEqual(['s: a defect']);
    rig.tasks.set('s', () => Promise.reject(new Error('another')));
    await rig.ask({ kind: 'retry', job });
    await rig.idle();
    expect(rig.incidents(job)).toEqual(['s: another']);
    expect(rig.broken).toEqual([]);
  });
});
