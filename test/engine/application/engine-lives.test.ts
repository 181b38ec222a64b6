import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EngineLives, type Boundary } from '../../../engine/application/engine-lives.ts';
import type { CheckpointRow, JobRow, TenureRow } from '../../../engine/store/rows.ts';
import type { StoreReader } from '../../../engine/store/store.ts';

interface Engine {
  readonly end: TenureRow['end'];
  /** Lines that it recorded; null: its file is gone. */
  readonly recorded: readonly object[] | null;
}

interface Job {
  readonly clock?: JobRow['clock'];
  readonly status?: JobRow['status'];
  /** When each checkpoint was made. */
  readonly checkpoints: readonly number[];
}

const saved = (t: number, seq: number): object => ({ e: 'checkpoint-durable', t, job: 'j', seq });

/** Engines begin at 100, 200, …; those that died did so 50 later. */
function marks(job: Job, engines: readonly Engine[], boundaries: readonly Boundary[] = []): readonly string[] {
  const dir = mkdtempSync(join(tmpdir(), 'cairn-lives-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'recorder'));
  const tenures = engines.map(({ end, recorded }, index): TenureRow => {
    const epoch = index + 1;
    const beganAt = epoch * 100;
    const lines = [{ e: 'engine-started', t: beganAt, agent: 'a', epoch, pid: 1 }, ...(recorded ?? [])];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    if (recorded !== null) writeFileSync(join(dir, 'recorder', `000000000${epoch}-a.jsonl`), text);
    return { epoch, agent: 'a', pid: 1, beganAt, endedAt: end === null ? null : beganAt + 50, end };
  });
  const { checkpoints: times, clock = 'wall', status = 'passive' } = job;
  const checkpoints = times.map((at, index) => ({ seq: index + 1, at }) as CheckpointRow);
  const reader: Pick<StoreReader, 'lease' | 'tenures' | 'checkpoints'> = {
    lease: () => null,
    tenures: () => tenures.toReversed(),
    checkpoints: (_job, { from = 0, limit }) => checkpoints.filter(({ seq }) => seq >= from).slice(0, limit),
  };
  const row = { id: 'j', clock, status, seq: times.length, startedAt: times[0], endedAt: null } as JobRow;
  return new EngineLives(dir)
    .marksOf(reader as StoreReader, row, boundaries)
    .map(({ kind, after, waiting }) => `${kind} after ${after}${waiting ? ', waiting' : ''}`);
}

const took = (before: number): Boundary => ({ before, at: null, incarnation: 2 });

it('finds the deaths that a waiting job met, though nothing was written into it', () => {
  const engines: Engine[] = [
    { end: 'dead', recorded: [saved(110, 1), saved(120, 2)] },
    { end: 'dead', recorded: [] },
    { end: 'released', recorded: [saved(310, 3)] },
  ];
  const waiting = ['killed after 2, waiting', 'recovered after 2, waiting'];
  expect(marks({ checkpoints: [110, 120, 310] }, engines)).toEqual([...waiting, ...waiting]);
  expect(marks({ clock: 'virtual', checkpoints: [0, 0, 0] }, engines)).toEqual([...waiting, ...waiting]);
});

it('does not count a death twice where the engine could not record its last checkpoint', () => {
  const engines: Engine[] = [
    { end: 'dead', recorded: [saved(110, 1)] },
    { end: 'released', recorded: [saved(210, 2), saved(220, 3)] },
  ];
  expect(marks({ checkpoints: [110, 120, 220] }, engines, [took(2)])).toEqual(['killed after 2', 'recovered after 2']);
});

it('tells two deaths apart of which the job waited through the first', () => {
  const engines: Engine[] = [
    { end: 'dead', recorded: [saved(110, 1)] },
    { end: 'dead', recorded: [saved(210, 2)] },
    { end: 'released', recorded: [saved(310, 2), saved(320, 3)] },
  ];
  expect(marks({ checkpoints: [110, 210, 320] }, engines, [took(2)])).toEqual([
    'killed after 1, waiting',
    'recovered after 1, waiting',
    'killed after 2',
    'recovered after 2',
  ]);
});

it('goes by the time where recordings are gone, and says nothing where the job has a clock of its own', () => {
  const engines: Engine[] = [{ end: 'dead', recorded: null }];
  expect(marks({ checkpoints: [110, 120, 400] }, engines)).toEqual(['killed after 2, waiting']);
  expect(marks({ checkpoints: [160, 170] }, engines)).toEqual([]);
  expect(marks({ clock: 'virtual', checkpoints: [110, 120] }, engines)).toEqual([]);
});

it('makes no mark of an engine that ended in order', () => {
  const stopped = [saved(110, 1), { e: 'engine-stopped', t: 120 }];
  expect(marks({ checkpoints: [110] }, [{ end: 'released', recorded: stopped }])).toEqual([]);
  expect(marks({ status: 'active', checkpoints: [110] }, [{ end: null, recorded: [saved(110, 1)] }])).toEqual([
    'killed after 1',
  ]);
});
