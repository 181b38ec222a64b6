import { expect, it } from 'vitest';
import { livingJob } from '../../../renderer/saves/saves-store.ts';

it('knows which job is in the way of a restore, and whether it is one', () => {
  expect(livingJob('order “4711” (job 0199-a), of the same lineage, is still running: cancel it first')).toBe('0199-a');
  expect(livingJob('nothing of the job would be left in the new version')).toBeNull();
});
