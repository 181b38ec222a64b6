/** Checkpoint-semantics, section 5: called jobs. */
import { afterEach, describe, expect, it } from 'vitest';
import type { CommitUnit } from '../../../engine/store/rows.ts';
import {
  boundary,
  call,
  chain,
  file,
  flow,
  line,
  message,
  parallel,
  pause,
  processOf,
  receive,
  script,
  service,
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const outputs = (name: string, value: string): string =>
  `<extensionElements><cairn:mapping><cairn:out name="${name}" value="=${value}"/></cairn:mapping></extensionElements>`;

/** The units that are about a job, as `job: reasons` of all their parts. */
function unitsAbout(job: string): string[][] {
  return rig.watch.units.filter(({ parts }) => parts.some((part) => part.job.id === job)).map(told);
}

function told({ parts }: CommitUnit): string[] {
  return parts.map((part) => `${part.job.definitionKey}: ${part.checkpoint?.reasons.join(' ') ?? 'rows'}`).toSorted();
}

function child(of: string, index = 0): string {
  const row = rig.children(of)[index];
  if (row === undefined) throw new Error(`${of} has called nobody`);
  return row.id;
}

describe('creating a called job', () => {
  it('is one transaction over both jobs', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p', { variables: { x: 1 } });
    expect(unitsAbout(job)).toEqual([['p: start call-created passive', 'q: start passive']]);
    expect(rig.variables(child(job))).toEqual({ x: 1 });
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('that fails leaves neither it nor the step that called', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('first'), call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    rig.watch.refuse = (unit) => (unit.created.length > 0 ? 'refused' : null);
    expect(await rig.complete(job, 'first')).toMatchObject({ ok: false });
    await rig.idle();
    rig.watch.refuse = () => null;
    expect(rig.places(job)).toEqual(['first waiting']);
    expect(rig.incidents(job)).toEqual(['its checkpoint could not be saved: refused']);
    expect(rig.children(job)).toEqual([]);
    expect(rig.engine.cache.size).toBe(0);
    expect(await rig.ask({ kind: 'retry', job })).toEqual({ ok: true, job });
    expect(await rig.complete(job, 'first')).toEqual({ ok: true, job });
    expect(rig.places(child(job))).toEqual(['u waiting']);
  });

  it('of a process that is not deployed is an incident, and a retry works after deploying it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')])));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.incidents(job)).toEqual(['the called process q is not deployed']);
    await rig.deploy(file(line('q', [script('n', '1')])));
    expect(await rig.ask({ kind: 'retry', job })).toEqual({ ok: true, job });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.variables(job)).toEqual({ n: 1 });
    expect(rig.executions(job, 'c').map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'incident'],
      [2, 'completed'],
    ]);
  });

  it('without an end becomes an incident, whether it calls itself at once or after a wait', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'p')])));
    await rig.startJob('p');
    await rig.idle();
    expect(rig.store.counts()).toMatchObject({ passive: 101 });
    await rig.deploy(file(line('q', [script('s', '1'), call('c', 'q')])));
    await rig.startJob('q');
    await rig.idle();
    expect(rig.store.counts()).toMatchObject({ passive: 202, active: 0 });
    const deepest = rig.store.jobs({ definitionKey: 'q' }, { limit: 1 })[0]?.id ?? '';
    expect(rig.incidents(deepest)[0]).toContain('more than 100 deep');
  });
});

describe('a called job that returns', () => {
  it('does so in one transaction over both jobs, with the results', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q', outputs('y', 'x + 1')), user('after')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    const called = child(job);
    await rig.complete(called, 'u', { x: 1 });
    await rig.idle();
    expect(unitsAbout(called).at(-1)).toEqual(['p: call-returned passive', 'q: wait-ended end']);
    expect(rig.variables(job)).toEqual({ y: 2 });
    expect(rig.job(called).status).toBe('completed');
    expect(rig.engine.cache.size).toBe(0);
  });

  it('at once is part of the step that called it', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line('p', [call('c', 'q'), user('after')]),
        processOf('q', chain('<startEvent id="s"/>', '<endEvent id="e"/>')),
      ),
    );
    const job = await rig.startJob('p');
    expect(unitsAbout(job)).toEqual([['p: start call-created passive call-returned', 'q: start end']]);
    expect(rig.places(job)).toEqual(['after waiting']);
    expect(rig.job(child(job)).status).toBe('completed');
  });

  it('together with others loses no update', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf(
          'p',
          parallel(
            [call('a', 'q', outputs('a', 'n'))],
            [call('b', 'q', outputs('b', 'n'))],
            [call('c', 'q', outputs('c', 'n'))],
          ),
        ),
      ),
    );
    await rig.deploy(file(line('q', [script('n', '1')])));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.variables(job)).toEqual({ a: 1, b: 1, c: 1 });
    expect(rig.store.counts()).toMatchObject({ completed: 4, active: 0, passive: 0 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('through a deep chain of callers takes all of them along, and all leave memory', async () => {
    rig = await Rig.start();
    const links = ['p', 'q', 'r', 's'].map((id, index) =>
      line(id, [call(`call-${id}`, ['q', 'r', 's', 't'][index] ?? '')]),
    );
    await rig.deploy(file(...links, line('t', [user('u'), script('n', '1')])));
    const job = await rig.startJob('p');
    const deepest = rig.store.jobs({ definitionKey: 't' }, { limit: 1 })[0]?.id ?? '';
    await rig.complete(deepest, 'u', { x: 1 });
    await rig.idle();
    expect(unitsAbout(deepest).at(-1)).toHaveLength(5);
    expect(rig.store.counts()).toMatchObject({ completed: 5 });
    expect(rig.variables(job)).toEqual({ x: 1, n: 1 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('through a deep chain answers whoever made it end', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [call('d', 'r')]), line('r', [user('u')])));
    await rig.startJob('p');
    const deepest = rig.store.jobs({ definitionKey: 'r' }, { limit: 1 })[0]?.id ?? '';
    expect(await rig.complete(deepest, 'u')).toEqual({ ok: true, job: deepest });
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('and cannot be saved is back at its last durable state, like its caller', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    const called = child(job);
    rig.watch.refuse = (unit) => (unit.parts.some((part) => part.job.status === 'completed') ? 'refused' : null);
    expect(await rig.complete(called, 'u')).toMatchObject({ ok: false });
    await rig.idle();
    rig.watch.refuse = () => null;
    expect(rig.places(called)).toEqual(['u waiting']);
    expect(rig.places(job)).toEqual(['c waiting']);
    expect([...rig.incidents(called), ...rig.incidents(job)]).toHaveLength(2);
    await rig.ask({ kind: 'retry', job });
    await rig.ask({ kind: 'retry', job: called });
    expect(await rig.complete(called, 'u')).toEqual({ ok: true, job: called });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
  });
});

describe('a called job that fails', () => {
  it('throws its error at the call, in one transaction', async () => {
    rig = await Rig.start();
    const failing = processOf(
      'q',
      chain('<startEvent id="s"/>', user('u'), '<endEvent id="e"><errorEventDefinition errorRef="E"/></endEvent>'),
    );
    const caught = boundary('caught', 'c', '<errorEventDefinition errorRef="E"/>', true, [user('after')]);
    await rig.deploy(file(line('p', [call('c', 'q')], caught), failing, '<error id="E" errorCode="E"/>'));
    const job = await rig.startJob('p');
    const called = child(job);
    await rig.complete(called, 'u');
    await rig.idle();
    expect(unitsAbout(called).at(-1)).toEqual(['p: call-returned passive', 'q: wait-ended end']);
    expect(rig.job(called).status).toBe('failed');
    expect(rig.places(job)).toEqual(['after waiting']);
  });

  it('uncaught fails its callers', async () => {
    rig = await Rig.start();
    const failing = processOf(
      'r',
      chain('<startEvent id="s"/>', user('u'), '<endEvent id="e"><errorEventDefinition errorRef="E"/></endEvent>'),
    );
    await rig.deploy(
      file(line('p', [call('c', 'q')]), line('q', [call('d', 'r')]), failing, '<error id="E" errorCode="E"/>'),
    );
    await rig.startJob('p');
    const deepest = rig.store.jobs({ definitionKey: 'r' }, { limit: 1 })[0]?.id ?? '';
    await rig.complete(deepest, 'u');
    await rig.idle();
    expect(rig.store.counts()).toMatchObject({ failed: 3 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('by a person who cancels it is an incident of its caller', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    expect(await rig.ask({ kind: 'cancel', job: child(job) })).toMatchObject({ ok: true });
    await rig.idle();
    expect(rig.incidents(job)[0]).toContain('was cancelled');
  });
});

describe('an interrupting event on the call', () => {
  const tree = (): string =>
    file(
      line('p', [call('c', 'q')], boundary('stop', 'c', timer('timeDuration', 'PT1H'), true, [user('after')])),
      processOf('q', parallel([call('d', 'r')], [call('e', 'r')])),
      line('r', [service('s')]),
    );

  it('cancels the whole tree in it', async () => {
    rig = await Rig.start();
    await rig.deploy(tree());
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 2);
    rig.clock.advance(3600_000);
    await rig.until(() => rig.places(job).includes('after waiting'));
    expect(unitsAbout(job).at(-1)).toEqual(['p: wait-ended passive', 'q: end', 'r: end', 'r: end']);
    expect(rig.store.counts()).toMatchObject({ cancelled: 3, passive: 1 });
    for (const { end } of calls) end(done());
    await rig.idle();
    expect(rig.store.counts()).toMatchObject({ cancelled: 3, passive: 1 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('cancels a tree that is not in memory', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line('p', [call('c', 'q')], boundary('stop', 'c', timer('timeDuration', 'PT1H'))),
        line('q', [call('d', 'r')]),
        line('r', [user('u')]),
      ),
    );
    await rig.startJob('p');
    await rig.pass(3600_000);
    expect(rig.store.counts()).toMatchObject({ completed: 1, cancelled: 2 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('cancels with a person who cancels the caller', async () => {
    rig = await Rig.start();
    await rig.deploy(tree());
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 2);
    expect(await rig.ask({ kind: 'cancel', job })).toEqual({ ok: true, job });
    for (const { end } of calls) end(done());
    await rig.idle();
    expect(rig.store.counts()).toMatchObject({ cancelled: 4 });
    expect(rig.engine.cache.size).toBe(0);
  });

  it('that cannot be saved leaves the whole tree where it was', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(line('p', [call('c', 'q')], boundary('stop', 'c', timer('timeDuration', 'PT1H'))), line('q', [user('u')])),
    );
    const job = await rig.startJob('p');
    rig.watch.refuse = (unit) => (unit.parts.some((part) => part.job.status === 'cancelled') ? 'refused' : null);
    await rig.pass(3600_000);
    expect(rig.places(job)).toEqual(['c waiting']);
    expect(rig.places(child(job))).toEqual(['u waiting']);
    expect(rig.incidents(job)).toHaveLength(1);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('in the same instant as the end of the called job is one transaction with it: no crash brings it back', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf(
          'p',
          parallel([call('c', 'q'), user('after-c')], [user('other'), user('after-other')]) +
            boundary('stop', 'c', '<messageEventDefinition messageRef="m"/>', true, [user('after')]),
        ),
        message('m'),
      ),
    );
    await rig.deploy(file(line('q', [user('u')])));
    const job = await rig.startJob('p');
    await rig.idle();
    const called = child(job);
    // Behind the caller's barrier: the message that interrupts, then the end of the called job.
    rig.watch.full = true;
    rig.accept({ kind: 'complete', job, element: 'other' });
    rig.look();
    await rig.turns();
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    await rig.turns();
    const end = rig.accept({ kind: 'complete', job: called, element: 'u' });
    rig.look();
    await rig.turns();
    rig.watch.full = false;
    await rig.pass(100);
    expect(rig.answerTo(end)).toEqual({ ok: true, job: called });
    expect(rig.places(job)).toEqual(['after waiting', 'after-other waiting']);
    expect(rig.job(called).status).toBe('completed');
    expect(unitsAbout(called).at(-1)).toEqual(['p: wait-ended passive', 'q: wait-ended end']);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('reaches a job that was called in the very same step', async () => {
    rig = await Rig.start();
    const terminate = '<endEvent id="stop"><terminateEventDefinition/></endEvent>';
    const both =
      `<startEvent id="start"/><parallelGateway id="fork"/>${flow('start', 'fork')}` +
      chain(call('slow', 'q'), '<endEvent id="slow-end"/>') +
      flow('fork', 'slow') +
      chain(call('quick', 'r'), terminate) +
      flow('fork', 'quick');
    await rig.deploy(
      file(
        processOf('p', both),
        line('q', [user('u')]),
        processOf('r', chain('<startEvent id="rs"/>', '<endEvent id="re"/>')),
      ),
    );
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(
      rig
        .children(job)
        .map(({ definitionKey, status }) => `${definitionKey} ${status}`)
        .toSorted(),
    ).toEqual(['q cancelled', 'r completed']);
    expect(rig.engine.cache.size).toBe(0);
  });
});

describe('a called job', () => {
  it('whose caller does not wait for it any more ends alone', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    await rig.idle();
    const caller = rig.tables.jobs.get(job);
    if (caller === undefined) throw new Error('not started');
    caller.row = { ...caller.row, status: 'cancelled' };
    expect(await rig.complete(child(job), 'u')).toEqual({ ok: true, job: child(job) });
    await rig.idle();
    expect(rig.job(child(job)).status).toBe('completed');
    expect(rig.engine.cache.size).toBe(0);
  });

  it('is taken up after a crash, and returns', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [service('s')])));
    rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => rig.began.length === 1);
    rig.tasks.set('s', () => done({ x: 1 }));
    await rig.restart();
    await rig.idle();
    expect(rig.job(job)).toMatchObject({ status: 'completed' });
    expect(rig.variables(job)).toEqual({ x: 1 });
  });

  it("each parent's checkpoint records its called jobs' sequence numbers", async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([call('c', 'q')], [user('other')]))));
    await rig.deploy(file(line('q', [user('u'), receive('r', 'm'), pause('t', 'PT1H')]), message('m')));
    const job = await rig.startJob('p');
    const called = child(job);
    await rig.complete(called, 'u');
    await rig.complete(job, 'other');
    expect(rig.store.checkpoints(job, { limit: 9 }).map(({ children }) => children)).toEqual([
      { [called]: 1 },
      { [called]: 2 },
    ]);
  });
});

describe("Flowable's terminateAll in a called job", () => {
  const over =
    '<endEvent id="over"><terminateEventDefinition xmlns:flowable="http://flowable.org/bpmn" flowable:terminateAll="true"/></endEvent>';
  const all = (...before: string[]): string =>
    file(
      processOf('top', parallel([call('to-middle', 'middle')], [call('to-other', 'other')], [user('beside')])),
      line('middle', [call('to-bottom', 'bottom'), user('next')]),
      line('other', [user('o')]),
      processOf('bottom', chain('<startEvent id="bottom-start"/>', ...before, over)),
    );
  const statuses = (): Record<string, string> =>
    Object.fromEntries(rig.store.jobs({}, { limit: 10 }).map(({ definitionKey, status }) => [definitionKey, status]));
  const ended = { top: 'completed', middle: 'completed', other: 'cancelled', bottom: 'completed' };

  it('ends every job that called it, and cancels what they have called besides', async () => {
    rig = await Rig.start();
    await rig.deploy(all(user('u')));
    const top = await rig.startJob('top');
    const bottom = child(child(top));
    rig.watch.units.length = 0;
    await rig.complete(bottom, 'u');
    await rig.idle();
    expect(statuses()).toEqual(ended);
    // All of it is one transaction: no crash leaves a part of them.
    expect(unitsAbout(top).at(-1)).toHaveLength(4);
    expect(unitsAbout(bottom)).toEqual(unitsAbout(top));
  });

  it('does so in the very step that called it, too', async () => {
    rig = await Rig.start();
    await rig.deploy(all());
    await rig.startJob('top');
    await rig.idle();
    // The other call was asked for after it: its job has never been made.
    expect(statuses()).toEqual({ top: 'completed', middle: 'completed', bottom: 'completed' });
  });
});
