/**
 * `npm run campaign:agents [-- TAKEOVERS]`: 200 takeovers with kills and freezes, and what came of them.
 *
 *     --frozen SECONDS   instead: holders of the lease that are frozen so long around a commit of theirs, and then woken
 */
import { parseArgs } from 'node:util';
import { SeededChoice } from '../seeded-choice.ts';
import { TakeoverCampaign } from './campaign.ts';
import { sleeperStory, type Sleep } from './sleeper.ts';

const { values, positionals } = parseArgs({ options: { frozen: { type: 'string' } }, allowPositionals: true });

if (process.platform === 'win32') {
  process.stdout.write('campaign:agents is skipped: this system (win32) has no SIGSTOP\n');
} else {
  const faults =
    values.frozen === undefined ? await takeovers(Number(positionals[0] ?? 200)) : await sleeps(values.frozen);
  for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
  process.stdout.write(`${faults.length} faults\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function takeovers(wanted: number): Promise<readonly string[]> {
  const chance = new SeededChoice();
  const started = performance.now();
  const report = await TakeoverCampaign.run(wanted, chance, (done) => {
    if (done % 20 === 0) process.stderr.write(`${done} takeovers\n`);
  });
  const { faults, ends, ...figures } = report;
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${JSON.stringify({ seed: chance.seed, seconds, ...figures, ends }, null, 2)}\n`);
  return faults;
}

async function sleeps(frozen: string): Promise<readonly string[]> {
  const seconds = Number(frozen);
  const wanted: (Sleep & { readonly must: string })[] = [
    { point: 'after-effect', seconds, must: 'fenced' },
    { point: 'in-transaction', seconds, must: 'killed' },
    { point: 'after-commit', seconds, must: 'fenced' },
    // Elsewhere nobody can tell that it is frozen.
    ...(process.platform === 'linux'
      ? [{ point: 'in-transaction', seconds, alone: true, must: 'went on' } as const]
      : []),
  ];
  const reports = await Promise.all(
    wanted.map(async ({ must, ...sleep }) => {
      const { end, frozenMs, faults } = await sleeperStory(sleep);
      const name = `${sleep.point}${sleep.alone === true ? ', nobody beside it' : ''}`;
      process.stdout.write(`frozen ${name}: ${end} after ${(frozenMs / 1000).toFixed(1)} s\n`);
      return [...faults, ...(end === must ? [] : [`it was to be ${must}`])].map((fault) => `${name}: ${fault}`);
    }),
  );
  return reports.flat();
}
