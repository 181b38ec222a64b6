import { describe, expect, it } from 'vitest';
import { isAsSaved, standstillNote } from '../../../renderer/jobs/still.ts';

describe('a job that a dead engine worked on', () => {
  it('is shown as its last checkpoint has it, until an engine goes on with it', () => {
    expect((['dead', 'open', 'kept'] as const).map((still) => isAsSaved(still, 'active'))).toEqual([true, true, true]);
    expect(isAsSaved('absent', 'active')).toBe(false);
    expect(isAsSaved(null, 'active')).toBe(false);
  });

  it('is shown as it was where it only waited, or had ended', () => {
    expect((['passive', 'completed', 'cancelled'] as const).map((status) => isAsSaved('dead', status))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a job that stands still in any case', () => {
  it('says so while it waits, too', () => {
    expect(standstillNote('dead', 'passive')).toBe('The engine is dead: nothing moves until it is recovered.');
  });

  it('says nothing of it once it has ended, while an engine runs, or where a person is asked anyway', () => {
    expect([
      standstillNote('dead', 'completed'),
      standstillNote(null, 'passive'),
      standstillNote('open', 'active'),
    ]).toEqual([null, null, null]);
  });
});
