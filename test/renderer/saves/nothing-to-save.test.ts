import { expect, it } from 'vitest';
import { nothingToSave } from '../../../renderer/saves/nothing-to-save.ts';

it('says why no savepoint can be taken where no job runs, and nothing while nobody knows', () => {
  const counts = { active: 0, passive: 0, completed: 3, failed: 1, cancelled: 2 };
  expect(nothingToSave({ counts })).toBe('No job is running: there is nothing to save');
  expect(nothingToSave({ counts: { ...counts, active: 1 } })).toBeNull();
  expect(nothingToSave({ counts: { ...counts, passive: 1 } })).toBeNull();
  expect(nothingToSave(null)).toBeNull();
});
