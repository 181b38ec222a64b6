/** The part of the store's contract that is about definitions and their starts. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../engine/store/store.ts';
import { commit, definition, unit } from '../samples.ts';
import type { Rig, StoreData } from './rig.ts';

export function definitionsContract(rig: Rig): void {
  describe('definitions', () => {
    const open: StoreData['open'] = (options) => rig.open(options);
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

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
}
