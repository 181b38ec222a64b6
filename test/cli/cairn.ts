/** Starts the real command, as people do: a process of its own, in a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = join(root, 'out', 'cli.js');

export interface Said {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly ended: Promise<Said>;
  /** What standard output holds once it has a line like this. */
  readonly line: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** As `head` does when it has seen enough. */
  readonly stopReading: () => void;
  readonly input: NonNullable<ChildProcess['stdin']>;
}

const folders: string[] = [];
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A folder that goes with the test, holding these files. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'cairn-test-'));
  folders.push(made);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

/** Starts it and goes on. */
export function begin(cwd: string, words: readonly string[]): Running {
  const child = spawn(process.execPath, [program, ...words], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  running.add(child);
  let out = '';
  let err = '';
  let look = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    look();
  });
  const ended = new Promise<Said>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, out, err });
    });
  });
  return {
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const found = pattern.exec(out + err);
          if (found !== null) resolve(found);
        };
        look();
        void ended.then(() => reject(new Error(`ended without ${String(pattern)}: ${out}${err}`)));
      }),
    kill: (signal) => child.kill(signal),
    stopReading: () => child.stdout.destroy(),
    input: child.stdin,
  };
}

/** Runs it to its end. */
export function cairn(cwd: string, ...words: string[]): Promise<Said> {
  const { ended, input } = begin(cwd, words);
  input.end();
  return ended;
}
