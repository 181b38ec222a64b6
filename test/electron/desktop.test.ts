/** The desktop for real, where Electron's binary is: a window on a workspace, over its own channel. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright';
import { describe, expect, it } from 'vitest';
import { electronProgram } from './program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = electronProgram(root);

describe.runIf(program !== null)('the desktop', () => {
  it('opens a window on a workspace, without Node in its page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-desktop-'));
    const dir = join(folder, 'samples');
    cpSync(join(root, 'samples'), dir, { recursive: true });
    const desktop = await _electron.launch({
      executablePath: program ?? '',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), join(root, 'out', 'electron-main.js'), dir],
      env: { ...(process.env as Record<string, string>), CAIRN_HOME: join(folder, 'home') },
    });
    try {
      const page = await desktop.firstWindow();
      await page.getByText('order-fulfilment.bpmn').first().waitFor();
      expect(page.url()).toMatch(/^app:\/\/window\//);
      expect(await page.evaluate('typeof require + typeof process')).toBe('undefinedundefined');
    } finally {
      await desktop.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it.runIf(program === null)('skipped: no Electron binary', () => {
  expect(electronProgram(root)).toBeNull();
});
