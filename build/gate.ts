/**
 * The steps of the gate, one after the other and to the end, whatever fails. `npm run verify -- types lint` runs only
 * the steps named. Started by verify.mjs, under the project's Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { lastLine, ranAnything, tallyOfTests, total, type Tally } from './tally.ts';

const root = dirname(import.meta.dirname);
const report = join(root, 'reports', 'vitest.json');
const onPath = [join(root, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
const env = { ...process.env, PATH: onPath };
const compiler = 'Version 7.';

let tests: Tally = { passed: 0, failed: 0, skipped: 0 };

function runs(command: string, ...args: string[]): boolean {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error !== undefined) console.log(`${command}: ${error.message}`);
  return status === 0;
}

function types(): boolean {
  const version = spawnSync('tsc', ['-v'], {
    env,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).stdout.trim();
  if (!version.startsWith(compiler)) console.log(`tsc is ${version}, and must be ${compiler}x`);
  const projects = globSync('**/tsconfig.json', { cwd: root, exclude: ['node_modules', 'out'] });
  const results = projects.map((project) => runs('tsc', '-p', project));
  return version.startsWith(compiler) && results.length > 0 && results.every(Boolean);
}

function runTests(): boolean {
  rmSync(report, { force: true });
  const ended = runs('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  tests = tallyOfTests(existsSync(report) ? readFileSync(report, 'utf8') : undefined);
  if (!ranAnything(tests)) console.log('no test passed');
  return ended && ranAnything(tests);
}

const steps: Readonly<Record<string, () => boolean>> = {
  format: () => runs('prettier', '--check', '--log-level=warn', '.'),
  types,
  lint: () => runs('oxlint', '--type-aware', '--deny-warnings'),
  dependencies: () => runs('node', 'build/cruise.ts'),
  unused: () => runs('knip', '--no-progress'),
  build: () => runs('node', 'build/bundle.ts'),
  tests: runTests,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length > 0)
  throw new Error(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`);

const results: Record<string, boolean> = {};
const summary: string[] = [];
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name}`);
  const started = performance.now();
  results[name] = step();
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  summary.push(`${results[name] ? 'passed' : 'FAILED'} ${seconds} s  ${name}`);
}

const counted = total(Object.values(results), tests);
console.log(`\n${summary.join('\n')}\n\n${lastLine(counted)}`);
process.exitCode = counted.failed > 0 ? 1 : 0;
