/** An engine whose supervisor dies ends by itself, whatever it is doing: nobody is left who could end it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineProgram } from './engine-program.ts';
import { START, StoreFolder } from './store-folder.ts';

describe('an engine without a supervisor', { timeout: 120_000 }, () => {
  let folder: StoreFolder;
  let engine: ChildProcess | null;

  beforeEach(async () => {
    folder = new StoreFolder(join(import.meta.dirname, 'processes'));
    await folder.deploy('counting.bpmn');
    folder.accept(START, { kind: 'start', definition: 'counting' });
  });

  afterEach(() => {
    engine?.kill('SIGKILL');
    folder.remove();
  });

  const begin = (): ChildProcess => {
    const { file, execPath, env } = engineProgram();
    engine = fork(file, [], {
      execPath,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    engine.send({ type: 'start', options: folder.engineOptions() });
    return engine;
  };
  const said = async (child: ChildProcess, type: string): Promise<void> => {
    for (;;) {
      const [message] = (await once(child, 'message')) as [{ type: string }];
      if (message.type === type) return;
    }
  };

  it('releases its lease and ends', async () => {
    const child = begin();
    await said(child, 'ready');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(folder.read((reader) => reader.lease()?.released)).toBe(true);
  });

  it('ends while it is being started too', async () => {
    const child = begin();
    // Both have arrived when it looks.
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(folder.read((reader) => reader.lease()?.released ?? true)).toBe(true);
  });

  it('ends when its store has gone away', async () => {
    const child = begin();
    await said(child, 'ready');
    folder.remove();
    child.disconnect();
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBeNull();
    expect(code).not.toBeNull();
  });
});
