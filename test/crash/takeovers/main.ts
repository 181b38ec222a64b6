/** `npm run campaign:agents [-- TAKEOVERS]`: 200 takeovers with kills and freezes, and what came of them. */
import { SeededChoice } from '../seeded-choice.ts';
import { TakeoverCampaign } from './campaign.ts';

if (process.platform === 'win32') {
  process.stdout.write('campaign:agents is skipped: this system (win32) has no SIGSTOP\n');
} else {
  const wanted = Number(process.argv[2] ?? 200);
  const chance = new SeededChoice();
  const started = performance.now();
  const report = await TakeoverCampaign.run(wanted, chance, (done) => {
    if (done % 20 === 0) process.stderr.write(`${done} takeovers\n`);
  });
  const { faults, ends, ...figures } = report;
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${JSON.stringify({ seed: chance.seed, seconds, ...figures, ends }, null, 2)}\n`);
  for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
  process.stdout.write(`${faults.length} faults\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
