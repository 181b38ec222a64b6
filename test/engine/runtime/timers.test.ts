/** Checkpoint-semantics, section 5: timers on the wall clock. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  boundary,
  chain,
  file,
  line,
  message,
  pause,
  processOf,
  script,
  service,
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const hour = 3600_000;

describe('a timer', () => {
  it('brings its job back when it is due, not before', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [pause('t', 'PT1H'), user('u')])));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
    await rig.pass(hour - 1);
    expect(rig.places(job)).toEqual(['t waiting']);
    await rig.pass(1);
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('due times are computed from the time of the checkpoint that arms the timer and stored absolute', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [pause('t', 'PT1H')])));
    const job = await rig.startJob('p');
    rig.clock.advance(hour / 2);
    await rig.restart();
    await rig.pass(hour / 2);
    expect(rig.job(job).status).toBe('completed');
  });

  it('that was overdue when the engine starts fires', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [pause('t', 'PT1H')])));
    const job = await rig.startJob('p');
    rig.crash();
    rig.clock.advance(2 * hour);
    await rig.start();
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
  });

  it('wakes a job that runs, too', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line(
          'p',
          [service('s')],
          boundary('late', 's', timer('timeDuration', 'PT1H'), false, [script('noted', 'true')]),
        ),
      ),
    );
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    rig.clock.advance(hour);
    await rig.until(() => rig.began.includes('noted'));
    calls[0]?.end(done());
    await rig.idle();
    expect(rig.variables(job)).toEqual({ noted: true });
  });
});

describe('timers that were due while the engine was down', () => {
  it('fire in due order, over all jobs', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(line('p', [`<intermediateCatchEvent id="t">${timer('timeDuration', '${due}')}</intermediateCatchEvent>`])),
    );
    await rig.deploy(
      file(line('q', [`<intermediateCatchEvent id="t">${timer('timeDuration', '${due}')}</intermediateCatchEvent>`])),
    );
    const dues = [
      ['p', 50],
      ['q', 20],
      ['p', 10],
      ['q', 40],
      ['p', 30],
    ] as const;
    const jobs = new Map<number, string>();
    for (const [key, minutes] of dues)
      jobs.set(minutes, await rig.startJob(key, { variables: { due: `PT${minutes}M` } }));
    rig.crash();
    rig.clock.advance(hour);
    await rig.start();
    await rig.idle();
    const ended = rig.watch.units.flatMap(({ parts }) =>
      parts.filter(({ job }) => job.status === 'completed').map(({ job }) => job.id),
    );
    expect(ended).toEqual([10, 20, 30, 40, 50].map((minutes) => jobs.get(minutes)));
  });

  it('every due occurrence of a bounded timer cycle fires once, in due order', async () => {
    rig = await Rig.start();
    const cycle = boundary('tick', 'u', timer('timeCycle', 'R3/PT10M'), false, [script('n', 'n + 1')]);
    const late = boundary('late', 'u', timer('timeDuration', 'PT25M'), true, [script('seen', 'n')]);
    await rig.deploy(file(line('p', [user('u')], cycle + late)));
    const job = await rig.startJob('p', { variables: { n: 0 } });
    rig.crash();
    rig.clock.advance(hour);
    await rig.start();
    await rig.idle();
    // The third occurrence, at 30 minutes, is behind the end of the task at 25.
    expect(rig.executions(job, 'tick')).toHaveLength(2);
    expect(rig.variables(job)).toEqual({ n: 2, seen: 2 });
  });

  it('fire each occurrence of a bounded cycle once when nothing stops it', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line('p', [user('u')], boundary('tick', 'u', timer('timeCycle', 'R3/PT10M'), false, [script('n', 'n + 1')])),
      ),
    );
    const job = await rig.startJob('p', { variables: { n: 0 } });
    rig.crash();
    rig.clock.advance(24 * hour);
    await rig.start();
    await rig.idle();
    expect(rig.variables(job)).toEqual({ n: 3 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('an unbounded one fires once for all it missed, then continues in its grid', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(line('p', [user('u')], boundary('tick', 'u', timer('timeCycle', 'R/PT10M'), false, [script('n', 'n + 1')]))),
    );
    const job = await rig.startJob('p', { variables: { n: 0 } });
    rig.crash();
    rig.clock.advance(65 * 60_000);
    await rig.start();
    await rig.idle();
    expect(rig.variables(job)).toEqual({ n: 1 });
    await rig.pass(5 * 60_000 - 1);
    expect(rig.variables(job)).toEqual({ n: 1 });
    await rig.pass(1);
    expect(rig.variables(job)).toEqual({ n: 2 });
  });

  it('a cron cycle fires once for all it missed, then at the times that it names', async () => {
    rig = await Rig.start();
    const tick = boundary('tick', 'u', timer('timeCycle', '${cron}'), false, [script('n', 'n + 1')]);
    await rig.deploy(file(line('p', [user('u')], tick)));
    const midnight = Math.ceil(rig.clock.now() / (24 * hour)) * 24 * hour;
    const job = await rig.startJob('p', { variables: { n: 0, cron: '0 0 6,18 * * ?' } });
    const due = (): number | null => rig.store.nextDue();
    const first = due();
    expect([midnight - 18 * hour, midnight - 6 * hour, midnight + 6 * hour]).toContain(first);
    rig.crash();
    rig.clock.advance(midnight + 25 * hour - rig.clock.now());
    await rig.start();
    await rig.idle();
    expect(rig.variables(job)).toMatchObject({ n: 1 });
    expect(due()).toBe(midnight + 30 * hour);
    rig.crash();
    await rig.start();
    await rig.pass(5 * hour - 1);
    expect(rig.variables(job)).toMatchObject({ n: 1 });
    await rig.pass(1);
    expect(rig.variables(job)).toMatchObject({ n: 2 });
    expect(due()).toBe(midnight + 42 * hour);
  });

  it('due timers are applied before pending work is performed, so an overdue interrupting boundary timer wins over re-execution', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(line('p', [service('s')], boundary('late', 's', timer('timeDuration', 'PT1H'), true, [user('u')]))),
    );
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    rig.crash();
    rig.clock.advance(hour);
    rig.began.length = 0;
    await rig.start();
    await rig.idle();
    expect(rig.began).toEqual([]);
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.executions(job, 's')).toMatchObject([{ outcome: 'interrupted' }, { outcome: 'interrupted' }]);
  });

  it('do not keep an active job from being taken up', async () => {
    rig = await Rig.start();
    const branches =
      '<startEvent id="start"/><parallelGateway id="fork"/><sequenceFlow id="f" sourceRef="start" targetRef="fork"/>' +
      `<sequenceFlow id="f1" sourceRef="fork" targetRef="t"/><sequenceFlow id="f2" sourceRef="fork" targetRef="s"/>${pause('t', 'PT1H')}${service('s')}`;
    await rig.deploy(file(processOf('p', branches)));
    const calls = rig.hold('s');
    const jobs: string[] = [];
    for (let index = 0; index < 3; index += 1) jobs.push(await rig.startJob('p'));
    await rig.until(() => calls.length === 3);
    rig.crash();
    rig.clock.advance(hour);
    rig.tasks.set('s', () => done());
    rig.settings.cacheJobs = 1;
    // Alarms ring while the first are taken up, and the others are not yet.
    rig.watch.about = () => {
      rig.clock.advance(2);
    };
    await rig.start();
    await rig.idle();
    for (const job of jobs) {
      expect(rig.job(job)).toMatchObject({ status: 'completed', incarnation: 2 });
      expect(rig.executions(job, 's').map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
        [1, 'interrupted'],
        [2, 'completed'],
      ]);
    }
  });
});

describe('a tie', () => {
  it('between due times goes to the timer that was armed first', async () => {
    rig = await Rig.start();
    const first = boundary('first', 'u', timer('timeDuration', 'PT1H'), true, [user('by-first')]);
    const second = boundary('second', 'u', timer('timeDuration', 'PT60M'), true, [user('by-second')]);
    await rig.deploy(file(line('p', [user('u')], first + second)));
    const job = await rig.startJob('p');
    await rig.pass(hour);
    expect(rig.places(job)).toEqual(['by-first waiting']);
  });

  it('commands of a job are applied one at a time, in the order in which the run loop accepts them: a message and a timer', async () => {
    rig = await Rig.start();
    const gateway =
      chain('<startEvent id="start"/>', '<eventBasedGateway id="g"/>', pause('t', 'PT1H'), user('by-timer')) +
      chain(
        '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
        user('by-message'),
      ) +
      '<sequenceFlow id="gc" sourceRef="g" targetRef="c"/>';
    await rig.deploy(file(processOf('p', gateway), message('m')));
    const job = await rig.startJob('p');
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    await rig.pass(hour);
    expect(rig.places(job)).toHaveLength(1);
    expect(rig.state(job).timers.size + rig.state(job).subscriptions.size).toBe(0);
  });
});

describe('a timer start event', () => {
  const started = (kind: 'timeDuration' | 'timeCycle' | 'timeDate', text: string): string =>
    file(
      processOf(
        'p',
        chain(`<startEvent id="start">${timer(kind, text)}</startEvent>`, user('u'), '<endEvent id="end"/>'),
      ),
    );

  it('starts a job when it is due, and plans the next occurrence in the same transaction', async () => {
    rig = await Rig.start();
    await rig.deploy(started('timeCycle', 'R2/PT1H'));
    rig.engine.timers.plan();
    await rig.pass(hour);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(1);
    const unit = rig.watch.units.find(({ created }) => created.length > 0);
    expect(unit?.startTimers).toMatchObject([{ due: rig.clock.now() + hour }]);
    await rig.pass(hour);
    await rig.pass(10 * hour);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(2);
    expect(rig.store.nextStartTimer()).toBeNull();
  });

  it('fires every occurrence of a bounded cycle that was due while the engine was down', async () => {
    rig = await Rig.start();
    await rig.deploy(started('timeCycle', 'R3/PT1H'));
    rig.crash();
    rig.clock.advance(24 * hour);
    await rig.start();
    await rig.idle();
    for (let more = 0; more < 4; more += 1) await rig.pass(10);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(3);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('goes on as its cron expression says', async () => {
    rig = await Rig.start();
    await rig.deploy(started('timeCycle', '@daily'));
    const first = rig.store.nextStartTimer() ?? 0;
    expect(first % (24 * hour)).toBe(0);
    rig.engine.timers.plan();
    await rig.pass(first - rig.clock.now());
    const [job, ...others] = rig.store.jobs({}, { limit: 9 });
    expect(others).toEqual([]);
    // People read it: when it was due.
    expect(job?.extId).toMatch(new RegExp(`/${new Date(first).toISOString().replace('.000Z', 'Z')}$`));
    expect(rig.store.nextStartTimer()).toBe(first + 24 * hour);
    rig.crash();
    rig.clock.advance(24 * hour);
    await rig.start();
    await rig.idle();
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(2);
    expect(rig.store.nextStartTimer()).toBe(first + 48 * hour);
  });

  it('with several timers starts a job for each of them, also when two are due at once', async () => {
    rig = await Rig.start();
    const both = timer('timeDuration', 'PT1H') + timer('timeCycle', 'R2/PT1H');
    await rig.deploy(
      file(processOf('p', chain(`<startEvent id="start">${both}</startEvent>`, user('u'), '<endEvent id="end"/>'))),
    );
    rig.engine.timers.plan();
    await rig.pass(hour);
    await rig.pass(10);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(2);
    await rig.pass(hour);
    await rig.pass(10);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(3);
    expect(rig.store.nextStartTimer()).toBeNull();
  });

  it('whose job cannot be created goes on with the next occurrence', async () => {
    rig = await Rig.start();
    await rig.deploy(started('timeCycle', 'R2/PT1H'));
    rig.engine.timers.plan();
    rig.watch.refuse = (unit) => (unit.created.length > 0 ? 'refused' : null);
    await rig.pass(hour);
    rig.watch.refuse = () => null;
    await rig.pass(hour);
    expect(rig.store.jobs({}, { limit: 9 })).toHaveLength(1);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('of a definition that cannot be read is dropped, and the engine lives', async () => {
    rig = await Rig.start();
    await rig.deploy(started('timeDuration', 'PT1H'));
    const [definition] = rig.tables.definitions;
    if (definition === undefined) throw new Error('not deployed');
    rig.tables.definitions[0] = { ...definition, xml: 'no XML' };
    rig.engine.timers.plan();
    await rig.pass(hour);
    expect(rig.broken).toEqual([]);
    expect(rig.store.nextStartTimer()).toBeNull();
  });
});
