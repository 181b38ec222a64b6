/**
 * `npm run bench [-- NAME… --json]`: every benchmark in a process of its own, so that none meets code that another has
 * warmed up.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { conditions } from './conditions.ts';
import { manyJobs } from './many-jobs.ts';
import { aimsText, conditionsText, ratioOf, reachedBy, sectionText, type Section } from './report.ts';
import { oneJob } from './one-job.ts';
import { oneOfMany } from './one-of-many.ts';
import { passiveJobs } from './passive-jobs.ts';
import { browsing } from './browsing.ts';
import { firstJob } from './first-job.ts';
import { recovery } from './recovery.ts';
import { scripts } from './scripts.ts';
import { steps } from './steps.ts';
import { windowHistory } from './window/history.ts';
import { windowImport } from './window/import.ts';
import { windowPanning } from './window/panning.ts';

const benchmarks: readonly Benchmark[] = [
  steps,
  oneJob,
  manyJobs,
  firstJob,
  recovery,
  passiveJobs,
  oneOfMany,
  browsing,
  scripts,
  windowImport,
  windowPanning,
  windowHistory,
];

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, alone: { type: 'boolean', default: false } },
});

const unknown = asked.filter((name) => !benchmarks.some((each) => each.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no such benchmark: ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

async function runHere({ name, title, run }: Benchmark): Promise<Section> {
  return { name, title, findings: await run() };
}

function runApart({ name }: Benchmark): Section {
  const file = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [...process.execArgv, file, name, '--alone', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  if (child.status !== 0) throw new Error(`the benchmark ${name} failed`);
  return JSON.parse(child.stdout) as Section;
}

const chosen = benchmarks.filter(({ name }) => asked.length === 0 || asked.includes(name));
if (options.alone) {
  for (const benchmark of chosen) {
    const section = await runHere(benchmark);
    process.stdout.write(options.json ? `${JSON.stringify(section)}\n` : sectionText(section));
  }
} else {
  const began = performance.now();
  const at = conditions();
  if (!options.json) process.stdout.write(`${conditionsText(at)}\n`);
  const sections: Section[] = [];
  for (const benchmark of chosen) {
    const section = runApart(benchmark);
    sections.push(section);
    if (!options.json) process.stdout.write(`${sectionText(section)}\n`);
  }
  if (options.json) {
    const findings = sections.map((section) => ({
      ...section,
      findings: section.findings.map((finding) => ({
        ...finding,
        ratio: ratioOf(finding),
        reached: reachedBy(finding)?.reached ?? null,
      })),
    }));
    process.stdout.write(`${JSON.stringify({ conditions: at, benchmarks: findings }, null, 2)}\n`);
  } else {
    process.stdout.write(aimsText(sections));
    const minutes = (performance.now() - began) / 60_000;
    process.stdout.write(`\nin ${minutes.toFixed(1)} minutes\n`);
  }
}
