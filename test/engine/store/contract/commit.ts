/** The part of the store's contract that is about commits: whole or not at all. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../engine/store/store.ts';
import {
  checkpointRow,
  claim,
  commit,
  creation,
  executionRow,
  jobRow,
  ledgerRow,
  messageRow,
  part,
  reasonOf,
  requestRow,
  subscription,
  timer,
  token,
  unit,
  variable,
} from '../samples.ts';
import type { Rig, StoreData } from './rig.ts';

export function commitContract(rig: Rig): void {
  describe('commit', () => {
    const open: StoreData['open'] = (options) => rig.open(options);
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

    it('writes everything that belongs to a checkpoint', () => {
      const job = jobRow('j1', { parentJob: 'j0', held: true, messageId: 'm0', clock: 'virtual' });
      const changes = [token('t1'), variable('a', '1'), timer('x', 50), subscription('s', 'paid', 'k')];
      commit(
        store,
        unit({
          parts: [
            part(job, changes, {
              checkpoint: checkpointRow(1, { kind: 'explicit', reasons: ['start', 'fork'], children: { c1: 4 } }),
              executions: [executionRow('i1')],
              ledger: [ledgerRow('i1')],
            }),
          ],
          created: ['j1'],
          messages: [messageRow('m1')],
          requests: [requestRow('r1', { answer: '"done"' })],
          scenarios: [{ job: 'j1', text: '{}' }],
        }),
      );
      expect(store.job('j1')).toEqual(job);
      expect(store.latest('j1')).toEqual({ job, rows: changes });
      expect(store.load('j1')).toEqual(store.latest('j1'));
      commit(store, creation(jobRow('j2'), [token('t2')]), creation(jobRow('j3')));
      expect(store.loadAll(['j3', 'none', 'j1', 'j2'])).toEqual(['j3', 'j1', 'j2'].map((id) => store.load(id)));
      expect(store.latestCheckpoint('j1')).toMatchObject({
        seq: 1,
        kind: 'explicit',
        reasons: ['start', 'fork'],
        element: 'Task_1',
        at: 1001,
        incarnation: 1,
        children: { c1: 4 },
      });
      expect(store.executions('j1')).toEqual([executionRow('i1')]);
      expect(store.ledger('j1')).toEqual([ledgerRow('i1')]);
      expect(store.message('m1')).toEqual(messageRow('m1'));
      expect(store.request('r1')?.answer).toBe('"done"');
      expect(store.scenario('j1')).toEqual({ job: 'j1', text: '{}' });
    });

    it('a checkpoint replaces the rows that changed and deletes those that went: stale values are gone', () => {
      const rows = [token('t1'), token('t2'), variable('a', '1'), timer('x', 50), subscription('s', 'paid', 'k')];
      commit(store, creation(jobRow('j1'), rows));
      const gone = [token('t1', null), timer('x', null, null), subscription('s', 'paid', 'k', null)];
      commit(
        store,
        unit({ parts: [part(jobRow('j1', { seq: 2 }), [...gone, variable('a', '2'), token('never', null)])] }),
      );
      expect(store.latest('j1')?.rows).toEqual([token('t2'), variable('a', '2')]);
      expect(store.dueTimers(100, 9)).toEqual([]);
      expect(store.subscribers('paid', 'k', 9)).toEqual([]);
    });

    it('keeps texts exactly', () => {
      const texts = ['', 'null', '"\\ud800"', 'ä€𝄞', 'a\u0000b', "'; DROP TABLE job; --", '\r\n\u2028', '1e400', '-0'];
      const rows = texts.map((text, index) => variable(`v${index}`, text));
      commit(store, creation(jobRow('j1', { data: '{"x":"𝄞"}' }), rows));
      expect(store.latest('j1')?.rows.map((row) => row.data)).toEqual(texts);
      expect(store.stateAt('j1', 1).rows).toEqual(rows);
      expect(store.job('j1')?.data).toBe('{"x":"𝄞"}');
    });

    it('refuses half of a surrogate pair instead of changing it', () => {
      const results = store.commit([creation(jobRow('j1'), [subscription('s', 'paid', 'a\ud800')])]);
      expect(reasonOf(results[0])).toContain('surrogate');
      expect(store.job('j1')).toBeNull();
    });

    it('counts the bytes of row data once, in UTF-8', () => {
      commit(store, creation(jobRow('j1', { data: 'ä' }), [token('t', '€€'), variable('a', null)]));
      expect(store.latestCheckpoint('j1')?.bytes).toBe(2 + 6);
    });

    it('knows how long each checkpoint took, once there was time to say so', () => {
      let now = 0;
      const timed = open({ clock: () => now });
      timed.acquireLease(claim, () => 'dead');
      for (let seq = 1; seq <= 3; seq++) {
        now = seq * 100 + seq;
        const next = part(jobRow('j1', { seq }), [], { capturedAt: seq * 100 });
        commit(timed, unit({ parts: [next], created: seq === 1 ? ['j1'] : [] }));
      }
      const micros = () => timed.checkpoints('j1', { limit: 9 }).map((row) => row.micros);
      expect(micros().slice(0, 2)).toEqual([1000, 2000]);
      timed.tidy(0, 'all');
      expect(micros()).toEqual([1000, 2000, 3000]);
    });

    it('tells the time of a checkpoint from that of one that failed', () => {
      let now = 0;
      const timed = open({ clock: () => now });
      timed.acquireLease(claim, () => 'dead');
      const at = (seq: number, captured: number, ...more: ReturnType<typeof part>[]) =>
        unit({
          parts: [part(jobRow('j1', { seq }), [], { capturedAt: captured }), ...more],
          created: seq === 1 ? ['j1'] : [],
        });
      now = 11;
      commit(timed, at(1, 10));
      now = 60;
      const results = timed.commit([at(2, 10, part(jobRow('nobody'))), unit()]);
      expect(results.map((result) => result.ok)).toEqual([false, true]);
      now = 102;
      commit(timed, at(2, 100));
      timed.tidy(0, 'all');
      expect(timed.checkpoints('j1', { limit: 9 }).map((row) => row.micros)).toEqual([1000, 2000]);
    });

    it('goes on where another engine left a job', () => {
      const at = (seq: number) => part(jobRow('j1', { seq }), [variable(`v${seq}`, String(seq))]);
      const mine = open({ clock: () => 1 });
      mine.acquireLease(claim, () => 'dead');
      commit(mine, unit({ parts: [at(1)], created: ['j1'] }));
      const other = open({ clock: () => 2 });
      other.acquireLease(claim, () => 'dead');
      commit(other, unit({ parts: [at(2)] }));
      other.releaseLease();
      mine.acquireLease(claim, () => false);
      commit(mine, unit({ parts: [at(3)] }));
      mine.tidy(0, 'all');
      expect(mine.stateAt('j1', 3).rows).toEqual([variable('v1', '1'), variable('v2', '2'), variable('v3', '3')]);
      // How long the first one took may have gone with the lease.
      expect(mine.checkpoints('j1', { from: 2, limit: 9 }).map((row) => row.micros)).toEqual([2000, 1000]);
    });

    it('rolls back a unit that fails, alone', () => {
      commit(store, creation(jobRow('j1'), [variable('a', '1')]));
      const results = store.commit([
        creation(jobRow('j2'), [variable('a', '2')]),
        unit({
          parts: [part(jobRow('j3'), [variable('a', '3')]), part(jobRow('j1', { seq: 7 }), [variable('a', '9')])],
          created: ['j3'],
          messages: [messageRow('m1')],
        }),
        unit({ parts: [part(jobRow('j1', { seq: 2 }), [variable('a', '4')])] }),
      ]);
      expect(results.map((result) => result.ok)).toEqual([true, false, true]);
      expect(reasonOf(results[1])).toMatch(/job j1.*7.*1/);
      expect(store.job('j3')).toBeNull();
      expect(store.message('m1')).toBeNull();
      expect(store.latest('j2')?.rows).toEqual([variable('a', '2')]);
      expect(store.latest('j1')?.rows).toEqual([variable('a', '4')]);
      expect(store.stateAt('j1', 2).rows).toEqual([variable('a', '4')]);
    });

    it('a torn one is never seen: a unit that fails at its end leaves no trace', () => {
      commit(
        store,
        creation(jobRow('j1'), [token('t'), timer('x', 5)]),
        unit({ requests: [requestRow('r', { answer: '1' })] }),
      );
      const before = store.latest('j1');
      const changes = [token('t', null), token('u'), timer('x', null, null), subscription('s', 'paid', null)];
      const results = store.commit([
        unit({
          parts: [part(jobRow('j1', { seq: 2 }), changes, { executions: [executionRow('i')] })],
          scenarios: [{ job: 'j1', text: 'x' }],
          requests: [requestRow('r', { answer: '2' })],
        }),
      ]);
      expect(reasonOf(results[0])).toContain('request r');
      expect(store.latest('j1')).toEqual(before);
      expect(store.executions('j1')).toEqual([]);
      expect(store.latestCheckpoint('j1')?.seq).toBe(1);
      expect(store.dueTimers(9, 9)).toEqual([{ job: 'j1', timer: 'x', due: 5 }]);
      commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [token('v')])] }));
      expect(store.stateAt('j1', 2).rows).toEqual(store.latest('j1')?.rows);
    });

    it('refuses a checkpoint that does not follow on the stored one', () => {
      commit(store, creation(jobRow('j1')));
      const of = (seq: number, checkpoint: number | null) =>
        reasonOf(
          store.commit([
            unit({
              parts: [
                part(jobRow('j1', { seq }), [], {
                  checkpoint: checkpoint === null ? null : checkpointRow(checkpoint),
                }),
              ],
            }),
          ])[0],
        );
      expect(of(1, 1)).toContain('job j1');
      expect(of(3, 3)).toContain('job j1');
      expect(of(2, 3)).toContain('job j1');
      expect(of(2, null)).toContain('job j1');
      expect(of(2, 2)).toBeNull();
    });

    it('refuses a job that is not there, or is there already', () => {
      commit(store, creation(jobRow('j1')));
      const results = store.commit([unit({ parts: [part(jobRow('j2'))] }), creation(jobRow('j1', { extId: 'other' }))]);
      expect(reasonOf(results[0])).toContain('job j2');
      expect(reasonOf(results[1])).toContain('job j1');
    });

    it('lets an extId name one job, and the restores of its lineage once it has ended', () => {
      commit(store, creation(jobRow('j1', { extId: 'A-1' })));
      expect(reasonOf(store.commit([creation(jobRow('j2', { extId: 'A-1' }))])[0])).toMatch(/"A-1".*j1/);
      const restored = jobRow('j2', { extId: 'A-1', lineage: 'j1', seq: 12 });
      expect(reasonOf(store.commit([creation(restored)])[0])).toMatch(/"A-1".*j1/);
      commit(store, unit({ parts: [part(jobRow('j1', { extId: 'A-1', seq: 2, status: 'cancelled', endedAt: 9 }))] }));
      expect(reasonOf(store.commit([creation(jobRow('j3', { extId: 'A-1' }))])[0])).toMatch(/"A-1".*j1/);
      commit(store, creation(restored));
      expect(store.job('A-1')?.id).toBe('j2');
      expect(store.jobByLineage('j1').map((job) => job.id)).toEqual(['j1', 'j2']);
      expect(store.stateAt('j2', 12).job.seq).toBe(12);
    });

    it('changes a job without a checkpoint', () => {
      commit(store, creation(jobRow('j1'), [variable('a', '1')]));
      const between = part(jobRow('j1', { incarnation: 2 }), [variable('b', '2')], { checkpoint: null });
      commit(store, unit({ parts: [between] }));
      expect(store.job('j1')?.incarnation).toBe(2);
      expect(store.latest('j1')?.rows).toEqual([variable('a', '1'), variable('b', '2')]);
      expect(store.checkpoints('j1', { limit: 9 })).toHaveLength(1);
      expect(store.stateAt('j1', 1)).toMatchObject({ job: { incarnation: 1 }, rows: [variable('a', '1')] });
      commit(store, unit({ parts: [part(jobRow('j1', { seq: 2, incarnation: 2 }))] }));
      expect(store.stateAt('j1', 2).rows).toEqual([variable('a', '1'), variable('b', '2')]);
    });

    it('rolls back the group when the middle of a unit throws, and throws that', () => {
      commit(store, creation(jobRow('j1'), [variable('a', '1')]));
      const fault = new Error('armed');
      const midway = (): never => {
        throw fault;
      };
      const armed = {
        ...unit({ parts: [part(jobRow('j1', { seq: 2 }), [variable('a', '2'), token('t')])] }),
        midway,
      };
      expect(() => store.commit([creation(jobRow('j2')), armed])).toThrow(fault);
      expect(() => store.commit([{ ...unit({ messages: [messageRow('m1')] }), midway }])).toThrow(fault);
      expect(store.job('j2')).toBeNull();
      expect(store.message('m1')).toBeNull();
      expect(store.latest('j1')).toMatchObject({ job: { seq: 1 }, rows: [variable('a', '1')] });
      commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }))] }));
    });

    it('commits an empty group', () => {
      expect(store.commit([])).toEqual([]);
      expect(store.commit([unit()])).toEqual([{ ok: true }]);
    });

    it('keeps executions and ledger rows in order of their first insertion', () => {
      const first = { executions: [executionRow('z'), executionRow('a')], ledger: [ledgerRow('z'), ledgerRow('a')] };
      commit(store, unit({ parts: [part(jobRow('j1'), [], first)], created: ['j1'] }));
      const ended = executionRow('z', { outcome: 'completed', endedAt: 9 });
      const happened = ledgerRow('z', { state: 'happened', after: 2, endedAt: 9 });
      const retried = executionRow('a', { attempt: 2 });
      const second = { executions: [retried, ended], ledger: [happened] };
      commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [], second)] }));
      const later = executionRow('later');
      commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [], { checkpoint: null, executions: [later] })] }));
      expect(store.executions('j1')).toEqual([ended, executionRow('a'), retried, later]);
      expect(store.executions('j1', 1)).toEqual([ended, executionRow('a')]);
      expect(store.executions('j1', 2)).toEqual([ended, executionRow('a'), retried]);
      expect(store.ledger('j1')).toEqual([happened, ledgerRow('a')]);
      expect(store.executions('unknown')).toEqual([]);
    });
  });
}
