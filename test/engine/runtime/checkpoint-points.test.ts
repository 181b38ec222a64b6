/** Checkpoint-semantics, section 2: a checkpoint at each of the points that its table names, as a store has them. */
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
  service,
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function started(...files: string[]): Promise<string> {
  rig = await Rig.start();
  for (const xml of files) await rig.deploy(xml);
  return rig.startJob('p', { variables: { n: 2 } });
}

/** Reasons of its checkpoints, one text each, in order. */
function reasons(job: string): string[] {
  return rig.store.checkpoints(job, { limit: 99 }).map((row) => row.reasons.join(' '));
}

const marked: [string, string][] = [
  ['script', `<scriptTask id="t" scriptFormat="feel" MARK><script>1</script></scriptTask>`],
  ['business rule', `<businessRuleTask id="t" cairn:decision="d.dmn#d" MARK/>`],
  ['send', `<sendTask id="t" messageRef="m" MARK/>`],
  ['service (web service)', service('t', 'MARK')],
  [
    'inference',
    '<serviceTask id="t" cairn:type="inference" MARK><extensionElements><cairn:rules><cairn:rule name="r"><cairn:when>=true</cairn:when><cairn:then variable="x">=1</cairn:then></cairn:rule></cairn:rules></extensionElements></serviceTask>',
  ],
];

describe('a checkpoint is made', () => {
  it.each(marked)(
    'after (or before, or both) a Script, Business Rule, Send, Service (web service) or Inference task that the user marked: %s',
    async (_kind, task) => {
      const points: Record<string, string[]> = {};
      for (const mark of ['none', 'after', 'before', 'both']) {
        rig = await Rig.start();
        rig.tasks.set('t', () => done());
        await rig.deploy(
          file(line('p', [task.replace('MARK', `cairn:checkpoint="${mark}"`), user('u')]), message('m')),
          { 'd.dmn': '' },
        );
        const job = await rig.startJob('p');
        await rig.idle();
        points[mark] =
          reasons(job)
            .join(' ')
            .match(/task-\w+/g) ?? [];
        expect(rig.places(job)).toEqual(['u waiting']);
        await rig.close();
      }
      expect(points).toEqual({
        none: [],
        after: ['task-after'],
        before: ['task-before'],
        both: ['task-before', 'task-after'],
      });
    },
  );

  it('job start; job end (completed, failed, cancelled)', async () => {
    const failing = '<endEvent id="bad"><errorEventDefinition errorRef="e"/></endEvent>';
    const completed = await started(
      file(line('p', [user('u')])),
      file(line('c', [user('u')])),
      file(processOf('f', chain('<startEvent id="s"/>', user('u'), failing)), '<error id="e" errorCode="E"/>'),
    );
    const cancelled = await rig.startJob('c');
    const failed = await rig.startJob('f');
    for (const job of [completed, failed]) await rig.complete(job, 'u');
    await rig.ask({ kind: 'cancel', job: cancelled });
    await rig.idle();
    expect([completed, failed, cancelled].map((job) => rig.job(job).status)).toEqual([
      'completed',
      'failed',
      'cancelled',
    ]);
    for (const job of [completed, failed, cancelled]) {
      expect(reasons(job)[0]).toMatch(/^start\b/);
      expect(reasons(job).at(-1)).toMatch(/\bend\b/);
    }
  });

  it('forks: once, after all tokens of a step that turns one token into several exist (parallel, inclusive, complex gateway, several outgoing flows, non-interrupting events)', async () => {
    const forks = ['parallelGateway', 'inclusiveGateway', 'complexGateway', 'task'].map((type, index) =>
      file(
        processOf(
          index === 0 ? 'p' : `p${index}`,
          `<startEvent id="s"/>${flow('s', 'f')}<${type} id="f"/>` +
            ['a', 'b', 'c'].map((id) => user(id) + flow('f', id)).join(''),
        ),
      ),
    );
    const jobs = [await started(...forks)];
    for (const index of [1, 2, 3]) jobs.push(await rig.startJob(`p${index}`));
    for (const job of jobs) {
      await rig.idle();
      expect(rig.places(job)).toEqual(['a waiting', 'b waiting', 'c waiting']);
      expect(reasons(job).filter((text) => /\bfork\b/.test(text))).toHaveLength(1);
    }
    await rig.deploy(
      file(line('n', [user('u')], boundary('late', 'u', timer('timeDuration', 'PT1H'), false, [user('v')]))),
    );
    const job = await rig.startJob('n');
    await rig.pass(3600_000);
    expect(rig.places(job)).toEqual(['u waiting', 'v waiting']);
    expect(reasons(job).filter((text) => /\bfork\b/.test(text))).toHaveLength(1);
  });

  it("joins: at each token's arrival at an element that waits for several, before the merge; a parallel gateway with one way in and one out is neither fork nor join", async () => {
    const job = await started(file(processOf('p', parallel([user('a')], [user('b')], [user('c')]))));
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await rig.complete(job, id);
      await rig.idle();
      expect(reasons(job).filter((text) => /\bjoin\b/.test(text))).toHaveLength(index + 1);
    }
    await rig.deploy(file(line('q', ['<parallelGateway id="g"/>', user('u')])));
    expect(reasons(await rig.startJob('q')).join(' ')).not.toMatch(/fork|join/);
  });

  it('receive task: when it starts to wait, and when its message is taken', async () => {
    const job = await started(file(line('p', [receive('r', 'm')]), message('m')));
    expect(reasons(job)[0]).toContain('receive-wait');
    await rig.publish('m');
    await rig.idle();
    expect(reasons(job)[1]).toContain('receive-taken');
  });

  it('call activity: when the called job is created, and when it returns', async () => {
    const job = await started(file(line('p', [call('c', 'q')])), file(line('q', [user('u')])));
    expect(reasons(job)[0]).toContain('call-created');
    await rig.complete(rig.children(job)[0]?.id ?? '', 'u');
    await rig.idle();
    expect(reasons(job)[1]).toContain('call-returned');
  });

  it('subprocess: on entering and leaving; multi-instance: on entering, on leaving, and when an instance completes', async () => {
    const inner = chain('<startEvent id="is"/>', user('u'), '<endEvent id="ie"/>');
    const twice =
      '<userTask id="m"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>';
    const job = await started(file(line('p', [`<subProcess id="sub">${inner}</subProcess>`, twice])));
    expect(reasons(job)[0]).toContain('scope-entered');
    await rig.complete(job, 'u');
    await rig.idle();
    const left = reasons(job);
    expect(left.join(' ')).toContain('scope-left');
    expect(left.at(-1)).toContain('scope-entered');
    await rig.complete(job, 'm');
    await rig.idle();
    expect(reasons(job).at(-1)).toContain('instance-completed');
    await rig.complete(job, 'm');
    await rig.idle();
    expect(reasons(job).at(-1)).toContain('scope-left');
  });

  it('whenever the job turns passive, and when a wait ends (user task completed, timer fired, message taken)', async () => {
    const caught = '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>';
    const job = await started(file(line('p', [user('u'), pause('t', 'PT1H'), caught, user('v')]), message('m')));
    await rig.complete(job, 'u');
    await rig.pass(3600_000);
    await rig.publish('m');
    await rig.idle();
    const all = reasons(job);
    expect(all).toHaveLength(4);
    expect(all.every((text) => text.includes('passive'))).toBe(true);
    expect(all.slice(1).every((text) => text.includes('wait-ended'))).toBe(true);
  });

  it('an incident is raised; a failed try with retries left is scheduled', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s', 'cairn:retries="1" cairn:backoff="PT5S"')])));
    rig.tasks.set('s', () => ({ kind: 'failed', message: 'no' }));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(reasons(job).at(-1)).toContain('retry-scheduled');
    await rig.pass(5000);
    expect(reasons(job).at(-1)).toContain('incident');
  });

  it('on request (section 8)', async () => {
    const job = await started(file(line('p', [script('a', '1'), user('u')])));
    await rig.idle();
    await rig.ask({ kind: 'savepoint', job, cancel: true });
    await rig.idle();
    const kinds = rig.store.checkpoints(job, { limit: 99 }).map(({ kind }) => kind);
    expect(kinds).toContain('savepoint');
  });
});
