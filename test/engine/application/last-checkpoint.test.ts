import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastCheckpointOf } from '../../../engine/application/window/last-checkpoint.ts';
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

it('the last checkpoint is the one committed last, whichever job was heard of last and whatever its clock says', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  store.acquireLease(claim, () => 'dead');
  const step = (id: string, clock: 'wall' | 'virtual', seq: number, at: number): void => {
    const parts = [part(jobRow(id, { clock, seq, now: at }), [], { checkpoint: checkpointRow(seq, { at }) })];
    commit(store, unit({ created: seq === 1 ? [id] : [], parts }));
  };
  expect(lastCheckpointOf(store, 'nobody')).toBeNull();
  step('virtual', 'virtual', 1, 9_000_000_000_000);
  step('wall', 'wall', 1, 1000);
  step('wall', 'wall', 2, 2000);
  // A takeover: the engine tells of a job that it has only taken up.
  expect(lastCheckpointOf(store, 'virtual')).toMatchObject({ job: 'wall', seq: 2 });
  store.close();
});
