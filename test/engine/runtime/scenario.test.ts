/** A scenario drives a job: the virtual clock, people's answers, messages (interfaces.md, "Scenario file"). */
import { afterEach, describe, expect, it } from 'vitest';
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
  sends,
  service,
  timer,
  user,
} from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const zero = Date.UTC(2026, 0, 1);
const hour = 3600_000;

describe('a scenario', () => {
  it('answers user tasks in order, the last answer again', async () => {
    rig = await Rig.start();
    const loop =
      chain(
        '<startEvent id="start"/>',
        '<exclusiveGateway id="in"/>',
        user('u'),
        script('all', 'append(all, x)'),
        '<exclusiveGateway id="out"/>',
        '<endEvent id="end"/>',
      ) +
      `<sequenceFlow id="again" sourceRef="out" targetRef="in"><conditionExpression xsi:type="tFormalExpression">=count(all) &lt; 3</conditionExpression></sequenceFlow>`;
    await rig.deploy(
      file(
        processOf('p', loop.replace('<exclusiveGateway id="out"/>', '<exclusiveGateway id="out" default="out_end"/>')),
      ),
    );
    const job = await rig.startJob('p', {
      variables: { all: [] },
      scenario: { userTasks: { u: [{ variables: { x: 1 } }, { variables: { x: 2 } }] } },
    });
    await rig.idle();
    expect(rig.variables(job)['all']).toEqual([1, 2, 2]);
    expect(rig.job(job).status).toBe('completed');
  });

  it('moves the virtual clock to the next timer, and nothing else moves it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [pause('a', 'PT1H'), pause('b', 'P1D'), user('u')])));
    const job = await rig.startJob('p', { scenario: {} });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.job(job).now).toBe(zero + 25 * hour);
    expect(rig.store.checkpoints(job, { limit: 9 }).map(({ at }) => at - zero)).toEqual([0, hour, 25 * hour]);
    await rig.pass(1000 * hour);
    expect(rig.job(job).now).toBe(zero + 25 * hour);
    expect(rig.engine.cache.size).toBe(0);
  });

  it('sends messages when somebody waits at an element, and at their time', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), receive('r', 'm'), receive('s', 'm'), user('end')]), message('m')));
    const scenario = {
      userTasks: { u: [{ variables: { done: true } }] },
      messages: [
        { name: 'm', variables: { late: true }, when: { at: 'PT2H' } },
        { name: 'm', variables: { early: true }, id: 'mine', when: { waiting: 'r' } },
        { name: 'm', variables: { never: true }, when: { waiting: 'nowhere' } },
      ],
    };
    const job = await rig.startJob('p', { scenario });
    await rig.idle();
    expect(rig.variables(job)).toEqual({ done: true, early: true, late: true });
    expect(rig.job(job)).toMatchObject({ messageId: 'message-1', now: zero + 2 * hour });
    expect(rig.places(job)).toEqual(['end waiting']);
  });

  it('starts a process that begins with a message', async () => {
    rig = await Rig.start();
    const start = '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>';
    await rig.deploy(file(processOf('p', chain(start, receive('r', 'm'), '<endEvent id="end"/>')), message('m')));
    const messages = [1, 2].map((x) => ({ name: 'm', variables: { [`x${x}`]: x }, when: { at: 'PT0S' } }));
    const job = await rig.startJob('p', { scenario: { messages } });
    await rig.idle();
    expect(rig.variables(job)).toEqual({ x1: 1, x2: 2 });
    expect(rig.job(job).status).toBe('completed');
  });

  it('ends when its timers have no end', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(line('p', [user('u')], boundary('tick', 'u', timer('timeCycle', 'R/PT1H'), false, [script('n', 'n + 1')]))),
    );
    const job = await rig.startJob('p', { variables: { n: 0 }, scenario: {} });
    await rig.idle();
    expect(rig.job(job).status).toBe('passive');
    expect(rig.variables(job)['n']).toBe(1000);
  });

  it('called jobs inherit it: the clock, and the answers', async () => {
    rig = await Rig.start();
    await rig.deploy(file(processOf('p', parallel([call('c', 'q')], [pause('t', 'PT3H')], [pause('w', 'PT1H')]))));
    await rig.deploy(file(line('q', [pause('x', 'PT2H'), user('u'), script('at', 'n + 1')])));
    const job = await rig.startJob('p', {
      variables: { n: 1 },
      scenario: { userTasks: { u: [{ variables: { n: 5 } }] } },
    });
    await rig.idle();
    const [called] = rig.children(job);
    expect(called).toMatchObject({ status: 'completed', clock: 'virtual', now: zero + 2 * hour });
    expect(rig.job(job)).toMatchObject({ status: 'completed', now: zero + 3 * hour });
    expect(rig.variables(job)).toEqual({ n: 5, at: 6 });
  });

  it('answers for services, and starts at its own time', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s', 'cairn:retries="1" cairn:backoff="PT1H"'), user('u')])));
    const job = await rig.startJob('p', {
      scenario: { start: '2030-01-01T00:00:00Z', services: { s: [{ fail: 'no' }, { respond: { x: 1 } }] } },
    });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.job(job)).toMatchObject({ startedAt: Date.UTC(2030, 0, 1), now: Date.UTC(2030, 0, 1, 1) });
  });

  it('that cannot go on leaves its job waiting: an answer that the task refuses, a message that nobody takes', async () => {
    rig = await Rig.start();
    const form =
      '<userTask id="u"><extensionElements><cairn:form><cairn:field name="x" label="X" type="number" required="true"/></cairn:form></extensionElements></userTask>';
    await rig.deploy(file(line('p', [form])));
    const job = await rig.startJob('p', {
      scenario: { userTasks: { u: [{ variables: {} }] }, messages: [{ name: 'nobody', when: { at: 'PT1H' } }] },
    });
    await rig.idle();
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.engine.cache.size).toBe(0);
    await rig.restart();
    await rig.idle();
    expect(await rig.complete(job, 'u', { x: 1 })).toEqual({ ok: true, job });
  });

  it('waits while its job is held, and goes on afterwards', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf(
          'p',
          `<startEvent id="start"/>${flow('start', 'go')}${user('go')}${flow('go', 'fork')}` +
            parallel([script('a', '1')], [pause('t', 'PT1H')]).replace(/^.*?<parallelGateway/, '<parallelGateway'),
        ),
      ),
    );
    const job = await rig.startJob('p', { scenario: {} });
    await rig.idle();
    await rig.ask({ kind: 'hold', job, action: 'breakpoints', elements: ['a'] });
    await rig.complete(job, 'go');
    await rig.idle();
    expect(rig.places(job)).toEqual(['a held', 't waiting']);
    expect(rig.job(job).now).toBe(zero);
    await rig.ask({ kind: 'hold', job, action: 'resume' });
    await rig.idle();
    expect(rig.job(job)).toMatchObject({ status: 'completed', now: zero + hour });
  });
});

const story = (): string =>
  file(
    processOf(
      'p',
      parallel(
        [call('c1', 'q'), script('s1', 'n + 1', 'cairn:resultVariable="n"')],
        [pause('t', 'PT1H'), script('s2', 'n + 10', 'cairn:resultVariable="n"'), sends('send', 'm')],
        [
          receive('r', 'm'),
          service('svc', 'cairn:checkpoint="after"'),
          script('s3', 'n * 2', 'cairn:resultVariable="n"'),
        ],
        [call('c2', 'q'), user('u')],
      ),
    ),
    message('m'),
  );
const called = (): string => file(line('q', [script('k', '1'), pause('x', 'PT30M'), user('v'), script('l', 'k + 1')]));
const scenario = {
  services: { svc: [{ fail: 'busy' }, { respond: { charged: true } }] },
  userTasks: { u: [{ variables: { byU: 1 } }], v: [{ variables: { byV: 1 } }, { variables: { byV: 2 } }] },
};

/** What a run was: without the ids of jobs, which are new each time. */
async function ran(
  dies: { at: number; when: 'before' | 'after' } | null,
): Promise<{ died: boolean; variables: unknown; children: unknown; executions: unknown }> {
  rig = await Rig.start();
  await rig.deploy(
    story().replace('<serviceTask id="svc"', '<serviceTask cairn:retries="1" cairn:backoff="PT5M" id="svc"'),
  );
  await rig.deploy(called());
  rig.watch.dies = dies;
  const row = rig.accept({
    kind: 'start',
    definition: 'p',
    variables: '{"n": 1}',
    scenario: JSON.stringify(scenario),
    extId: 'the job',
  });
  rig.look();
  let idle = false;
  rig.engine.whenIdle(() => {
    idle = true;
  });
  await rig.until(() => idle || rig.broken.length > 0);
  const died = rig.broken.length > 0;
  if (died) await rig.restart();
  await rig.answered(row);
  await rig.idle();
  const executions = rig.executions('the job').length === 0 ? [] : rig.executions(rig.job('the job').id);
  const result = {
    died,
    variables: { ...rig.variables('the job'), status: rig.job('the job').status, now: rig.job('the job').now },
    children: rig.children(rig.job('the job').id).map((row) => [row.status, row.now, rig.variables(row.id)]),
    executions: executions
      .filter(({ outcome }) => outcome === 'completed')
      .map(({ element, instance, startedAt, endedAt }) => [element, instance, startedAt, endedAt]),
  };
  expect(rig.engine.cache.size).toBe(0);
  await rig.close();
  return result;
}

describe('the same scenario', () => {
  it('run twice gives identical executions and variables', async () => {
    const first = await ran(null);
    expect(first.variables).toMatchObject({ status: 'completed' });
    expect(await ran(null)).toEqual(first);
  });

  it('under a scenario the order is fixed (virtual time, then token lineage), so there the promise holds for every process', async () => {
    const { died: _, ...undisturbed } = await ran(null);
    let deaths = 0;
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at += 1) {
        const { died, ...result } = await ran({ at, when });
        expect(result, `dies ${when} commit ${at}`).toEqual(undisturbed);
        if (!died) break;
        deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(30);
  }, 60_000);
});
