/**
 * An engine takes over from one that died, and dies before it has taken anything up. The third still knows what the
 * first had begun (checkpoint-semantics, sections 4 and 5).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recorderFile } from '../../engine/runtime/recorder.ts';
import { openStore } from '../../engine/store/sqlite-store.ts';
import { EngineHandle } from '../../engine/supervisor/engine-handle.ts';
import { readRecordings } from '../../engine/supervisor/recorder-reader.ts';
import { crashRun } from './crash-run.ts';
import { engineProgram } from './engine-program.ts';
import { nothingAgain } from './promises/nothing-again.ts';
import { sampleOf } from './sample.ts';
import { StoreFolder } from './store-folder.ts';

/** What is left of an engine that was killed right after it had taken the lease. */
function dieInRecovery(folder: StoreFolder, pid: number): void {
  const store = openStore(folder.dir, { durability: 'process-crash' });
  const before = store.lease();
  if (before === null) throw new Error('nobody held the lease');
  const { agent, processStart, boot, epoch } = before;
  const recorder = recorderFile(epoch + 1, agent);
  store.acquireLease({ agent, pid, processStart, boot, renewedAt: Date.now(), recorder }, () => 'dead');
  store.close();
  const started = { e: 'engine-started', t: Date.now(), agent, epoch: epoch + 1, pid };
  writeFileSync(join(folder.dir, 'recorder', recorder), `${JSON.stringify(started)}\n`);
}

describe('a death in the middle of a recovery', { timeout: 300_000 }, () => {
  it.each([1, 2, 5])(
    '%i times in a row: attempts rise, and the ledger has what the first engine did',
    async (times) => {
      const folder = await StoreFolder.of(sampleOf('order-fulfilment'));
      try {
        const crashPoint = { element: 'charge-card', point: 'after-effect' as const, visit: 1 };
        const first = new EngineHandle({
          engine: { ...folder.engineOptions(), crashPoints: [crashPoint] },
          restart: null,
          entry: engineProgram(),
        });
        const end = await first.wait();
        if (end.kind !== 'crashed') throw new Error(`the engine did not die: ${end.kind}`);
        const recordings = [...readRecordings(folder.dir)];
        for (let time = 0; time < times; time += 1) dieInRecovery(folder, end.pid ?? 0);

        const run = await crashRun(folder);
        const [job] = run.tale.jobs;
        expect(job?.row.status).toBe('completed');
        const charges = job?.ledger.filter(({ element }) => element === 'charge-card') ?? [];
        expect(charges.map(({ state }) => state)).toEqual(['happened', 'happened']);
        expect(charges[0]?.attempt).toBe(1);
        expect(charges[1]?.attempt).toBeGreaterThan(1);
        expect(charges[1]?.idempotencyKey).toBe(charges[0]?.idempotencyKey);
        // The third engine against the first.
        expect(nothingAgain({ ...run, recordings: [recordings, ...run.recordings] })).toEqual([]);
      } finally {
        folder.remove();
      }
    },
  );
});
