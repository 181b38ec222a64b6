/** What a list of jobs tells of crashes. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listJobs } from '../../../engine/application/browse.ts';
import { contextOf } from '../../../engine/application/context.ts';
import { processIdentity } from '../../../engine/store/liveness.ts';
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

it('says which checkpoint of which job one was made from', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  store.acquireLease({ ...claim, ...processIdentity(process.pid) }, () => 'dead');
  const origin = { how: 'fork' as const, job: 'first', seq: 4 };
  for (const [id, data] of [
    ['first', '{"seed":1}'],
    ['second', JSON.stringify({ seed: 1, origin })],
  ] as const)
    commit(store, unit({ created: [id], parts: [part(jobRow(id, { data }), [], { checkpoint: checkpointRow(1) })] }));
  const context = contextOf({ cwd: folder.path, storeDir: folder.path });
  const { jobs } = listJobs(context, { status: undefined, definition: undefined, limit: 10 });
  expect(Object.fromEntries(jobs.map((job) => [job.id, job.origin]))).toEqual({ first: null, second: origin });
  store.releaseLease();
  store.close();
});

it('says how often a job was taken up after a death, and how many active jobs no engine works on', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  const list = () =>
    listJobs(contextOf({ cwd: folder.path, storeDir: folder.path }), {
      status: undefined,
      definition: undefined,
      limit: 10,
    });
  // This very process: it lives.
  store.acquireLease({ ...claim, ...processIdentity(process.pid) }, () => 'dead');
  const add = (id: string, incarnation: number): void => {
    commit(
      store,
      unit({ created: [id], parts: [part(jobRow(id, { seq: 1, incarnation }), [], { checkpoint: checkpointRow(1) })] }),
    );
  };
  add('quiet', 1);
  add('crashed', 3);
  expect(list().jobs.map(({ id, recoveries }) => [id, recoveries])).toEqual(
    expect.arrayContaining([
      ['quiet', 0],
      ['crashed', 2],
    ]),
  );
  expect(list().abandoned).toBe(0);
  store.releaseLease();
  store.close();
  expect(list().abandoned).toBe(2);
});
