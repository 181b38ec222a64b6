/** Statistics over jobs whose clocks do not agree. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contextOf } from '../../../engine/application/context.ts';
import { checkpointStatistics } from '../../../engine/application/statistics.ts';
import type { RestoreRow, SavepointRow } from '../../../engine/store/rows.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { checkpointRow, claim, commit, jobRow, part, unit } from '../store/samples.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const restoredFrom = (job: string): RestoreRow => ({
  job,
  source: 'a savepoint',
  path: '/savepoints/a',
  kind: 'savepoint',
  seq: 3,
  at: 1000,
  incarnation: 1,
  mode: 'no-claim',
  marked: true,
});

it('the job that was restored last counts, however many were started after it', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  store.acquireLease(claim, () => 'dead');
  const start = (id: string, restored: boolean): void => {
    commit(
      store,
      unit({
        created: [id],
        parts: [part(jobRow(id, { seq: 1 }), [], { checkpoint: checkpointRow(1) })],
        ...(restored ? { records: { restores: [restoredFrom(id)] } } : {}),
      }),
    );
  };
  start('restored', true);
  for (let each = 0; each < 120; each += 1) start(`later-${each}`, false);
  store.close();
  const { latest } = checkpointStatistics(contextOf({ cwd: folder.path, storeDir: folder.path }), null);
  expect(latest.restored).toMatchObject({ job: 'restored', is_savepoint: true });
});

it('tells a savepoint with one time, that of the wall, and names the job’s own beside it', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  store.acquireLease(claim, () => 'dead');
  const save = (id: string, clock: 'wall' | 'virtual', at: number, taken: number): void => {
    const checkpoint = checkpointRow(1, { kind: 'savepoint', at });
    const savepoint: SavepointRow = {
      id,
      request: 'r',
      job: id,
      seq: 1,
      location: id,
      at: taken,
      bytes: 9,
      micros: 2000,
    };
    commit(
      store,
      unit({
        created: [id],
        parts: [part(jobRow(id, { clock, seq: 1, now: at }), [], { checkpoint })],
        records: { savepoints: [savepoint] },
      }),
    );
  };
  save('played', 'virtual', 9_000_000, 5000);
  save('real', 'wall', 6000, 7000);
  store.close();
  const { latest, history } = checkpointStatistics(contextOf({ cwd: folder.path, storeDir: folder.path }), null);
  expect(history).toMatchObject([
    { job: 'real', trigger_timestamp: 6998, latest_ack_timestamp: 7000, clock: 'wall' },
    { job: 'played', trigger_timestamp: 4998, latest_ack_timestamp: 5000, clock: 'wall' },
  ]);
  expect(history.map((each) => each.own_timestamp ?? null)).toEqual([null, 9_000_000]);
  expect(latest.completed?.latest_ack_timestamp).toBe(latest.savepoint?.latest_ack_timestamp);
});

it('the latest is what was committed last, not what a virtual clock puts last', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  store.acquireLease(claim, () => 'dead');
  const step = (id: string, clock: 'wall' | 'virtual', seq: number, at: number): void => {
    commit(
      store,
      unit({
        created: seq === 1 ? [id] : [],
        parts: [part(jobRow(id, { clock, seq, now: at }), [], { checkpoint: checkpointRow(seq, { at }) })],
      }),
    );
  };
  step('virtual', 'virtual', 1, 9_000_000_000_000);
  step('wall', 'wall', 1, 1000);
  step('wall', 'wall', 2, 2000);
  store.close();
  const { latest, history } = checkpointStatistics(contextOf({ cwd: folder.path, storeDir: folder.path }), null);
  expect(latest.completed).toMatchObject({ job: 'wall', id: 2 });
  // A time of a scenario is none of the wall's: whoever shows it is told.
  expect(history.map(({ clock }) => clock)).toEqual(['wall', 'wall', 'virtual']);
  expect(history.map(({ job, id }) => `${job} ${id}`)).toEqual(['wall 2', 'wall 1', 'virtual 1']);
});
