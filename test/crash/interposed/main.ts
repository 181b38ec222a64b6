/**
 * `npm run campaign:crash [-- --every N --sample KEY]`: a kill at every operation on the store's files × before, after,
 * torn; as many second kills in recovery as there are operations; a power cut at every operation. `--every 10`: a tenth.
 */
import { parseArgs } from 'node:util';
import { samples } from '../sample.ts';
import { SeededChoice } from '../seeded-choice.ts';
import { campaignOver } from './campaign.ts';
import { Interposer } from './interposer.ts';

/** More than any sample has. */
const ALL = 1_000_000;
const PER_SAMPLE = { kills: 6000, again: 2000, cuts: 2000 };

const { values } = parseArgs({ options: { every: { type: 'string' }, sample: { type: 'string' } } });
const interposer = Interposer.build();
if (typeof interposer === 'string') {
  process.stdout.write(`campaign:crash is skipped: ${interposer}\n`);
} else {
  const every = Number(values.every ?? 1);
  const share = (most: number): number => (every === 1 ? ALL : Math.ceil(most / every));
  const chance = new SeededChoice();
  let faults = 0;
  try {
    for (const sample of samples.filter(({ key }) => values.sample === undefined || values.sample === key)) {
      const started = performance.now();
      const rates = { kills: share(PER_SAMPLE.kills), again: share(PER_SAMPLE.again), cuts: share(PER_SAMPLE.cuts) };
      const { faults: found, ...report } = await campaignOver(sample, interposer, rates, chance, (done, of) => {
        if (done % 50 === 0) process.stderr.write(`${sample.key}: ${done} of ${of}\n`);
      });
      const seconds = Math.round((performance.now() - started) / 1000);
      process.stdout.write(`${JSON.stringify({ seed: chance.seed, seconds, ...report })}\n`);
      for (const fault of found) process.stdout.write(`FAULT ${fault}\n`);
      faults += found.length;
    }
  } finally {
    interposer.remove();
  }
  process.stdout.write(`${faults} faults\n`);
  process.exitCode = faults === 0 ? 0 : 1;
}
