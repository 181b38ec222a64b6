import { expect, it } from 'vitest';
import { businessKeyOf, jobLabel, madeAt, originWords, shortId } from '../../../renderer/jobs/job-ids.ts';

it('reads the time out of an id', () => {
  expect(new Date(madeAt('017f22e2-79b0-7cc3-98c4-dc0c0c07398f') ?? 0).toISOString()).toBe('2022-02-22T19:22:22.000Z');
  expect(madeAt('017f22e2-79b0-4cc3-98c4-dc0c0c07398f')).toBeNull();
  expect(madeAt('order-1')).toBeNull();
});

it('a key is what a person called a job: neither its own id, nor the one of the job that it was restored from', () => {
  expect(businessKeyOf({ id: 'a', extId: 'a', lineage: 'a' })).toBeNull();
  expect(businessKeyOf({ id: 'b', extId: 'a', lineage: 'a' })).toBeNull();
  expect(businessKeyOf({ id: 'b', extId: 'order-1', lineage: 'a' })).toBe('order-1');
});

it('shortens an id from its front', () => {
  expect(shortId('01a217f7-ea56-7000-acc0-344dbaf0a0de')).toBe('…baf0a0de');
  expect(shortId('order-1')).toBe('order-1');
});

it('calls a job by its process, and by the key that a person gave it or the end of its id', () => {
  const job = { id: '01a217f7-ea56-7000-acc0-344dbaf0a0de', lineage: 'a', definition: { key: 'orders', version: 2 } };
  const named = (key: string, version: number): string => `the ${key} ${version}`;
  expect(jobLabel({ ...job, extId: 'a' }, named)).toBe('the orders 2 · …baf0a0de');
  expect(jobLabel({ ...job, extId: 'order-1' }, named)).toBe('the orders 2 · order-1');
});

it('says which checkpoint of which job one began at', () => {
  const job = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
  expect(originWords({ how: 'fork', job, seq: 4 })).toBe(`Fork of ${shortId(job)} at checkpoint 4`);
  expect(originWords({ how: 'restore', job, seq: 7 })).toBe(`Restored from ${shortId(job)} at checkpoint 7`);
});
