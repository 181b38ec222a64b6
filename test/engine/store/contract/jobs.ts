/** The part of the store's contract that is about listing and finding jobs. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { StateChange } from '../../../../engine/store/rows.ts';
import type { Store } from '../../../../engine/store/store.ts';
import { commit, creation, definition, jobRow, part, unit } from '../samples.ts';
import type { Rig } from './rig.ts';

export function jobsContract(rig: Rig): void {
  describe('jobs', () => {
    let store: Store;

    beforeEach(() => {
      store = rig.store;
    });

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
      expect(ids({ search: 'take AN' })).toEqual([]);
      store.deploy(definition('order', { name: 'Take an order' }), []);
      store.deploy(definition('order', { name: null, xml: '<other/>' }), []);
      expect(ids({ search: 'take AN' })).toEqual(ids({ definitionKey: 'order' }));
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
      expect(ids({ stands: 'neither' })).not.toContain('e');
      expect(ids({ stands: 'neither' })).not.toContain('f');
      expect(ids({ stands: 'neither', status: 'active' })).toEqual(
        ids({ status: 'active' }).filter((id) => id !== 'e'),
      );
    });

    it('have their incidents counted', () => {
      const incident = (id: string): StateChange => ({ entity: 'incident', id, data: '{}' });
      commit(store, creation(jobRow('e'), [incident('one'), incident('two')]), creation(jobRow('f'), [incident('x')]));
      expect([...store.incidentCounts(['a', 'e', 'nobody'])]).toEqual([['e', 2]]);
      commit(store, unit({ parts: [part(jobRow('e', { seq: 2 }), [{ entity: 'incident', id: 'one', data: null }])] }));
      expect(Object.fromEntries(store.incidentCounts(['e', 'f']))).toEqual({ e: 1, f: 1 });
    });

    it('in which an incident waits for a person are counted by status', () => {
      const incident = (id: string): StateChange => ({ entity: 'incident', id, data: '{}' });
      const none = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };
      expect(store.standing().incidents).toEqual(none);
      commit(
        store,
        creation(jobRow('e', { status: 'passive' }), [incident('one'), incident('two')]),
        creation(jobRow('f'), [incident('x')]),
      );
      expect(store.standing().incidents).toEqual({ ...none, active: 1, passive: 1 });
      commit(store, unit({ parts: [part(jobRow('f', { seq: 2 }), [{ entity: 'incident', id: 'x', data: null }])] }));
      expect(store.standing().incidents).toEqual({ ...none, passive: 1 });
    });

    it('that a person holds are counted by status, without those with an incident', () => {
      const none = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };
      expect(store.standing().held).toEqual(none);
      commit(
        store,
        creation(jobRow('e', { held: true, status: 'passive' }), [{ entity: 'incident', id: 'one', data: '{}' }]),
        creation(jobRow('f', { held: true, status: 'passive' })),
        creation(jobRow('g', { held: true })),
        creation(jobRow('h', { held: true, status: 'completed', endedAt: 9 })),
      );
      expect(store.standing().held).toEqual({ ...none, active: 1, passive: 1 });
    });

    it('are counted as they stand for one process, too', () => {
      const none = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };
      const other = { definitionKey: 'third' };
      commit(
        store,
        creation(jobRow('e', { ...other, status: 'passive' }), [{ entity: 'incident', id: 'one', data: '{}' }]),
        creation(jobRow('f', { ...other, held: true })),
        creation(jobRow('g', { ...other, status: 'completed', endedAt: 9 })),
        creation(jobRow('h', { held: true })),
      );
      expect(store.standing('third')).toEqual({
        counts: { ...none, active: 1, passive: 1, completed: 1 },
        incidents: { ...none, passive: 1 },
        held: { ...none, active: 1 },
      });
      expect(store.standing('nothing')).toEqual({ counts: none, incidents: none, held: none });
      expect(store.standing().held).toEqual({ ...none, active: 2 });
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
}
