/** Takeovers with kills and freezes; `npm run campaign:agents` does two hundred of them. */
import { describe, expect, it } from 'vitest';
import { SeededChoice } from './seeded-choice.ts';
import { TakeoverCampaign } from './takeovers/campaign.ts';
import { fencingFaults } from './takeovers/faults.ts';
import { sleeperStory } from './takeovers/sleeper.ts';

const hasFreezing = process.platform !== 'win32';
/** Of a process, whether it is frozen. */
const tellsFrozen = process.platform === 'linux';

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

  it.runIf(hasFreezing).each([
    // Fenced by the epoch in the lease, before it can write.
    ['after-effect', 'fenced'],
    // It keeps the write lock, and is killed for that.
    ['in-transaction', 'killed'],
    ['after-commit', 'fenced'],
  ] as const)(
    'a takeover runs the same recovery as a restart: from a holder that is frozen %s, the standby goes on where the last commit left the job',
    async (point, end) => {
      expect(await sleeperStory({ point, seconds: 0 })).toMatchObject({ end, faults: [] });
    },
  );

  it.runIf(tellsFrozen)(
    'a holder that is woken in the middle of its commit, with nobody beside it, goes on',
    async () => {
      const report = await sleeperStory({ point: 'in-transaction', seconds: 0, alone: true });
      expect(report).toMatchObject({ end: 'went on', faults: [] });
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
