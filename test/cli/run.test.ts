import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultDocument } from '../../engine/protocol/views.ts';
import { begin, cairn, folder } from './cairn.ts';
import { chain, diagram } from './diagrams.ts';

const script = (id: string, text: string, attributes = ''): [string, string, string, string] => [
  'scriptTask',
  id,
  `scriptFormat="javascript" ${attributes}`,
  `<script><![CDATA[${text}]]></script>`,
];

describe('layout', () => {
  it('keeps what is no part of the diagram, comments included', async () => {
    const at = folder({ 'p.bpmn': diagram(`<!-- Ask Ann first -->${chain('p')}`) });
    expect(await cairn(at, 'layout', 'p.bpmn')).toMatchObject({ code: 0, err: '' });
    const written = readFileSync(join(at, 'p.bpmn'), 'utf8');
    expect(written).toContain('<!-- Ask Ann first -->');
    expect(written).toContain('bpmndi:BPMNPlane');
  });
});

describe('run', () => {
  it('keeps integers beyond 2^53 from the command line to the document', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p')) });
    const { code, out } = await cairn(at, 'run', 'p.bpmn', '--vars', '{"n":9007199254740993}', '--json');
    expect(code).toBe(0);
    expect(out).toContain('"n": 9007199254740993');
  });

  it('takes variables from standard input', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p')) });
    const run = begin(at, ['run', 'p.bpmn', '--vars', '@-', '--json']);
    run.input.end('{"a":1}');
    expect(resultDocument.parse(JSON.parse((await run.ended).out)).variables).toEqual({ a: 1 });
  });

  it('says what a waiting job waits for, and which command helps', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p', ['userTask', 'approve'])) });
    const { code, out } = await cairn(at, 'run', 'p.bpmn');
    expect(code).toBe(0);
    expect(out).toMatch(/approve {2}user task\n {4}cairn complete \S+ approve --vars '\{\}'\n/);
  });

  it('says which message a receive task waits for', async () => {
    const message = '<message id="m" name="goods"/>';
    const at = folder({ 'p.bpmn': diagram(message + chain('p', ['receiveTask', 'wait', 'messageRef="m"'])) });
    const { out } = await cairn(at, 'run', 'p.bpmn');
    expect(out).toMatch(/wait {2}message goods\n {4}cairn message goods\n/);
  });

  it.each([
    ['throws', 'throw new Error("out of luck")', 'out of luck'],
    ['loops for ever', 'for (;;) {}', 'loop'],
    ['returns a cycle', 'const a = {}; a.a = a; a', 'loop'],
  ])('a script that %s is an incident that names it', async (_, text, _reason) => {
    const at = folder({ 'p.bpmn': diagram(chain('p', script('loop', text, 'cairn:resultVariable="x"'))) });
    const { code, out } = await cairn(at, 'run', 'p.bpmn', '--json');
    expect(code).toBe(1);
    expect(resultDocument.parse(JSON.parse(out))).toMatchObject({
      job: { status: 'passive' },
      incidents: [{ element: 'loop' }],
      tokens: [{ element: 'loop', state: 'incident' }],
    });
  });

  it('warns of what a scenario says without effect, and of a crash point that the run never reached', async () => {
    const at = folder({
      'p.bpmn': diagram(chain('p', ['userTask', 'approve'])),
      's.json': JSON.stringify({
        variables: { kept: 1 },
        services: { chrage: [{ respond: 1 }], approve: [{ respond: 1 }] },
        userTasks: { approve: [{}], aprove: [{}] },
        messages: [
          { name: 'm', when: { waiting: 'nowhere' } },
          { name: 'paid', key: 7 },
        ],
        signals: [{ name: 'alarm' }],
        expect: { executed: ['approve'] },
      }),
    });
    const crashAt = ['--crash-at', 'approve:after-commit', '--crash-at', 'approve:before-task:7'];
    const { code, out } = await cairn(at, 'run', 'p.bpmn', '--scenario', 's.json', ...crashAt, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as { warnings: string[] }).warnings).toEqual([
      'scenario: services: there is no element chrage',
      'scenario: userTasks: there is no element aprove',
      'scenario: messages[0].when.waiting: there is no element nowhere',
      'scenario: services: approve is a bpmn:UserTask, and takes nothing from there: services is for service, script, send and business rule tasks',
      'scenario: messages[0]: "m" was never delivered: nobody in the run waited for such a message',
      'scenario: messages[1]: "paid" with key 7 was never delivered: nobody in the run waited for such a message',
      'scenario: signals[0]: "alarm" was never thrown: nobody in the run waited for it',
      '--crash-at approve:before-task:7: the run never came there',
    ]);
  });

  it('shows in the history where an engine was killed, and that another took over', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p', script('first', '1'), script('second', '2'))) });
    const { out } = await cairn(at, 'run', 'p.bpmn', '--crash-at', 'second:before-task', '--json');
    const shown = await cairn(at, 'history', resultDocument.parse(JSON.parse(out)).job.id);
    expect(shown.out.split('\n').map((line) => line.split(/ {2,}/).filter((cell) => cell !== ''))).toEqual(
      expect.arrayContaining([
        ['killed', 'second', expect.any(String), 'before-task: engine killed'],
        ['recovered', expect.any(String), 'another engine took over (incarnation 2)'],
      ]),
    );
    expect(shown.out.indexOf('killed')).toBeLessThan(shown.out.indexOf('recovered'));
  });

  it('takes a variable called __proto__ out of a scenario file', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p')), 's.json': '{"variables":{"__proto__":1,"b":2}}' });
    const { out } = await cairn(at, 'run', 'p.bpmn', '--scenario', 's.json', '--json');
    expect(out).toContain('"__proto__": 1');
  });

  it('an uncaught BPMN error fails the job: a bad answer, unless it was expected', async () => {
    const at = folder({
      'p.bpmn': diagram(chain('p', script('t', 'throw new BpmnError("declined", "no money")'))),
      's.json': JSON.stringify({ expect: { status: 'failed' } }),
    });
    const plain = await cairn(at, 'run', 'p.bpmn', '--json');
    expect(plain.code).toBe(1);
    expect(JSON.parse(plain.out)).toMatchObject({ job: { status: 'failed' }, error: { code: 'declined' } });
    expect((await cairn(at, 'run', 'p.bpmn', '--scenario', 's.json')).code).toBe(0);
  });

  it('an expectation that is not met is a bad answer, and is named', async () => {
    const at = folder({
      'p.bpmn': diagram(chain('p')),
      's.json': JSON.stringify({ variables: { a: 1 }, expect: { variables: { a: 2 }, invariants: ['a = 3'] } }),
    });
    const { code, out } = await cairn(at, 'run', 'p.bpmn', '--scenario', 's.json');
    expect(code).toBe(1);
    expect(out).toContain('variables.a: expected 2, is 1');
    expect(out).toContain('invariant a = 3: is false');
  });

  it('one that dies at the same place for ever is given up: exit code 3', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p', ['userTask', 'approve'])) });
    // The engine's own program, made to fail: a preload that ends every engine process at once.
    writeFileSync(join(at, 'die.cjs'), 'if (process.argv[1]?.includes("engine-process")) process.exit(7);');
    const before = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = `--require ${join(at, 'die.cjs')}`;
    try {
      const { code, err } = await cairn(at, 'run', 'p.bpmn');
      expect(code).toBe(3);
      expect(err).toContain('gave up after 6 deaths in a row without progress; the engine ended with code 7');
    } finally {
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
    }
  });

  it('an interrupt stops the engine in order: the next one finds a released lease and goes on', async () => {
    const at = folder({
      'p.bpmn': diagram(chain('p', script('slow', 'let n = 0; while (n < 1e12) n++;'), ['userTask', 'approve'])),
    });
    writeFileSync(join(at, 'cairn.json'), JSON.stringify({ script: { timeoutMs: 60_000 } }));
    const run = begin(at, ['run', 'p.bpmn', '--ext-id', 'x']);
    await waitForJob(at);
    run.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, out: '', err: 'cairn: interrupted\n' });
    expect(JSON.parse((await cairn(at, 'show', 'x', '--json')).out)).toMatchObject({ job: { status: 'active' } });
  });

  const endless = {
    'p.bpmn': diagram(chain('p', script('slow', 'for (;;) {}'))),
    'cairn.json': '{"script":{"timeoutMs":60000}}',
  };

  it('an engine whose supervisor is killed ends by itself, and leaves the store to others', async () => {
    const at = folder(endless);
    const run = begin(at, ['run', 'p.bpmn', '--ext-id', 'x']);
    await waitForJob(at);
    run.kill('SIGKILL');
    expect(await run.ended).toMatchObject({ signal: 'SIGKILL' });
    const { code, out } = await cairn(at, 'cancel', 'x', '--json');
    expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({ code: 0, job: { status: 'cancelled' } });
  });

  it('a store that vanishes under a running job is told in one line: exit code 3', async () => {
    const at = folder(endless);
    const run = begin(at, ['run', 'p.bpmn', '--ext-id', 'x']);
    await waitForJob(at);
    rmSync(join(at, '.cairn'), { recursive: true });
    const { code, out, err } = await run.ended;
    expect({ code, out, lines: err.split('\n').length - 1 }).toEqual({ code: 3, out: '', lines: 1 });
    expect(err).toContain('store.sqlite was removed');
  });

  it('whoever reads only the beginning gets only the beginning', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p')) });
    writeFileSync(join(at, 'long.json'), JSON.stringify({ long: 'x'.repeat(2_000_000) }));
    await cairn(at, 'run', 'p.bpmn', '--ext-id', 'x', '--vars', '@long.json');
    const shown = begin(at, ['show', 'x', '--json']);
    await shown.line(/"job"/);
    shown.stopReading();
    expect(await shown.ended).toMatchObject({ code: 0, signal: null, err: '' });
  });
});

/** Until the store tells of the job. */
async function waitForJob(at: string): Promise<void> {
  for (;;) {
    const { out, code } = await cairn(at, 'jobs', '--json');
    if (code === 0 && (JSON.parse(out) as { jobs: unknown[] }).jobs.length > 0) return;
  }
}
