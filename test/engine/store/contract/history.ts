/** The part of the store's contract that is about the history of checkpoints. */
import { beforeEach, describe, expect, it } from 'vitest';
import { HistoryMissing, type Store } from '../../../../engine/store/store.ts';
import { claim, commit, jobRow, part, tidyUp, unit, variable } from '../samples.ts';
import type { Rig, StoreData } from './rig.ts';

export function historyContract(rig: Rig): void {
  describe('history', () => {
    const open: StoreData['open'] = (options) => rig.open(options);
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

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
}
