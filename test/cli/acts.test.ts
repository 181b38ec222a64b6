import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agentList, type AgentList } from '../../engine/protocol/agent-views.ts';
import { resultDocument, type ResultDocument } from '../../engine/protocol/views.ts';
import { begin, cairn, folder } from './cairn.ts';
import { chain, diagram } from './diagrams.ts';

const approval = diagram(
  '<message id="m1" name="paid" cairn:correlationKey="=order"/>' +
    chain(
      'approval',
      ['userTask', 'approve'],
      ['receiveTask', 'wait-for-payment', 'messageRef="m1"'],
      [
        'scriptTask',
        'sum',
        'scriptFormat="feel" cairn:resultVariable="total" cairn:checkpoint="after"',
        '<script>amount + fee</script>',
      ],
    ),
);

const documentOf = (text: string): ResultDocument => resultDocument.parse(JSON.parse(text));

/** A deployed process with one job that waits for approval. */
async function waiting(): Promise<string> {
  const at = folder({ 'approval.bpmn': approval });
  expect((await cairn(at, 'deploy', 'approval.bpmn')).code).toBe(0);
  const { code } = await cairn(at, 'start', 'approval', '--ext-id', 'a-1', '--vars', '{"order":"o-1","amount":20}');
  expect(code).toBe(0);
  return at;
}

describe('deploy', () => {
  it('makes a new version of what changed, and of nothing else', async () => {
    const at = folder({ 'approval.bpmn': approval, 'more.bpmn': diagram(chain('more')) });
    const versions = async (): Promise<unknown> => {
      const { out } = await cairn(at, 'deploy', 'approval.bpmn', 'more.bpmn', '--json');
      const { deployed } = JSON.parse(out) as { deployed: { key: string; version: number; isNew: boolean }[] };
      return deployed.map(({ key, version, isNew }) => [key, version, isNew]);
    };
    expect(await versions()).toEqual([
      ['approval', 1, true],
      ['more', 1, true],
    ]);
    expect(await versions()).toEqual([
      ['approval', 1, false],
      ['more', 1, false],
    ]);
  });

  it('says what starts by itself from then on, and when; so does a run', async () => {
    const timed =
      '<startEvent id="nightly"><timerEventDefinition><timeDate>2100-01-01T00:00:00Z</timeDate></timerEventDefinition></startEvent>';
    const at = folder({ 'timed.bpmn': diagram(`<process id="timed">${timed}<startEvent id="byHand"/></process>`) });
    const note =
      /note: timed has a timer start: nightly starts a job by itself while an engine runs, next at 2100-01-01/;
    expect((await cairn(at, 'deploy', 'timed.bpmn')).err).toMatch(note);
    const { deployed } = JSON.parse((await cairn(at, 'deploy', 'timed.bpmn', '--json')).out);
    expect(deployed).toMatchObject([
      { key: 'timed', timers: [{ element: 'nightly', due: '2100-01-01T00:00:00.000Z' }] },
    ]);
    expect((await cairn(at, 'run', 'timed.bpmn', '--at', 'byHand')).err).toMatch(note);
  });

  it('deploys nothing when one file cannot run', async () => {
    const at = folder({ 'approval.bpmn': approval, 'bad.bpmn': diagram(chain('bad', ['implicitThrowEvent', 'c'])) });
    const { code, err } = await cairn(at, 'deploy', 'approval.bpmn', 'bad.bpmn');
    expect(code).toBe(2);
    expect(err).toMatch(/^cairn: bad\.bpmn: .*\bc\b.*\n$/);
    expect(readdirSync(at)).not.toContain('.cairn');
  });

  it.each([
    [
      'an expression in XPath that cannot be read',
      [
        'task',
        'pack',
        '',
        `<standardLoopCharacteristics><loopCondition language="http://www.w3.org/1999/XPath">order/total > </loopCondition></standardLoopCharacteristics>`,
      ],
      /^cairn: bad\.bpmn: .*pack \(bpmn:Task\): expression "order\/total >" cannot be read as XPath 1\.0: character 14: /,
    ],
    [
      'a cron expression that never fires',
      [
        'intermediateCatchEvent',
        'nag',
        '',
        '<timerEventDefinition><timeCycle>0 0 0 30 2 ?</timeCycle></timerEventDefinition>',
      ],
      /^cairn: bad\.bpmn: .*nag \(bpmn:IntermediateCatchEvent\): timeCycle "0 0 0 30 2 \?" .* never fires/,
    ],
  ] as const)('refuses %s with file, element and reason', async (_, element, reason) => {
    const at = folder({ 'bad.bpmn': diagram(chain('bad', [...element])) });
    const { code, err } = await cairn(at, 'deploy', 'bad.bpmn');
    expect(code).toBe(2);
    expect(err).toMatch(reason);
    expect(readdirSync(at)).not.toContain('.cairn');
  });
});

describe('a process with several none start events', () => {
  const ways =
    '<process id="ways" isExecutable="true"><startEvent id="by-post"/><startEvent id="by-phone"/><task id="scan"/><endEvent id="end"/>' +
    '<sequenceFlow id="f1" sourceRef="by-post" targetRef="scan"/><sequenceFlow id="f2" sourceRef="scan" targetRef="end"/><sequenceFlow id="f3" sourceRef="by-phone" targetRef="end"/></process>';

  it('begins at the one that is named, and nowhere else', async () => {
    const at = folder({ 'ways.bpmn': diagram(ways) });
    const deployed = await cairn(at, 'deploy', 'ways.bpmn');
    expect(deployed.code).toBe(0);
    const completed = async (...args: string[]): Promise<string[]> => {
      const { code, out } = await cairn(at, ...args, '--json');
      expect(code).toBe(0);
      return documentOf(out).executions.map(({ element }) => element);
    };
    expect(await completed('start', 'ways', '--at', 'by-phone')).toEqual(['by-phone', 'end']);
    expect(await completed('run', 'ways.bpmn', '--at', 'by-post')).toEqual(['by-post', 'scan', 'end']);
    const { code, err } = await cairn(at, 'start', 'ways');
    expect(code).not.toBe(0);
    expect(err).toContain('several none start events (by-post, by-phone)');
  });
});

describe('a job that waits', () => {
  it('is moved on by people and messages, engine by engine', async () => {
    const at = await waiting();
    const completed = await cairn(at, 'complete', 'a-1', 'approve', '--vars', '{"fee":2}', '--json');
    expect(completed.code).toBe(0);
    expect(documentOf(completed.out).waiting).toMatchObject([
      { element: 'wait-for-payment', for: 'message', messages: [{ name: 'paid', key: 'o-1' }] },
    ]);
    const paid = await cairn(at, 'message', 'paid', '--key', 'o-1', '--id', 'm-1', '--json');
    expect(paid.code).toBe(0);
    expect(JSON.parse(paid.out)).toMatchObject({
      message: { id: 'm-1', name: 'paid', correlated: 'subscription' },
      result: { job: { extId: 'a-1', status: 'completed' }, variables: { total: 22 }, system: { messageid: 'm-1' } },
    });
  });

  it('says what completes a task, by the names of its fields and data outputs, and refuses what leaves one out', async () => {
    const outputs =
      '<ioSpecification><dataOutput id="who" name="approver"/><inputSet/><outputSet><dataOutputRefs>who</dataOutputRefs></outputSet></ioSpecification>' +
      '<dataOutputAssociation><sourceRef>who</sourceRef><targetRef>shown</targetRef></dataOutputAssociation>';
    const form =
      '<extensionElements><cairn:form><cairn:field name="amount" type="number" required="true"/><cairn:field name="note"/></cairn:form></extensionElements>';
    const process = chain('assign', ['userTask', 'ask', '', form + outputs]).replace(
      '</process>',
      '<dataObject id="kept" name="kept"/><dataObjectReference id="shown" dataObjectRef="kept"/></process>',
    );
    const at = folder({ 'assign.bpmn': diagram(process) });
    await cairn(at, 'deploy', 'assign.bpmn');
    const started = await cairn(at, 'start', 'assign', '--ext-id', 'b-1');
    const { out } = await cairn(at, 'show', 'b-1');
    for (const text of [started.out, out]) {
      expect(text).toContain(`--vars '{"amount": <number>, "approver": <JSON>}'`);
      expect(text).toContain('(may leave out note)');
    }
    const refused = await cairn(at, 'complete', 'b-1', 'ask', '--vars', '{"amount": 2}');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('ask needs a value for "approver"') });
    const shown = documentOf((await cairn(at, 'show', 'b-1', '--json')).out);
    expect(shown).toMatchObject({ incidents: [], waiting: [{ element: 'ask', fields: [{}, {}, { type: null }] }] });
    const done = await cairn(at, 'complete', 'b-1', 'ask', '--vars', '{"amount": 2, "approver": "Ada"}', '--json');
    expect(documentOf(done.out)).toMatchObject({ job: { status: 'completed' }, variables: { kept: 'Ada' } });
  });

  it('a repeated start, completion and message get the first answer; another completion is a conflict', async () => {
    const at = await waiting();
    const complete = (fee: number): ReturnType<typeof cairn> =>
      cairn(at, 'complete', 'a-1', 'approve', '--vars', `{"fee":${fee}}`, '--json');
    expect((await complete(2)).code).toBe(0);
    expect((await complete(2)).code).toBe(0);
    expect(await complete(3)).toMatchObject({ code: 1, err: expect.stringContaining('approve') });
    const again = await cairn(at, 'start', 'approval', '--ext-id', 'a-1', '--json');
    expect(documentOf(again.out).waiting).toMatchObject([{ element: 'wait-for-payment' }]);
    const first = await cairn(at, 'message', 'paid', '--key', 'o-1', '--id', 'm-1', '--json');
    const second = await cairn(at, 'message', 'paid', '--key', 'o-1', '--id', 'm-1', '--json');
    expect(second).toEqual(first);
    expect((JSON.parse((await cairn(at, 'jobs', '--json')).out) as { jobs: unknown[] }).jobs).toHaveLength(1);
  });

  it('a message that nobody waits for is kept, or refused when it may not wait', async () => {
    const at = await waiting();
    expect(JSON.parse((await cairn(at, 'message', 'other', '--json')).out)).toMatchObject({
      message: { correlated: 'waiting', job: null },
      result: null,
    });
    expect(await cairn(at, 'message', 'other', '--ttl', 'PT0S')).toMatchObject({ code: 1, out: '' });
    expect(JSON.parse((await cairn(at, 'signal', 'other', '--id', 's-1', '--json')).out)).toEqual({
      signal: { id: 's-1', name: 'other', heard: 0 },
    });
  });

  it('can be forked and cancelled', async () => {
    const at = await waiting();
    const forked = await cairn(at, 'fork', 'a-1', '1', '--vars', '{"amount":30}', '--json');
    expect(forked.code).toBe(0);
    const fork = documentOf(forked.out);
    const original = documentOf((await cairn(at, 'show', 'a-1', '--json')).out);
    expect(fork.variables).toEqual({ order: 'o-1', amount: 30 });
    expect(original.variables).toEqual({ order: 'o-1', amount: 20 });
    expect(fork.job.lineage).not.toBe(original.job.lineage);
    const from = `forked from ${original.job.id} at checkpoint 1`;
    const listed = (await cairn(at, 'jobs')).out.split('\n');
    expect(listed.filter((line) => line.trim() === from)).toHaveLength(1);
    expect(listed[listed.findIndex((line) => line.trim() === from) - 1]).toContain(fork.job.id);
    const history = (await cairn(at, 'history', fork.job.id)).out;
    expect(history).toContain(from);
    expect(history).toMatch(/forked .*from checkpoint 1 of another job\n +1 +\w+ +the job /);
    expect((await cairn(at, 'history', 'a-1')).out).not.toContain('forked');
    expect(documentOf((await cairn(at, 'cancel', 'a-1', '--json')).out).job.status).toBe('cancelled');
    expect(await cairn(at, 'cancel', 'a-1')).toMatchObject({ code: 1 });
    expect(documentOf((await cairn(at, 'show', fork.job.id, '--json')).out).job.status).toBe('passive');
  });

  it('unknown jobs, elements, checkpoints and definitions are bad requests, named', async () => {
    const at = await waiting();
    const line = async (...words: string[]): Promise<string> => {
      const { code, err } = await cairn(at, ...words);
      expect(code).toBe(2);
      return err;
    };
    expect(await line('show', 'a-2')).toBe('cairn: there is no job a-2 in this store\n');
    expect(await line('complete', 'a-1', 'nope')).toContain('there is no element nope');
    expect(await line('start', 'nope')).toContain('there is no definition nope');
    expect(await line('fork', 'a-1', '7')).toContain('7');
    expect(await line('show', 'a-1', '--at', '7')).toContain('7');
  });
});

describe('an incident', () => {
  it('is a bad answer, and is mended by edit and retry', async () => {
    const at = await waiting();
    await cairn(at, 'complete', 'a-1', 'approve', '--vars', '{"fee":"much"}');
    const failed = await cairn(at, 'message', 'paid', '--key', 'o-1');
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('cairn retry');
    expect((await cairn(at, 'retry', 'a-1', 'sum')).code).toBe(1);
    const mended = await cairn(at, 'retry', 'a-1', 'sum', '--vars', '{"fee":3}', '--json');
    expect(mended.code).toBe(0);
    expect(documentOf(mended.out)).toMatchObject({
      job: { status: 'completed' },
      variables: { total: 23 },
      incidents: [],
    });
  });
});

describe('history', () => {
  it('shows every checkpoint, and what each changed', async () => {
    const at = await waiting();
    await cairn(at, 'complete', 'a-1', 'approve', '--vars', '{"fee":2}');
    await cairn(at, 'message', 'paid', '--key', 'o-1');
    const { checkpoints } = JSON.parse((await cairn(at, 'history', 'a-1', '--json')).out) as {
      checkpoints: { seq: number; reasons: string[] }[];
    };
    expect(checkpoints[0]?.reasons).toContain('start');
    expect(checkpoints.at(-1)?.reasons).toContain('end');
    const last = String(checkpoints.at(-1)?.seq);
    expect(JSON.parse((await cairn(at, 'diff', 'a-1', '1', last, '--json')).out)).toMatchObject({
      variables: [
        { name: 'fee', change: 'added', to: 2 },
        { name: 'total', change: 'added', to: 22 },
      ],
      tokens: [{ change: 'went', from: { element: 'approve', state: 'waiting' } }],
    });
    expect(documentOf((await cairn(at, 'show', 'a-1', '--at', '1', '--json')).out)).toMatchObject({
      job: { status: 'passive' },
      variables: { order: 'o-1', amount: 20 },
      tokens: [{ element: 'approve', state: 'waiting' }],
    });
    const text = await cairn(at, 'history', 'a-1');
    expect(text.out).toContain('task-after');
  });
});

describe('an agent in the foreground', () => {
  it('answers the others, survives its death, and stops in order', async () => {
    const at = await waiting();
    const agent = begin(at, ['engine', '--name', 'left']);
    const [, pid] = await agent.line(/engine ready: process (\d+)/);
    expect((await cairn(at, 'complete', 'a-1', 'approve', '--vars', '{"fee":2}')).code).toBe(0);

    process.kill(Number(pid), 'SIGKILL');
    const [, next] = await agent.line(/starting another engine[^]*engine ready: process (\d+)/);
    expect(next).not.toBe(pid);
    const { out } = await cairn(at, 'message', 'paid', '--key', 'o-1', '--json');
    expect(JSON.parse(out)).toMatchObject({ message: { correlated: 'subscription' } });

    agent.kill('SIGINT');
    expect(await agent.ended).toMatchObject({ code: 0, err: expect.stringContaining('died of SIGKILL') });
    expect(documentOf((await cairn(at, 'show', 'a-1', '--json')).out).variables).toMatchObject({ total: 22 });
  });

  it('is joined by a second one, which takes over when it is killed; when a higher priority returns, the holder finishes its commit, releases, becomes inactive', async () => {
    const at = await waiting();
    const left = begin(at, ['engine', '--name', 'left', '--no-restart']);
    await left.line(/engine ready/);
    const right = begin(at, ['engine', '--name', 'right']);
    await right.line(/standing by: agent left/);
    const list = async (...words: string[]): Promise<AgentList> =>
      agentList.parse(JSON.parse((await cairn(at, 'agents', ...words, '--json')).out));
    const rolesOf = ({ agents }: AgentList): unknown => agents.map(({ name, role, state }) => [name, role, state]);
    expect(rolesOf(await list())).toEqual([
      ['left', 'active', 'running'],
      ['right', 'standby', 'running'],
    ]);

    await list('--kill', 'left');
    await right.line(/engine ready: process \d+, epoch \d+/);
    expect((await left.ended).code).toBe(1);
    expect((await cairn(at, 'complete', 'a-1', 'approve', '--vars', '{"fee":2}')).code).toBe(0);

    const first = begin(at, ['engine', '--name', 'first', '--priority', '200']);
    await first.line(/engine ready/);
    await right.line(/handed over to agent first, whose priority is 200[^]*standing by: agent first/);
    const last = await list();
    expect(rolesOf(last)).toEqual(
      expect.arrayContaining([
        ['first', 'active', 'running'],
        ['right', 'standby', 'running'],
      ]),
    );
    expect(last.tenures.slice(0, 3).map(({ agent, end }) => [agent, end])).toEqual([
      ['first', null],
      ['right', 'handed-over'],
      ['left', 'dead'],
    ]);
    expect(await cairn(at, 'agents', '--freeze', 'nobody')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no agent nobody'),
    });
    for (const agent of [first, right]) {
      agent.kill('SIGINT');
      expect((await agent.ended).code).toBe(0);
    }
    expect((await list()).agents).toEqual([]);
  });

  it('frozen in mid-air, it is taken over from by the next command, and is fenced when it is thawed', async () => {
    const at = await waiting();
    writeFileSync(join(at, 'cairn.json'), '{"agent":{"leaseSeconds":2}}');
    const agent = begin(at, ['engine', '--name', 'sleeper']);
    await agent.line(/engine ready/);
    expect((await cairn(at, 'agents', '--freeze', 'sleeper')).code).toBe(0);
    expect((await cairn(at, 'complete', 'a-1', 'approve', '--vars', '{"fee":2}')).code).toBe(0);
    expect((await cairn(at, 'agents', '--thaw', 'sleeper')).code).toBe(0);
    await agent.line(/lease of the store[^]*engine ready/);
    agent.kill('SIGINT');
    expect((await agent.ended).code).toBe(0);
    expect(documentOf((await cairn(at, 'show', 'a-1', '--json')).out).waiting).toMatchObject([
      { element: 'wait-for-payment' },
    ]);
  });

  it('ends with 1 when it crashes and is not to be restarted', async () => {
    const at = await waiting();
    const agent = begin(at, ['engine', '--no-restart', '--json']);
    const [, pid] = await agent.line(/"pid": (\d+)/);
    process.kill(Number(pid), 'SIGKILL');
    const { code, out } = await agent.ended;
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ pid: Number(pid), store: join(at, '.cairn') });
  });
});
