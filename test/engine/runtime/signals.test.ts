/** Signals across jobs (BPMN 2.0.2, 10.5.5, table 10.100): heard by everybody who waits, once each, whatever dies between. */
import { afterEach, describe, expect, it } from 'vitest';
import { chain, file, flow, line, pause, processOf, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const alarm = '<signal id="alarm" name="alarm"/>';
const definition = '<signalEventDefinition signalRef="alarm"/>';
const hears = (id: string): string => `<intermediateCatchEvent id="${id}">${definition}</intermediateCatchEvent>`;
const throws = (id: string): string =>
  `<intermediateThrowEvent id="${id}"><extensionElements><cairn:payload name="where" value="=place"/></extensionElements>${definition}</intermediateThrowEvent>`;

describe('a signal', () => {
  it('is heard by every job that waits for it, and by none that comes later', async () => {
    rig = await Rig.start();
    await rig.deploy(file(alarm, line('listener', [hears('l'), user('after')]), line('ringer', [throws('r')])));
    const first = await rig.startJob('listener');
    const second = await rig.startJob('listener');
    await rig.startJob('ringer', { variables: { place: 'roof' } });
    const late = await rig.startJob('listener');
    await rig.idle();
    expect(rig.places(first)).toEqual(['after waiting']);
    expect(rig.places(second)).toEqual(['after waiting']);
    expect(rig.variables(first)).toEqual({ where: 'roof' });
    expect(rig.places(late)).toEqual(['l waiting']);
  });

  it('starts the processes that begin with it, each once', async () => {
    rig = await Rig.start();
    const starts = (id: string): string =>
      processOf(id, chain(`<startEvent id="${id}-start">${definition}</startEvent>`, user(`${id}-task`)));
    await rig.deploy(file(alarm, starts('one'), starts('two'), line('ringer', [throws('r')])));
    await rig.startJob('ringer', { variables: { place: 'roof' } });
    await rig.idle();
    const started = rig.store.jobs({ status: 'passive' }, { limit: 10 });
    expect(started.map(({ definitionKey }) => definitionKey).toSorted()).toEqual(['one', 'two']);
    expect(started.map(({ id }) => rig.variables(id))).toEqual([{ where: 'roof' }, { where: 'roof' }]);
  });

  it('starts one job at each start event of a process that it triggers', async () => {
    rig = await Rig.start();
    const way = (id: string): string => chain(`<startEvent id="${id}">${definition}</startEvent>`, user(`${id}-task`));
    const behind = `<eventBasedGateway id="either" instantiate="true"/>${hears('x')}${hears('y')}${user('x-task')}${user('y-task')}${flow('either', 'x')}${flow('either', 'y')}${flow('x', 'x-task')}${flow('y', 'y-task')}`;
    await rig.deploy(
      file(alarm, processOf('two', way('a') + way('b')), processOf('gate', behind), line('ringer', [throws('r')])),
    );
    await rig.startJob('ringer', { variables: { place: 'roof' } });
    await rig.idle();
    const places = (): string[] =>
      rig.store
        .jobs({ status: 'passive' }, { limit: 10 })
        .flatMap(({ id }) => rig.places(id))
        .toSorted();
    expect(places()).toEqual(['a-task waiting', 'b-task waiting', 'x-task waiting']);
    const request = { kind: 'signal', name: 'alarm', variables: '{}', signalId: 'one' } as const;
    expect(await rig.ask(request, 'signal:one')).toEqual({ ok: true, job: null, heard: 3 });
    expect(places()).toHaveLength(6);
  });

  it('decides an event-based gateway of another job, whose other ways close', async () => {
    rig = await Rig.start();
    const gateway = `<startEvent id="s"/><eventBasedGateway id="g"/>${hears('heard')}${pause('late', 'PT1H')}${user('after')}${user('too-late')}${flow('s', 'g')}${flow('g', 'heard')}${flow('g', 'late')}${flow('heard', 'after')}${flow('late', 'too-late')}`;
    await rig.deploy(file(alarm, processOf('listener', gateway), line('ringer', [throws('r')])));
    const job = await rig.startJob('listener');
    await rig.restart();
    expect(rig.places(job)).toEqual(['g waiting']);
    await rig.startJob('ringer', { variables: { place: 'roof' } });
    await rig.idle();
    expect(rig.places(job)).toEqual(['after waiting']);
    expect(rig.variables(job)).toEqual({ where: 'roof' });
    expect(rig.store.nextDue()).toBeNull();
    await rig.startJob('ringer', { variables: { place: 'cellar' } });
    await rig.idle();
    expect(rig.places(job)).toEqual(['after waiting']);
    expect(rig.variables(job)).toEqual({ where: 'roof' });
  });

  it('is heard by all tokens of a job in one transaction', async () => {
    rig = await Rig.start();
    const both = `<startEvent id="s"/><parallelGateway id="f"/>${hears('a')}${hears('b')}${flow('s', 'f')}${flow('f', 'a')}${flow('f', 'b')}${user('a2')}${user('b2')}${flow('a', 'a2')}${flow('b', 'b2')}`;
    await rig.deploy(file(alarm, processOf('both', both), line('ringer', [throws('r')])));
    const job = await rig.startJob('both');
    const { seq } = rig.job(job);
    await rig.startJob('ringer', { variables: { place: 'roof' } });
    await rig.idle();
    expect(rig.places(job)).toEqual(['a2 waiting', 'b2 waiting']);
    expect(rig.job(job).seq).toBe(seq + 1);
  });

  it('is heard once by each, though the engine dies in the middle of telling', async () => {
    rig = await Rig.start();
    const again = processOf(
      'listener',
      `<startEvent id="s"/>${hears('l')}<task id="count"/>${flow('s', 'l')}${flow('l', 'count')}${flow('count', 'l')}`,
    );
    await rig.deploy(file(alarm, again, line('ringer', [throws('r')])));
    const jobs = [await rig.startJob('listener'), await rig.startJob('listener'), await rig.startJob('listener')];
    // The first has heard it; the engine dies before the others have.
    const heard = (): boolean => rig.executions(jobs[0] as string, 'count').length > 0;
    rig.accept({ kind: 'start', definition: 'ringer', variables: '{"place": "roof"}' });
    rig.look();
    await rig.until(heard, 'the first to hear');
    await rig.restart();
    await rig.idle();
    expect(jobs.map((job) => rig.executions(job, 'count').length)).toEqual([1, 1, 1]);
    expect(jobs.map((job) => rig.places(job))).toEqual([['l waiting'], ['l waiting'], ['l waiting']]);
    await rig.restart();
    await rig.idle();
    expect(jobs.map((job) => rig.executions(job, 'count').length)).toEqual([1, 1, 1]);
  });

  it('from outside is heard by everybody who waits, starts processes, and is answered with how many', async () => {
    rig = await Rig.start();
    const starts = processOf('begun', chain(`<startEvent id="b">${definition}</startEvent>`, user('task')));
    await rig.deploy(file(alarm, line('listener', [hears('l'), user('after')]), starts));
    const jobs = [await rig.startJob('listener'), await rig.startJob('listener', { scenario: {} })];
    const request = { kind: 'signal', name: 'alarm', variables: '{"where": "yard"}', signalId: 'one' } as const;
    expect(await rig.ask(request, 'signal:one')).toEqual({ ok: true, job: null, heard: 3 });
    expect(jobs.map((job) => rig.places(job))).toEqual([['after waiting'], ['after waiting']]);
    expect(rig.variables(jobs[0] as string)).toEqual({ where: 'yard' });
    const [begun] = rig.store.jobs({ definitionKey: 'begun' }, { limit: 10 });
    expect(rig.variables(begun?.id ?? '')).toEqual({ where: 'yard' });
    expect(await rig.ask({ ...request, name: 'nobody', signalId: 'two' })).toEqual({ ok: true, job: null, heard: 0 });
    expect(await rig.ask({ ...request, variables: '[]' }, 'bad')).toMatchObject({ ok: false, code: 'bad-request' });
  });

  it('from outside is heard once by each, by nobody who came later, though the engine dies in the middle', async () => {
    rig = await Rig.start();
    const again = processOf(
      'listener',
      `<startEvent id="s"/>${hears('l')}<task id="count"/>${flow('s', 'l')}${flow('l', 'count')}${flow('count', 'l')}`,
    );
    await rig.deploy(file(alarm, again));
    const jobs = [await rig.startJob('listener'), await rig.startJob('listener'), await rig.startJob('listener')];
    const id = rig.accept({ kind: 'signal', name: 'alarm', signalId: 'one' });
    rig.look();
    await rig.until(() => rig.executions(jobs[0] as string, 'count').length > 0, 'the first to hear');
    expect(rig.store.request(id)?.answer).toBeNull();
    await rig.restart();
    expect(await rig.answered(id)).toEqual({ ok: true, job: null, heard: 3 });
    await rig.idle();
    expect(jobs.map((job) => rig.executions(job, 'count').length)).toEqual([1, 1, 1]);
  });

  it('of a run under a scenario stays within the run', async () => {
    rig = await Rig.start();
    await rig.deploy(file(alarm, line('listener', [hears('l'), user('after')]), line('ringer', [throws('r')])));
    const outside = await rig.startJob('listener');
    await rig.startJob('ringer', { variables: { place: 'roof' }, scenario: {} });
    await rig.idle();
    expect(rig.places(outside)).toEqual(['l waiting']);
    const inside = await rig.startJob('listener', { scenario: { signals: [{ name: 'alarm', variables: { n: 1 } }] } });
    await rig.idle();
    expect(rig.places(inside)).toEqual(['after waiting']);
    expect(rig.variables(inside)).toEqual({ n: 1 });
    expect(rig.places(outside)).toEqual(['l waiting']);
  });

  describe('of a run under a scenario, thrown before its first checkpoint,', () => {
    const ends = processOf('ringer', chain('<startEvent id="s"/>', `<endEvent id="r">${definition}</endEvent>`));
    const begins = processOf('begun', chain(`<startEvent id="b">${definition}</startEvent>`, pause('hour', 'PT1H')));

    it('starts a process of the same file as a part of the run, on its clock', async () => {
      rig = await Rig.start();
      await rig.deploy(file(alarm, ends, begins));
      const ringer = await rig.startJob('ringer', { scenario: {} });
      await rig.idle();
      const [begun, ...others] = rig.store.children(ringer);
      expect(others).toEqual([]);
      expect(begun).toMatchObject({ definitionKey: 'begun', status: 'completed', clock: 'virtual' });
      expect(rig.job(begun?.id ?? '').now).toBe(Date.UTC(2026, 0, 1, 1));
    });

    it('starts it once, where the engine died between', async () => {
      rig = await Rig.start();
      await rig.deploy(file(alarm, ends, begins));
      rig.accept({ kind: 'start', definition: 'ringer', scenario: '{}' });
      rig.look();
      await rig.until(() => rig.store.jobs({ definitionKey: 'ringer' }, { limit: 1 }).length > 0, 'the ringer');
      await rig.restart();
      await rig.idle();
      await rig.restart();
      await rig.idle();
      const jobs = rig.store.jobs({}, { limit: 5 });
      expect(jobs.map(({ definitionKey, status }) => `${definitionKey} ${status}`).toSorted()).toEqual([
        'begun completed',
        'ringer completed',
      ]);
    });
  });

  it('of a scenario comes at its time, and starts what begins with it', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        alarm,
        processOf('begun', chain(`<startEvent id="b">${definition}</startEvent>`, hears('l'), user('after'))),
      ),
    );
    const job = await rig.startJob('begun', {
      scenario: {
        signals: [
          { name: 'alarm', variables: { n: 1 } },
          { name: 'alarm', when: { at: 'PT1H' } },
        ],
      },
    });
    await rig.idle();
    expect(rig.places(job)).toEqual(['after waiting']);
    expect(rig.job(job).now).toBe(Date.UTC(2026, 0, 1, 1));
  });
});
