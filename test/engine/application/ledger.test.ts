/** The ledger over jobs of which a scenario answers some calls: whoever reads it is not to take them for sent. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contextOf } from '../../../engine/application/context.ts';
import { ledgerOf } from '../../../engine/application/ledger.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { claim, commit, jobRow, ledgerRow, part, unit } from '../store/samples.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

it('names the calls that the scenario of a job, or of its caller, answered; no message, and none of another job', () => {
  const store = openStore(folder.path, { durability: 'process-crash' });
  store.acquireLease(claim, () => 'dead');
  const rows = [
    ledgerRow('1', { element: 'charge', state: 'happened' }),
    ledgerRow('2', { element: 'other', state: 'happened' }),
    ledgerRow('3', { element: 'charge', kind: 'message', state: 'happened' }),
  ];
  const start = (id: string, parentJob: string | null, scenarios: { job: string; text: string }[]): void => {
    const ledger = rows.map((row) => ({ ...row, instance: `${id} ${row.instance}` }));
    commit(store, unit({ created: [id], scenarios, parts: [part(jobRow(id, { seq: 1, parentJob }), [], { ledger })] }));
  };
  start('played', null, [{ job: 'played', text: '{"services":{"charge":[{"respond":{}}]}}' }]);
  start('called', 'played', []);
  start('real', null, []);
  store.close();
  const context = contextOf({ cwd: folder.path, storeDir: folder.path });
  const { entries } = ledgerOf(context, { job: null, duplicates: false, limit: 99, offset: 0 });
  expect(entries).toHaveLength(9);
  expect(entries.filter(({ answered }) => answered).map(({ instance }) => instance)).toEqual(['called 1', 'played 1']);
});
