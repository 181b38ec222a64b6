import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../engine/cli/command-line.ts';
import { commands } from '../../../engine/cli/commands.ts';
import { readCrashPoints } from '../../../engine/cli/crash-point-option.ts';
import { Terminal } from '../../../engine/cli/terminal.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-cli-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function cairn(...words: string[]): Promise<Said> {
  let out = '';
  let err = '';
  const terminal = new Terminal({ write: (text) => (out += text) }, { write: (text) => (err += text) }, {});
  const code = await runCommandLine(words, { cwd: dir, terminal, signal: new AbortController().signal });
  return { code, out, err };
}

const diagram = (body: string): string => `<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">${body}</definitions>`;

describe('help', () => {
  it('lists every command, and what is not asked for yet is absent', async () => {
    const { code, out, err } = await cairn('--help');
    expect([code, err]).toEqual([0, '']);
    for (const { name } of commands) expect(out).toContain(`\n  ${name} `);
    expect(out).not.toContain('\n  crash-test');
  });

  it.each(commands.map(({ name }) => name))('%s --help names its options', async (name) => {
    const { code, out } = await cairn(name, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: cairn ${name}`);
    for (const option of ['--store DIR', '--json', '--debug']) expect(out).toContain(option);
  });

  it('no command is a bad request', async () => {
    expect((await cairn()).code).toBe(2);
  });
});

describe('a bad request', () => {
  it.each([
    [['crash-test'], 'there is no command crash-test; cairn --help lists them'],
    [['savepoint'], 'savepoint: create|list|restore|unmark is missing; usage: cairn savepoint '],
    [['serve', '--user', 'a'], 'serve: --user and --password belong together'],
    [['run'], 'run: FILE is missing; usage: cairn run FILE [--process ID]'],
    [['jobs', 'extra'], 'jobs: extra is one too many; usage: cairn jobs'],
    [['run', 'a.bpmn', '--colour'], 'run: unknown option --colour'],
    [['run', 'a.bpmn', '--vars'], 'run: '],
    [['run', 'none.bpmn'], 'none.bpmn: cannot be read: ENOENT'],
    [['run', 'a.bpmn', '--vars', '{"a"'], '--vars: '],
    [['run', 'a.bpmn', '--scenario', 'none.json'], 'none.json: cannot be read: ENOENT'],
    [['run', 'a.bpmn', '--crash-at', 'task'], '--crash-at: task is not ELEMENT:POINT[:VISIT]'],
    [['run', 'a.bpmn', '--crash-at', 'task:before-task'], '--crash-at task: there is no such element in a.bpmn'],
    [['run', 'a.bpmn', '--process', 'q'], 'a.bpmn: q: there is no such executable process; there is p'],
    [['run', 'text.bpmn'], 'text.bpmn: '],
    [['jobs', '--limit', 'many'], '--limit: many is no whole number from 1 on'],
    [['jobs', '--status', 'done'], 'jobs: --status: done is none of active, passive'],
    [['diff', 'j', '1', 'x'], 'TO: x is no whole number from 1 on'],
    [['message', 'm', '--ttl', '1h'], '--ttl: 1h is no ISO 8601 duration'],
    [['engine', '--name', 'a b'], 'engine: agent.name: letters, digits'],
  ] as [string[], string][])('%j is told in one line', async (words, message) => {
    const process = (id: string): string => `<process id="${id}"><startEvent id="s-${id}"/></process>`;
    writeFileSync(join(dir, 'a.bpmn'), diagram(process('p')));
    writeFileSync(join(dir, 'text.bpmn'), 'plain text');
    const { code, out, err } = await cairn(...words);
    expect(err.split('\n')).toEqual([expect.stringContaining(`cairn: ${message}`), '']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('is a document with --json, and nothing else on standard output', async () => {
    const { code, out } = await cairn('run', 'none.bpmn', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: { kind: 'bad-request', messages: [expect.stringContaining('none.bpmn')] },
    });
  });

  it('max active is 1, any other value is refused at start by name; settings that cannot be used are refused by every command', async () => {
    writeFileSync(join(dir, 'cairn.json'), '{ "agent": { "maxActive": 3 } }');
    expect(await cairn('jobs')).toMatchObject({
      code: 2,
      err: 'cairn: cairn.json: agent.maxActive: only 1 is supported\n',
    });
  });
});

describe('browsing', () => {
  it.each([['jobs'], ['show', 'j'], ['history', 'j'], ['diff', 'j', '1', '2']])(
    '%s without a store says so: exit code 3',
    async (...words) => {
      const { code, out, err } = await cairn(...words);
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain('there is no store in');
    },
  );
});

describe('check', () => {
  const process = `<process id="p" name="P">
      <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
      <serviceTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process>`;

  it('tells where checkpoints are, and what needs a stub', async () => {
    writeFileSync(join(dir, 'a.bpmn'), diagram(process));
    const { code, out } = await cairn('check', 'a.bpmn', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      runnable: true,
      processes: [
        {
          id: 'p',
          runnable: true,
          checkpoints: [
            { element: 's', kind: 'implicit', reasons: ['start'] },
            { element: 'e', kind: 'implicit', reasons: ['end'] },
          ],
          needsStub: [{ element: 't' }],
        },
      ],
    });
    expect((await cairn('check', 'a.bpmn')).out).toContain('a.bpmn: can run');
  });

  it('names every element that cannot run, one line each', async () => {
    writeFileSync(
      join(dir, 'a.bpmn'),
      diagram(process.replace('<serviceTask id="t"/>', '<implicitThrowEvent id="t"/>')),
    );
    const { code, out, err } = await cairn('check', 'a.bpmn');
    expect(code).toBe(2);
    expect(out).toContain('a.bpmn: cannot run');
    expect(err).toMatch(/^cairn: a\.bpmn: .*\bt\b/);
  });
});

describe('crash points', () => {
  it('are element, point and visit', () => {
    expect(readCrashPoints(['a:before-task', 'b:after-commit:3'])).toEqual([
      { element: 'a', point: 'before-task', visit: 1 },
      { element: 'b', point: 'after-commit', visit: 3 },
    ]);
  });
  it.each(['a', 'a:never', 'a:before-task:0', 'a:before-task:1:2', ':before-task'])('%s is none', (text) => {
    expect(() => readCrashPoints([text])).toThrow('is not ELEMENT:POINT[:VISIT]');
  });
});
