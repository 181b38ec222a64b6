/** `npm run campaign:random -- 5000`: that many random processes, each interrupted after every step. `CAIRN_SEED` repeats one. */
import { wholeNumbersOf } from '../../campaigns/campaign-arguments.ts';
import { randomRun } from './random-campaign.ts';
import { StoredRows } from './stored-rows.ts';

const PARAMETERS = { PROCESSES: { least: 1, otherwise: 1000 } };
const numbers = wholeNumbersOf(process.argv.slice(2), PARAMETERS, 'npm run campaign:random');
if ('mistake' in numbers) {
  process.stderr.write(`${numbers.mistake}\n`);
  process.exit(2);
}
const [runs] = numbers as [number];
const seed = Number(process.env['CAIRN_SEED'] ?? Date.now() % 1_000_000);
const types = new Map<string, number>();
let steps = 0;
let failures = 0;
process.stdout.write(`seed ${seed}, ${runs} processes\n`);
const stored = new StoredRows();
for (let number = 0; number < runs; number += 1) {
  try {
    const run = await randomRun(seed, number, stored);
    steps += run.steps;
    for (const type of run.types) types.set(type, (types.get(type) ?? 0) + 1);
    if (run.difference === null) continue;
    failures += 1;
    process.stdout.write(`process ${number}: ${run.difference}\n${run.xml}\n`);
  } catch (error) {
    failures += 1;
    process.stdout.write(`process ${number}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
stored.remove();
for (const [type, count] of [...types].toSorted(([one], [other]) => (one < other ? -1 : 1)))
  process.stdout.write(`${type.padEnd(30)} in ${count}\n`);
process.stdout.write(`${runs} processes, ${steps} steps, ${failures} failures\n`);
process.exitCode = failures === 0 ? 0 : 1;
