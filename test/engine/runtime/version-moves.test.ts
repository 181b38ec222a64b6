/** Checkpoint-semantics, section 8: what a newer version has that the saved one had not. */
import { afterEach, describe, expect, it } from 'vitest';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { rehearse } from '../../../engine/core/adaptation.ts';
import { decodeJob } from '../../../engine/core/job-codec.ts';
import { prepareRestore } from '../../../engine/savepoints/prepare.ts';
import type { EngineAnswer } from '../../../engine/protocol/requests.ts';
import { boundary, call, file, line, message, timer, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

interface Wish {
  toVersion?: number | 'latest';
  map?: Record<string, string>;
  allowDropped?: boolean;
}

function ask(from: string, wish: Wish = { toVersion: 2 }): Promise<EngineAnswer> {
  return rig.ask({ kind: 'restore', path: from, ...wish });
}

async function restore(from: string, wish?: Wish): Promise<string> {
  const answer = await ask(from, wish);
  if (!answer.ok || answer.job === null) throw new Error(JSON.stringify(answer));
  await rig.idle();
  return answer.job;
}

async function refused(from: string, wish?: Wish): Promise<string> {
  const answer = await ask(from, wish);
  if (answer.ok) throw new Error('it was not refused');
  await rig.idle();
  expect(rig.engine.cache.size).toBe(0);
  return answer.message;
}

/** A job of version 1 in a savepoint, and version 2 deployed. */
async function saved(
  one: string,
  two: string,
  variables: Record<string, number | readonly string[]> = {},
  before: (job: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<string> {
  rig = await Rig.start();
  await rig.deploy(one);
  const job = await rig.startJob('p', { variables });
  await rig.idle();
  await before(job);
  const answer = await rig.ask({ kind: 'savepoint', job, cancel: true, graceMs: 0 });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  await rig.deploy(two);
  return answer.taken?.savepoints[0]?.location ?? '';
}

/** What a dry run says. */
async function rehearsed(path: string) {
  const found = await prepareRestore(
    rig.store,
    ({ job, rows }) => decodeJob(job, rows),
    { kind: 'savepoint', path },
    { toVersion: 2, map: {} },
  );
  return found.jobs.flatMap(({ stored, changes, definition }) => {
    if (changes === null) return [];
    return [rehearse(definition.graph, decodeJob(stored.job, stored.rows), changes, { now: 0, evaluate })];
  });
}

function many(id: string, loop: string): string {
  return `<userTask id="${id}"><multiInstanceLoopCharacteristics ${loop}</multiInstanceLoopCharacteristics></userTask>`;
}
const count = (text: string, sequential = false): string =>
  `isSequential="${String(sequential)}"><loopCardinality>${text}</loopCardinality>`;

function inside(job: string): string[] {
  return [...rig.state(job).tokens.values()].flatMap(({ index, instance }) =>
    index === null || instance === null ? [] : [instance],
  );
}

async function completeAll(job: string, element: string): Promise<number> {
  let done = 0;
  for (let left = inside(job); left.length > 0; left = rig.job(job).endedAt === null ? inside(job) : []) {
    for (const instance of left) {
      expect(await rig.complete(job, element, {}, instance)).toMatchObject({ ok: true });
      done += 1;
    }
    await rig.idle();
  }
  return done;
}

describe('multi-instance on a newer version', () => {
  it('a savepoint may change cardinality up: missing instances are created', async () => {
    const from = await saved(
      file(line('p', [many('u', count('2')), user('v')])),
      file(line('p', [many('u', count('4')), user('v')])),
      {},
      (job) => rig.complete(job, 'u', {}, inside(job)[0]),
    );
    expect(await rehearsed(from)).toEqual([{ arms: [], instances: [{ element: 'u', from: 2, to: 4 }] }]);
    const job = await restore(from);
    const body = [...rig.state(job).tokens.values()].find(({ rounds }) => rounds !== null);
    expect(body?.rounds).toEqual({ total: 4, started: 4, completed: 1, terminated: 0 });
    expect(await completeAll(job, 'u')).toBe(3);
    expect(rig.places(job)).toEqual(['v waiting']);
  });

  it('each missing instance finds its item of the collection there', async () => {
    const loop = (name: string): string => many('u', `camunda:collection="${name}" camunda:elementVariable="item">`);
    const from = await saved(file(line('p', [loop('few'), user('v')])), file(line('p', [loop('all'), user('v')])), {
      few: ['a'],
      all: ['a', 'b', 'c'],
    });
    const job = await restore(from);
    const items = [...rig.state(job).scopes.values()].flatMap(({ kind, variables }) =>
      kind === 'local' ? [variables.get('item')] : [],
    );
    expect(new Set(items)).toEqual(new Set(['a', 'b', 'c']));
    expect(await completeAll(job, 'u')).toBe(3);
  });

  it('down: only instances not yet started may fall away', async () => {
    const from = await saved(
      file(line('p', [many('u', count('3')), user('v')])),
      file(line('p', [many('u', count('2')), user('v')])),
    );
    const reason =
      'u would have 2 instances, and 3 of the 3 that it has have begun: only instances that have not begun may fall away';
    expect(await rehearsed(from)).toEqual([reason]);
    expect(await refused(from)).toBe(reason);
  });

  it('down: what comes one after the other has not started', async () => {
    const from = await saved(
      file(line('p', [many('u', count('5', true)), user('v')])),
      file(line('p', [many('u', count('n', true)), user('v')])),
      { n: 2 },
    );
    const job = await restore(from);
    expect(await completeAll(job, 'u')).toBe(2);
    expect(rig.places(job)).toEqual(['v waiting']);
  });

  it('down: instances that are held in front of their element have not begun', async () => {
    const from = await saved(
      file(line('p', [user('before'), many('u', count('4')), user('v')])),
      file(line('p', [user('before'), many('u', count('3')), user('v')])),
      {},
      async (job) => {
        await rig.ask({ kind: 'hold', job, action: 'breakpoints', elements: ['u'] });
        await rig.complete(job, 'before');
        await rig.idle();
        await rig.ask({ kind: 'hold', job, action: 'resume' });
        await rig.idle();
        expect(rig.places(job).filter((place) => place === 'u held')).toHaveLength(4);
      },
    );
    expect(await rehearsed(from)).toEqual([{ arms: [], instances: [{ element: 'u', from: 4, to: 3 }] }]);
    const job = await restore(from);
    await rig.ask({ kind: 'hold', job, action: 'resume' });
    await rig.idle();
    expect(await completeAll(job, 'u')).toBe(3);
    expect(rig.places(job)).toEqual(['v waiting']);
  });

  it('what cannot be counted is refused', async () => {
    const from = await saved(
      file(line('p', [many('u', count('2')), user('v')])),
      file(line('p', [many('u', count('"many"')), user('v')])),
    );
    expect(await refused(from)).toContain('the instances of u cannot be counted: the cardinality');
  });

  it('a checkpoint in history keeps its cardinality', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [many('u', count('2')), user('v')])));
    const job = await rig.startJob('p');
    await rig.deploy(file(line('p', [many('u', count('3')), user('v')])));
    await rig.ask({ kind: 'cancel', job });
    expect(await refused(`checkpoint:${job}/1`)).toBe(
      `checkpoint:${job}/1 is a checkpoint, which restores only onto the version, and the multi-instance cardinality, that it was saved with; take a savepoint to move to another`,
    );
    expect(inside(await restore(`checkpoint:${job}/1`, {}))).toHaveLength(2);
  });
});

describe('events of a newer version', () => {
  const one = file(line('p', [user('u'), user('v')]));

  it('a new boundary event of an activity at work is armed, and fires', async () => {
    const from = await saved(
      one,
      file(line('p', [user('u'), user('v')], boundary('late', 'u', timer('timeDuration', 'PT1H'), true, [user('w')]))),
    );
    expect(await rehearsed(from)).toEqual([{ arms: [{ what: 'timer', element: 'late' }], instances: [] }]);
    const job = await restore(from);
    expect(rig.places(job)).toEqual(['u waiting']);
    await rig.pass(3_600_000);
    await rig.idle();
    expect(rig.places(job)).toEqual(['w waiting']);
  });

  it('and survives a restart', async () => {
    const from = await saved(
      one,
      file(
        line(
          'p',
          [user('u'), user('v')],
          boundary('told', 'u', '<messageEventDefinition messageRef="m"/>', true, [user('w')]),
        ),
        message('m'),
      ),
    );
    const job = await restore(from);
    await rig.restart();
    await rig.publish('m');
    await rig.idle();
    expect(rig.places(job)).toEqual(['w waiting']);
  });

  it('a condition that is true already fires at once', async () => {
    const when = '<conditionalEventDefinition><condition>x &gt; 1</condition></conditionalEventDefinition>';
    const from = await saved(
      one,
      file(line('p', [user('u'), user('v')], boundary('enough', 'u', when, true, [user('w')]))),
      { x: 2 },
    );
    const job = await restore(from);
    expect(rig.places(job)).toEqual(['w waiting']);
  });

  it('is not armed where the activity is yet to come, and not twice where it was there', async () => {
    const late = (id: string, on: string): string => boundary(id, on, timer('timeDuration', 'PT1H'));
    const from = await saved(
      file(line('p', [user('u'), user('v')], late('a', 'u'))),
      file(line('p', [user('u'), user('v')], late('a', 'u') + late('b', 'v'))),
    );
    const job = await restore(from);
    expect([...rig.state(job).timers.values()].map(({ node }) => node)).toEqual(['a']);
  });

  it('one that is gone is listed, refused, and disarmed where dropping is allowed', async () => {
    const from = await saved(
      file(line('p', [user('u'), user('v')], boundary('late', 'u', timer('timeDuration', 'PT1H')))),
      one,
    );
    expect(await refused(from)).toContain('timer at late: there is no event late in the new version');
    const job = await restore(from, { toVersion: 2, allowDropped: true });
    expect(rig.state(job).timers.size).toBe(0);
    expect(rig.places(job)).toEqual(['u waiting']);
  });

  it('one that is triggered by another kind of thing is armed anew', async () => {
    const from = await saved(
      file(line('p', [user('u'), user('v')], boundary('late', 'u', timer('timeDuration', 'PT1H')))),
      file(
        line('p', [user('u'), user('v')], boundary('late', 'u', '<messageEventDefinition messageRef="m"/>')),
        message('m'),
      ),
    );
    expect(await refused(from)).toContain('late is triggered otherwise in the new version');
    const job = await restore(from, { toVersion: 2, allowDropped: true });
    expect(rig.state(job).timers.size).toBe(0);
    expect([...rig.state(job).subscriptions.values()].map(({ node }) => node)).toEqual(['late']);
  });

  it('what cannot be armed is refused', async () => {
    const from = await saved(
      one,
      file(line('p', [user('u'), user('v')], boundary('late', 'u', timer('timeDuration', '=soon')))),
    );
    expect(await refused(from)).toContain('the timer of late');
  });

  it('a new event subprocess of a scope that is open is armed', async () => {
    const on = `<subProcess id="told" triggeredByEvent="true">${line('x', [user('w')])
      .replace(/<\/?process[^>]*>/g, '')
      .replace(
        '<startEvent id="x-start"/>',
        '<startEvent id="x-start" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent>',
      )}</subProcess>`;
    const from = await saved(one, file(line('p', [user('u'), user('v')], on), message('m')));
    expect(await rehearsed(from)).toEqual([{ arms: [{ what: 'subscription', element: 'x-start' }], instances: [] }]);
    const job = await restore(from);
    await rig.publish('m');
    await rig.idle();
    expect(rig.places(job)).toEqual(expect.arrayContaining(['u waiting', 'w waiting']));
  });
});

describe('called jobs', () => {
  const two = (binding: string, called = 'q'): string =>
    line('p', [`<callActivity id="c" calledElement="${called}" ${binding}/>`, user('v')]);

  it('move too where the new version names the version that is called', async () => {
    const from = await saved(
      file(line('p', [call('c', 'q'), user('v')]), line('q', [user('w')])),
      file(
        two('cairn:version="2"'),
        line('q', [user('w'), user('more')], boundary('late', 'w', timer('timeDuration', 'PT1H'))),
      ),
    );
    const job = await restore(from);
    const [child] = rig.children(job);
    expect(child).toMatchObject({ definitionVersion: 2 });
    expect(rig.state(child?.id ?? '').timers.size).toBe(1);
    await rig.complete(child?.id ?? '', 'w');
    await rig.complete(child?.id ?? '', 'more');
    await rig.idle();
    expect(rig.places(job)).toEqual(['v waiting']);
  });

  it('keep their version where the new one calls the latest', async () => {
    const from = await saved(
      file(line('p', [call('c', 'q'), user('v')]), line('q', [user('w')])),
      file(two(''), line('q', [user('w'), user('more')])),
    );
    expect(rig.children(await restore(from))[0]).toMatchObject({ definitionVersion: 1 });
  });

  it('of another process are refused', async () => {
    const from = await saved(
      file(line('p', [call('c', 'q'), user('v')]), line('q', [user('w')])),
      file(two('', 'r'), line('r', [user('w')])),
    );
    expect(await refused(from)).toContain('c calls r in the new version');
  });
});
