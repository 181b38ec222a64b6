import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plant, root, type Ended } from './planted.ts';

const shimFiles = ['cairn.cjs', 'freshness.cjs', 'project-node.cjs'];

/** An installed package: no sources, a built program, and a Node of its own. */
function installed(program: string): string {
  const folder = plant({ 'package.json': '{"type":"module"}', 'out/cli.js': program });
  for (const file of shimFiles) cpSync(join(root, 'build', file), join(folder, 'build', file));
  const bin = join(folder, 'node_modules/node/bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(process.execPath, join(bin, process.platform === 'win32' ? 'node.exe' : 'node'));
  writeFileSync(
    join(folder, 'old-node.cjs'),
    "Object.defineProperty(process, 'versions', { value: { node: '18.0.0' } });",
  );
  return folder;
}

/** A clone: sources, and the packages of this one. */
function clone(program: string): string {
  const folder = plant({
    'package.json': '{"type":"module"}',
    'engine/cli/main.ts': program,
    'engine/runtime/engine-process.ts': '',
    'engine/expressions/sandbox-worker.ts': '',
    'engine/store/writer-thread.ts': '',
    'electron/main.ts': '',
  });
  for (const file of [...shimFiles, 'bundle.ts', 'window-config.ts'])
    cpSync(join(root, 'build', file), join(folder, 'build', file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

interface Started {
  readonly ended: Promise<Ended>;
  /** Resolves when the program has said the word. */
  readonly said: (word: string) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

function start(folder: string, args: readonly string[], node: readonly string[] = []): Started {
  const child = spawn(process.execPath, [...node, join(folder, 'build/cairn.cjs'), ...args]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const said = (word: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (stdout.includes(word)) resolve();
      };
      child.stdout.on('data', look);
      look();
    });
  return { ended, said, kill: (signal) => child.kill(signal) };
}

const oldNode = (folder: string): string[] => ['--require', join(folder, 'old-node.cjs')];
const echo = 'process.stdout.write(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;';
const waits = (onSignal: string): string => `setInterval(() => {}, 1e6); ${onSignal} process.stdout.write('ready');`;

test('arguments, output and exit code are the program’s', async () => {
  const folder = installed(echo);
  const expected = { code: 3, signal: null, stdout: '["run","a b","--x=*"]', stderr: '' };
  expect(await start(folder, ['run', 'a b', '--x=*']).ended).toEqual(expected);
});

test('on an old Node it goes on under the project’s own', async () => {
  const folder = installed(`process.stdout.write(process.versions.node + ' '); ${echo}`);
  const { code, stdout, stderr } = await start(folder, ['a b'], oldNode(folder)).ended;
  expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: `${process.versions.node} ["a b"]`, stderr: '' });
});

test('on an old Node alone it says what to do', async () => {
  const folder = installed(echo);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  const { code, stdout, stderr } = await start(folder, [], oldNode(folder)).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^cairn: needs Node 24 or newer, this is 18\.0\.0; .*npm ci\n$/);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s reaches the program, which ends as it likes',
  async (signal) => {
    const folder = installed(waits(`process.on('${signal}', () => process.exit(7));`));
    const command = start(folder, [], oldNode(folder));
    await command.said('ready');
    command.kill(signal);
    expect(await command.ended).toMatchObject({ code: 7, signal: null });
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)('a program that dies of %s takes the command with it', async (signal) => {
  const folder = installed(waits(''));
  const command = start(folder, [], oldNode(folder));
  await command.said('ready');
  command.kill(signal);
  expect(await command.ended).toMatchObject({ code: null, signal });
});

test('a program that is killed outright is announced as killed', async () => {
  const folder = installed("process.kill(process.pid, 'SIGKILL');");
  expect(await start(folder, [], oldNode(folder)).ended).toMatchObject({ code: null, signal: 'SIGKILL' });
});

test('a clone is built at the first use, by several at once, and again after a change', async () => {
  const folder = clone("process.stdout.write('one');");
  const first = await Promise.all(Array.from({ length: 4 }, () => start(folder, []).ended));
  expect(first).toEqual(first.map(() => ({ code: 0, signal: null, stdout: 'one', stderr: '' })));
  writeFileSync(join(folder, 'engine/cli/main.ts'), "process.stdout.write('second');");
  expect(await start(folder, []).ended).toEqual({ code: 0, signal: null, stdout: 'second', stderr: '' });
});

test('a clone that cannot be built says so in the command’s words', async () => {
  const folder = clone("import './absent.ts';");
  const { code, stdout, stderr } = await start(folder, []).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/cairn: the build failed: [^]*absent\.ts[^]*cairn: could not build/);
});
