/** The part of the store's contract that is about values of data stores. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../engine/store/store.ts';
import { commit, jobRow, part, subscription, unit } from '../samples.ts';
import type { Rig } from './rig.ts';

export function dataStoresContract(rig: Rig): void {
  describe('data stores', () => {
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

    const stored = { world: '', name: 'stock', value: '5', job: 'j1', seq: 1, at: 7 };

    it('hold what the latest checkpoint wrote, each world its own', () => {
      expect(store.storedValue('', 'stock')).toBeNull();
      const of = (value: string, world = '') => ({ ...stored, value, world });
      commit(store, unit({ parts: [part(jobRow('j1'), [], { stored: [of('5'), of('6', 'run')] })], created: ['j1'] }));
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
}
