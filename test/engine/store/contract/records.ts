/** The part of the store's contract that is about savepoints, restores, failures, decisions, and figures over them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FailureRow, Records, RestoreRow, SavepointRow, UndecidedRow } from '../../../../engine/store/rows.ts';
import type { Store } from '../../../../engine/store/store.ts';
import type { StoreData } from './rig.ts';
import {
  claim,
  commit,
  creation,
  definition,
  jobRow,
  ledgerRow,
  part,
  reasonOf,
  requestRow,
  unit,
} from '../samples.ts';

const savepoint = (id: string, more: Partial<SavepointRow> = {}): SavepointRow => ({
  id,
  request: 'r1',
  job: 'j1',
  seq: 2,
  location: `order/savepoint-${id}`,
  at: 10,
  bytes: 100,
  micros: 5,
  ...more,
});
const restore = (job: string, more: Partial<RestoreRow> = {}): RestoreRow => ({
  job,
  source: 'savepoint:a',
  path: '/a',
  kind: 'savepoint',
  seq: 2,
  at: 11,
  incarnation: 3,
  mode: 'no-claim',
  marked: true,
  ...more,
});
const failure = (job: string, reason: string): FailureRow => ({ job, kind: 'checkpoint', at: 12, reason });
const undecided = (job: string, decision: UndecidedRow['decision']): UndecidedRow => ({ job, since: 13, decision });
const all = { limit: 99, offset: 0 };

export function recordsContract(name: string, create: () => StoreData): void {
  describe(`${name} keeps records`, () => {
    let data: StoreData;
    let store: Store;
    const write = (records: Records): void => commit(store, unit({ records }));

    beforeEach(() => {
      data = create();
      let now = 1;
      store = data.open({ clock: () => (now += 1) });
      store.acquireLease(claim, () => false);
    });

    afterEach(() => {
      store.close();
      data.dispose();
    });

    it('of savepoints, newest first, each once', () => {
      write({ savepoints: [savepoint('a'), savepoint('b', { job: 'j2' })] });
      write({ savepoints: [savepoint('c', { request: 'r2' })] });
      expect(store.savepoints({}, 99).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
      expect(store.savepoints({ job: 'j1' }, 1)).toEqual([savepoint('c', { request: 'r2' })]);
      expect(store.savepoints({ request: 'r1' }, 99).map(({ id }) => id)).toEqual(['b', 'a']);
      expect(store.savepoints({ request: 'r1', job: 'j2' }, 99).map(({ id }) => id)).toEqual(['b']);
      write({ savepoints: [savepoint('a', { bytes: 7 })] });
      expect(store.savepoints({}, 99).map(({ bytes }) => bytes)).toEqual([7, 100, 100]);
    });

    it('of restores, of which only mode and mark change', () => {
      write({ restores: [restore('j1'), restore('j2', { source: 'savepoint:b', path: '/b' })] });
      write({ restores: [restore('j1', { mode: 'deleted', marked: false, path: 'other' })] });
      expect(store.restores({}, 99)).toEqual([
        restore('j2', { source: 'savepoint:b', path: '/b' }),
        restore('j1', { mode: 'deleted', marked: false }),
      ]);
      expect(store.restores({ source: 'savepoint:b' }, 99).map(({ job }) => job)).toEqual(['j2']);
      expect(store.restores({ path: '/a' }, 99).map(({ job }) => job)).toEqual(['j1']);
      expect(store.restores({ job: 'j3' }, 99)).toEqual([]);
    });

    it('of failures, and of jobs that wait for a decision', () => {
      write({ failures: [failure('j1', 'x'), failure('j2', 'y')], undecided: [undecided('j1', 'waits')] });
      write({ failures: [failure('j1', 'z')], undecided: [undecided('j2', 'waits'), undecided('j1', 'kept')] });
      expect(store.failures('j1', 99)).toEqual([failure('j1', 'z'), failure('j1', 'x')]);
      expect(store.failures(null, 2).map(({ reason }) => reason)).toEqual(['z', 'y']);
      expect(store.undecided()).toEqual([undecided('j1', 'kept'), undecided('j2', 'waits')]);
      write({ undecided: [undecided('j1', null)] });
      expect(store.undecided().map(({ job }) => job)).toEqual(['j2']);
    });

    it('that belong to a unit: all of it or nothing', () => {
      const refused = unit({
        parts: [part(jobRow('nobody', { seq: 5 }))],
        records: {
          savepoints: [savepoint('a')],
          restores: [restore('j1')],
          failures: [failure('j1', 'x')],
          undecided: [undecided('j1', 'waits')],
          definitions: [{ ...definition('order'), version: 1 }],
        },
      });
      const [result, other] = store.commit([refused, unit({ records: { savepoints: [savepoint('b')] } })]);
      expect(reasonOf(result)).toContain('nobody');
      expect(reasonOf(other)).toBeNull();
      expect(store.savepoints({}, 99).map(({ id }) => id)).toEqual(['b']);
      expect([store.restores({}, 9), store.failures(null, 9), store.undecided(), store.definitions()]).toEqual([
        [],
        [],
        [],
        [],
      ]);
    });

    it('definitions at exactly their numbers, and leaves those that are there', () => {
      const third = store.deploy(definition('order'), []);
      write({ definitions: [{ ...definition('order', { xml: '<3/>' }), version: 3 }] });
      write({ definitions: [{ ...definition('order', { xml: '<other/>' }), version: 1 }] });
      write({ definitions: [{ ...definition('order', { xml: '<2/>' }), version: 2 }] });
      expect(store.definitions().map(({ version, xml }) => [version, xml])).toEqual([
        [1, third.xml],
        [2, '<2/>'],
        [3, '<3/>'],
      ]);
      expect(store.definition('order', 'latest')?.xml).toBe('<3/>');
      expect(store.deploy(definition('order', { xml: '<4/>' }), []).version).toBe(4);
    });

    it('figures of one job and of all, whatever history keeps', () => {
      for (const id of ['j1', 'j2']) {
        commit(store, creation(jobRow(id)));
        for (let seq = 2; seq <= 5; seq += 1) {
          const changes = [{ entity: 'token', id: 't', data: 'x'.repeat(seq * 10) } as const];
          commit(store, unit({ parts: [part(jobRow(id, { seq, incarnation: id === 'j1' ? seq : 1 }), changes)] }));
        }
      }
      write({ failures: [failure('j1', 'x')], restores: [restore('j1', { incarnation: 3 })] });
      store.accept(requestRow('open', { kind: 'savepoint', job: null }));
      const before = store.checkpointFigures('j1');
      // Recovered from 3 to 5 after it was restored as 3.
      expect(before).toMatchObject({ completed: 5, failed: 1, restored: 3, inProgress: 1, measured: 5 });
      const bytes = store.checkpoints('j1', { limit: 9 }).map((row) => row.bytes);
      expect(before.bytes).toEqual({
        min: Math.min(...bytes),
        max: Math.max(...bytes),
        avg: bytes.reduce((sum, each) => sum + each, 0) / 5,
        p99: Math.max(...bytes),
      });
      expect(before.micros.min).toBeGreaterThan(0);
      expect(store.checkpointFigures('j2')).toMatchObject({ completed: 5, failed: 0, restored: 0, inProgress: 1 });
      expect(store.checkpointFigures(null)).toMatchObject({ completed: 10, failed: 1, restored: 3, measured: 10 });
      store.tidy(0, { last: 2 });
      expect(store.checkpointFigures('j1')).toMatchObject({ completed: 5, measured: 2 });
      expect(store.checkpointFigures('nobody')).toMatchObject({ completed: 0, measured: 0, bytes: { p99: 0 } });
    });

    it('the latest checkpoints of all jobs in order of the commits, whatever their clocks say', () => {
      commit(store, creation(jobRow('wall', { now: 1000 })));
      commit(store, creation(jobRow('virtual', { clock: 'virtual', now: 9_000_000 })));
      commit(store, unit({ parts: [part(jobRow('wall', { seq: 2, now: 2000 }))] }));
      const latest = store.latestCommitted(2);
      expect(latest?.map(({ job, clock, checkpoint: { seq } }) => [job, clock, seq])).toEqual([
        ['wall', 'wall', 2],
        ['virtual', 'virtual', 1],
      ]);
      expect(latest?.[0]?.checkpoint).toEqual(store.latestCheckpoint('wall'));
    });

    it('the ledger of all jobs, newest first, and how often a key is there', () => {
      const happened = (instance: string, key: string, beganAt: number, attempt = 1) =>
        ledgerRow(instance, { idempotencyKey: key, beganAt, attempt, state: 'happened' });
      for (const id of ['j1', 'j2']) commit(store, creation(jobRow(id)));
      const grow = (id: string, ledger: ReturnType<typeof happened>[]): void =>
        commit(store, unit({ parts: [part(jobRow(id, { seq: 2 }), [], { ledger })] }));
      grow('j1', [happened('a', 'k1', 5), { ...happened('b', 'k2', 6), state: 'failed' }]);
      grow('j2', [happened('a', 'k1', 7), happened('c', 'k3', 8)]);
      const entries = store.ledgerEntries({}, all);
      expect(entries.map((row) => [row.job, row.instance, row.times])).toEqual([
        ['j2', 'c', 1],
        ['j2', 'a', 2],
        ['j1', 'b', 0],
        ['j1', 'a', 2],
      ]);
      expect(store.ledgerEntries({ job: 'j1' }, all).map(({ instance }) => instance)).toEqual(['b', 'a']);
      expect(store.ledgerEntries({ duplicates: true }, all).map(({ job }) => job)).toEqual(['j2', 'j1']);
      expect(store.ledgerEntries({ job: 'j2', duplicates: true }, all)).toHaveLength(1);
      expect(store.ledgerEntries({}, { limit: 1, offset: 1 })).toEqual([entries[1]]);
    });
  });
}
