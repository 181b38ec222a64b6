import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, it } from 'vitest';
import { processesOf } from '../../../engine/application/held-processes.ts';
import { WorkspaceFiles } from '../../../engine/application/window/workspace-files.ts';

function workspace(...paths: readonly string[]): WorkspaceFiles {
  const dir = mkdtempSync(join(tmpdir(), 'cairn-files-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const path of paths) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), '');
  }
  return new WorkspaceFiles(dir);
}

it('names diagrams and decisions that lie where no list looks for them, and nothing else', () => {
  const files = workspace(
    'order.bpmn',
    'notes.txt',
    'old/loan.BPMN',
    'rules/misplaced.bpmn',
    'processes/order.bpmn',
    'processes/deep/er.bpmn',
    'rules/discount.dmn',
    'node_modules/some.bpmn',
    '.hidden/some.bpmn',
    'data.json',
  );
  expect(files.elsewhere()).toEqual(['old/loan.BPMN', 'order.bpmn', 'rules/misplaced.bpmn']);
  expect(files.elsewhere(1)).toEqual(['old/loan.BPMN']);
  expect(files.list().files.map(({ path }) => path)).toEqual([
    'processes/deep/er.bpmn',
    'processes/order.bpmn',
    'rules/discount.dmn',
  ]);
  expect(workspace().elsewhere()).toEqual([]);
});

it('neither lists nor reads nor writes what is no file: a pipe would be waited for, by every window', () => {
  const files = workspace('processes/order.bpmn');
  execFileSync('mkfifo', [join(files.dir, 'processes/pipe.bpmn')]);
  expect(files.list().files.map(({ path }) => path)).toEqual(['processes/order.bpmn']);
  expect(files.stamp('processes/pipe.bpmn')).toBeNull();
  expect(() => files.read('processes/pipe.bpmn')).toThrow('processes/pipe.bpmn: is no file');
  expect(() => files.write('processes/pipe.bpmn', '<x/>', null, true)).toThrow('processes/pipe.bpmn: is no file');
  expect(processesOf(join(files.dir, 'processes/pipe.bpmn'))).toEqual([]);
});

it('lists a file that is too large to be read without reading it, and knows when it is another', () => {
  const files = workspace('processes/order.bpmn');
  const path = join(files.dir, 'processes/order.bpmn');
  truncateSync(path, 3 * 1024 ** 3); // more than can be read at once; it takes no room
  const [before] = files.list().files;
  expect(before).toMatchObject({ path: 'processes/order.bpmn', bytes: 3 * 1024 ** 3 });
  expect(() => files.read('processes/order.bpmn')).toThrow('are read');
  truncateSync(path, 4 * 1024 ** 3);
  expect(files.list().files[0]?.stamp).not.toBe(before?.stamp);
});

it('writes a file with the permissions that it had, and names one whose name it cannot take', () => {
  const files = workspace('processes/order.bpmn', 'processes/<b>.bpmn');
  const path = join(files.dir, 'processes/order.bpmn');
  chmodSync(path, 0o640);
  expect(files.write('processes/order.bpmn', '<x/>', files.stamp('processes/order.bpmn'), false)).toMatchObject({
    ok: true,
  });
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(files.elsewhere()).toEqual(['processes/<b>.bpmn']);
});

// Whoever runs as root may read and write everything.
it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'lists a file that it may not read, and neither reads it nor writes over one that is read-only',
  () => {
    const files = workspace('processes/order.bpmn', 'processes/closed.bpmn');
    chmodSync(join(files.dir, 'processes/order.bpmn'), 0o444);
    chmodSync(join(files.dir, 'processes/closed.bpmn'), 0);
    expect(files.list().files.map(({ path }) => path)).toEqual(['processes/closed.bpmn', 'processes/order.bpmn']);
    expect(() => files.read('processes/closed.bpmn')).toThrow('processes/closed.bpmn: may not be read');
    expect(() => files.write('processes/order.bpmn', '<x/>', files.stamp('processes/order.bpmn'), false)).toThrow(
      'processes/order.bpmn: may not be written',
    );
  },
);
