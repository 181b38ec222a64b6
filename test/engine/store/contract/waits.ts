/** The part of the store's contract that is about what jobs wait for. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { StateChange } from '../../../../engine/store/rows.ts';
import type { Store } from '../../../../engine/store/store.ts';
import { commit, creation, jobRow, messageRow, part, subscription, timer, unit } from '../samples.ts';
import type { Rig } from './rig.ts';

export function waitsContract(rig: Rig): void {
  describe('waits', () => {
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

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
}
