/** What every store must do. Run on each by a test file of its own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateChange } from '../../../engine/store/rows.ts';
import { Fenced, HistoryMissing, type Store } from '../../../engine/store/store.ts';
import {
  checkpointRow,
  claim,
  commit,
  creation,
  definition,
  executionRow,
  jobRow,
  ledgerRow,
  messageRow,
  part,
  reasonOf,
  requestRow,
  subscription,
  tidyUp,
  timer,
  token,
  unit,
  variable,
} from './samples.ts';

/** One set of data, on which stores can be opened one after the other or side by side. */
export interface StoreData {
  open(options?: { keepHistory?: boolean; clock?: () => number }): Store;
  dispose(): void;
}

const DAY = 24 * 3600 * 1000;

export function storeContract(name: string, create: () => StoreData): void {
  describe(`${name} keeps the store's contract`, () => {
    let data: StoreData;
    let store: Store;
    let opened: Store[];

    const open: StoreData['open'] = (options) => {
      const another = data.open(options);
      opened.push(another);
      return another;
    };

    beforeEach(() => {
      data = create();
      opened = [];
      store = open();
      store.acquireLease(claim, () => false);
    });

    afterEach(() => {
      for (const each of opened) each.close();
      data.dispose();
    });

    describe('lease', () => {
      it('holds a lease with an epoch, its pid and process start time: it is taken with the next epoch, unless somebody holds it', () => {
        const other = open();
        expect(other.acquireLease({ ...claim, agent: 'other' }, () => false)).toBeNull();
        const taken = other.acquireLease({ ...claim, agent: 'other' }, (holder) =>
          holder.agent === 'desk' ? 'dead' : false,
        );
        expect(taken?.before).toMatchObject({ agent: 'desk', epoch: 1 });
        expect(taken?.now).toEqual({ ...claim, agent: 'other', epoch: 2, renewals: 0, released: false });
        expect(store.lease()).toEqual(taken?.now);
      });

      it('has a history: who held it when, and how that ended', () => {
        store.releaseLease(5000, 'handed-over');
        open().acquireLease({ ...claim, agent: 'two', renewedAt: 6000 }, () => false);
        open().acquireLease({ ...claim, agent: 'three', renewedAt: 7000 }, () => 'expired');
        const { pid } = claim;
        expect(store.tenures(2)).toEqual([
          { epoch: 3, agent: 'three', pid, beganAt: 7000, endedAt: null, end: null },
          { epoch: 2, agent: 'two', pid, beganAt: 6000, endedAt: 7000, end: 'expired' },
        ]);
        expect(store.tenures(9).at(-1)).toMatchObject({ epoch: 1, endedAt: 5000, end: 'handed-over' });
      });

      it('lists agents with their latest heartbeat, until they withdraw', () => {
        const common = { pid: 7, processStart: '1', boot: 'b', priority: 100, startedAt: 1, leaseSeconds: 5 };
        const waiting = { ...common, id: 'b/7/1', name: 'seven', role: 'standby' } as const;
        const holding = { ...common, id: 'b/8/1', name: 'eight', role: 'active' } as const;
        open().announceAgent({ ...waiting, heartbeatAt: 10, heartbeats: 1 });
        store.renewLease(15, { ...holding, heartbeatAt: 15, heartbeats: 1 });
        open().announceAgent({ ...waiting, heartbeatAt: 20, heartbeats: 2 });
        expect(store.agents()).toEqual([
          { ...waiting, heartbeatAt: 20, heartbeats: 2 },
          { ...holding, heartbeatAt: 15, heartbeats: 1 },
        ]);
        open().withdrawAgents(['b/7/1', 'nobody']);
        expect(store.agents().map(({ name }) => name)).toEqual(['eight']);
      });

      it('is free once it was released', () => {
        store.releaseLease();
        expect(store.lease()?.released).toBe(true);
        expect(open().acquireLease(claim, () => false)?.now.epoch).toBe(2);
      });

      it('counts renewals', () => {
        store.renewLease(2000);
        store.renewLease(3000);
        expect(store.lease()).toMatchObject({ renewals: 2, renewedAt: 3000, epoch: 1 });
      });

      it('every commit is BEGIN IMMEDIATE, check epoch, write, commit: whoever lost it is fenced, and nothing of theirs is written', () => {
        commit(store, creation(jobRow('j1')));
        open().acquireLease(claim, () => 'dead');
        expect(() => store.commit([creation(jobRow('j2'))])).toThrow(Fenced);
        expect(() => store.renewLease(1)).toThrow(Fenced);
        expect(() => store.releaseLease()).toThrow(Fenced);
        expect(() => store.tidy(1, 'all')).toThrow(Fenced);
        expect(store.job('j2')).toBeNull();
        expect(store.lease()).toMatchObject({ epoch: 2, renewals: 0, released: false });
      });

      it('fences whoever released it or never had it', () => {
        expect(() => open().commit([creation(jobRow('j1'))])).toThrow(Fenced);
        store.releaseLease();
        expect(() => store.commit([creation(jobRow('j1'))])).toThrow(Fenced);
        expect(store.job('j1')).toBeNull();
      });
    });

    describe('data stores', () => {
      const stored = { world: '', name: 'stock', value: '5', job: 'j1', seq: 1, at: 7 };

      it('hold what the latest checkpoint wrote, each world its own', () => {
        expect(store.storedValue('', 'stock')).toBeNull();
        const of = (value: string, world = '') => ({ ...stored, value, world });
        commit(
          store,
          unit({ parts: [part(jobRow('j1'), [], { stored: [of('5'), of('6', 'run')] })], created: ['j1'] }),
        );
        expect(store.storedValue('', 'stock')).toEqual(stored);
        commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [], { stored: [of('8')] })] }));
        expect(store.storedValues('')).toEqual([of('8')]);
        expect(store.storedValues('run')).toEqual([of('6', 'run')]);
      });

      it('keep what they held when the unit is refused', () => {
        commit(store, unit({ parts: [part(jobRow('j1'), [], { stored: [stored] })], created: ['j1'] }));
        const again = unit({ parts: [part(jobRow('j1', { seq: 3 }), [], { stored: [{ ...stored, value: '9' }] })] });
        expect(store.commit([again])[0]).toMatchObject({ ok: false });
        expect(store.storedValue('', 'stock')).toEqual(stored);
      });

      it('say what is waited for under a beginning of a name', () => {
        expect(store.awaitedFrom('\u0001data ')).toEqual([]);
        const names = [
          '\u0001data stock',
          'paid',
          '\u0001data ',
          '\u0001data',
          '\u0001data stock',
          '\u0001data Éa',
          '\u0001datb',
        ];
        const rows = names.map((name, index) => subscription(`s${index}`, name, index % 2 === 0 ? null : 'k'));
        commit(store, unit({ parts: [part(jobRow('j1'), rows)], created: ['j1'] }));
        expect(store.awaitedFrom('\u0001data ')).toEqual(['\u0001data ', '\u0001data stock', '\u0001data Éa']);
        expect(store.awaitedFrom('\u0002')).toEqual([]);
        expect(store.awaitedFrom('paid')).toEqual(['paid']);
      });
    });

    describe('commit', () => {
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
        const texts = [
          '',
          'null',
          '"\\ud800"',
          'ä€𝄞',
          'a\u0000b',
          "'; DROP TABLE job; --",
          '\r\n\u2028',
          '1e400',
          '-0',
        ];
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
        const results = store.commit([
          unit({ parts: [part(jobRow('j2'))] }),
          creation(jobRow('j1', { extId: 'other' })),
        ]);
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
        expect(store.executions('j1')).toEqual([ended, executionRow('a'), retried]);
        expect(store.ledger('j1')).toEqual([happened, ledgerRow('a')]);
        expect(store.executions('unknown')).toEqual([]);
      });
    });

    describe('jobs', () => {
      beforeEach(() => {
        commit(
          store,
          creation(jobRow('a')),
          creation(jobRow('c', { definitionKey: 'other', status: 'passive' })),
          creation(jobRow('b', { parentJob: 'a' })),
          creation(jobRow('d', { status: 'failed' })),
        );
      });

      const ids = (filter: Parameters<Store['jobs']>[0], page: Parameters<Store['jobs']>[1] = { limit: 9 }) =>
        store.jobs(filter, page).map((job) => job.id);

      it('are listed newest first, by page', () => {
        expect(ids({})).toEqual(['d', 'b', 'c', 'a']);
        expect(ids({}, { limit: 2 })).toEqual(['d', 'b']);
        expect(ids({}, { limit: 2, before: 'b' })).toEqual(['c', 'a']);
        expect(ids({}, { limit: 2, before: 'unknown' })).toEqual([]);
      });

      it('are filtered', () => {
        expect(ids({ status: 'active' })).toEqual(['b', 'a']);
        expect(ids({ status: 'failed' })).toEqual(['d']);
        expect(ids({ status: 'cancelled' })).toEqual([]);
        expect(ids({ status: 'completed' })).toEqual([]);
        expect(ids({ status: 'passive', definitionKey: 'order' })).toEqual([]);
        expect(ids({ definitionKey: 'order', parentJob: null })).toEqual(['d', 'a']);
        expect(ids({ parentJob: 'a' })).toEqual(['b']);
        expect(ids({ search: 'EXT-D' })).toEqual(['d']);
        expect(ids({ search: 'ORD' })).toEqual(ids({ definitionKey: 'order' }));
        expect(ids({ search: '%' })).toEqual([]);
        expect(store.children('a').map((job) => job.id)).toEqual(['b']);
      });

      it('are found by id before extId, and counted', () => {
        commit(store, creation(jobRow('e', { extId: 'a' })));
        expect(store.job('a')?.id).toBe('a');
        expect(store.job('ext-c')?.id).toBe('c');
        expect(store.job('nobody')).toBeNull();
        expect(store.counts()).toEqual({ active: 3, passive: 1, completed: 0, failed: 1, cancelled: 0 });
      });

      it('are found where they stand still for a person', () => {
        commit(
          store,
          creation(jobRow('e'), [{ entity: 'incident', id: 'one', data: '{}' }]),
          creation(jobRow('f', { held: true, status: 'passive' })),
          creation(jobRow('g', { held: true, status: 'completed', endedAt: 9 })),
        );
        expect(ids({ stands: 'incident' })).toEqual(['e']);
        expect(ids({ stands: 'held' })).toEqual(['f']);
        expect(ids({ stands: 'incident', definitionKey: 'other' })).toEqual([]);
      });

      it('have their incidents counted', () => {
        const incident = (id: string): StateChange => ({ entity: 'incident', id, data: '{}' });
        commit(
          store,
          creation(jobRow('e'), [incident('one'), incident('two')]),
          creation(jobRow('f'), [incident('x')]),
        );
        expect([...store.incidentCounts(['a', 'e', 'nobody'])]).toEqual([['e', 2]]);
        commit(
          store,
          unit({ parts: [part(jobRow('e', { seq: 2 }), [{ entity: 'incident', id: 'one', data: null }])] }),
        );
        expect(Object.fromEntries(store.incidentCounts(['e', 'f']))).toEqual({ e: 1, f: 1 });
      });

      it('that are active come in order of id', () => {
        expect(store.activeJobs(null, 9)).toEqual(['a', 'b']);
        expect(store.activeJobs('a', 9)).toEqual(['b']);
        commit(store, unit({ parts: [part(jobRow('a', { seq: 2, status: 'passive' }))] }));
        commit(store, unit({ parts: [part(jobRow('c', { seq: 2, status: 'active' }))] }));
        expect(store.activeJobs(null, 1)).toEqual(['b']);
        expect(store.activeJobs(null, 9)).toEqual(['b', 'c']);
      });

      it('that have a scenario and have not ended are driven', () => {
        commit(store, unit({ scenarios: ['d', 'c', 'a'].map((job) => ({ job, text: '{}' })) }));
        expect(store.drivenJobs()).toEqual(['a', 'c']);
      });
    });

    describe('waits', () => {
      it('answers due timers by due time, then by age', () => {
        commit(store, creation(jobRow('j1'), [timer('late', 30), timer('x', 20), timer('virtual', null)]));
        commit(store, creation(jobRow('j2'), [timer('y', 20), timer('z', 10)]));
        commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [timer('x', 20, '{"fired":1}')])] }));
        const due = (now: number, limit = 9) => store.dueTimers(now, limit).map((row) => row.timer);
        expect(due(25)).toEqual(['z', 'x', 'y']);
        expect(due(25, 1)).toEqual(['z']);
        expect(due(9)).toEqual([]);
        expect(store.dueTimers(10, 1)).toEqual([{ job: 'j2', timer: 'z', due: 10 }]);
        expect(store.nextDue()).toBe(10);
      });

      it('answers null when no timer is armed on the wall clock', () => {
        commit(store, creation(jobRow('j1'), [timer('virtual', null)]));
        expect(store.nextDue()).toBeNull();
      });

      it('answers the oldest subscription first, and tells no key from a key', () => {
        commit(store, creation(jobRow('j1'), [subscription('s1', 'paid', 'k'), subscription('s0', 'paid', null)]));
        commit(store, creation(jobRow('j2'), [subscription('s2', 'paid', 'k'), subscription('s3', 'sent', 'k')]));
        commit(
          store,
          unit({ parts: [part(jobRow('j1', { seq: 2 }), [subscription('s1', 'paid', 'k', '{"fired":1}')])] }),
        );
        expect(store.subscribers('paid', 'k', 9)).toEqual([
          { job: 'j1', subscription: 's1' },
          { job: 'j2', subscription: 's2' },
        ]);
        expect(store.subscribers('paid', 'k', 1)).toHaveLength(1);
        expect(store.subscribers('paid', null, 9)).toEqual([{ job: 'j1', subscription: 's0' }]);
        expect(store.subscribers('paid', '', 9)).toEqual([]);
        const { definitionKey: key, definitionVersion: version } = jobRow('j1');
        expect(store.awaitedWithKey('paid')).toEqual([{ key, version }]);
        expect(store.awaitedWithKey('nothing')).toEqual([]);
      });

      it('names messages that wait although a subscription would take them', () => {
        const waits = (id: string, message: string, key: string | null): StateChange => ({
          entity: 'subscription',
          id,
          data: '{}',
          message,
          key,
        });
        const messages = [
          messageRow('m1', { name: 'paid', key: 'k' }),
          messageRow('m2', { name: 'paid', key: 'l' }),
          messageRow('m3', { name: 'sent', key: 'k' }),
          messageRow('m4', { name: 'lost', key: 'k' }),
          messageRow('m5', { name: 'bare', key: null }),
          messageRow('m7', { name: 'told', key: null, sender: 'j9' }),
          messageRow('m6', { name: 'gone', key: 'k', state: 'consumed', consumedBy: 'j1' }),
        ];
        commit(store, unit({ messages }));
        expect(store.awaitedMessages()).toEqual([]);
        commit(
          store,
          creation(jobRow('j1'), [
            waits('s1', 'paid', 'k'),
            waits('s2', 'sent', null),
            waits('s3', 'lost', 'other'),
            waits('s4', 'bare', 'k'),
            waits('s5', 'gone', 'k'),
            waits('s6', 'told', 'k'),
          ]),
        );
        expect(store.awaitedMessages()).toEqual(['bare', 'paid', 'sent']);
      });

      it('answers outgoing messages until they go', () => {
        const out = (id: string, data: string | null = `"${id}"`): StateChange => ({ entity: 'message', id, data });
        commit(store, creation(jobRow('j1'), [out('z')]), creation(jobRow('j2'), [out('a')]));
        expect(store.outgoing(9)).toEqual([
          { job: 'j1', change: out('z') },
          { job: 'j2', change: out('a') },
        ]);
        commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [out('z', null)])] }));
        expect(store.outgoing(9)).toEqual([{ job: 'j2', change: out('a') }]);
      });
    });

    describe('inbox', () => {
      it('accepts a request once, from anybody, and answers the row that it has', () => {
        const other = open();
        const request = requestRow('r1', { data: '{"first":true}' });
        expect(other.accept(request)).toEqual(request);
        expect(store.accept(requestRow('r1', { data: '{"second":true}' }))).toEqual(request);
        other.accept(requestRow('r0'));
        expect(store.pendingRequests(9).map((row) => row.id)).toEqual(['r1', 'r0']);
        expect(store.pendingRequests(1).map((row) => row.id)).toEqual(['r1']);
      });

      it('says when somebody else wrote', () => {
        const other = open();
        const before = store.dataVersion();
        store.accept(requestRow('r1'));
        expect(store.dataVersion()).toBe(before);
        other.accept(requestRow('r2'));
        expect(store.dataVersion()).not.toBe(before);
      });

      it('answers a request once', () => {
        store.accept(requestRow('r1'));
        expect(store.completionOf('j1', 'i1')).toBeNull();
        commit(store, unit({ requests: [requestRow('r1', { answer: '"yes"', data: 'other' })] }));
        const answered = requestRow('r1', { answer: '"yes"' });
        expect(store.request('r1')).toEqual(answered);
        expect(store.pendingRequests(9)).toEqual([]);
        expect(store.completionOf('j1', 'i1')).toEqual(answered);
        expect(store.completionOf('j1', 'i2')).toBeNull();
        commit(store, unit({ requests: [answered, requestRow('r1')] }));
        expect(reasonOf(store.commit([unit({ requests: [requestRow('r1', { answer: '"no"' })] })])[0])).toContain('r1');
        expect(store.accept(requestRow('r1'))).toEqual(answered);
      });

      it('takes only completions for completions', () => {
        commit(store, unit({ requests: [requestRow('r1', { kind: 'retry', answer: '1' })] }));
        expect(store.completionOf('j1', 'i1')).toBeNull();
      });

      it('hands a message out once', () => {
        const m1 = messageRow('m1', { key: 'k' });
        commit(store, unit({ messages: [messageRow('m0', { key: 'k' }), m1, messageRow('m2')] }));
        expect(store.waitingMessages('paid', 'k', 9).map((row) => row.id)).toEqual(['m0', 'm1']);
        expect(store.waitingMessages('paid', null, 9).map((row) => row.id)).toEqual(['m2']);
        const taken = { ...m1, state: 'consumed', consumedBy: 'j1' } as const;
        commit(store, unit({ messages: [taken] }));
        commit(store, unit({ messages: [taken] }));
        expect(store.waitingMessages('paid', 'k', 9).map((row) => row.id)).toEqual(['m0']);
        const again = store.commit([unit({ messages: [{ ...taken, consumedBy: 'j2' }] })]);
        expect(reasonOf(again[0])).toMatch(/m1.*j1/);
        expect(store.message('m1')).toEqual(taken);
        expect(store.messages({}, 9).map((row) => row.id)).toEqual(['m2', 'm1', 'm0']);
        expect(store.messages({ state: 'waiting', name: 'paid' }, 9).map((row) => row.id)).toEqual(['m2', 'm0']);
        expect(store.messages({ name: 'sent' }, 9)).toEqual([]);
      });

      it('ids are kept 30 days: messages expire, and they and answered requests are forgotten', () => {
        const old = messageRow('old', { expiresAt: 40 * DAY });
        const short = messageRow('short', { expiresAt: 2000 });
        const used = messageRow('used', { state: 'consumed', consumedBy: 'j1' });
        const requests = [requestRow('answered', { answer: '1' }), requestRow('open')];
        commit(store, unit({ messages: [old, short, used], requests }));
        tidyUp(store, 1999, 'all');
        expect(store.message('short')?.state).toBe('waiting');
        tidyUp(store, 2000, 'all');
        expect(store.message('short')?.state).toBe('expired');
        expect(store.waitingMessages('paid', null, 9).map((row) => row.id)).toEqual(['old']);
        tidyUp(store, 1000 + 30 * DAY, 'all');
        expect(store.message('used')).toEqual(used);
        expect(store.request('answered')).not.toBeNull();
        tidyUp(store, 1001 + 30 * DAY, 'all');
        expect(store.message('used')).toBeNull();
        expect(store.message('short')).toBeNull();
        expect(store.request('answered')).toBeNull();
        expect(store.request('open')).not.toBeNull();
        expect(store.message('old')?.state).toBe('waiting');
      });
    });

    describe('definitions', () => {
      it('get the next version when something changed', () => {
        const first = store.deploy(definition('order', { resources: { a: '1', b: '2' } }), []);
        expect(first.version).toBe(1);
        const same = definition('order', { resources: { b: '2', a: '1' }, deployedAt: 9999 });
        expect(store.deploy(same, [])).toEqual(first);
        expect(store.deploy(definition('order', { resources: { a: '1' } }), []).version).toBe(2);
        const third = open().deploy(definition('order', { xml: '<other/>', name: null }), []);
        expect(third.version).toBe(3);
        expect(store.definition('order', 'latest')).toEqual(third);
        expect(store.latestVersion('order')).toBe(third.version);
        expect(store.latestVersion('nothing')).toBeNull();
        expect(store.definition('order', 1)).toEqual(first);
        expect(store.definition('order', 4)).toBeNull();
        store.deploy(definition('bill'), []);
        expect(store.definitions().map((row) => `${row.key} ${row.version}`)).toEqual([
          'bill 1',
          'order 1',
          'order 2',
          'order 3',
        ]);
      });

      it('are started by the messages of their latest version', () => {
        store.deploy(definition('order', { startMessages: ['placed', 'paid'] }), []);
        store.deploy(definition('bill', { startMessages: ['paid'] }), []);
        expect(store.startedBy('paid')).toMatchObject([
          { key: 'bill', version: 1 },
          { key: 'order', version: 1 },
        ]);
        store.deploy(definition('order', { xml: '<v2/>', startMessages: ['placed'] }), []);
        expect(store.startedBy('paid')).toMatchObject([{ key: 'bill' }]);
        expect(store.startedBy('placed')).toMatchObject([{ key: 'order', version: 2 }]);
        store.deploy(definition('bill', { xml: '<v2/>' }), []);
        expect(store.startedBy('paid')).toEqual([]);
      });

      it('are started by the timers of their latest version', () => {
        const timerOf = (node: string, due: number | null) => ({ definitionKey: 'order', node, due, data: '{}' });
        store.deploy(definition('order'), [timerOf('S1', 30), timerOf('S2', 20)]);
        expect(store.startTimers(19)).toEqual([]);
        expect(store.startTimers(30).map((row) => row.node)).toEqual(['S2', 'S1']);
        expect(store.nextStartTimer()).toBe(20);
        commit(store, unit({ startTimers: [{ ...timerOf('S2', 50), definitionVersion: 1 }] }));
        commit(store, unit({ startTimers: [{ ...timerOf('S1', null), definitionVersion: 1 }] }));
        expect(store.startTimers(99)).toEqual([{ ...timerOf('S2', 50), definitionVersion: 1 }]);
        store.deploy(definition('order', { xml: '<v2/>' }), [timerOf('S2', 70)]);
        commit(store, unit({ startTimers: [{ ...timerOf('S2', 60), definitionVersion: 1 }] }));
        expect(store.startTimers(99)).toEqual([{ ...timerOf('S2', 70), definitionVersion: 2 }]);
        commit(store, unit({ startTimers: [{ ...timerOf('S2', null), definitionVersion: 2 }] }));
        expect(store.nextStartTimer()).toBeNull();
      });
    });

    describe('history', () => {
      const grow = (id: string, from: number, to: number, on: Store = store) => {
        for (let seq = from; seq <= to; seq++) {
          const next = part(jobRow(id, { seq }), [variable('n', String(seq)), variable(`at${seq % 3}`, `"${seq}"`)]);
          commit(on, unit({ parts: [next], created: seq === 1 ? [id] : [] }));
        }
      };
      const kept = (id: string) => store.checkpoints(id, { limit: 10_000 }).map((row) => row.seq);

      it('pages through checkpoints, oldest first', () => {
        grow('j1', 1, 7);
        expect(kept('j1')).toEqual([1, 2, 3, 4, 5, 6, 7]);
        expect(store.checkpoints('j1', { from: 3, limit: 2 }).map((row) => row.seq)).toEqual([3, 4]);
        expect(store.checkpoints('unknown', { limit: 2 })).toEqual([]);
        expect(store.latestCheckpoint('unknown')).toBeNull();
      });

      it('stored as changes against the previous checkpoint with full ones in between, each row with a checksum, rebuilt exactly for any sequence number', () => {
        grow('j1', 1, 260);
        for (let seq = 1; seq <= 260; seq++) {
          const state = store.stateAt('j1', seq);
          expect(state.job).toEqual(jobRow('j1', { seq }));
          expect(state.checkpoint.seq).toBe(seq);
          expect(state.rows).toContainEqual(variable('n', String(seq)));
          expect(state.rows).toHaveLength(1 + Math.min(seq, 3));
        }
      });

      it('tells what each checkpoint changed, from a whole state on', () => {
        grow('j1', 1, 130);
        commit(store, unit({ parts: [part(jobRow('j1', { seq: 130 }), [variable('x', '1')], { checkpoint: null })] }));
        grow('j1', 131, 260);
        const told = [
          ...store.steps('j1', { limit: 100 }),
          ...store.steps('j1', { from: 101, limit: 100 }),
          ...store.steps('j1', { from: 201, limit: 100 }),
        ];
        expect(told.map(({ checkpoint }) => checkpoint.seq)).toEqual(kept('j1'));
        expect(told[0]?.whole).toBe(true);
        const state = new Map<string, string>();
        for (const { checkpoint, whole, rows } of told) {
          if (whole) state.clear();
          for (const { id, data } of rows) if (data !== null) state.set(id, data);
          const rebuilt = store.stateAt('j1', checkpoint.seq).rows.map(({ id, data }) => [id, data] as const);
          expect(state).toEqual(new Map(rebuilt));
        }
        expect(store.steps('unknown', { limit: 1 })).toEqual([]);
        tidyUp(store, 0, { last: 3 });
        expect(store.steps('j1', { limit: 10 }).map(({ whole, checkpoint }) => [checkpoint.seq, whole])).toEqual([
          [258, true],
          [259, false],
          [260, false],
        ]);
      });

      it('what lies below the oldest kept is refused by naming it, where the last N are kept', () => {
        grow('j1', 1, 12);
        grow('j2', 1, 2);
        tidyUp(store, 0, { last: 3 });
        expect(kept('j1')).toEqual([10, 11, 12]);
        expect(kept('j2')).toEqual([1, 2]);
        expect(store.stateAt('j1', 10).rows).toContainEqual(variable('at1', '"10"'));
        expect(() => store.stateAt('j1', 9)).toThrow(HistoryMissing);
        expect(() => store.stateAt('j1', 9)).toThrow(/9 of job j1.*10/);
        expect(() => store.stateAt('j1', 13)).toThrow(HistoryMissing);
        expect(() => store.stateAt('j3', 1)).toThrow(/j3/);
        grow('j1', 13, 14);
        tidyUp(store, 0, { last: 3 });
        expect(kept('j1')).toEqual([12, 13, 14]);
        expect(store.stateAt('j1', 13).rows).toContainEqual(variable('n', '13'));
      });

      it('retention (all · last N per job, 1,000 by default · none) trims it in small steps, and not for every one that is too many', () => {
        grow('j1', 1, 17);
        tidyUp(store, 0, { last: 16 });
        expect(kept('j1')).toHaveLength(17);
        grow('j1', 18, 19);
        tidyUp(store, 0, { last: 16 });
        expect(kept('j1')).toHaveLength(16);
      });

      it('finds what an earlier engine left to trim', () => {
        grow('j1', 1, 9);
        const later = open();
        later.acquireLease(claim, () => 'dead');
        tidyUp(later, 0, { last: 2 });
        expect(kept('j1')).toEqual([8, 9]);
        tidyUp(later, 0, { last: 1 });
        expect(kept('j1')).toEqual([9]);
      });

      it('keeps all', () => {
        grow('j1', 1, 20);
        tidyUp(store, 0, 'all');
        expect(kept('j1')).toHaveLength(20);
      });

      it('keeps only the latest checkpoint without its state, and begins anew when asked to', () => {
        grow('j1', 1, 5);
        tidyUp(store, 0, 'none');
        expect(kept('j1')).toEqual([5]);
        expect(() => store.stateAt('j1', 5)).toThrow(/no history/);
        expect(store.latest('j1')?.rows).toContainEqual(variable('n', '5'));
        grow('j1', 6, 7);
        expect(store.stateAt('j1', 6).rows).toEqual(
          [variable('n', '6'), variable('at0', '"6"'), variable('at1', '"4"'), variable('at2', '"5"')].sort((a, b) =>
            a.id < b.id ? -1 : 1,
          ),
        );
        tidyUp(store, 0, 'none');
        expect(kept('j1')).toEqual([7]);
      });

      it('writes no history when it is not wanted, and is whole again afterwards', () => {
        grow('j1', 1, 3);
        const bare = open({ keepHistory: false });
        bare.acquireLease(claim, () => 'dead');
        grow('j1', 4, 6, bare);
        expect(() => bare.stateAt('j1', 6)).toThrow(HistoryMissing);
        const full = open();
        full.acquireLease(claim, () => 'dead');
        grow('j1', 7, 8, full);
        expect(full.stateAt('j1', 8).rows).toEqual(full.latest('j1')?.rows);
        expect(() => full.stateAt('j1', 6)).toThrow(HistoryMissing);
        tidyUp(full, 0, { last: 2 });
        expect(kept('j1')).toEqual([7, 8]);
        expect(full.stateAt('j1', 7).rows).toContainEqual(variable('at0', '"6"'));
      });
    });
  });
}
