/** A throw-away tree with planted files, for checks that must be seen red. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const planted: string[] = [];
afterAll(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Lives as long as the tests of the file that planted it. */
export function plant(files: Readonly<Record<string, string>>, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'cairn-planted-'));
  planted.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script under this Node. */
export function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Ended {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
  return { code: status, signal, stdout, stderr };
}
