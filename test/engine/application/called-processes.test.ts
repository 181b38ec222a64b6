/** Processes that call activities name: `cairn check` says which file holds them, or that none does. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFile } from '../../../engine/application/check-file.ts';
import { contextOf } from '../../../engine/application/context.ts';
import { call, file, line } from '../runtime/process-text.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-called-'));
  mkdirSync(join(dir, 'processes'));
  writeFileSync(join(dir, 'cairn.json'), '{}');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function check(...processes: string[]) {
  writeFileSync(join(dir, 'p.bpmn'), file(...processes));
  const { runnable, problems, processes: checked } = await checkFile(contextOf({ cwd: dir }), 'p.bpmn');
  return { runnable, problems, resources: checked[0]?.resources };
}

it('a process that no file holds is a warning on the call: it must be deployed first', async () => {
  expect(await check(line('p', [call('c', 'callee')]))).toEqual({
    runnable: true,
    problems: [
      {
        severity: 'warning',
        file: 'p.bpmn',
        element: 'c',
        rule: 'called-process',
        message:
          'c (bpmn:CallActivity): no file beside this one, nor in the workspace, holds the process callee; it must be deployed before it is called (BPMN 2.0.2, 10.3.6).',
      },
    ],
    resources: [],
  });
});

it('one of another file is named with its file', async () => {
  writeFileSync(join(dir, 'processes', 'other.bpmn'), file(line('callee', [])));
  const found = join('processes', 'other.bpmn');
  expect(await check(line('p', [call('c', 'callee')]))).toEqual({
    runnable: true,
    problems: [],
    resources: [{ name: 'process callee', found }],
  });
});

it('one of the same file, and one that an expression names, are nobody’s business', async () => {
  const own = await check(line('p', [call('c', 'callee'), call('d', '${which}')]), line('callee', []));
  expect(own).toEqual({ runnable: true, problems: [], resources: [] });
});

it('an error elsewhere in the process does not hide what is said of a call', async () => {
  const { runnable, problems } = await check(
    line('p', ['<scriptTask id="s" scriptFormat="javascript"/>', call('c', 'callee')]),
  );
  expect(runnable).toBe(false);
  expect(problems.map(({ severity, element }) => [severity, element])).toEqual([
    ['error', 's'],
    ['warning', 'c'],
  ]);
});

it('a process that two files hold is a warning that names both', async () => {
  const other = join('processes', 'other.bpmn');
  writeFileSync(join(dir, other), file(line('p', [])));
  const { runnable, problems } = await check(line('p', []));
  expect(runnable).toBe(true);
  expect(problems).toMatchObject([{ severity: 'warning', element: 'p', rule: 'same-process-id' }]);
  expect(problems[0]?.message).toContain(`p.bpmn and ${other} hold a process of this id`);
  writeFileSync(join(dir, other), file(line('p', [])).replace('isExecutable="true"', 'isExecutable="false"'));
  expect((await check(line('p', []))).problems).toEqual([]);
});

it('one whose id stands in single quotes is found, too', async () => {
  writeFileSync(join(dir, 'processes', 'other.bpmn'), file(line('callee', [])).replace('id="callee"', "id='callee'"));
  expect(await check(line('p', [call('c', 'callee')]))).toMatchObject({ problems: [] });
});
