import { expect, it } from 'vitest';
import { knownCounts } from '../../../renderer/runs/known-counts.ts';

const none = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };
const all = { counts: { ...none, passive: 181 }, incidents: none, held: none };
const ofShelf = { ...all, counts: { ...none, passive: 3 } };
const everything = { definition: null, search: '', roots: false };

it('counts all jobs, or those of the process that is chosen, and none before they are known', () => {
  expect(knownCounts(everything, all, null)).toBe(all);
  expect(knownCounts({ ...everything, definition: 'shelf' }, all, ofShelf)).toBe(ofShelf);
  expect(knownCounts({ ...everything, definition: 'shelf' }, all, null)).toBeNull();
  expect(knownCounts(everything, null, null)).toBeNull();
});

it('has no number of what a search leaves, nor of jobs without those that were called', () => {
  expect(knownCounts({ ...everything, search: 'nothing like it' }, all, null)).toBeNull();
  expect(knownCounts({ ...everything, definition: 'shelf', roots: true }, all, ofShelf)).toBeNull();
});
