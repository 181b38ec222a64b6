/** Takeovers with kills and freezes; `npm run campaign:agents` does two hundred of them. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../engine/protocol/engine-link.ts';
import type { EngineEntry } from '../../engine/supervisor/engine-entry.ts';
import { EngineHandle, type Announcement } from '../../engine/supervisor/engine-handle.ts';
import { engineProgram } from './engine-program.ts';
import { PatchedEngine } from './patched-engine.ts';
import type { Edit } from './plant.ts';
import { SeededChoice } from './seeded-choice.ts';
import { fencingFaults } from './takeovers/faults.ts';
import { START, StoreFolder } from './store-folder.ts';
import { TakeoverCampaign } from './takeovers/campaign.ts';
import { placeWitness, witnessed } from './takeovers/witness.ts';
import { readTale } from './tale.ts';

const hasFreezing = process.platform !== 'win32';
const LEASE_SECONDS = 1;

/** Instead of killing itself at an armed crash point, the engine freezes there. */
const freezing: Edit = {
  file: 'runtime/engine-process.ts',
  from: `  process.kill(process.pid, 'SIGKILL');\n  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);\n`,
  to: `  process.kill(process.pid, 'SIGSTOP');\n`,
};

describe('takeovers', { timeout: 300_000 }, () => {
  it.runIf(hasFreezing)(
    'ten, with kills and freezes: no commit by a fenced agent, no task executed by two under one epoch',
    async () => {
      const chance = new SeededChoice();
      const report = await TakeoverCampaign.run(10, chance);
      expect({ seed: chance.seed, faults: report.faults }).toEqual({ seed: chance.seed, faults: [] });
      expect(report.takeovers).toBeGreaterThanOrEqual(10);
      expect(report.kills + report.freezes).toBeGreaterThan(5);
    },
  );

  it.runIf(hasFreezing).each(['in-transaction', 'after-commit'] as const)(
    'a takeover runs the same recovery as a restart: from a holder that is frozen %s, the standby goes on where the last commit left the job',
    async (point) => {
      const folder = new StoreFolder(join(import.meta.dirname, 'processes'));
      const patched = await PatchedEngine.of([freezing]);
      const heard: Announcement[] = [];
      const agent = (name: string, entry: EngineEntry, crashPoints: CrashPoint[]): EngineHandle => {
        const options = folder.engineOptions();
        const { settings } = options;
        return new EngineHandle(
          {
            engine: {
              ...options,
              settings: { ...settings, agent: { ...settings.agent, name, leaseSeconds: LEASE_SECONDS } },
              standby: true,
              crashPoints,
            },
            restart: { pauseAfter: () => 0, most: 3 },
            pause: () => Promise.resolve(),
            entry,
          },
          (said) => name === 'sleeper' && heard.push(said),
        );
      };
      let sleeper: EngineHandle | undefined;
      let standby: EngineHandle | undefined;
      try {
        await folder.deploy('counting.bpmn');
        placeWitness(folder.dir);
        const variables = JSON.stringify({ counted: 0, limit: 5 });
        folder.accept(START, { kind: 'start', definition: 'counting', variables });
        sleeper = agent('sleeper', patched.entry, [{ element: 'count', point, visit: 2 }]);
        const pid = (await sleeper.ready())?.pid ?? 0;
        // It stops at its crash point, and tells nobody.
        standby = agent('standby', engineProgram(), []);
        expect(await standby.ready()).toMatchObject({ epoch: 2 });
        expect(await standby.idle()).toBe(true);
        const gone = sleeper.pid !== pid;
        if (!gone) process.kill(pid, 'SIGCONT');
        // In a transaction it kept the write lock, and was killed for that; else it wakes up, and is fenced.
        const wanted = point === 'in-transaction' ? 'crashed' : 'refused';
        const told = (): Announcement | undefined => heard.find(({ type }) => type === wanted);
        while (told() === undefined) {
          await new Promise<void>((resolve) => {
            const leave = sleeper?.listen(() => {
              leave?.();
              resolve();
            });
          });
        }
        expect(told()).toMatchObject(point === 'in-transaction' ? { signal: 'SIGKILL' } : { reason: 'fenced' });
        const tale = folder.read(readTale);
        expect(tale.jobs.map(({ row }) => row.status)).toEqual(['completed']);
        expect(fencingFaults(witnessed(folder.dir), [], [])).toEqual([]);
        const counted = tale.jobs[0]?.executions.filter(
          ({ element, outcome }) => element === 'count' && outcome === 'completed',
        );
        expect(counted).toHaveLength(5);
      } finally {
        await Promise.all([sleeper?.stop(), standby?.stop()]);
        patched.remove();
        folder.remove();
      }
    },
  );

  it('the checks find what they are there to find', () => {
    const began = {
      e: 'work-began',
      job: 'j',
      instance: 'i',
      attempt: 1,
      element: 'e',
      kind: 'http',
      effect: true,
    } as const;
    const line = { ...began, key: 'k', target: 'x', seq: 1 };
    const started = { e: 'engine-started', t: 1, agent: 'a', epoch: 1, pid: 1 } as const;
    const tenure = { agent: 'a', pid: 1, endedAt: null, end: null };
    expect(
      fencingFaults(
        [
          { job: 'j', seq: 1, incarnation: 1, epoch: 1, status: 'active' },
          { job: 'j', seq: 1, incarnation: 2, epoch: 2, status: 'active' },
          { job: 'j', seq: 2, incarnation: 1, epoch: 2, status: 'active' },
        ],
        [
          { name: '0000000001-a.jsonl', recordings: [started, { ...line, t: 5 }] },
          {
            name: '0000000002-a.jsonl',
            recordings: [
              { ...started, pid: 2 },
              { ...line, t: 9 },
            ],
          },
        ],
        [
          { ...tenure, epoch: 1, beganAt: 1 },
          { ...tenure, epoch: 2, beganAt: 4 },
        ],
      ),
    ).toHaveLength(5);
    const asleep = { job: 'j', seq: 1, incarnation: 1, epoch: 1, status: 'passive' };
    expect(fencingFaults([asleep, { ...asleep, seq: 2, epoch: 2, status: 'active' }], [], [])).toEqual([]);
  });
});
