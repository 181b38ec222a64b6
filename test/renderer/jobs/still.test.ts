import { describe, expect, it } from 'vitest';
import { isAsSaved, pausedNote, standstillNote, stillOf } from '../../../renderer/jobs/still.ts';

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

describe('a job of which the window no longer hears', () => {
  const job = { id: 'j', parent: null };
  const dead = { engine: 'dead', undecided: new Map([['k', 'open'] as const]) } as const;

  it('is not said to stand still: what was known of its engine may be over, as may be the question about it', () => {
    for (const connection of ['lost', 'refused'] as const) {
      expect(stillOf({ connection, ...dead }, job)).toBe('unknown');
      expect(stillOf({ connection, ...dead }, { id: 'k', parent: null })).toBe('unknown');
    }
    expect(stillOf({ connection: 'connected', ...dead }, job)).toBe('dead');
    expect(stillOf({ connection: 'connected', ...dead }, { id: 'c', parent: 'k' })).toBe('open');
  });

  it('has no advice beside what is stored', () => {
    expect(standstillNote('unknown', { status: 'passive', held: false, incidents: 0 })).toBeNull();
    expect(pausedNote('unknown')).toBe('A breakpoint, a step or a pause stopped it.');
    expect(isAsSaved('unknown', 'active')).toBe(false);
  });
});

describe('a job that stands still in any case', () => {
  const job = (status: 'active' | 'passive' | 'completed', rest = {}) => ({
    status,
    held: false,
    incidents: 0,
    ...rest,
  });

  it('says so while it waits for something else, too', () => {
    const words = 'The engine is dead: nothing moves until it is recovered.';
    expect(standstillNote('dead', job('passive'))).toBe(words);
    expect(standstillNote('dead', job('active', { held: true }))).toBe(words);
    expect(standstillNote('dead', job('active', { incidents: 1 }))).toBe(words);
  });

  it('does not offer to run on what nothing runs, where it is paused', () => {
    expect(pausedNote(null)).toContain('. Run on (F5) lets it go on.');
    expect(pausedNote('dead')).toContain('. Once the engine is recovered, Run on (F5)');
    expect(pausedNote('absent')).toContain('. Once an engine is started, Run on (F5)');
    expect(pausedNote('refused')).not.toContain('Run on');
  });

  it('says nothing more where its sign says it, where it has ended, while an engine runs, and where a person is asked', () => {
    expect(standstillNote('dead', job('active'))).toBeNull();
    expect(standstillNote('dead', job('completed'))).toBeNull();
    expect(standstillNote(null, job('passive'))).toBeNull();
    expect(standstillNote('open', job('passive'))).toBeNull();
  });
});
