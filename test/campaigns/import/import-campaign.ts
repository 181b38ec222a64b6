/**
 * Broken files by the thousand: none may kill the process that reads it, take longer than two seconds, reach for a file or
 * for the network, or make the process grow beyond 512 MB. `npm run campaign:import -- 10000 1` reads as many, from a seed on.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { wholeNumbersOf } from '../campaign-arguments.ts';
import type { Told } from './importer.ts';

export const MAX_MILLISECONDS = 2_000;
export const MAX_MEMORY = 512 * 1024 * 1024;
/** A process that says nothing for so long hangs: the machine may be busy, so it is more than a file may take. */
const SILENCE = 20_000;

export interface Failure {
  readonly seed: number;
  readonly reason: string;
}

export interface Campaign {
  readonly files: number;
  readonly failures: readonly Failure[];
  readonly slowest: Pick<Told, 'seed' | 'milliseconds'>;
  /** Bytes. */
  readonly memory: number;
}

/** Seeds that once failed: permanent tests. */
export function knownSeeds(): number[] {
  return readFileSync(join(import.meta.dirname, 'seeds.txt'), 'utf8')
    .split('\n')
    .filter((line) => /^\d+/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

/** Reads the files of the seeds in processes that are watched. */
export async function campaign(seeds: readonly number[], tell: (done: number) => void): Promise<Campaign> {
  const failures: Failure[] = [];
  let slowest = { seed: 0, milliseconds: 0 };
  let memory = 0;
  let next = 0;
  while (next < seeds.length) {
    const begun = next;
    const died = await readUntilDeath(seeds.slice(begun), (told) => {
      next += 1;
      tell(next);
      memory = Math.max(memory, told.memory);
      if (told.milliseconds > slowest.milliseconds) slowest = { seed: told.seed, milliseconds: told.milliseconds };
      const reason =
        told.wrong ??
        (told.milliseconds > MAX_MILLISECONDS
          ? `it took ${Math.round(told.milliseconds)} ms`
          : told.memory > MAX_MEMORY
            ? `the process has grown to ${told.memory} bytes`
            : null);
      if (reason !== null) failures.push({ seed: told.seed, reason });
    });
    if (died !== null && next < seeds.length) {
      failures.push({ seed: seeds[next] as number, reason: died });
      next += 1;
    }
  }
  return { files: seeds.length, failures, slowest, memory };
}

/** Why the process came to an end before all was read; null when it did not. */
function readUntilDeath(seeds: readonly number[], told: (each: Told) => void): Promise<string | null> {
  const root = join(import.meta.dirname, '..', '..', '..');
  // Files can be read where the program lies and nowhere else, and none can be written.
  const limits = ['--permission', `--allow-fs-read=${root}`, '--max-old-space-size=448', '--no-warnings'];
  const child = spawn(process.execPath, [...limits, join(import.meta.dirname, 'importer.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: root,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2_000)));
  let left = seeds.length;
  let hung = false;
  let watchdog: NodeJS.Timeout | undefined;
  const watch = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, SILENCE);
  };
  watch();
  createInterface({ input: child.stdout }).on('line', (line) => {
    watch();
    left -= 1;
    told(JSON.parse(line) as Told);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${seeds.join('\n')}\n`);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(watchdog);
      if (left === 0) resolve(null);
      else resolve(hung ? `it said nothing for ${SILENCE} ms` : `the process died (${signal ?? code}): ${errors}`);
    });
  });
}

const PARAMETERS = { FILES: { least: 1, otherwise: 10_000 }, 'FIRST-SEED': { least: 0, otherwise: 1 } };

if (import.meta.main) {
  const numbers = wholeNumbersOf(process.argv.slice(2), PARAMETERS, 'npm run campaign:import');
  if ('mistake' in numbers) {
    process.stderr.write(`${numbers.mistake}\n`);
    process.exitCode = 2;
  } else await readAll(...(numbers as [number, number]));
}

async function readAll(count: number, first: number): Promise<void> {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  const { files, failures, slowest, memory } = await campaign(seeds, (done) => {
    if (done % 1_000 === 0) process.stderr.write(`${done} of ${count}\n`);
  });
  for (const { seed, reason } of failures) process.stdout.write(`seed ${seed}: ${reason}\n`);
  const figures = `slowest ${Math.round(slowest.milliseconds)} ms (seed ${slowest.seed}), memory ${Math.round(memory / 1024 / 1024)} MB`;
  process.stdout.write(`${files} files from seed ${first}, ${failures.length} failures; ${figures}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
