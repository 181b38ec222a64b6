/** Checkpoint-semantics, sections 1, 4, 5 and 10: what a crash costs, and how the next engine goes on. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../engine/core/work.ts';
import {
  boundary,
  file,
  line,
  message,
  parallel,
  processOf,
  receive,
  script,
  sends,
  service,
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
/** Work that does not end before its engine does. */
const never = Promise.withResolvers<Outcome>().promise;
afterEach(() => rig.close());

function forgetRecordings(): void {
  const folder = path.join(rig.folder, 'recorder');
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
}

/** Attempts of an element in the order in which they began, over all engines. */
function attempts(element: string): number[] {
  return rig
    .recordings(true)
    .flatMap((line) => (line.e === 'work-began' && line.element === element ? [line.attempt] : []));
}

describe('a crash', () => {
  it('costs exactly the work since the latest checkpoint', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line('p', [
          script('a', '1'),
          script('b', '2', 'cairn:resultVariable="b" cairn:checkpoint="after"'),
          script('c', '3'),
          service('s'),
        ]),
      ),
    );
    rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => rig.began.includes('s'));
    expect(rig.began).toEqual(['a', 'b', 'c', 's']);
    rig.began.length = 0;
    rig.tasks.set('s', () => done());
    await rig.restart();
    await rig.idle();
    expect(rig.began).toEqual(['c', 's']);
    expect(rig.variables(job)).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('after recovery the job stands where its latest checkpoint put it: same tokens, variables (user and system), timers, subscriptions', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line(
          'p',
          [user('first'), service('s', 'cairn:checkpoint="before"'), user('u')],
          boundary('b', 's', timer('timeDuration', 'PT1H')),
        ),
        message('m'),
      ),
    );
    rig.hold('s');
    const job = await rig.startJob('p', { variables: { x: 1 } });
    await rig.complete(job, 'first');
    await rig.until(() => rig.began.length === 1);
    const before = rig.state(job);
    rig.crash();
    const after = rig.state(job);
    expect(after.tokens).toEqual(before.tokens);
    expect(after.scopes).toEqual(before.scopes);
    expect(after.timers).toEqual(before.timers);
    expect(after.subscriptions).toEqual(before.subscriptions);
  });

  it('a task that runs again keeps its activity instance id and its idempotency key, and its attempt number is higher', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    await rig.restart();
    await rig.until(() => calls.length === 2);
    const [first, second] = calls.map(({ work }) => work);
    expect(second).toMatchObject({
      instance: first?.instance,
      idempotencyKey: first?.idempotencyKey,
      attempt: 2,
      answer: 0,
    });
    calls[1]?.end(done());
    await rig.idle();
    expect(rig.executions(job, 's').map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'interrupted'],
      [2, 'completed'],
    ]);
  });

  it('before it performs work again, recovery commits a higher incarnation for each job it loads', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    rig.hold('s');
    const job = await rig.startJob('p');
    rig.crash();
    rig.watch.full = true;
    rig.began.length = 0;
    const starting = rig.start();
    await rig.turns();
    expect(rig.began).toEqual([]);
    expect(rig.job(job).incarnation).toBe(1);
    rig.watch.full = false;
    rig.clock.advance(100);
    await starting;
    expect(rig.job(job).incarnation).toBe(2);
    expect(rig.began).toEqual(['s']);
  });
});

describe('the attempt of a try in a later incarnation', () => {
  const twoTasks = file(line('p', [script('a', '1'), service('s', 'cairn:retries="2" cairn:backoff="PT1M"')]));

  it('a try in a later incarnation always has a higher number, also where no checkpoint knows of the first', async () => {
    rig = await Rig.start();
    await rig.deploy(twoTasks);
    rig.hold('s');
    await rig.startJob('p');
    await rig.until(() => rig.began.includes('s'));
    await rig.restart();
    await rig.until(() => attempts('s').length === 2);
    await rig.restart();
    await rig.until(() => attempts('s').length === 3);
    expect(attempts('a')).toEqual([1, 2, 3]);
    expect(attempts('s')).toEqual([1, 2, 3]);
  });

  it('is higher, though the engine in between died before it took the job up', async () => {
    rig = await Rig.start();
    await rig.deploy(twoTasks);
    rig.hold('s');
    await rig.startJob('p');
    await rig.until(() => rig.began.includes('s'));
    rig.crash();
    rig.watch.dies = { at: 1, when: 'before' };
    await rig.start().catch(() => undefined);
    await rig.restart();
    await rig.until(() => attempts('s').length === 2);
    for (const element of ['a', 's']) expect(attempts(element)[1]).toBeGreaterThan(1);
  });

  it('numbers may skip, never repeat, where the recordings are gone', async () => {
    rig = await Rig.start();
    await rig.deploy(twoTasks);
    let fails = true;
    const seen: number[] = [];
    rig.tasks.set('s', (_, work) => {
      seen.push(work.attempt);
      return fails ? { kind: 'failed', message: 'no' } : never;
    });
    await rig.startJob('p');
    await rig.idle();
    // The second try begins without a checkpoint of its own, and dies with all that is known of it.
    fails = false;
    rig.clock.advance(60_000);
    await rig.until(() => seen.length === 2);
    rig.crash();
    forgetRecordings();
    await rig.start();
    await rig.until(() => seen.length === 3);
    expect(new Set(seen).size).toBe(3);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  });

  it('never repeats a number behind a checkpoint, where the recordings are gone', async () => {
    rig = await Rig.start();
    await rig.deploy(twoTasks);
    const seen: number[] = [];
    rig.tasks.set('s', (_, work) => {
      seen.push(work.attempt);
      return never;
    });
    await rig.startJob('p');
    for (let deaths = 0; deaths < 2; deaths += 1) {
      await rig.until(() => seen.length === deaths + 1);
      rig.crash();
      forgetRecordings();
      await rig.start();
    }
    await rig.until(() => seen.length === 3);
    expect(new Set(seen).size).toBe(3);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  });
});

describe('a job that was running the same activity instance in three engine deaths', () => {
  it('is set aside as an incident; the others go on', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    await rig.deploy(file(line('q', [script('a', '1'), service('s')])));
    rig.hold('s');
    const job = await rig.startJob('p');
    for (let deaths = 1; deaths <= 3; deaths += 1) {
      await rig.until(() => attempts('s').length === deaths);
      await rig.restart();
    }
    await rig.idle();
    expect(rig.incidents(job)[0]).toContain('the engine died 3 times while it worked on s');
    expect(rig.job(job).status).toBe('passive');
    expect(attempts('s')).toHaveLength(3);
    expect(rig.engine.cache.size).toBe(0);
    rig.tasks.set('s', () => done());
    await rig.ask({ kind: 'retry', job });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.executions(job, 's').at(-1)?.attempt).toBe(4);
  });

  it('is set aside, too, when no checkpoint lies right before the activity', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [script('a', '1'), service('s')])));
    rig.hold('s');
    const job = await rig.startJob('p');
    for (let deaths = 1; deaths <= 3; deaths += 1) {
      await rig.until(() => attempts('s').length === deaths);
      await rig.restart();
    }
    await rig.idle();
    expect(rig.job(job).status).toBe('passive');
    expect(rig.incidents(job)[0]).toContain('s');
    expect(attempts('s')).toHaveLength(3);
    rig.tasks.set('s', () => done());
    await rig.ask({ kind: 'retry', job });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
  });

  it('takes no other along that was at work beside it each time: suspects are performed one at a time', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('innocent')])));
    await rig.deploy(file(line('q', [service('deadly')])));
    await rig.deploy(file(line('r', [service('unsuspected')])));
    const innocent = rig.hold('innocent');
    rig.hold('deadly');
    rig.hold('unsuspected');
    const bystander = await rig.startJob('p');
    const culprit = await rig.startJob('q');
    for (let deaths = 1; deaths <= 2; deaths += 1) {
      await rig.until(() => attempts('innocent').length === deaths && attempts('deadly').length === deaths);
      await rig.restart();
    }
    await rig.until(() => attempts('innocent').length === 3);
    await rig.startJob('r');
    await rig.until(() => attempts('unsuspected').length === 1);
    expect(attempts('deadly')).toHaveLength(2);
    innocent.at(-1)?.end(done());
    await rig.until(() => attempts('deadly').length === 3);
    expect(rig.job(bystander).status).toBe('completed');
    await rig.restart();
    await rig.until(() => rig.incidents(culprit).length === 1);
    expect(attempts('deadly')).toHaveLength(3);
  });

  it('is not set aside for engines that were stopped', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    rig.hold('s');
    const job = await rig.startJob('p');
    for (let stops = 1; stops <= 4; stops += 1) {
      await rig.until(() => attempts('s').length === stops);
      await rig.host.stop();
      await rig.restart();
    }
    await rig.until(() => attempts('s').length === 5);
    expect(rig.incidents(job)).toEqual([]);
  });
});

describe('a job that cannot be loaded', () => {
  async function damaged(elements: string[]): Promise<{ bad: string; good: string }> {
    rig = await Rig.start();
    await rig.deploy(file(line('p', elements), message('m')));
    rig.hold('s');
    const [bad, good] = [await rig.startJob('p'), await rig.startJob('p')];
    await rig.turns();
    for (const [key, placed] of rig.tables.jobs.get(bad)?.state ?? []) {
      if (placed.row.entity === 'token')
        rig.tables.jobs.get(bad)?.state.set(key, { ...placed, row: { ...placed.row, data: '{ "torn' } });
    }
    return { bad, good };
  }

  function reasons(job: string): string[] {
    return (rig.store.latest(job)?.rows ?? [])
      .filter(({ entity }) => entity === 'incident')
      .map(({ data }) => (JSON.parse(data ?? '') as { message: string }).message);
  }

  it('becomes an incident; the others go on: at the start', async () => {
    const { bad, good } = await damaged([service('s')]);
    rig.tasks.set('s', () => done());
    await rig.restart();
    await rig.idle();
    expect(rig.job(bad).status).toBe('passive');
    expect(reasons(bad)).toEqual([expect.stringContaining('the job could not be loaded')]);
    expect(rig.job(good).status).toBe('completed');
    expect(rig.broken).toEqual([]);
  });

  it('by a timer becomes an incident; the others go on', async () => {
    const { bad, good } = await damaged([
      `<intermediateCatchEvent id="t">${timer('timeDuration', 'PT1H')}</intermediateCatchEvent>`,
    ]);
    await rig.idle();
    await rig.pass(3600_000);
    expect(rig.job(good).status).toBe('completed');
    expect(reasons(bad)).toHaveLength(1);
    expect(rig.store.nextDue()).toBeNull();
    expect(rig.broken).toEqual([]);
  });

  it('by a message becomes an incident, and the message goes to the next', async () => {
    const { bad, good } = await damaged([receive('r', 'm')]);
    await rig.idle();
    expect(await rig.publish('m')).toMatchObject({ ok: true, job: good });
    expect(reasons(bad)).toHaveLength(1);
    const { incarnation } = rig.job(bad);
    expect(await rig.publish('m', { ttlMs: 0 })).toMatchObject({ ok: false });
    expect(reasons(bad)).toHaveLength(1);
    expect(rig.job(bad).incarnation).toBe(incarnation);
  });

  it('by a person is answered', async () => {
    const { bad, good } = await damaged([user('u')]);
    await rig.idle();
    expect(await rig.complete(bad, 'u')).toMatchObject({ ok: false, code: 'illegal' });
    expect(await rig.complete(good, 'u')).toMatchObject({ ok: true });
    expect(rig.broken).toEqual([]);
  });
});

describe('a ledger row per send and call', () => {
  it('between checkpoints the engine is at least once, and says so: the effect happened or may have happened, the second try happened', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([service('s')], [service('t')]))));
    const [s, t] = [rig.hold('s'), rig.hold('t')];
    const job = await rig.startJob('p');
    await rig.until(() => s.length === 1 && t.length === 1);
    rig.watch.full = true;
    s[0]?.end(done());
    await rig.turns();
    await rig.restart();
    await rig.until(() => s.length === 2 && t.length === 2);
    const told = (): unknown[] =>
      rig.store
        .ledger(job)
        .map(({ element, attempt, state, before, after }) => [element, attempt, state, before, after]);
    expect(told()).toEqual([
      ['s', 1, 'happened', 1, null],
      ['t', 1, 'maybe', 1, null],
    ]);
    s[1]?.end(done());
    t[1]?.end(done());
    await rig.idle();
    expect(told()).toEqual([
      ['s', 1, 'happened', 1, null],
      ['t', 1, 'maybe', 1, null],
      ['s', 2, 'happened', 1, 2],
      ['t', 2, 'happened', 1, 3],
    ]);
  });

  it('tells begun from happened while the engine lives', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([service('s')], [user('u')]))));
    const s = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => s.length === 1);
    await rig.complete(job, 'u');
    expect(rig.store.ledger(job)).toMatchObject([{ state: 'begun', before: 1, after: null, endedAt: null }]);
    s[0]?.end(done());
    await rig.idle();
    expect(rig.store.ledger(job)).toMatchObject([{ state: 'happened', before: 1, after: 3 }]);
  });

  it('of a message is there once, though the send was performed twice', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [script('a', '1'), sends('send', 'm'), service('s')]), message('m')));
    rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => rig.began.includes('s'));
    rig.tasks.set('s', () => done());
    await rig.restart();
    await rig.idle();
    expect(rig.store.ledger(job).filter(({ kind }) => kind === 'message')).toHaveLength(1);
    expect(rig.store.messages({}, 9)).toHaveLength(1);
  });
});

describe('the recorder', () => {
  it("before and after an effect outside it appends a record to its own file under the workspace's recorder folder with a synchronous write", async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [script('a', '1'), service('s'), script('b', '1')])));
    const seen: string[][] = [];
    const look = (): void => {
      seen.push(
        rig
          .recordings()
          .flatMap((line) =>
            line.e === 'work-began'
              ? [`${line.element} began`]
              : line.e === 'work-ended' && line.effect
                ? ['ended']
                : [],
          ),
      );
    };
    for (const element of ['a', 's', 'b']) {
      rig.tasks.set(element, () => {
        look();
        return done();
      });
    }
    await rig.startJob('p');
    await rig.idle();
    expect(seen).toEqual([['a began'], ['a began', 's began'], ['a began', 's began', 'ended', 'b began']]);
  });

  it('has the end of an effect at the next instruction', async () => {
    rig = new Rig();
    await rig.start([{ element: 's', point: 'after-effect', visit: 1 }]);
    await rig.deploy(file(line('p', [service('s')])));
    rig.tasks.set('s', () => done());
    let before: string | undefined;
    rig.killed = () => {
      before = rig.appended.at(-2);
    };
    await rig.startJob('p');
    await rig.idle();
    expect(before).toMatch(/^\{"e":"work-ended".*\n$/);
  });

  it('says which checkpoint the work followed, and which became durable', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), service('s')])));
    rig.tasks.set('s', () => done());
    const job = await rig.startJob('p');
    await rig.complete(job, 'u');
    await rig.idle();
    const lines = rig.recordings();
    expect(lines).toContainEqual(expect.objectContaining({ e: 'work-began', element: 's', effect: true, seq: 2 }));
    expect(lines.flatMap((line) => (line.e === 'checkpoint-durable' && line.job === job ? [line.seq] : []))).toEqual([
      1, 2, 3,
    ]);
  });
});
