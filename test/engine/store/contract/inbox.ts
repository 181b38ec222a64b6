/** The part of the store's contract that is about requests and messages. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../engine/store/store.ts';
import { commit, messageRow, reasonOf, requestRow, tidyUp, unit } from '../samples.ts';
import type { Rig, StoreData } from './rig.ts';

const DAY = 24 * 3600 * 1000;

export function inboxContract(rig: Rig): void {
  describe('inbox', () => {
    const open: StoreData['open'] = (options) => rig.open(options);
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

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
}
