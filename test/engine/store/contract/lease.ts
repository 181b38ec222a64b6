/** The part of the store's contract that is about the lease, agents and tenures. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Fenced, type Store } from '../../../../engine/store/store.ts';
import { claim, commit, creation, jobRow } from '../samples.ts';
import type { Rig, StoreData } from './rig.ts';

export function leaseContract(rig: Rig): void {
  describe('lease', () => {
    const open: StoreData['open'] = (options) => rig.open(options);
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

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
      const two = open();
      two.acquireLease({ ...claim, agent: 'two', renewedAt: 6000 }, () => false);
      two.renewLease(6500);
      open().acquireLease({ ...claim, agent: 'three', renewedAt: 7000 }, () => 'expired');
      const { pid } = claim;
      expect(store.tenures(2)).toEqual([
        { epoch: 3, agent: 'three', pid, beganAt: 7000, endedAt: null, end: null },
        { epoch: 2, agent: 'two', pid, beganAt: 6000, endedAt: 6500, end: 'expired' },
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
}
