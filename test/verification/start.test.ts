/** `npm start` without a display: a studio that answers, on a copy of the samples, and ends in order. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cairn-start-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Starts it, and resolves with its output as soon as that names an address. */
async function start(
  ...args: string[]
): Promise<{ said: string; address: string; stop: () => Promise<number | null> }> {
  const env = { ...process.env, CAIRN_HOME: home, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const child = spawn(process.execPath, [join(root, 'build', 'start.mjs'), ...args], { env, cwd: home });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: string): void => {
      said += chunk;
      const found = /Cairn is at (\S+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('close', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  return {
    said,
    address,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

it('opens a copy of the samples, says why there is no Electron, and serves a page', async () => {
  const { said, address, stop } = await start();
  try {
    expect(said).toContain('not in Electron: ');
    expect(existsSync(join(home, 'sample-workspace', 'processes', 'order-fulfilment.bpmn'))).toBe(true);
    const url = new URL(address);
    const token = new URLSearchParams(url.hash.slice(1)).get('token');
    url.hash = '';
    expect((await fetch(url)).status).toBe(200);
    const session = await fetch(new URL('session', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(session.status).toBe(204);
  } finally {
    expect(await stop()).toBe(0);
  }
});

it('names a folder that is not there', async () => {
  await expect(start('--browser', 'nowhere')).rejects.toThrow(/there is no folder .*nowhere/);
});
